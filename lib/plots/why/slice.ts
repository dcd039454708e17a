/** Points along one parameter, all others held at a trial's. */
import { buildPoint } from "../../space/draw.ts";
import type { Dimension, Space } from "../../space/space.ts";
import { type Axis, axisOf, UnitCube } from "../../space/vectors.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Point, Scalar, TrialRecord } from "../../study/trial-record.ts";
import type { PointBelief } from "../../study/tuner.ts";
import { parameterPaths } from "../common/parameter-axis.ts";

/** The values of one parameter, and for each the point that has it and is else the trial's. */
export interface Slice {
  readonly path: string;
  readonly values: readonly Scalar[];
  readonly points: readonly Point[];
}

/** Values of a slice of a parameter without steps. */
const FINE = 200;
/** And where it is only asked how much a parameter matters. */
const COARSE = 17;

/** A slice through a trial's point; its own value is always among the values. Undefined where it has no such parameter. */
export function sliceThrough(
  space: Space,
  point: Point,
  path: string,
  count = FINE,
): Slice | undefined {
  const dimension = space.dimensions.find((one) => one.path === path);
  const own = point[path];
  if (dimension === undefined || own === undefined) return undefined;
  const values = valuesAlong(dimension, own, count);
  return {
    path,
    values,
    points: values.map((value) => (value === own ? point : withValue(space, point, path, value))),
  };
}

function valuesAlong(dimension: Dimension, own: Scalar, count: number): Scalar[] {
  if (dimension.kind === "categorical") return [...dimension.choices];
  const axis = axisOf(dimension);
  const even = Array.from({ length: count }, (_, k) => valueAt(axis, dimension, k / (count - 1)));
  const known = new Set([...even, own as number]);
  return [...known].toSorted((one, other) => one - other);
}

/** Evenly along the axis as it is drawn, whatever the prior. */
function valueAt(
  axis: Axis,
  { low, high, log }: Exclude<Dimension, { kind: "categorical" }>,
  share: number,
): number {
  const value = log ? low * (high / low) ** share : low + (high - low) * share;
  const isStepped = axis.levels !== Infinity;
  const inside = Math.min(high, Math.max(low, value));
  return isStepped ? (axis.fromUnit(axis.toUnit(nearest(axis, inside))) as number) : inside;
}

/** The legal value nearest to a number: by its level, which need not be as wide as the others. */
function nearest({ dimension }: Axis, value: number): number {
  if (dimension.kind === "categorical") return value;
  const step = dimension.step ?? 1;
  const level = Math.round((value - dimension.low) / step);
  const top = Math.floor((dimension.high - dimension.low) / step + 1e-9);
  const legal = dimension.low + Math.min(top, Math.max(0, level)) * step;
  return dimension.kind === "int" ? Math.round(legal) : Number(legal.toPrecision(12));
}

/** The point with another value of one parameter; what that brings to life stands in the middle of its range. */
export function withValue(space: Space, point: Point, path: string, value: Scalar): Point {
  return buildPoint(space, (dimension) => {
    if (dimension.path === path) return value;
    const kept = point[dimension.path];
    return kept ?? axisOf(dimension).fromUnit(0.5);
  });
}

/** The parameters of a trial that may vary. */
export function ownPaths(study: StudyView, { point }: TrialRecord): string[] {
  const known = new Set(study.space.dimensions.map(({ path }) => path));
  return parameterPaths(study).filter((path) => known.has(path) && point[path] !== undefined);
}

/**
 * The parameter that decides most around a trial: along which what was believed varies most. Numbers go
 * before choices that hardly decide more, since there is more to see along them.
 *
 * @param paths at least one
 */
export function decisivePath(
  study: StudyView,
  trial: TrialRecord,
  paths: readonly string[],
  height: (belief: PointBelief) => number | undefined,
): string {
  let best = paths[0] as string;
  let most = -1;
  const looked = paths.slice(0, Math.max(1, Math.floor(MOST_POINTS / COARSE)));
  for (const path of looked) {
    const slice = sliceThrough(study.space, trial.point, path, COARSE);
    const beliefs = slice && study.believe?.(trial.number, slice.points);
    const heights = (beliefs ?? []).flatMap((belief) => {
      const value = belief && height(belief);
      return value !== undefined && Number.isFinite(value) ? [value] : [];
    });
    if (heights.length < 2) continue;
    const isChoice =
      study.space.dimensions.find((one) => one.path === path)?.kind === "categorical";
    const spread = (Math.max(...heights) - Math.min(...heights)) * (isChoice ? 0.8 : 1);
    if (spread > most) [best, most] = [path, spread];
  }
  return best;
}

/** Points that may be asked about to find the parameter that decides. */
const MOST_POINTS = 1000;

/** A difference of the others by so much of their ranges, in the mean, makes a trial half as near. */
const NEAR = 0.25;

/** How near trials are to a slice, 1 where they lie on it: by all parameters but the slice's own. */
export function nearness(space: Space, point: Point, path: string): (other: Point) => number {
  const cube = new UnitCube(space);
  const others = cube.axes.filter(({ dimension, levels }) => dimension.path !== path && levels > 1);
  return (other) => {
    if (others.length === 0) return 1;
    let sum = 0;
    for (const axis of others) {
      const [one, its] = [point, other].map((each) => axis.toUnit(each[axis.dimension.path]));
      const difference = Math.abs(one! - its!);
      // What only one of both has differs, as choices do.
      if (Number.isNaN(one!) && Number.isNaN(its!)) continue;
      sum +=
        Number.isNaN(difference) || (axis.isCategorical && difference > 0) ? 0.16 : difference ** 2;
    }
    return 2 ** -(sum / others.length / NEAR ** 2);
  };
}
