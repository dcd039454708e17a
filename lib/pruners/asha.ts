import type { Pruner } from "../study/pruner.ts";
import { lengthOfFirst, stopsAtRung } from "./common/halving-rule.ts";
import { checkInteger, checkNames } from "./common/options.ts";

/** Where the rungs stand, and how few go on. */
export interface AshaPrunerOptions {
  /**
   * The step of the lowest rung. Default "auto": a hundredth of the steps of the first trial that
   * completed, at least 1; until then nobody is stopped.
   */
  readonly minResource?: number | "auto";
  /** One in so many goes on from each rung, and each rung stands so many times higher than the one below. Default 4. */
  readonly reductionFactor?: number;
  /** How many of the lowest rungs are left out. Default 0. */
  readonly minEarlyStoppingRate?: number;
  /** Nobody goes on from a rung before more than this many trials have come to it. Default 0. */
  readonly bootstrapCount?: number;
}

/**
 * Asynchronous successive halving: trials are judged at rungs, at minResource · reductionFactor^k steps, and
 * go on only among the best 1/reductionFactor of those that came there so far. The rule and the defaults of
 * Optuna's SuccessiveHalvingPruner.
 *
 * It stops trials for good: one that came first to a rung may be stopped or let through by mistake.
 * `tuners.asha` is the algorithm as published, which pauses trials and goes on with the best of them.
 *
 * Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020.
 *
 * @throws RangeError where an option is not in its range
 */
export function asha(options: AshaPrunerOptions = {}): Pruner {
  const { minResource = "auto", reductionFactor = 4 } = options;
  const { minEarlyStoppingRate = 0, bootstrapCount = 0 } = options;
  checkNames("asha", options, [
    "minResource",
    "reductionFactor",
    "minEarlyStoppingRate",
    "bootstrapCount",
  ]);
  if (minResource !== "auto") checkInteger("asha", "minResource", minResource, 1);
  checkInteger("asha", "reductionFactor", reductionFactor, 2);
  checkInteger("asha", "minEarlyStoppingRate", minEarlyStoppingRate, 0);
  checkInteger("asha", "bootstrapCount", bootstrapCount, 0);
  return {
    name: "asha",
    prune(trial, { trials, direction }) {
      const least = minResource === "auto" ? hundredth(lengthOfFirst(trials)) : minResource;
      if (least === undefined) return false;
      return stopsAtRung(trial, trials, direction, {
        minResource: least,
        reductionFactor,
        first: minEarlyStoppingRate,
        bootstrapCount,
      });
    },
  };
}

function hundredth(steps: number | undefined): number | undefined {
  return steps === undefined ? undefined : Math.max(Math.floor(steps / 100), 1);
}
