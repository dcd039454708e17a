import { describe, expect, test } from "vitest";
import { choice, float, int, oneOf, ordinal } from "../../../lib/space/parameters.ts";
import type { StudyView } from "../../../lib/study/observer.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { mosaic } from "../../../lib/plots/mosaic.ts";
import { shadeOf } from "../../../lib/plots/mosaic/colour.ts";
import { type MosaicData, mosaicData } from "../../../lib/plots/mosaic/data.ts";
import { mosaicLayout } from "../../../lib/plots/mosaic/layout.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const space = {
  kind: choice(["a", "b", "c"]),
  depth: int(1, 3),
  rate: ordinal([0.1, 0.01]),
};
const errorOf = ({ kind, depth, rate }: Record<string, unknown>) =>
  0.01 * (kind === "a" ? 1 : 2) * Number(depth) + Number(rate);
const study = studyFrom(space, 8, (point: Point) => errorOf(point));
const dataOf = (one: StudyView, options = {}) => mosaicData(one, options) as MosaicData;

describe("mosaicData", () => {
  test("has a cell for each configuration, and knows which were tried", () => {
    const data = dataOf(study);
    expect(data.cells).toHaveLength(18);
    const distinct = new Set(study.trials.map(({ point }) => JSON.stringify(Object.values(point))));
    expect(data.tried).toBe(distinct.size);
    for (const cell of data.cells.filter(({ state }) => state !== undefined))
      expect(cell.value).toBeCloseTo(errorOf(cell.point), 12);
    expect(
      data.cells.every(({ state, value }) => (state === undefined) === (value === undefined)),
    ).toBe(true);
  });

  test("knows the whole landscape from a function, or from values in the order of enumeration", () => {
    const byFunction = dataOf(study, { truth: errorOf });
    expect(byFunction.possible).toBeCloseTo(0.01 + 0.01, 12);
    const list = byFunction.cells.map(({ point }) => errorOf(point));
    expect(dataOf(study, { truth: list }).cells).toEqual(byFunction.cells);
    // The last parameter changes fastest.
    expect(byFunction.cells.slice(0, 3).map(({ point }) => Object.values(point))).toEqual([
      ["a", 1, 0.1],
      ["a", 1, 0.01],
      ["a", 2, 0.1],
    ]);
    expect(() => mosaic(study, { truth: [1, 2] })).toThrow(
      /truth holds 2 values.* 18 configurations/,
    );
  });

  test("of several trials of one configuration the best complete one stands for it", () => {
    const twice = studyFrom({ kind: choice(["a", "b"]) }, 12, (_, number) =>
      number % 3 === 0 ? { state: "pruned", value: 0.1, reports: [] } : 10 - number,
    );
    for (const cell of dataOf(twice).cells) {
      const own = twice.trials.filter(
        ({ state, point }) => state === "complete" && point["kind"] === cell.point["kind"],
      );
      expect(cell.value).toBe(Math.min(...own.map(({ value }) => value!)));
      expect(cell.state).toBe("complete");
    }
  });

  test("what a configuration does not have is a level of its own, and no cell is invented", () => {
    const conditional = studyFrom(
      { optimizer: oneOf({ adam: {}, sgd: { momentum: ordinal([0, 0.9]) } }), depth: int(1, 2) },
      5,
      () => 1,
    );
    const data = dataOf(conditional);
    expect(data.cells).toHaveLength(6);
    expect(data.levels.find(({ name }) => name === "momentum")?.values).toEqual([
      0,
      0.9,
      undefined,
    ]);
    const { slotOf } = mosaicLayout(conditional, data);
    const slots = data.cells.map((cell) => JSON.stringify(slotOf(cell)));
    expect(new Set(slots).size).toBe(6);
  });

  test("a space that is continuous or too large is explained", () => {
    const figure = mosaic(studyFrom({ rate: float(0, 1) }, 3, () => 1));
    expect(figure.alt).toBe("Mosaic: rate is continuous: a mosaic needs a finite space.");
    expect(mosaic(studyFrom({ a: int(1, 100), b: int(1, 100) }, 3, () => 1)).alt).toMatch(
      /too large/,
    );
  });
});

describe("mosaicLayout", () => {
  test("every cell has a slot of its own, and gaps grow outwards", () => {
    const data = dataOf(study);
    const layout = mosaicLayout(study, data);
    const slots = data.cells.map((cell) => JSON.stringify(layout.slotOf(cell)));
    expect(new Set(slots).size).toBe(18);
    const { rows, columns } = mosaicLayout(study, {
      ...data,
      asked: { rows: ["kind"], columns: ["depth", "rate"] },
    });
    expect(rows.levels.map(({ path }) => path)).toEqual(["kind"]);
    expect(columns.levels.map(({ path }) => path)).toEqual(["depth", "rate"]);
    const gaps = columns.slots.slice(1).map(([from], k) => from - columns.slots[k]![1]);
    expect(gaps[0]).toBe(0);
    expect(gaps[1]).toBeGreaterThan(0);
  });

  test("what matters most in a known landscape lies outermost, on both sides", () => {
    const five = Object.fromEntries(
      ["v", "w", "x", "y", "z"].map((name) => [name, choice(["low", "middle", "high"])]),
    );
    const truth = (params: Record<string, unknown>) =>
      1 +
      (params["y"] === "high" ? 9 : 0) +
      (params["w"] === "low" ? 5 : 0) +
      (params["x"] === "low" ? 1 : 0);
    const wide = studyFrom(five, 10, (point) => truth(point));
    const { rows, columns } = mosaicLayout(wide, dataOf(wide, { truth }));
    expect([rows.levels[0]?.path, columns.levels[0]?.path].toSorted()).toEqual(["w", "y"]);
    expect(columns.slots.length).toBeGreaterThan(rows.slots.length);
  });
});

describe("the colours", () => {
  test("go by the logarithm of the error, better being higher", () => {
    const shade = shadeOf(dataOf(study, { truth: errorOf }))!;
    expect(shade.isLog).toBe(true);
    expect(shade.of(0.01) - shade.of(0.1)).toBeCloseTo(1, 12);
    const accuracy = studyFrom(space, 8, (point) => 1 - errorOf(point), {
      objectives: { accuracy: "maximize" },
    });
    const other = shadeOf(dataOf(accuracy))!;
    expect(other.of(0.99) - other.of(0.9)).toBeCloseTo(1, 12);
  });

  test("are linear where values are zero or negative", () => {
    const shade = shadeOf(
      dataOf(study, { truth: (params: Record<string, unknown>) => Number(params["depth"]) - 2 }),
    )!;
    expect(shade.isLog).toBe(false);
    expect(shade.of(-1)).toBeGreaterThan(shade.of(1));
  });
});

describe("the figure", () => {
  test("says how much was tried, what was found and what is possible", () => {
    const figure = mosaic(study, { truth: errorOf, things: "networks" });
    const { text } = figure.spec.layout["title"] as { text: string };
    expect(text).toMatch(
      /^\d of 18 networks tried; the best reaches loss 0\.\d+ \(possible: 0\.0200\)$/,
    );
  });

  test("outlines each tried cell once, and puts one star", () => {
    const figure = mosaic(study);
    const shapes = figure.spec.layout["shapes"] as { path: string }[];
    expect(
      shapes
        .map(({ path }) => path)
        .join("")
        .match(/M/g),
    ).toHaveLength(dataOf(study).tried);
    const stars = figure.spec.data.filter(
      (trace) => (trace["marker"] as { symbol?: string } | undefined)?.symbol === "star",
    );
    expect(stars.flatMap((trace) => trace["x"] as number[])).toHaveLength(1);
  });

  test("a terminal shows a table of the outermost parameters", () => {
    expect(mosaic(study, { truth: errorOf }).text.split("\n").length).toBeGreaterThan(3);
  });

  test("an unknown parameter or objective is named, with those that there are", () => {
    expect(() => mosaic(study, { rows: ["speed"] })).toThrow(/"speed"; it has kind, depth, rate/);
    expect(() => mosaic(study, { objective: "speed" })).toThrow(/"speed"; it has loss/);
  });
});

figureContract("mosaic", (one) => mosaic(one));
