import { rungSteps } from "../math/halving.ts";
import { TunerError } from "../study/errors.ts";
import { BudgetModel } from "./bohb/budget-model.ts";
import { type HyperbandSpec, inBrackets } from "./common/bracket-tuner.ts";
import { checkHalving, HALVING_OPTIONS, type HalvingOptions } from "./common/halving-options.ts";
import { checkCount, checkOptions } from "./common/options.ts";
import { tpe } from "./tpe.ts";

/** The options of BOHB. `reductionFactor` is 3 by default. */
export interface BohbOptions extends HalvingOptions {
  /** How many of all points are drawn at random, which keeps Hyperband's guarantees: 0 … 1. Default 1/3. */
  readonly randomFraction?: number;
  /** A budget is modelled from this many trials on. Default: two more than one for each parameter and one. */
  readonly startupTrials?: number;
  /** How many points are drawn from the good density to choose among. Default 64. */
  readonly candidates?: number;
  /** How often all brackets are run, one round after the other. Default 1; Infinity: until the study ends. */
  readonly rounds?: number;
}

/**
 * BOHB: Hyperband's brackets, in which points are not drawn but chosen by TPE. It models what trials reported
 * at one budget, the highest at which enough of them did, so that it learns early from short trainings and
 * later from long ones.
 *
 * Falkner, Klein and Hutter, "BOHB: robust and efficient hyperparameter optimization at scale", ICML 2018.
 * The densities are those of `tuners.tpe`: the best tenth against the rest, where BOHB's own code takes 15%.
 *
 * @throws TunerError where an option is not in its range; from `create` with several objectives
 */
export function bohb(options: BohbOptions): HyperbandSpec {
  checkOptions("bohb", options ?? {}, [
    "randomFraction",
    "startupTrials",
    "candidates",
    "rounds",
    ...HALVING_OPTIONS,
  ]);
  const halving = checkHalving("bohb", options ?? {}, 3);
  const { randomFraction = 1 / 3, startupTrials, candidates = 64, rounds = 1 } = options;
  if (!(randomFraction >= 0 && randomFraction <= 1)) {
    throw new TunerError(
      `tuners.bohb: randomFraction is ${String(randomFraction)}; a number from 0 to 1 is needed`,
    );
  }
  checkCount("bohb", "candidates", candidates, 1);
  if (startupTrials !== undefined) checkCount("bohb", "startupTrials", startupTrials, 1);
  const settings = {
    budgets: rungSteps(halving),
    randomFraction,
    leastTrials: (d: number) => startupTrials ?? d + 3,
    model: tpe({ startupTrials: 0, candidates }),
  };
  const inner = {
    name: "bohb",
    create: (context: ConstructorParameters<typeof BudgetModel>[1]) =>
      new BudgetModel(settings, context),
  };
  return inBrackets({ name: "bohb", inner, halving, rounds });
}
