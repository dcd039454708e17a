import { ln } from "../../math/elementary.ts";
import { legalValue } from "../../math/interval.ts";
import { levelOf } from "../../math/levels.ts";
import type { RandomStream } from "../../math/random.ts";
import type { Dimension } from "../../space/space.ts";
import type { Axis, UnitCube } from "../../space/vectors.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";
import { buildPoint, drawValue } from "../../space/draw.ts";

/** Widths of the steps along an axis, in shares of it: SMAC3's 0.2, and a finer one. */
const WIDTHS = [0.2, 0.05];

/**
 * Points that differ from one in a single choice: along an axis with an order a step of random length,
 * else another category. What a changed choice brings to life is drawn at random; what it ends falls away.
 *
 * @param most of all such neighbours so many are drawn
 */
export function neighboursOf(
  cube: UnitCube,
  point: Point,
  most: number,
  random: RandomStream,
): Point[] {
  const axes = cube.axes.filter(({ dimension, levels }) => levels > 1 && dimension.path in point);
  const moves = axes.flatMap((axis) =>
    WIDTHS.flatMap((width) => [
      { axis, width },
      { axis, width },
    ]),
  );
  const chosen = moves.length > most ? random.shuffle(moves).slice(0, most) : moves;
  const found: Point[] = [];
  for (const { axis, width } of chosen) {
    const { path } = axis.dimension;
    const value = moved(axis, point[path]!, width, random);
    if (value === undefined) continue;
    const neighbour = withValue(cube, point, path, value, random);
    if (cube.space.allows(neighbour)) found.push(neighbour);
  }
  return found;
}

/** Another value of an axis; undefined where the step was too short to reach one. */
function moved(axis: Axis, value: Scalar, width: number, random: RandomStream): Scalar | undefined {
  const { levels } = axis;
  if (axis.isCategorical || levels === 2) {
    const level = random.int(0, levels - 2);
    return axis.valueAt(level >= axis.levelOf(value) ? level + 1 : level);
  }
  const unit = axis.toUnit(value);
  if (Number.isNaN(unit)) return undefined;
  // On a coarse axis a step reaches the next level at least every other time.
  const step = Math.max(width, levels === Infinity ? 0 : 1 / levels) * random.normal();
  const other = axis.fromUnit(reflected(unit + step));
  return other === value ? undefined : other;
}

/** Back into [0, 1], as from a mirror at its ends: a bound is no attractor. */
function reflected(place: number): number {
  const folded = Math.abs(place) % 2;
  return folded > 1 ? 2 - folded : folded;
}

function withValue(
  cube: UnitCube,
  point: Point,
  path: string,
  value: Scalar,
  random: RandomStream,
): Point {
  return buildPoint(cube.space, (dimension) => {
    if (dimension.path === path) return within(dimension, value);
    const kept = point[dimension.path];
    return kept === undefined ? drawValue(dimension, random) : within(dimension, kept);
  });
}

/** The value, or the nearest that is legal in a range which earlier values may have narrowed. */
function within(dimension: Dimension, value: Scalar): Scalar {
  if (dimension.kind === "categorical") return value;
  const { low, high, log, step } = dimension;
  const clipped = Math.min(Math.max(value as number, low), high);
  if (clipped === value && (step === undefined || levelOf(dimension, value) >= 0)) return value;
  return legalValue(dimension, log ? ln(clipped) : clipped);
}
