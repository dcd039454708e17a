/** From a scene's values to the plane: axes to a box, the box through a camera, the picture into its frame. */
import type { Scale } from "../../common/axis.ts";

type Part = Record<string, unknown>;

/** A point of the box, each coordinate from 0 to 1. */
export type Place = readonly [x: number, y: number, z: number];

/** Where a place lies in the picture; `depth` grows away from the eye. */
export interface Seen {
  x: number;
  y: number;
  depth: number;
}

/** One axis of a scene. */
export interface SceneAxis {
  scale: Scale;
  /** The ends in values; a reversed axis has the higher one first. */
  ends: [number, number];
  /** Texts of a category axis, each at its index. */
  categories: string[];
  options: Part;
}

/** A scene's axis from its options and all values that are drawn on it. */
export function sceneAxis(options: Part, values: readonly unknown[]): SceneAxis {
  const scale: Scale = options["type"] === "log" ? "log" : "linear";
  const categories = [...new Set(values.filter((value) => typeof value === "string"))];
  const axis: SceneAxis = { scale, ends: [0, 1], categories, options };
  const range = options["range"] as [number, number] | undefined;
  if (range) {
    const value = (end: number) => (scale === "log" ? 10 ** end : end);
    return { ...axis, ends: [value(range[0]), value(range[1])] };
  }
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    const number = numberOn(axis, value);
    if (!Number.isFinite(number) || (scale === "log" && number <= 0)) continue;
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  return low <= high ? { ...axis, ends: [low, high] } : axis;
}

function numberOn({ categories }: SceneAxis, value: unknown): number {
  if (typeof value === "string") return categories.indexOf(value);
  return value === null || value === undefined ? Number.NaN : Number(value);
}

/** A value's place on its axis, 0 at the first end and 1 at the second; NaN for what has none. */
export function placeOn(axis: SceneAxis, value: unknown): number {
  const at = (number: number) => (axis.scale === "log" ? Math.log10(number) : number);
  const [first, second] = axis.ends.map(at) as [number, number];
  const place = (at(numberOn(axis, value)) - first) / (second - first);
  return first === second ? 0.5 : place;
}

type Vector = [number, number, number];

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const unit = (a: Vector): Vector => a.map((value) => value / (Math.hypot(...a) || 1)) as Vector;
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const vector = (value: unknown, fallback: Vector): Vector => {
  const { x, y, z } = (value ?? {}) as { x?: number; y?: number; z?: number };
  return [x ?? fallback[0], y ?? fallback[1], z ?? fallback[2]];
};

/** The part of the plane that a scene shows, and its size in pixels. */
export interface View {
  x: [number, number];
  y: [number, number];
  width: number;
  height: number;
}

/** How a scene's camera sees the box. */
export interface Camera {
  see(place: Place): Seen;
  /** For each axis the end (0 or 1) of the box that is turned away from the eye. */
  away: Place;
}

/** Plotly's camera: the eye in units of the box, which lies around the origin. */
export function cameraOf(scene: Part): Camera {
  const camera = (scene["camera"] ?? {}) as Part;
  const eye = vector(camera["eye"], [1.25, 1.25, 1.25]);
  const aspect = vector(scene["aspectratio"], [1, 1, 1]);
  const forward = unit(minus(vector(camera["center"], [0, 0, 0]), eye));
  const right = unit(cross(forward, vector(camera["up"], [0, 0, 1])));
  const up = cross(right, forward);
  const flat = (camera["projection"] as Part | undefined)?.["type"] === "orthographic";
  return {
    away: eye.map((value) => (value >= 0 ? 0 : 1)) as unknown as Place,
    see(place) {
      const point = place.map((value, i) => (value - 0.5) * (aspect[i] as number)) as Vector;
      const ray = minus(point, eye);
      const depth = dot(ray, forward);
      const size = flat ? 1 : Math.max(1e-3, depth);
      return { x: dot(ray, right) / size, y: dot(ray, up) / size, depth };
    },
  };
}

/** The corners of the box. */
export const CORNERS: readonly Place[] = [0, 1].flatMap((x) =>
  [0, 1].flatMap((y) => [0, 1].map((z): Place => [x, y, z])),
);
