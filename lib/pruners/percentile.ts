import { percentile as percentileOf } from "../math/percentile.ts";
import type { Pruner } from "../study/pruner.ts";
import { atSameStep } from "./common/at-same-step.ts";
import { checkInteger, checkNames, checkNumber } from "./common/options.ts";
import type { MedianOptions } from "./median.ts";

/** How many go on, and when the pruner begins to judge. */
export interface PercentileOptions extends MedianOptions {
  /** How many percent of the trials go on, the best ones: 0 … 100. Default 25. */
  readonly percentile?: number;
}

/**
 * Stops a trial whose best report so far is not among the best `percentile` percent of what the complete
 * trials reported at the same step, by interpolation between two of them: the rule and, but for the
 * percentile, which has none there, the defaults of Optuna's PercentilePruner. With 50 it is `median`.
 *
 * @throws RangeError where an option is not in its range
 */
export function percentile(options: PercentileOptions = {}): Pruner {
  const { percentile: share = 25, startupTrials = 5, warmupSteps = 0 } = options;
  const { intervalSteps = 1, minTrials = 1 } = options;
  checkNames("percentile", options, [
    "percentile",
    "startupTrials",
    "warmupSteps",
    "intervalSteps",
    "minTrials",
  ]);
  checkNumber("percentile", "percentile", share, 0, 100);
  checkInteger("percentile", "startupTrials", startupTrials, 0);
  checkInteger("percentile", "warmupSteps", warmupSteps, 0);
  checkInteger("percentile", "intervalSteps", intervalSteps, 1);
  checkInteger("percentile", "minTrials", minTrials, 1);
  return atSameStep({
    name: "percentile",
    startupTrials,
    minTrials,
    warmupSteps,
    intervalSteps,
    bar: (losses) => percentileOf(losses, share),
  });
}
