import { describe, expect, test } from "vitest";
import { float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { slice } from "../../../lib/plots/slice.ts";
import { sliceData } from "../../../lib/plots/slice/data.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const space = {
  rate: float(0.001, 1, { log: true }),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9) } }),
  layers: int(1, 3),
};
const loss = (point: Point) => Math.abs(Math.log10(Number(point["rate"])) + 1) + 0.05;
const study = studyFrom(space, 60, loss);
const panelOf = (data: ReturnType<typeof sliceData>, name: string) =>
  data.panels.find(({ axis }) => axis.name === name)!;

describe("sliceData", () => {
  test("has a panel for each parameter, with every trial that has it, and counts those that do not", () => {
    const data = sliceData(study);
    expect(data.panels.map(({ axis }) => axis.name)).toEqual([
      "rate",
      "optimizer",
      "momentum",
      "layers",
    ]);
    const sgd = study.trials.filter(({ point }) => point["optimizer.kind"] === "sgd").length;
    expect(panelOf(data, "momentum")).toMatchObject({ absent: 60 - sgd });
    expect(panelOf(data, "momentum").points).toHaveLength(sgd);
    expect(panelOf(data, "rate").points).toHaveLength(60);
  });

  test("marks of one setting stand side by side in the order of the trials, nearer to it than to the next", () => {
    for (const name of ["optimizer", "layers"]) {
      const { axis, points } = panelOf(sliceData(study), name);
      for (const setting of new Set(points.map(({ trial }) => trial.point[axis.path]))) {
        const own = points.filter(({ trial }) => trial.point[axis.path] === setting);
        const places = own.map(({ x }) => x);
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        expect(new Set(places).size).toBe(own.length);
        const at = axis.coordinate(setting)!;
        for (const x of places) expect(Math.abs(x - at)).toBeLessThan(0.5);
      }
    }
  });

  test("what failed, and what is far worse, stands on the rail", () => {
    const odd = studyFrom(space, 12, (_, number) =>
      number === 3
        ? { state: "failed", error: { name: "Error", message: "no" } }
        : number === 5
          ? 1e9
          : 1 + number / 10,
    );
    const data = sliceData(odd);
    const onRail = panelOf(data, "rate").points.filter(({ y }) => y === undefined);
    expect(onRail.map(({ trial }) => trial.number)).toEqual([3, 5]);
    expect(data.hasRail).toBe(true);
    expect(sliceData(study).hasRail).toBe(false);
  });

  test("the trend is the middle half: a quarter of the neighbours below it and above it", () => {
    // The value is uniform in [1, 2] whatever x is, so the quartiles are near 1.25, 1.5 and 1.75.
    const even = studyFrom(
      { x: float(0, 1), y: float(0, 1) },
      800,
      (point) => 1 + Number(point["y"]),
    );
    const trend = panelOf(sliceData(even), "x").trend!;
    const mean = (line: readonly number[]) => line.reduce((sum, one) => sum + one, 0) / line.length;
    expect(mean(trend.low)).toBeCloseTo(1.25, 1);
    expect(mean(trend.middle)).toBeCloseTo(1.5, 1);
    expect(mean(trend.high)).toBeCloseTo(1.75, 1);
    trend.middle.forEach((value, k) => {
      expect(value).toBeGreaterThan(trend.low[k]!);
      expect(value).toBeLessThan(trend.high[k]!);
    });
  });

  test("with few trials, and of choices, there is no trend", () => {
    expect(panelOf(sliceData(studyFrom(space, 12, loss)), "rate").trend).toBeUndefined();
    expect(panelOf(sliceData(study), "optimizer").trend).toBeUndefined();
  });

  test("age runs from the first trial to the last", () => {
    const ages = panelOf(sliceData(study), "rate").points.map(({ age }) => age);
    expect(ages[0]).toBe(0);
    expect(ages.at(-1)).toBe(1);
  });
});

describe("the figure", () => {
  test("has one star in every panel whose parameter the best has", () => {
    const stars = slice(study).spec.data.filter(
      (trace) => (trace["marker"] as { symbol?: string } | undefined)?.symbol === "star",
    );
    const count = stars.reduce((sum, trace) => sum + (trace["x"] as unknown[]).length, 0);
    const own = Object.keys(study.best!.point).length;
    expect(stars).toHaveLength(4);
    expect(count).toBe(own);
  });

  test("the value axes move together, and each parameter keeps its scale", () => {
    const { layout } = slice(study).spec;
    expect(layout["yaxis2"]).toMatchObject({ matches: "y", type: "log" });
    expect(layout["xaxis"]).toMatchObject({ type: "log" });
    expect(layout["xaxis4"]).toMatchObject({ type: "linear", ticktext: ["1", "2", "3"] });
  });

  test("says what the trials advise, and what the best reached", () => {
    const { text } = slice(study).spec.layout["title"] as { text: string };
    expect(text).toMatch(/^rate: best (near|from) 0\.\d.*; trial \d+ reaches loss 0\.0\d+$/);
  });

  test("an unknown parameter or objective is named, with those that there are", () => {
    expect(() => slice(study, { parameters: ["speed"] })).toThrow(
      /"speed"; it has rate, optimizer/,
    );
    expect(() => slice(study, { objective: "speed" })).toThrow(/"speed"; it has loss/);
  });

  test("hundreds of trials cost no more than their marks", () => {
    const many = studyFrom(space, 5000, loss);
    expect(JSON.stringify(slice(many).spec).length).toBeLessThan(700_000);
  });
});

figureContract("slice", (one) => slice(one));

test("marks keep their places where values differ far from zero", () => {
  const far = studyFrom(
    { x: float(100_000, 100_001) },
    30,
    (point) => 1e6 + Number(point["x"]) - 100_000,
    { objectives: { reward: "maximize" } },
  );
  const drawn = slice(far).spec.data.filter(({ mode }) => mode === "markers");
  const places = drawn.flatMap(({ x, y }) =>
    (x as number[]).map((at, k) => `${at} ${(y as number[])[k]}`),
  );
  expect(new Set(places).size).toBe(30);
});
