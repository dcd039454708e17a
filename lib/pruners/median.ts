import { median as medianOf } from "simple-statistics";
import type { Direction } from "../study/observer.ts";
import type { Pruner } from "../study/pruner.ts";
import type { TrialRecord } from "../study/trial-record.ts";

/** When the median pruner begins to judge. */
export interface MedianOptions {
  /** No trial is stopped before this many are complete. Default 5. */
  readonly startupTrials?: number;
  /** No trial is stopped at a step below this one. Default 0. */
  readonly warmupSteps?: number;
  /** Judge only once in so many steps, counted from `warmupSteps`. Default 1: at every report. */
  readonly intervalSteps?: number;
  /** How many complete trials must have reported at the step. Default 1. */
  readonly minTrials?: number;
}

/**
 * Stops a trial whose best report so far is worse than the median of what the complete trials
 * reported at the same step: the rule and the defaults of Optuna's MedianPruner (Golovin et al.,
 * "Google Vizier", KDD 2017, section 3.5.2, compares running averages instead).
 *
 * @throws RangeError where an option is no integer in its range
 */
export function median(options: MedianOptions = {}): Pruner {
  const { startupTrials = 5, warmupSteps = 0, intervalSteps = 1, minTrials = 1 } = options;
  checkOptions(options, { startupTrials: 0, warmupSteps: 0, intervalSteps: 1, minTrials: 1 });

  return {
    name: "median",
    prune(trial, { trials, direction }) {
      const last = trial.reports.at(-1);
      if (last === undefined || last.step < warmupSteps) return false;
      if (!isFirstOfInterval(trial, last.step, warmupSteps, intervalSteps)) return false;

      const complete = trials.filter(({ state }) => state === "complete");
      if (complete.length < Math.max(startupTrials, 1)) return false;

      const best = bestReport(trial, direction);
      // Nothing but NaN so far: no median is needed to see that.
      if (best === undefined) return true;

      const others: number[] = [];
      for (const other of complete) {
        const value = other.reports.find(({ step }) => step === last.step)?.value;
        if (value !== undefined && !Number.isNaN(value)) others.push(value);
      }
      if (others.length < Math.max(minTrials, 1)) return false;
      const middle = medianOf(others);
      return direction === "maximize" ? best < middle : best > middle;
    },
  };
}

/** Whether no earlier report fell into the interval of steps in which `step` lies. */
function isFirstOfInterval(
  trial: TrialRecord,
  step: number,
  warmupSteps: number,
  intervalSteps: number,
): boolean {
  const start = Math.floor((step - warmupSteps) / intervalSteps) * intervalSteps + warmupSteps;
  return trial.reports.every((report) => report.step === step || report.step < start);
}

function bestReport(trial: TrialRecord, direction: Direction): number | undefined {
  let best: number | undefined;
  for (const { value } of trial.reports) {
    if (Number.isNaN(value)) continue;
    const better = best === undefined || (direction === "maximize" ? value > best : value < best);
    if (better) best = value;
  }
  return best;
}

function checkOptions(options: MedianOptions, least: Required<MedianOptions>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(least, name)) {
      const known = Object.keys(least).join(", ");
      throw new RangeError(`pruners.median has no option "${name}"; it takes ${known}`);
    }
    const from = least[name as keyof MedianOptions];
    if (value !== undefined && (!Number.isInteger(value) || value < from)) {
      throw new RangeError(
        `pruners.median: ${name} is ${String(value)}; an integer from ${from} on is needed`,
      );
    }
  }
}
