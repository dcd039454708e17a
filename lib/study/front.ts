import { firstFront } from "../math/non-dominated-sort.ts";
import { lossesOf, violationOf } from "./losses.ts";
import type { Direction } from "./observer.ts";
import type { TrialRecord } from "./trial-record.ts";

/**
 * The complete trials that keep their constraints and that no other of them beats in one objective
 * without losing in another (Pareto's front), in the order of numbers. With one objective: the best trial
 * and those equal to it. Empty where no complete trial is feasible.
 *
 * Complexity: O(n log n) to sort, then each trial against the front found so far.
 */
export function paretoFront(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
): TrialRecord[] {
  const kept: TrialRecord[] = [];
  const losses: number[][] = [];
  for (const trial of trials) {
    const found = violationOf(trial) > 0 ? undefined : lossesOf(trial, objectives);
    if (found === undefined) continue;
    kept.push(trial);
    losses.push(found);
  }
  return firstFront(losses)
    .map((index) => kept[index] as TrialRecord)
    .toSorted((one, other) => one.number - other.number);
}
