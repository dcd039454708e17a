import type { Halving } from "../../math/halving.ts";
import { TunerError } from "../../study/errors.ts";
import { checkCount } from "./options.ts";

/** How far trials are trained, and how few go on: the same words in every tuner with rungs. */
export interface HalvingOptions {
  /** How many epochs (steps of `trial.report`) a trial makes that is never stopped: what its objective trains. */
  readonly maxResource: number;
  /** The lowest rung stands at this many epochs, or a little above. Default 1. */
  readonly minResource?: number;
  /** One in so many goes on from each rung, to so many times the epochs. */
  readonly reductionFactor?: number;
}

export const HALVING_OPTIONS = ["maxResource", "minResource", "reductionFactor"] as const;

/** @throws TunerError where an option is not in its range */
export function checkHalving(
  tuner: string,
  { maxResource, minResource = 1, reductionFactor }: HalvingOptions,
  defaultFactor: number,
): Halving {
  if (maxResource === undefined) {
    throw new TunerError(
      `tuners.${tuner} needs maxResource, how many epochs a whole training takes: ${tuner}({ maxResource: 27 })`,
    );
  }
  const halving = { minResource, maxResource, reductionFactor: reductionFactor ?? defaultFactor };
  checkCount(tuner, "minResource", minResource, 1);
  checkCount(tuner, "maxResource", maxResource, minResource);
  checkCount(tuner, "reductionFactor", halving.reductionFactor, 2);
  return halving;
}
