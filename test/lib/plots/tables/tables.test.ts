import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FigurePayload, FIGURE_MIME } from "../../../../lib/display/host.ts";
import { openStudy } from "../../../../lib/core.ts";
import { exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { tables } from "../../../../lib/plots/tables/index.ts";
import {
  boolean,
  choice,
  float,
  int,
  list,
  oneOf,
  ordinal,
} from "../../../../lib/space/parameters.ts";
import type { StudyView } from "../../../../lib/study/observer.ts";
import { oddStudies, studyFrom } from "../../../contracts/figure.ts";
import { studyOf, trialOf } from "../fixtures.ts";

type Table = ReturnType<typeof tables.trials>;

function modelOf(table: Table) {
  const payload = table.toPayload();
  if (payload.kind !== "table") throw new Error("no table");
  return payload.table;
}

const cellsOf = (table: Table, key: string) =>
  modelOf(table).columns.find((column) => column.key === key)!;

/** A reader of RFC 4180, written apart from the writer. */
function readCsv(text: string): string[][] {
  const records: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, bare, end] of text.matchAll(pattern)) {
    records.at(-1)!.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
    if (end === "\r\n") records.push([]);
  }
  expect(records.pop()).toEqual([]);
  return records;
}

describe("every table", () => {
  for (const [name, make] of Object.entries(tables)) {
    for (const [kind, study] of Object.entries(oddStudies)) {
      it(`${name} is made of a study ${kind}`, () => {
        const table = make(study());
        const records = table.toRecords();
        expect(records).toHaveLength(table.rows);
        const keys = table.columns.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { values } of table.columns) expect(values).toHaveLength(table.rows);
        // What crosses to the front end, and what stands in a file, is JSON and CSV of so many rows.
        const payload = table.toPayload();
        expect(JSON.parse(JSON.stringify(payload))).toEqual(payload);
        expect(readCsv(table.toCSV())).toHaveLength(table.rows + 1);
        expect(String(table).split("\n").length).toBeLessThan(26);
        expect(table.title).not.toBe("");
      });
    }
  }

  it("writes what a user wrote as text, in HTML too", () => {
    for (const make of Object.values(tables)) {
      const study = oddStudies["with HTML in its names, choices and notes"]!();
      const display = make(study)[Symbol.for("Jupyter.display") as never] as unknown;
      const table = make(study);
      const bundle = (display as () => Record<string, unknown>).call(table);
      const html = String(bundle["text/html"]);
      expect(
        html.replace(/<\/?(?:p|b|table|thead|tbody|tr|th|td)(?: style="[^"<>]*")?>/g, ""),
      ).not.toMatch(/[<>]/);
      expect((bundle[FIGURE_MIME] as FigurePayload).kind).toBe("table");
    }
  });
});

describe("tables.trials", () => {
  const study = exampleStudy({ trials: 60, running: 2 });

  it("has a row for each trial, with typed cells", () => {
    const table = tables.trials(study);
    const records = table.toRecords();
    for (const [row, trial] of study.trials.entries()) {
      expect(records[row]).toMatchObject({
        number: trial.number,
        state: trial.state,
        valLoss: trial.state === "complete" ? trial.value : null,
        learningRate: trial.point["learningRate"],
        "optimizer.momentum": trial.point["optimizer.momentum"] ?? null,
        steps: trial.reports.at(-1)?.step ?? null,
      });
    }
    expect(table.title).toContain("60 trials of digits: ");
  });

  it("keeps to the states that are asked for, and names an unknown one", () => {
    const table = tables.trials(study, { states: ["failed"] });
    expect(table.rows).toBe(study.trials.filter(({ state }) => state === "failed").length);
    expect(table.toRecords().every(({ error }) => error === "loss is NaN")).toBe(true);
    expect(() => tables.trials(study, { states: ["done" as "complete"] })).toThrow(
      /"done".*waiting.*interrupted/,
    );
  });

  it("gives parameters, notes and constraints keys of their own", () => {
    const trial = trialOf(0, {
      value: 2,
      point: { number: 3, state: "on", seconds: 9 },
      notes: { size: 12, tags: ["a", "b"], step: "epoch" },
      constraints: { memory: -1 },
      startedAt: 1000,
      endedAt: 3500,
    });
    expect(tables.trials(studyOf([trial])).toRecords()).toEqual([
      {
        number: 0,
        state: "complete",
        loss: 2,
        "params.number": 3,
        "params.state": "on",
        seconds: 9,
        "run.seconds": 2.5,
        "constraints.memory": -1,
        "notes.size": 12,
        "notes.tags": '["a","b"]',
      },
    ]);
  });

  it("leaves out what a study without a space keeps for itself", async () => {
    const study = await openStudy({ name: "defines itself", seed: 1 });
    await study.optimize(
      (trial) => {
        trial.note("remark", "mine");
        return trial.float("x", 0, 1);
      },
      { until: { trials: 3 } },
    );
    const keys = tables.trials(study as unknown as StudyView).columns.map(({ key }) => key);
    expect(keys).toEqual(["number", "state", "value", "x", "seconds", "notes.remark"]);
  });

  it("orders numbers by size, states by how far they came, and puts nothing last", () => {
    const values = [3, 20, 0.5, undefined, 100];
    const table = tables.trials(
      studyOf(
        values.map((value, k) => trialOf(k, value === undefined ? { state: "failed" } : { value })),
      ),
    );
    expect(cellsOf(table, "loss").order).toEqual([2, 0, 1, 4, 3]);
    expect(cellsOf(table, "state").order).toEqual([0, 1, 2, 4, 3]);
    expect(cellsOf(table, "number").order).toBeNull();
    expect(modelOf(table).best).toEqual([2]);
  });

  it("writes numbers of a column with equally many decimals", () => {
    const table = tables.trials(
      studyOf([0.0612, 1.5, 12.25].map((value, k) => trialOf(k, { value }))),
    );
    expect(cellsOf(table, "loss").cells).toEqual(["0.0612", "1.5000", "12.2500"]);
  });

  it("of 10 000 trials is bounded, and holds the best and the newest; a file holds all", () => {
    const many = studyFrom(
      { x: float(0, 1), rate: float(1e-4, 1, { log: true }), kind: choice(["a", "b"]) },
      10_000,
      ({ x }, number) => (number === 77 ? -1 : Number(x)),
    );
    const table = tables.trials(many);
    const model = modelOf(table);
    expect(JSON.stringify(table.toPayload()).length).toBeLessThan(600_000);
    expect(model.count).toBeLessThan(10_000);
    const numbers = cellsOf(table, "number").cells;
    expect(numbers[model.best[0]!]).toBe("77");
    expect(numbers.at(-1)).toBe("9\u2009999");
    expect(model.remark).toContain('table.save("table.csv")');
    expect(readCsv(table.toCSV())).toHaveLength(10_001);
    for (const { order, cells } of model.columns) {
      expect(cells).toHaveLength(model.count);
      if (order) expect(order.toSorted((a, b) => a - b)).toEqual(cells.map((_, row) => row));
    }
  });
});

describe("files and frames", () => {
  const evil = ['a,"b"', "line\r\nbreak", "", "=1+1", "日本語"];
  const table = tables.trials(
    studyOf(
      [NaN, Infinity, -Infinity, 1 / 3, 1e-300].map((value, k) =>
        trialOf(k, {
          value,
          point: { name: evil[k]!, even: k % 2 === 0, ...(k > 2 ? { x: k } : {}) },
        }),
      ),
    ),
  );

  it("CSV gives every value back", () => {
    const [head, ...rows] = readCsv(table.toCSV());
    const at = (key: string) => rows.map((row) => row[head!.indexOf(key)]);
    expect(at("name")).toEqual(evil);
    expect(at("loss").map(Number)).toEqual([NaN, Infinity, -Infinity, 1 / 3, 1e-300]);
    expect(at("even")).toEqual(["true", "false", "true", "false", "true"]);
    expect(at("x")).toEqual(["", "", "", "3", "4"]);
    // An empty text can be told from nothing.
    expect(table.toCSV()).toContain(',"",');
  });

  it("JSON writes what is no number as text, and nothing as null", () => {
    const read = JSON.parse(JSON.stringify(table)) as Record<string, unknown>[];
    expect(read.map(({ loss }) => loss)).toEqual(["NaN", "Infinity", "-Infinity", 1 / 3, 1e-300]);
    expect(read.map(({ x }) => x)).toEqual([null, null, null, 3, 4]);
    expect(table.toRecords().map(({ loss }) => loss)).toEqual([
      NaN,
      Infinity,
      -Infinity,
      1 / 3,
      1e-300,
    ]);
  });

  it("saves .csv and .json, and names what else is wrong", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tunebook-tables-"));
    try {
      await table.save(join(folder, "t.csv"));
      await table.save(join(folder, "t.json"));
      expect(await readFile(join(folder, "t.csv"), "utf8")).toBe(table.toCSV());
      expect(JSON.parse(await readFile(join(folder, "t.json"), "utf8"))).toEqual(table.toJSON());
      await expect(table.save(join(folder, "t.xlsx"))).rejects.toThrow(/t\.xlsx.*\.csv or \.json/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("a frame of danfojs has the same columns, types and values", async () => {
    const study = exampleStudy({ trials: 30, running: 0 });
    const trials = tables.trials(study);
    const frame = await trials.toFrame();
    expect(frame.shape).toEqual([30, trials.columns.length]);
    expect(frame.columns).toEqual(trials.columns.map(({ key }) => key));
    const typeOf = (key: string) => frame.dtypes[frame.columns.indexOf(key)];
    expect([typeOf("state"), typeOf("learningRate"), typeOf("optimizer.kind")]).toEqual([
      "string",
      "float32",
      "string",
    ]);
    expect(frame.column("learningRate").values).toEqual(
      study.trials.map(({ point }) => point["learningRate"]),
    );
    expect(frame.column("valLoss").values).toEqual(
      study.trials.map(({ state, value }) => (state === "complete" ? value : NaN)),
    );
    // What the types say is what danfojs has.
    const rate = frame.column("learningRate");
    expect(frame.head(2).values).toEqual(frame.values.slice(0, 2));
    expect(frame.tail(3).index).toEqual([27, 28, 29]);
    expect(frame.iloc({ rows: ["0:4"], columns: [0] }).shape).toEqual([4, 1]);
    expect(frame.loc({ columns: ["number", "state"] }).columns).toEqual(["number", "state"]);
    expect((await frame.sample(5, { seed: 1 })).shape[0]).toBe(5);
    const kept = frame.query(rate.lt(0.01)).shape[0];
    expect(kept).toBe(rate.values.filter((value) => Number(value) < 0.01).length);
    expect(Number(frame.sortValues("learningRate").column("learningRate").values[0])).toBe(
      rate.min(),
    );
    expect([rate.size, rate.head(2).shape[0], rate.describe().size]).toEqual([30, 2, 7]);
    const mixed = await tables.results(study).toFrame();
    expect(mixed.shape).toEqual([tables.results(study).rows, 6]);
  });
});

describe("tables.best and tables.results", () => {
  const study = studyFrom({ x: float(0, 1), kind: choice(["a", "b"]) }, 30, ({ x }) => Number(x));
  const sorted = study.trials.toSorted((one, other) => one.value! - other.value!);

  it("ranks the best, with how far each is behind", () => {
    const records = tables.best(study, { top: 4 }).toRecords();
    expect(records.map(({ number }) => number)).toEqual(
      sorted.slice(0, 4).map(({ number }) => number),
    );
    expect(records.map(({ behind }) => behind)).toEqual(
      sorted.slice(0, 4).map(({ value }) => value! - sorted[0]!.value!),
    );
  });

  it("counts what is larger as better where that is asked for, and leaves out what breaks a constraint", () => {
    const several = oddStudies["of several objectives"]!();
    const speeds = several.trials.map(({ values }) => values!["speed"]!);
    const [first] = tables.best(several, { objective: "speed" }).toRecords();
    expect(first!["speed"]).toBe(Math.max(...speeds));
    expect(tables.best(oddStudies["in which no trial keeps its constraints"]!()).rows).toBe(0);
    expect(() => tables.best(several, { objective: "sped" })).toThrow(/"sped".*loss, size, speed/);
    expect(() => tables.best(several, { top: 0 })).toThrow(/top is 0/);
  });

  it("puts the best side by side and marks what differs from the first", () => {
    const table = tables.results(study, { top: 3 });
    expect(table.columns.map(({ key }) => key)).toEqual([
      "parameter",
      ...sorted.slice(0, 3).map(({ number }) => `trial ${number}`),
    ]);
    const { columns } = modelOf(table);
    expect(columns[1]!.marked).toEqual([]);
    for (const [k, trial] of sorted.slice(0, 3).entries()) {
      const differs = ["x", "kind"].flatMap((path, row) =>
        trial.point[path] === sorted[0]!.point[path] ? [] : [row + 1],
      );
      expect(columns[k + 1]!.marked).toEqual(differs);
    }
  });
});

describe("tables.space", () => {
  it("says of each parameter its kind, range, condition, default and how many values it has", () => {
    const study: StudyView = studyFrom(
      {
        rate: float(1e-4, 0.1, { log: true, default: 0.01 }),
        batch: int(8, 64, { step: 8 }),
        level: ordinal(["low", "high"]),
        shuffle: boolean(),
        optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
        hidden: list(int(1, 4), { min: 1, max: 2 }),
      },
      12,
      (_, number) => number,
    );
    const records = tables.space(study).toRecords();
    const of = (parameter: string) => records.find((record) => record["parameter"] === parameter);
    expect(of("rate")).toMatchObject({
      kind: "float",
      low: 1e-4,
      high: 0.1,
      scale: "log",
      values: Infinity,
      default: 0.01,
    });
    expect(of("batch")).toMatchObject({ kind: "int", scale: "step 8", values: 8 });
    expect(of("level")).toMatchObject({ kind: "ordinal", choices: "low, high", values: 2 });
    expect(of("shuffle")).toMatchObject({ kind: "boolean", values: 2 });
    expect(of("optimizer.kind")).toMatchObject({ kind: "oneOf", condition: null });
    expect(of("optimizer.momentum")).toMatchObject({ condition: "optimizer is sgd" });
    expect(of("hidden[1]")).toMatchObject({ condition: "hidden length at least 2" });
    expect(of("rate")!["tried"]).toBe(12);
    expect(of("rate")!["best"]).toBe(study.trials[0]!.point["rate"]);
  });
});
