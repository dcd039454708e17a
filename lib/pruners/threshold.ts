import type { Pruner } from "../study/pruner.ts";
import { checkInteger, checkNames, checkNumber } from "./common/options.ts";
import { reportToJudge } from "./common/reports.ts";

/** Between what a report must lie, and when the pruner looks. */
export interface ThresholdOptions {
  /** A trial that reports less is stopped. Default −∞. */
  readonly lower?: number;
  /** A trial that reports more is stopped. Default ∞. */
  readonly upper?: number;
  /** No trial is stopped at a step below this one. Default 0. */
  readonly warmupSteps?: number;
  /** Judge only once in so many steps, counted from `warmupSteps`. Default 1: at every report. */
  readonly intervalSteps?: number;
}

/**
 * Stops a trial that reports NaN or what lies outside a range, whichever way the study looks, and
 * whatever other trials did: the rule of Optuna's ThresholdPruner.
 *
 * @throws RangeError where neither `lower` nor `upper` is given, or an option is not in its range
 */
export function threshold(options: ThresholdOptions): Pruner {
  const { lower = -Infinity, upper = Infinity, warmupSteps = 0, intervalSteps = 1 } = options ?? {};
  checkNames("threshold", options ?? {}, ["lower", "upper", "warmupSteps", "intervalSteps"]);
  checkNumber("threshold", "lower", lower);
  checkNumber("threshold", "upper", upper, lower);
  checkInteger("threshold", "warmupSteps", warmupSteps, 0);
  checkInteger("threshold", "intervalSteps", intervalSteps, 1);
  if (options?.lower === undefined && options?.upper === undefined) {
    throw new RangeError(
      "pruners.threshold was given neither lower nor upper, so it would stop nothing but NaN; " +
        "say what a report must not pass: threshold({ upper: 10 })",
    );
  }
  return {
    name: "threshold",
    prune({ reports }) {
      const last = reportToJudge(reports, { warmupSteps, intervalSteps });
      if (last === undefined) return false;
      // NaN is neither.
      return !(last.value >= lower && last.value <= upper);
    },
  };
}
