import { describe, expect, test } from "vitest";
import type { PlotlySpec } from "../../../../lib/display/host.ts";
import { draw } from "../../../../lib/plots/static/draw.ts";
import { withoutWebgl } from "../../../../lib/plots/static/without-webgl.ts";
import { readPng } from "./png-reader.ts";

// What a test looks into is known to the test alone.
// oxlint-disable-next-line no-explicit-any
type Part = Record<string, any>;

const flat = (data: Record<string, unknown>[], layout: Record<string, unknown> = {}) =>
  withoutWebgl({
    data,
    layout: { width: 400, height: 300, margin: { l: 0, r: 0, t: 0, b: 0 }, ...layout },
  }) as unknown as { data: Part[]; layout: Part & { shapes: Part[]; annotations: Part[] } };

/** A camera straight above, so that the plane shows x and y as they are, around the origin. */
const above = {
  eye: { x: 0, y: 0, z: 2 },
  up: { x: 0, y: 1, z: 0 },
  projection: { type: "orthographic" },
};

const png = async (spec: PlotlySpec) =>
  readPng(
    await draw({
      subject: { kind: "figure", spec, height: 300 },
      format: "png",
      theme: "light",
      width: 400,
      scale: 1,
    }),
  );

test("a figure without WebGL stays what it is", () => {
  const spec = { data: [{ type: "bar", y: [1] }], layout: { title: { text: "x" } } };
  expect(withoutWebgl(spec)).toEqual(spec);
});

test("labels along contour lines are left out, the lines are not", () => {
  const contours = { showlabels: true, start: 1 };
  expect(flat([{ type: "contour", z: [[1]], contours }]).data).toEqual([
    { type: "contour", z: [[1]], contours: { showlabels: false, start: 1 } },
  ]);
});

describe("parallel coordinates", () => {
  const trace = {
    type: "parcoords",
    line: { color: [0, 10], colorscale: [[0, "#000000"] as const, [1, "#ff8000"] as const] },
    dimensions: [
      { label: "rate", values: [0, 4], range: [0, 8] },
      { label: "kind", values: [1, 0], tickvals: [0, 1], ticktext: ["sgd", "adam"] },
      { label: "gone", values: [Number.NaN, 3], range: [3, 5] },
      { label: "hidden", values: [1, 2], visible: false },
    ],
  };

  test("are lines through each value's share of its axis, with gaps where there is none", () => {
    const { data } = flat([trace]);
    expect(data.map(({ type, x, y }) => ({ type, x, y }))).toEqual([
      { type: "scatter", x: [0, 1, 2, null], y: [0, 1, null, null] },
      { type: "scatter", x: [0, 1, 2, null], y: [0.5, 0, 0, null] },
    ]);
    expect(data.map(({ line }) => line.color)).toEqual(["rgb(0,0,0)", "rgb(255,128,0)"]);
  });

  test("have an axis with its name and ticks for each dimension", () => {
    const { layout } = flat([trace], { annotations: [{ text: "own" }] });
    expect(layout.shapes).toHaveLength(3);
    const texts = layout.annotations.map(({ text, x, y }) => [text, x, y]);
    expect(texts[0]).toEqual(["own", undefined, undefined]);
    expect(texts).toContainEqual(["rate", 0, 1]);
    expect(texts).toContainEqual(["sgd", 1, 0]);
    expect(texts).toContainEqual(["adam", 1, 1]);
    expect(texts.map(([text]) => text)).not.toContain("hidden");
  });
});

describe("a scene", () => {
  const scene = { camera: above, xaxis: { title: { text: "error" } } };

  test("is seen by Plotly's camera: from above, x and y are as they are", () => {
    const { data, layout } = flat(
      [{ type: "scatter3d", mode: "lines", x: [0, 10, 5], y: [1, 100, 10], z: [0, 1, 2] }],
      { scene: { ...scene, yaxis: { type: "log" } } },
    );
    const points = data.at(-1)!;
    expect(points["type"]).toBe("scatter");
    for (const [i, x] of [-0.5, 0.5, 0].entries()) {
      expect((points["x"] as number[])[i]).toBeCloseTo(x, 12);
      // A decade is half of two.
      expect((points["y"] as number[])[i]).toBeCloseTo([-0.5, 0.5, 0][i]!, 12);
    }
    expect(layout).not.toHaveProperty("scene");
    expect(layout.annotations.map(({ text }) => text)).toContain("error");
  });

  test("keeps its proportions: a pixel is as wide as it is high", () => {
    const { layout } = flat([{ type: "scatter3d", x: [0, 1], y: [0, 1], z: [0, 1] }], { scene });
    const span = (name: string) => {
      const [from, to] = (layout[name] as { range: [number, number] }).range;
      return to - from;
    };
    expect(span("xaxis900") / 400).toBeCloseTo(span("yaxis900") / 300, 12);
  });

  test("points are drawn from far to near, each with its own size and colour", () => {
    const { data } = flat(
      [
        {
          type: "scatter3d",
          mode: "markers",
          x: [0, 1, 2],
          y: [0, 0, 0],
          z: [9, 0, 5],
          marker: { size: [1, 2, 3], color: ["a", "b", "c"], symbol: "diamond" },
        },
      ],
      { scene },
    );
    expect(data.at(-1)!["marker"]).toEqual({
      opacity: 1,
      // As wide as WebGL draws them.
      size: [5, 7.5, 2.5],
      color: ["b", "c", "a"],
      symbol: "diamond",
    });
  });

  test("nothing that cannot be placed is drawn, nor breaks the rest", () => {
    const { data } = flat(
      [{ type: "scatter3d", mode: "lines", x: [0, null, 1], y: [0, 1, Number.NaN], z: [0, 1, 1] }],
      { scene },
    );
    expect(data.at(-1)!["x"]).toEqual([-0.5, null, null]);
  });

  test("a surface is filled with the colours of its values, and shows the nearest of two", async () => {
    const surface = (level: number) => ({
      type: "surface",
      x: [0, 1],
      y: [0, 1],
      z: [
        [level, level],
        [level, level],
      ],
      cmin: 0,
      cmax: 1,
      colorscale: [[0, "#ff0000"] as const, [1, "#0000ff"] as const],
      showscale: false,
    });
    const layout = {
      margin: { l: 0, r: 0, t: 0, b: 0 },
      scene: {
        camera: above,
        ...Object.fromEntries(
          ["xaxis", "yaxis", "zaxis"].map((axis) => [axis, { range: [0, 1], tickvals: [] }]),
        ),
      },
    };
    const [high, both] = await Promise.all([
      png({ data: [surface(1)], layout }),
      png({ data: [surface(1), surface(0)], layout }),
    ]);
    for (const picture of [high, both]) {
      const [red, green, blue] = picture.at(200, 150) as [number, number, number];
      // Facing the eye, a little aside of the light.
      expect([red, green]).toEqual([0, 0]);
      expect(blue).toBeGreaterThan(200);
      expect(picture.at(20, 20)).toEqual([255, 255, 255, 255]);
    }
  });
});

test("a heat map's cells have their colours", async () => {
  const picture = await png({
    data: [
      {
        type: "heatmap",
        z: [
          [0, 1],
          [1, 0],
        ],
        colorscale: [
          [0, "#0a2d5c"],
          [1, "#dd7a0a"],
        ],
        showscale: false,
      },
    ],
    layout: { margin: { l: 0, r: 0, t: 0, b: 0 } },
  });
  const [dark, bright] = [
    [10, 45, 92, 255],
    [221, 122, 10, 255],
  ];
  expect(picture.at(100, 225)).toEqual(dark);
  expect(picture.at(300, 225)).toEqual(bright);
  expect(picture.at(100, 75)).toEqual(bright);
  expect(picture.at(300, 75)).toEqual(dark);
});

test("a contour's fill and colours are drawn", async () => {
  const z = Array.from({ length: 20 }, (_, y) => Array.from({ length: 20 }, (_, x) => x + y));
  const picture = await png({
    data: [
      {
        type: "contour",
        z,
        contours: { showlabels: true },
        colorscale: [
          [0, "#ffffff"],
          [1, "#000000"],
        ],
        showscale: false,
      },
    ],
    layout: { margin: { l: 0, r: 0, t: 0, b: 0 } },
  });
  const [low, middle, high] = [picture.at(20, 280), picture.at(200, 140), picture.at(380, 20)];
  expect(low[0]).toBeGreaterThan(middle[0]! + 40);
  expect(middle[0]).toBeGreaterThan(high[0]! + 40);
});
