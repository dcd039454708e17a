import { median as medianOf } from "simple-statistics";
import type { Pruner } from "../study/pruner.ts";
import { atSameStep } from "./common/at-same-step.ts";
import { checkInteger, checkNames } from "./common/options.ts";

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
  checkNames("median", options, ["startupTrials", "warmupSteps", "intervalSteps", "minTrials"]);
  checkInteger("median", "startupTrials", startupTrials, 0);
  checkInteger("median", "warmupSteps", warmupSteps, 0);
  checkInteger("median", "intervalSteps", intervalSteps, 1);
  checkInteger("median", "minTrials", minTrials, 1);
  return atSameStep({
    name: "median",
    startupTrials,
    minTrials,
    warmupSteps,
    intervalSteps,
    bar: medianOf,
  });
}
