import { crc32 } from "../math/crc32.ts";
import { bracketTrials, rungCount } from "../math/halving.ts";
import type { Pruner } from "../study/pruner.ts";
import { lengthOfFirst, stopsAtRung } from "./common/halving-rule.ts";
import { checkInteger, checkNames } from "./common/options.ts";

/** How far trials are trained, and how few go on. */
export interface HyperbandPrunerOptions {
  /** The step of the lowest rung of the first bracket. Default 1. */
  readonly minResource?: number;
  /** How many steps a trial makes that is never stopped. Default "auto": as many as the first trial that completed; until then nobody is stopped. */
  readonly maxResource?: number | "auto";
  /** One in so many goes on from each rung. Default 3. */
  readonly reductionFactor?: number;
  /** Nobody goes on from a rung before more than this many trials have come to it. Default 0. */
  readonly bootstrapCount?: number;
}

/**
 * Hyperband: asynchronous successive halving in several brackets, of which each begins to judge
 * `reductionFactor` times later than the one before, so that slow starters have a chance in some. Trials are
 * dealt to the brackets in fixed shares by a hash of the study's name and their number, and compared with
 * their own bracket only. The rule and the defaults of Optuna's HyperbandPruner, which deals alike; it
 * counts steps from 0, where this counts epochs from 1.
 *
 * It stops trials for good; `tuners.hyperband` is the algorithm as published.
 *
 * Li et al., "Hyperband: a novel bandit-based approach to hyperparameter optimization", JMLR 18, 2018.
 *
 * @throws RangeError where an option is not in its range
 */
export function hyperband(options: HyperbandPrunerOptions = {}): Pruner {
  const {
    minResource = 1,
    maxResource = "auto",
    reductionFactor = 3,
    bootstrapCount = 0,
  } = options;
  checkNames("hyperband", options, [
    "minResource",
    "maxResource",
    "reductionFactor",
    "bootstrapCount",
  ]);
  checkInteger("hyperband", "minResource", minResource, 1);
  if (maxResource !== "auto") checkInteger("hyperband", "maxResource", maxResource, minResource);
  checkInteger("hyperband", "reductionFactor", reductionFactor, 2);
  checkInteger("hyperband", "bootstrapCount", bootstrapCount, 0);
  return {
    name: "hyperband",
    prune(trial, { trials, direction, study }) {
      const most = maxResource === "auto" ? lengthOfFirst(trials) : maxResource;
      if (most === undefined) return false;
      const brackets = rungCount({ minResource, maxResource: most, reductionFactor });
      // The first trial was shorter than the first rung: there is nothing to judge at.
      if (brackets === 0) return false;
      const shares = bracketTrials(brackets, reductionFactor);
      const name = study?.name ?? "study";
      const own = bracketOf(name, trial.number, shares);
      return stopsAtRung(trial, trials, direction, {
        minResource,
        reductionFactor,
        first: own,
        bootstrapCount,
        isRival: (number) => bracketOf(name, number, shares) === own,
      });
    },
  };
}

/** To which bracket a trial is dealt: a bracket's share of all hashes is its share of the trials. */
function bracketOf(study: string, number: number, shares: readonly number[]): number {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let place = crc32(new TextEncoder().encode(`${study}_${number}`)) % total;
  let bracket = 0;
  while (place >= shares[bracket]!) place -= shares[bracket++]!;
  return bracket;
}
