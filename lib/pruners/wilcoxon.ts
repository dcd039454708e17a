import { signedRankPValue } from "../math/signed-rank.ts";
import { violationOf } from "../study/losses.ts";
import type { Direction } from "../study/observer.ts";
import type { Pruner } from "../study/pruner.ts";
import type { Report, TrialRecord } from "../study/trial-record.ts";
import { checkInteger, checkNames, checkNumber } from "./common/options.ts";
import { isBetter } from "./common/reports.ts";

/** How sure to be. */
export interface WilcoxonOptions {
  /** A trial is stopped where chance alone would rank it so far behind less often than this; 0 … 1. Default 0.1. */
  readonly pThreshold?: number;
  /** How many steps must have been reported by both trials; two are needed in any case. Default 2. */
  readonly startupSteps?: number;
}

/**
 * Stops a trial that is significantly worse than the best one, step by step: for objectives that are a
 * mean over cases (the folds of a cross-validation, seeds, instances), where each step reports one case.
 * Reports of the same step are paired, whatever their order, and Wilcoxon's signed-rank test says how
 * sure it is; a trial whose mean is as good as the best trial's goes on all the same. The rule and the
 * defaults of Optuna's WilcoxonPruner.
 *
 * The test is repeated at every step, so that more trials are stopped by chance than `pThreshold` says.
 *
 * @throws RangeError where an option is not in its range
 */
export function wilcoxon(options: WilcoxonOptions = {}): Pruner {
  const { pThreshold = 0.1, startupSteps = 2 } = options;
  checkNames("wilcoxon", options, ["pThreshold", "startupSteps"]);
  checkNumber("wilcoxon", "pThreshold", pThreshold, 0, 1);
  checkInteger("wilcoxon", "startupSteps", startupSteps, 0);
  return {
    name: "wilcoxon",
    prune({ reports }, { trials, direction }) {
      const best = bestTrial(trials, direction)?.reports ?? [];
      if (!areFinite(reports) || !areFinite(best)) return false;

      const sign = direction === "maximize" ? -1 : 1;
      const atStep = new Map(best.map(({ step, value }) => [step, value]));
      const behind: number[] = [];
      for (const { step, value } of reports) {
        const other = atStep.get(step);
        if (other !== undefined) behind.push(sign * (value - other));
      }
      if (behind.length < Math.max(2, startupSteps)) return false;
      if (isBetter(mean(best), mean(reports), direction)) {
        return signedRankPValue(behind) < pThreshold;
      }
      // The ranks may speak against a trial whose mean, which is what counts, is as good.
      return false;
    },
  };
}

/** The best feasible complete trial, of equal ones the first. */
function bestTrial(trials: readonly TrialRecord[], direction: Direction): TrialRecord | undefined {
  let best: TrialRecord | undefined;
  for (const trial of trials) {
    const { state, value } = trial;
    if (state !== "complete" || value === undefined || Number.isNaN(value)) continue;
    if (violationOf(trial) > 0) continue;
    if (best === undefined || isBetter(value, best.value!, direction)) best = trial;
  }
  return best;
}

function areFinite(reports: readonly Report[]): boolean {
  return reports.length > 0 && reports.every(({ value }) => Number.isFinite(value));
}

function mean(reports: readonly Report[]): number {
  return reports.reduce((sum, { value }) => sum + value, 0) / reports.length;
}
