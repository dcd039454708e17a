import { nonDominatedRanks } from "../../math/non-dominated-sort.ts";
import { lossesOf, violationOf } from "../../study/losses.ts";
import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";

/**
 * The complete trials, best first: the feasible ones by their loss, with several objectives front by front;
 * then the infeasible ones by how much they break their constraints. Equals keep their order. Trials without
 * values that compare are left out.
 */
export function bestFirst(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
): TrialRecord[] {
  const compared: TrialRecord[] = [];
  const losses: number[][] = [];
  for (const trial of trials) {
    const own = lossesOf(trial, objectives);
    if (own === undefined) continue;
    compared.push(trial);
    losses.push(own);
  }
  const ranks = nonDominatedRanks(losses, compared.map(violationOf));
  return compared
    .map((trial, index) => ({ trial, rank: ranks[index] as number }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ trial }) => trial);
}
