import { describe, expect, test } from "vitest";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import { FigureError } from "../../../lib/plots/common/figure-error.ts";
import { parallel } from "../../../lib/plots/parallel.ts";
import { FLOOR, parallelData } from "../../../lib/plots/parallel/data.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const space = {
  rate: float(0.001, 1, { log: true }),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9) } }),
  kind: choice(["a", "b"]),
};
const loss = (point: Point) => Math.abs(Math.log10(Number(point["rate"])) + 1) + 0.05;
const study = studyFrom(space, 40, loss);
const axisOf = (data: ReturnType<typeof parallelData>, name: string) =>
  data.axes.findIndex((axis) => axis.name === name);

describe("parallelData", () => {
  test("has a line for every trial, the best apart", () => {
    const data = parallelData(study);
    expect(data.lines).toHaveLength(39);
    expect(data.best?.trial).toBe(study.best);
    expect(data.counts).toEqual({ complete: 40, infeasible: 0, early: 0, running: 0, failed: 0 });
  });

  test("a line dips below the axes exactly where its trial lacks the parameter", () => {
    const data = parallelData(study);
    const momentum = axisOf(data, "momentum");
    for (const { trial, heights } of data.lines) {
      heights.forEach((height, place) => {
        const isAbsent = place === momentum && trial.point["optimizer.kind"] === "adam";
        // A fan may reach over the end of its axis, never down to the rail.
        expect(height < FLOOR / 2).toBe(isAbsent);
      });
    }
    expect(data.absences).toEqual(["", "", "adam has none", ""]);
  });

  test("a log axis is crossed at the logarithm", () => {
    const data = parallelData(study);
    for (const { trial, heights } of data.lines) {
      const part = (Math.log10(Number(trial.point["rate"])) + 3) / 3;
      // The axis has 2% of room at both ends.
      const expected = FLOOR + (1 - FLOOR) * ((part + 0.02) / 1.04);
      expect(heights[0]).toBeCloseTo(expected, 6);
    }
  });

  test("lines fan out at a choice in the order of their values, the best towards the best end", () => {
    for (const direction of ["minimize", "maximize"] as const) {
      const data = parallelData(studyFrom(space, 40, loss, { objectives: { loss: direction } }));
      const kind = axisOf(data, "kind");
      const own = data.lines
        .filter(({ trial }) => trial.point["kind"] === "a")
        .toSorted((one, other) => one.value! - other.value!);
      const heights = own.map((line) => line.heights[kind]!);
      expect(heights).toEqual(heights.toSorted((one, other) => one - other));
      expect(new Set(heights).size).toBe(own.length);
    }
  });

  test("values far beyond what decides stand at the end of the axis and are counted", () => {
    const data = parallelData(
      studyFrom(space, 20, (_, number) => (number === 7 ? 1e6 : 1 + number / 20)),
    );
    expect(data.beyond).toBe(1);
    expect(data.lines.find(({ trial }) => trial.number === 7)?.heights.at(-1)).toBe(1);
  });

  test("what breaks a constraint is never the best", () => {
    const odd = studyFrom(space, 12, (_, number) => ({
      value: number,
      values: { loss: number },
      constraints: { memory: number < 4 ? 1 : -1 },
    }));
    const data = parallelData(odd);
    expect(data.best?.trial.number).toBe(4);
    expect(data.counts).toMatchObject({ infeasible: 4, complete: 8 });
  });

  test("of very many trials the best third of the lines stays, and what is left out is counted", () => {
    const many = studyFrom(space, 1000, (_, number) => (number * 7919) % 1000);
    const data = parallelData(many);
    expect(data.lines.length + data.leftOut + 1).toBe(1000);
    const shown = new Set(data.lines.map(({ value }) => value));
    for (let value = 1; value <= 80; value++) expect(shown).toContain(value);
  });

  test("takes parameters by path or name, in the order given, and another objective", () => {
    const two = studyFrom(
      space,
      10,
      (point, number) => ({ value: loss(point), values: { loss: loss(point), score: number } }),
      { objectives: { loss: "minimize", score: "maximize" } },
    );
    const data = parallelData(two, {
      parameters: ["kind", "optimizer.momentum"],
      objective: "score",
    });
    expect(data.axes.map(({ path }) => path)).toEqual(["kind", "optimizer.momentum"]);
    expect(data.best?.trial.number).toBe(9);
  });
});

describe("the figure", () => {
  test("draws every line once, smooth and level at the axes", () => {
    const shapes = parallel(study).spec.layout["shapes"] as { type: string; path?: string }[];
    const paths = shapes.flatMap(({ path }) => path ?? []);
    // The best has paper below it, so it is drawn twice.
    expect(paths.join("").match(/M/g)).toHaveLength(41);
    expect(paths[0]).toMatch(/^M0,([\d.]+)C0\.33,\1 0\.67,([\d.]+) 1,\2S1\.67,([\d.]+) 2,\3/);
  });

  test("says what the best used, the choice with what belongs to it", () => {
    const sgd = studyFrom(space, 40, (point) => Number(point["optimizer.momentum"] ?? 5) + 0.1);
    const { text } = parallel(sgd).spec.layout["title"] as { text: string };
    expect(text).toMatch(/^The best used .*\bsgd with momentum 0\.?\d*/);
  });

  test("the most important of many parameters are drawn, and it says so", () => {
    const wide = studyFrom(
      Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`p${k}`, int(0, 100)])),
      120,
      (point) => Number(point["p3"]) ** 2,
    );
    const data = parallelData(wide);
    expect(data.remark).toBe("the 10 most important of 30");
    expect(data.axes.map(({ path }) => path)).toContain("p3");
  });

  test("an unknown parameter or objective is named, with those that there are", () => {
    expect(() => parallel(study, { parameters: ["speed"] })).toThrow(FigureError);
    expect(() => parallel(study, { parameters: ["speed"] })).toThrow(
      /"speed"; it has rate, optimizer/,
    );
    expect(() => parallel(study, { objective: "speed" })).toThrow(/"speed"; it has loss/);
  });

  test("a terminal shows where the best lie, and the settings of the best", () => {
    const rows = parallel(study).text.split("\n");
    expect(rows.filter((row) => /[▁▂▃▄▅▆▇█]/.test(row))).toHaveLength(4);
    expect(rows.every((row) => [...row].length < 200)).toBe(true);
  });
});

figureContract("parallel", (one) => parallel(one));
