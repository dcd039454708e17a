import type { FloatDimension, IntDimension } from "../../space/space.ts";
import { levelAt, levelCount, nearestLevel } from "./levels.ts";

/** Where a numeric dimension is searched: on its own axis, or on the logarithm of it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval in which a numeric dimension is searched. A stepped one reaches half a step beyond its
 * ends, so that each value owns a cell of its own and the outer values are as likely as the inner
 * ones; a logarithmic one is the logarithm of that.
 */
export function searchInterval(dimension: FloatDimension | IntDimension): Interval {
  let low = dimension.low;
  let high = dimension.high;
  if (dimension.step !== undefined) {
    high = levelAt(dimension, levelCount(dimension) - 1) + dimension.step / 2;
    low = lowerEdge(dimension, low);
  }
  return dimension.log ? { low: Math.log(low), high: Math.log(high) } : { low, high };
}

/** The lower end of a value's cell: half a step below it; of a logarithmic dimension never ≤ 0. */
export function lowerEdge(dimension: FloatDimension | IntDimension, value: number): number {
  const edge = value - (dimension.step ?? 0) / 2;
  // Half of the value is where the two meet for the integers from 1 on, with step 1.
  return dimension.log ? Math.max(edge, value / 2) : edge;
}

/** The legal value for a place in the search interval: off its logarithm, on its step, in its range. */
export function legalValue(dimension: FloatDimension | IntDimension, place: number): number {
  const value = dimension.log ? Math.exp(place) : place;
  if (dimension.step !== undefined) return levelAt(dimension, nearestLevel(dimension, value));
  return Math.min(Math.max(value, dimension.low), dimension.high);
}
