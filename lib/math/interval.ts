import { exp, ln } from "./elementary.ts";
import type { NumericRange } from "./levels.ts";
import { levelAt, levelCount, nearestLevel } from "./levels.ts";

/** Where a numeric range is searched: on its own axis, or on the logarithm of it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval in which a numeric range is searched. A stepped one reaches half a step beyond its
 * ends, so that each value owns a cell of its own and the outer values are as likely as the inner
 * ones; a logarithmic one is the logarithm of that.
 */
export function searchInterval(range: NumericRange): Interval {
  let low = range.low;
  let high = range.high;
  if (range.step !== undefined) {
    high = levelAt(range, levelCount(range) - 1) + range.step / 2;
    low = lowerEdge(range, low);
  }
  return range.log ? { low: ln(low), high: ln(high) } : { low, high };
}

/** The lower end of a value's cell: half a step below it; of a logarithmic one never ≤ 0. */
export function lowerEdge(range: NumericRange, value: number): number {
  const edge = value - (range.step ?? 0) / 2;
  // Half of the value is where the two meet for the integers from 1 on, with step 1.
  return range.log ? Math.max(edge, value / 2) : edge;
}

/** The legal value for a place in the search interval: off its logarithm, on its step, in its range. */
export function legalValue(range: NumericRange, place: number): number {
  const value = range.log ? exp(place) : place;
  if (range.step !== undefined) return levelAt(range, nearestLevel(range, value));
  return Math.min(Math.max(value, range.low), range.high);
}
