import type { Direction } from "../../study/observer.ts";
import type { Pruner } from "../../study/pruner.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { TunerError } from "../../study/errors.ts";

/**
 * What a trial came to at a rung, as a loss: its first report from that step on; where it is complete and
 * reported none, its value. Undefined before it came there, and where it came to nothing but NaN.
 */
export function lossAt(trial: TrialRecord, step: number, direction: Direction): number | undefined {
  const { reports, state, value } = trial;
  const report = reports.find((each) => each.step >= step && !Number.isNaN(each.value));
  const found = report?.value ?? (state === "complete" ? value : undefined);
  if (found === undefined || Number.isNaN(found)) return undefined;
  return direction === "maximize" ? -found : found;
}

/**
 * Pauses a trial when it comes to a rung, but not at the highest, where its objective ends by itself.
 *
 * @param name the tuner's, which decides who goes on
 * @param stepsOf the steps of the rungs that a trial meets, ascending; undefined for one that shall not stop
 */
export function pauseAt(
  name: string,
  stepsOf: (trial: TrialRecord) => readonly number[] | undefined,
): Pruner {
  return {
    name,
    prune(trial) {
      const last = trial.reports.at(-1)?.step;
      const steps = stepsOf(trial);
      if (last === undefined || steps === undefined || last >= (steps.at(-1) ?? 0)) return false;
      const before = trial.reports.at(-2)?.step ?? -Infinity;
      return steps.some((step) => before < step && step <= last) ? "pause" : false;
    },
  };
}

/**
 * The trials as a tuner is shown them that knows nothing of rungs: what is paused counts as stopped early.
 */
export function withoutPauses(trials: readonly TrialRecord[]): readonly TrialRecord[] {
  if (!trials.some(({ state }) => state === "paused")) return trials;
  return trials.map((trial) => (trial.state === "paused" ? { ...trial, state: "pruned" } : trial));
}

/** The direction of the only objective. @throws TunerError where there are several */
export function onlyDirection(
  tuner: string,
  objectives: Readonly<Record<string, Direction>>,
): Direction {
  const names = Object.keys(objectives);
  if (names.length === 1) return objectives[names[0]!]!;
  throw new TunerError(
    `tuners.${tuner} ranks trials by their reports, which are of one objective, but the study has ` +
      `${names.length}: ${names.join(", ")}; use tuners.nsga2() or tuners.tpe(), or keep one objective and note the others`,
  );
}

/** By loss, the smallest first; of equal ones the earlier trial. */
export function byLoss(
  one: { readonly loss: number; readonly number: number },
  other: { readonly loss: number; readonly number: number },
): number {
  // Not by the difference: two infinite losses have none.
  if (one.loss !== other.loss) return one.loss < other.loss ? -1 : 1;
  return one.number - other.number;
}
