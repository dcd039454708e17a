import { describe, expect, it } from "vitest";
import { releaseWebgl, withManyMarks } from "../../../kernel/frontend/browser/many-marks.ts";

const marks = (count: number, more: object = {}) => ({
  type: "scatter",
  mode: "markers",
  x: Array.from({ length: count }, (_, i) => i),
  ...more,
});
const types = (figure: object, ...traces: Record<string, unknown>[]) =>
  withManyMarks(figure, traces).map(({ type }) => type);

describe("very many marks", () => {
  it("are drawn by WebGL from two thousand on; lines, few marks and other traces stay as they are", () => {
    const figure = {};
    expect(types(figure, marks(2001), marks(2000), marks(9000, { mode: "lines" }))).toEqual([
      "scattergl",
      "scatter",
      "scatter",
    ]);
    expect(types(figure, marks(9000, { type: "heatmap" }), { type: "bar" })).toEqual([
      "heatmap",
      "bar",
    ]);
    releaseWebgl(figure);
  });

  it("are drawn so in four figures of a page at most, until one of them is gone", () => {
    const figures = Array.from({ length: 5 }, () => ({}));
    expect(figures.map((figure) => types(figure, marks(3000))[0])).toEqual([
      ...Array.from({ length: 4 }, () => "scattergl"),
      "scatter",
    ]);
    expect(types(figures[0]!, marks(3000))).toEqual(["scattergl"]);
    releaseWebgl(figures[0]!);
    expect(types(figures[4]!, marks(3000))).toEqual(["scattergl"]);
  });
});
