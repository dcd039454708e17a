import type { Pruner } from "../../study/pruner.ts";
import { bestReport, isBetter, type Pace, reportToJudge } from "./reports.ts";

/** A comparison of a trial with the complete ones at the same step. */
export interface SameStepRule extends Pace {
  readonly name: string;
  /** No trial is stopped before this many are complete. */
  readonly startupTrials: number;
  /** How many complete trials must have reported at the step. */
  readonly minTrials: number;
  /**
   * The value that a trial must not be worse than.
   *
   * @param losses what complete trials reported at the step, as losses: smaller is better; at least one
   */
  bar(losses: number[]): number;
}

/**
 * Stops a trial whose best report so far is worse than a bar that the complete trials set by what they
 * reported at the same step (Optuna's `_percentile.py`).
 */
export function atSameStep({ name, startupTrials, minTrials, bar, ...pace }: SameStepRule): Pruner {
  return {
    name,
    prune(trial, { trials, direction }) {
      const last = reportToJudge(trial.reports, pace);
      if (last === undefined) return false;
      const complete = trials.filter(({ state }) => state === "complete");
      if (complete.length < Math.max(startupTrials, 1)) return false;

      const best = bestReport(trial.reports, direction);
      // Nothing but NaN so far: no bar is needed to see that.
      if (best === undefined) return true;

      // As losses, so that a mirrored study is judged alike to the last bit.
      const sign = direction === "maximize" ? -1 : 1;
      const losses: number[] = [];
      for (const other of complete) {
        const value = other.reports.find(({ step }) => step === last.step)?.value;
        if (value !== undefined && !Number.isNaN(value)) losses.push(sign * value);
      }
      if (losses.length < Math.max(minTrials, 1)) return false;
      return isBetter(bar(losses), sign * best, "minimize");
    },
  };
}
