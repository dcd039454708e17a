/** The region of an objective's values that decides: axes and colours go by it, and the rest is gathered at its end. */
import { isComputable } from "../../study/losses.ts";
import type { Direction } from "../../study/observer.ts";
import { padded, position, type Range, type Scale, scaleFor, valueAt } from "./axis.ts";

/** From the best value to where it no longer decides. */
export interface Deciding {
  readonly scale: Scale;
  readonly range: Range;
  /** Whether a value lies beyond the worse end, or is no number at all. */
  isBeyond(value: number | undefined): boolean;
  /** Its place on the axis: 0 at the lowest, 1 at the highest; what lies beyond stands at the end. */
  unit(value: number | undefined): number;
}

/** How much further from the best than the median a value may lie before it is gathered at the end. */
const REACH = 4;

/**
 * The region from the best of some values to those within four times the median's distance from it; on a
 * log axis where that shows the last percent.
 *
 * @param room at both ends, as a part of the region
 */
export function decidingRegion(
  values: readonly number[],
  direction: Direction,
  room = 0.04,
): Deciding {
  const known = values.filter((value) => isComputable(value));
  const scale = scaleFor(direction, known);
  const places = known.map((value) => position(scale, value));
  const sign = direction === "minimize" ? 1 : -1;
  const start = sign * places.reduce((least, place) => Math.min(least, sign * place), Infinity);
  const distances = places
    .map((place) => sign * (place - start))
    .filter((distance) => distance > 0)
    .toSorted((one, other) => one - other);
  const median = distances[Math.floor((distances.length - 1) / 2)] ?? 0;
  const furthest = distances.findLast((distance) => distance <= REACH * median) ?? 0;
  const ends = [start, start + sign * furthest].toSorted((one, other) => one - other);
  const inner: Range =
    known.length === 0
      ? { low: scale === "log" ? 0.1 : 0, high: 1 }
      : { low: valueAt(scale, ends[0]!), high: valueAt(scale, ends[1]!) };
  const range = padded(scale, inner, room, room);
  const [low, high] = [position(scale, range.low), position(scale, range.high)];
  const raw = (value: number | undefined) => {
    if (value === undefined || !Number.isFinite(value)) return direction === "minimize" ? 2 : -1;
    const place = scale === "log" && value <= 0 ? -Infinity : position(scale, value);
    return (place - low) / (high - low);
  };
  return {
    scale,
    range,
    isBeyond: (value) => (direction === "minimize" ? raw(value) > 1 : raw(value) < 0),
    unit: (value) => Math.min(1, Math.max(0, raw(value))),
  };
}
