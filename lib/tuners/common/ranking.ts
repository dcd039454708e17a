import { lossesOf, violationOf } from "../../study/losses.ts";
import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";

/**
 * The complete trials, best first: the feasible ones by their loss, with several objectives by how many
 * others dominate them (Fonseca and Fleming, ICGA 1993); then the infeasible ones by how much they break
 * their constraints. Equals keep their order. Trials without values that compare are left out.
 *
 * Complexity: O(n log n) with one objective, O(n²) with several.
 */
export function bestFirst(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
): TrialRecord[] {
  const ranked: { trial: TrialRecord; losses: readonly number[]; violation: number }[] = [];
  for (const trial of trials) {
    const losses = lossesOf(trial, objectives);
    if (losses !== undefined) ranked.push({ trial, losses, violation: violationOf(trial) });
  }
  const feasible = ranked.filter(({ violation }) => violation <= 0);
  const several = Object.keys(objectives).length > 1;
  const order = feasible
    .map(({ trial, losses }) => ({
      trial,
      rank: several
        ? feasible.filter((other) => dominates(other.losses, losses)).length
        : (losses[0] as number),
    }))
    // Not by the difference: two infinite losses have none.
    .toSorted((one, other) => (one.rank < other.rank ? -1 : one.rank > other.rank ? 1 : 0));
  const infeasible = ranked
    .filter(({ violation }) => violation > 0)
    .toSorted((one, other) => one.violation - other.violation);
  return [...order, ...infeasible].map(({ trial }) => trial);
}

/** Not worse anywhere, and better somewhere; smaller is better. */
function dominates(one: readonly number[], other: readonly number[]): boolean {
  let better = false;
  for (let index = 0; index < one.length; index++) {
    if ((one[index] as number) > (other[index] as number)) return false;
    if ((one[index] as number) < (other[index] as number)) better = true;
  }
  return better;
}
