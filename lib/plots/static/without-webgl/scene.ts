/** Scenes (`scatter3d`, `surface`) as their projections onto the plane. */
import type { PlotlySpec } from "../../../display/host.ts";
import { labels, walls } from "./frame.ts";
import {
  type Camera,
  cameraOf,
  CORNERS,
  placeOn,
  type SceneAxis,
  sceneAxis,
  type View,
} from "./projection.ts";
import { surfaceImage, surfaceScale } from "./surface.ts";

type Part = Record<string, unknown>;

const DRAWN = new Set(["scatter3d", "surface"]);

/** The part of its frame that a scene's box takes; the rest is for labels. */
const FILL = 0.82;

/** WebGL's markers are letters of the size's height, measured in Chromium to be as many times wider than SVG's. */
const WIDER = 2.5;

/** Every scene becomes a pair of hidden axes with what it holds projected onto them. */
export function flatScenes(spec: PlotlySpec): PlotlySpec {
  const names = new Set(
    spec.data
      .filter((trace) => DRAWN.has(String(trace["type"])))
      .map((trace) => String(trace["scene"] ?? "scene")),
  );
  let { layout } = spec;
  let { data } = spec;
  for (const [index, name] of [...names].entries()) {
    const inside = (trace: Part) =>
      DRAWN.has(String(trace["type"])) && String(trace["scene"] ?? "scene") === name;
    const scene = (layout[name] ?? {}) as Part;
    const made = flatScene(data.filter(inside), scene, layout, `${900 + index}`);
    const { [name]: _, ...others } = layout;
    layout = {
      ...others,
      ...made.axes,
      shapes: [...made.shapes, ...((layout["shapes"] as Part[]) ?? [])],
      images: [...made.images, ...((layout["images"] as Part[]) ?? [])],
      annotations: [...made.annotations, ...((layout["annotations"] as Part[]) ?? [])],
    };
    data = [...data.filter((trace) => !inside(trace)), ...made.traces];
  }
  return { ...spec, data, layout };
}

function flatScene(traces: Part[], scene: Part, layout: Part, number: string) {
  const axes = (["x", "y", "z"] as const).map((name) =>
    sceneAxis(
      (scene[`${name}axis`] ?? {}) as Part,
      traces.flatMap((trace) => coordinates(trace, name)),
    ),
  );
  const camera = cameraOf(scene);
  const refs = { xref: `x${number}`, yref: `y${number}` };
  const on = { xaxis: refs.xref, yaxis: refs.yref, hoverinfo: "skip", showlegend: false };
  const surfaces = traces.filter((trace) => trace["type"] === "surface");
  const view = viewOf(camera, scene, layout);
  return {
    axes: hiddenAxes(view, scene, number),
    shapes: walls(camera, axes, refs),
    images: surfaces.length > 0 ? [surfaceImage(surfaces, axes, camera, view, refs)] : [],
    annotations: labels(camera, axes, refs),
    traces: [
      // There is a place for the walls also where all else is missing.
      { type: "scatter", mode: "markers", x: [null], y: [null], ...on },
      ...surfaces.flatMap((trace) => surfaceScale(trace)).map((trace) => ({ ...trace, ...on })),
      ...traces
        .filter((trace) => trace["type"] === "scatter3d")
        .map((trace) => ({ ...flatPoints(trace, axes, camera), ...on })),
    ],
  };
}

/** All values of a trace on one axis; a surface without any is counted through. */
function coordinates(trace: Part, name: "x" | "y" | "z"): unknown[] {
  const given = trace[name] as unknown[] | undefined;
  if (given) return given.flat();
  const z = (trace["z"] ?? []) as unknown[][];
  return [0, (name === "x" ? (z[0]?.length ?? 0) : z.length) - 1];
}

/** The part of the plane in which the projected box is centred, its sides in their true proportion. */
function viewOf(camera: Camera, scene: Part, layout: Part): View {
  const { x, y } = domainOf(scene);
  const margin = (layout["margin"] ?? {}) as Record<string, number>;
  const side = (length: unknown, ends: number[], before = 80, after = 80) =>
    Math.max(1, (Number(length) - before - after) * ((ends[1] as number) - (ends[0] as number)));
  const width = side(layout["width"], x, margin["l"], margin["r"]);
  const height = side(layout["height"], y, margin["t"], margin["b"]);
  const seen = CORNERS.map((corner) => camera.see(corner));
  const ends = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = ends(seen.map((point) => point.x));
  const [bottom, top] = ends(seen.map((point) => point.y));
  const perPixel = Math.max((right - left) / width, (top - bottom) / height) / FILL;
  const range = (from: number, to: number, pixels: number): [number, number] => {
    const middle = (from + to) / 2;
    return [middle - (pixels * perPixel) / 2, middle + (pixels * perPixel) / 2];
  };
  return { x: range(left, right, width), y: range(bottom, top, height), width, height };
}

function domainOf(scene: Part): { x: number[]; y: number[] } {
  const { x = [0, 1], y = [0, 1] } = (scene["domain"] ?? {}) as { x?: number[]; y?: number[] };
  return { x, y };
}

function hiddenAxes(view: View, scene: Part, number: string): Part {
  const { x, y } = domainOf(scene);
  const hidden = { visible: false, fixedrange: true };
  return {
    [`xaxis${number}`]: { ...hidden, domain: x, range: view.x, anchor: `y${number}` },
    [`yaxis${number}`]: { ...hidden, domain: y, range: view.y, anchor: `x${number}` },
  };
}

/** Points and lines; points from far to near, with all that belongs to each. */
function flatPoints(trace: Part, axes: readonly SceneAxis[], camera: Camera): Part {
  const columns = (["x", "y", "z"] as const).map((name) => (trace[name] as unknown[]) ?? []);
  const count = Math.min(...columns.map((column) => column.length));
  const seen = Array.from({ length: count }, (_, i) => {
    const [x, y, z] = columns.map((column, axis) => placeOn(axes[axis] as SceneAxis, column[i]));
    const point = camera.see([x as number, y as number, z as number]);
    return Number.isFinite(point.depth) ? point : undefined;
  });
  const connected = /lines/.test(String(trace["mode"] ?? "lines+markers"));
  const order = seen.map((_, i) => i);
  if (!connected) order.sort((a, b) => (seen[b]?.depth ?? 0) - (seen[a]?.depth ?? 0));
  const { z: _, scene: __, type: ___, projection: ____, ...rest } = trace;
  const line = { ...(rest["line"] as Part | undefined) };
  if (Array.isArray(line["color"])) delete line["color"];
  const given = { size: 8, ...(rest["marker"] as Part | undefined) };
  const size = Array.isArray(given.size)
    ? given.size.map((one: number) => WIDER * one)
    : WIDER * given.size;
  const marker = { opacity: 1, ...given, size };
  return {
    ...(sorted({ ...rest, marker }, order, count) as Part),
    ...(rest["line"] ? { line } : {}),
    type: "scatter",
    mode: trace["mode"] ?? "lines+markers",
    x: order.map((i) => seen[i]?.x ?? null),
    y: order.map((i) => seen[i]?.y ?? null),
    cliponaxis: false,
  };
}

/** A copy with every list of one value a point in another order. */
function sorted(value: unknown, order: number[], count: number): unknown {
  if (Array.isArray(value)) {
    return value.length === count && count > 1 ? order.map((i) => value[i] as unknown) : value;
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === "colorscale" ? part : sorted(part, order, count),
    ]),
  );
}
