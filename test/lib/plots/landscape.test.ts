import { describe, expect, test } from "vitest";
import { figureContract, studyFrom } from "../../contracts/figure.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import { landscape } from "../../../lib/plots/landscape.ts";
import { landscapeData } from "../../../lib/plots/landscape/data.ts";
import { FigureError } from "../../../lib/plots/common/figure-error.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import type { StudyView } from "../../../lib/study/observer.ts";

const space = { x: float(-1, 1), y: float(0.01, 1, { log: true }) };
const bowl = (params: Readonly<Record<string, unknown>>) =>
  1 + Number(params["x"]) ** 2 + Number(params["y"]);
/** A study of given points. */
function visited(points: Point[], definition: Parameters<typeof studyFrom>[0] = space): StudyView {
  const study = studyFrom(definition, points.length, () => 0);
  return {
    ...study,
    trials: study.trials.map((trial, k) => {
      const value = bowl(points[k]!);
      return { ...trial, point: points[k]!, value, values: { loss: value } };
    }),
  };
}
const title = (figure: ReturnType<typeof landscape>) =>
  (figure.spec.layout["title"] as { text: string }).text;

describe("landscapeData", () => {
  test("evaluates a function over the ranges of both parameters and finds its best", () => {
    const data = landscapeData(visited([{ x: 0.5, y: 0.1 }]), bowl);
    expect(data.settings).toBe(61 * 61);
    expect(data.optimum?.x).toBeCloseTo(0, 10);
    expect(data.optimum?.value).toBeCloseTo(1.01, 10);
    expect(data.grid.quality[0]![30]).toBe(1);
  });

  test("reads a table whatever the order of its axes", () => {
    const study = visited([]);
    // x = −1, 0, 1; y = 0.1, 1; the last axis fastest.
    const byX = landscapeData(study, {
      axes: { x: [-1, 0, 1], y: [0.1, 1] },
      values: [5, 6, 3, 4, 1, 2],
    });
    const byY = landscapeData(
      study,
      { axes: { y: [1, 0.1], x: [-1, 0, 1] }, values: [6, 4, 2, 5, 3, 1] },
      { parameters: ["x", "y"] },
    );
    expect(byX.optimum).toEqual({ x: 1, y: 0.1, value: 1 });
    expect(byY.optimum).toEqual(byX.optimum);
    expect(byY.grid).toEqual(byX.grid);
    // Worst at x = −1, y = 1; rows from below.
    expect(byX.grid.quality[1]![0]).toBe(0);
    expect(byX.grid.quality[0]![2]).toBe(1);
  });

  test("draws choices as bands", () => {
    const study = visited([], { x: float(-1, 1), kind: choice(["a", "b", "c"]) });
    const data = landscapeData(study, {
      axes: { x: [-1, 1], kind: ["a", "b", "c"] },
      values: [1, 2, 3, 4, 5, 6],
    });
    expect(data.grid.y).toEqual([-0.4995, 0.4995, 0.5005, 1.4995, 1.5005, 2.4995]);
    expect(data.grid.quality[0]).toEqual(data.grid.quality[1]);
    expect(data.optimum).toMatchObject({ x: -1, y: 0, value: 1 });
  });

  test("says what does not fit", () => {
    const study = visited([]);
    expect(() => landscapeData(study, { axes: { x: [0], z: [1] }, values: [1] })).toThrow(
      /no parameter "z"; it has x, y/,
    );
    expect(() => landscapeData(study, { axes: { x: [0, 1], y: [1] }, values: [1] })).toThrow(
      /1 values for 2 settings/,
    );
    expect(() => landscapeData(visited([], { ...space, z: float(0, 1) }), bowl)).toThrow(
      FigureError,
    );
    expect(() => landscapeData(study, bowl, { parameters: ["x"] })).toThrow(/shows two parameters/);
  });
});

describe("the figure", () => {
  test("says how near the trials come to the best there is", () => {
    const table = { axes: { x: [-1, 0, 1], y: [0.1, 1] }, values: [3, 4, 1, 2, 3, 4] };
    const found = visited([
      { x: 0.9, y: 0.9 },
      { x: 0.1, y: 0.01 },
    ]);
    // 1 + 0.01 + 0.01 against 1.
    expect(title(landscape(found, { truth: table }))).toBe(
      "2 trials come within 2% of the best there is, 1",
    );
    const far = visited([{ x: 1, y: 1 }]);
    expect(title(landscape(far, { truth: table }))).toBe(
      "1 trial comes to 3; the best there is, 1",
    );
    const exact = visited([{ x: 0, y: 0.01 }]);
    expect(title(landscape(exact, { truth: { ...table, values: [3, 4, 2, 2, 3, 4] } }))).toBe(
      "1 trial finds 1.01: as good as the best of 6 known settings",
    );
    expect(title(landscape(visited([]), { truth: table }))).toBe("Loss: the best there is, 1");
  });

  test("draws the map in a terminal too", () => {
    const text = landscape(
      visited([
        { x: 0.9, y: 0.9 },
        { x: 0, y: 0.5 },
      ]),
      { truth: bowl },
    ).text;
    expect(text).toMatch(/│.*★.*│/);
    expect(text).toContain("█");
    expect(Math.max(...text.split("\n").map((line) => [...line].length))).toBeLessThanOrEqual(70);
  });

  test("shows what is proposed next", () => {
    const figure = landscape(visited([]), { truth: bowl, proposal: { x: 0.25, y: 0.5 } });
    const rings = figure.spec.data.filter(
      ({ marker }) => (marker as { symbol?: string })?.symbol === "circle-open-dot",
    );
    expect(rings.some(({ x, y }) => String(x) === "0.25" && String(y) === "0.5")).toBe(true);
  });
});

figureContract("landscape", (study) => {
  const paths = study.space.dimensions.map(({ path }) => path);
  if (paths.length >= 2)
    return landscape(study, { truth: () => 1, parameters: [paths[0]!, paths[1]!] });
  // Where there are no two parameters it says so.
  expect(() => landscape(study, { truth: () => 1 })).toThrow(/shows two parameters/);
  return landscape(visited([]), { truth: bowl });
});
