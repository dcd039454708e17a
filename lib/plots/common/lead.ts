/** How far one line of best values is ahead of another, measured in what it took. */
import type { Direction } from "../../study/observer.ts";
import { isBetter } from "./trial-words.ts";

/** A line of best values so far: only where it improves. */
export interface BestLine {
  /** The name that figures show; plain text. */
  readonly name: string;
  /** In rising order of x; each value better than the one before. */
  readonly points: readonly { readonly x: number; readonly value: number }[];
  /** How far the line goes on after the last improvement. */
  readonly end: number;
}

/** Who is ahead of whom. */
export interface Lead {
  /** Places among the lines. */
  readonly leader: number;
  readonly other: number;
  /** Where the leader reaches what the other finds at last. */
  readonly at: number;
  /** Where the other reaches it. */
  readonly end: number;
  /** What the other finds. */
  readonly value: number;
}

/**
 * The lead of the line that ends best over another: over the one at `against`, or the one that ends worst.
 * Undefined with fewer than two lines that have values, and where it was no sooner there.
 */
export function leadOf(
  lines: readonly BestLine[],
  direction: Direction,
  against?: number,
): Lead | undefined {
  const known = lines.flatMap(({ points }, place) => {
    const last = points.at(-1);
    return last === undefined ? [] : [{ place, last }];
  });
  const ranked = known.toSorted((one, other) => {
    if (one.last.value === other.last.value) return one.last.x - other.last.x;
    return isBetter(one.last.value, other.last.value, direction) ? -1 : 1;
  });
  const leader = ranked[0];
  const rest = ranked.slice(1);
  const other = rest.find(({ place }) => place === against) ?? rest.at(-1);
  if (leader === undefined || other === undefined) return undefined;
  const { value, x: end } = other.last;
  const reached = lines[leader.place]!.points.find(
    (point) => !isBetter(value, point.value, direction),
  );
  if (reached === undefined || reached.x >= end) return undefined;
  return { leader: leader.place, other: other.place, at: reached.x, end, value };
}
