/** What came of trials, as ranks that can be compared: what advice rests on. */
import { finiteLosses } from "../../analysis/losses.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Point } from "../../study/trial-record.ts";
import type { ShownObjective } from "./objective.ts";

/** A trial by what advice needs. */
export interface Outcome {
  readonly point: Point;
  /** Smaller is better. */
  readonly loss: number;
}

/**
 * The trials in the order of what came of them, as ranks: complete ones by their values, then those stopped
 * early, which the pruner found worse, the longer they went the better.
 */
export function outcomesOf(study: StudyView, objective: ShownObjective): Outcome[] {
  const { sign } = objective;
  const complete = finiteLosses(study, objective.name, { computable: true, feasible: true })
    .toSorted((one, other) => one.loss - other.loss)
    .map(({ trial, loss }) => ({ trial, key: [0, loss] as const }));
  const pruned = study.trials
    .filter((trial) => trial.state === "pruned" && objective.valueOf(trial) !== undefined)
    .map((trial) => ({
      trial,
      key: [1 - (trial.reports.at(-1)?.step ?? 0) / 1e9, sign * objective.valueOf(trial)!] as const,
    }))
    .toSorted((one, other) => one.key[0] - other.key[0] || one.key[1] - other.key[1]);
  let rank = 0;
  const all = [...complete, ...pruned];
  return all.map(({ trial, key }, place) => {
    const before = all[place - 1]?.key;
    if (before !== undefined && (before[0] !== key[0] || before[1] !== key[1])) rank = place;
    return { point: trial.point, loss: rank };
  });
}
