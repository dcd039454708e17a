import type { RandomStream } from "../../math/random.ts";
import type { UnitCube } from "../../space/vectors.ts";
import { tableOf } from "../../space/table-rows.ts";
import type { Term } from "./acquisition.ts";
import type { Place } from "./rows.ts";

/** What to search. */
export interface Search {
  readonly cube: UnitCube;
  /** What is made as large as can be. */
  readonly worth: Term;
  /** How far along each column the worth stays alike. */
  readonly scales: Float64Array;
  /** Rows of the best trials, the best first. */
  readonly incumbents: readonly Float64Array[];
  /** Keys of points that are not wanted again. */
  readonly tried: ReadonlySet<string>;
  /** How many points are looked at before climbing. */
  readonly count: number;
  /** From how many of them to climb, at least. */
  readonly starts: number;
  readonly random: RandomStream;
}

/** A point that was looked at, and what it is worth. */
export interface Candidate extends Place {
  readonly value: number;
  /** "even": spread over the space; "near": around the best trials; "climb": climbed to. */
  readonly from: "even" | "near" | "climb";
}

export function byWorth(one: Candidate, other: Candidate): number {
  // Two of −∞ differ by NaN.
  return other.value - one.value || 0;
}

/** Judges places, all at once. */
export function judge(
  { cube, worth }: Pick<Search, "cube" | "worth">,
  places: readonly Place[],
  from: Candidate["from"],
): Candidate[] {
  if (places.length === 0) return [];
  const rows = places.map(({ row }) => row);
  const values = worth.values(tableOf(rows, cube.size));
  return places.map((place, index) => ({ ...place, value: values[index]!, from }));
}
