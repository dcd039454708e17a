import type { TunerSpec } from "../study/tuner.ts";
import { type HyperbandSpec, inBrackets } from "./common/bracket-tuner.ts";
import { checkHalving, HALVING_OPTIONS, type HalvingOptions } from "./common/halving-options.ts";
import { checkInner, checkOptions } from "./common/options.ts";
import { random } from "./random.ts";

/** The options of Hyperband. `reductionFactor` is 3 by default. */
export interface HyperbandOptions extends HalvingOptions {
  /** Chooses the points. Default `tuners.random()`, as in the paper. */
  readonly tuner?: TunerSpec;
  /** How often all brackets are run, one round after the other. Default 1; Infinity: until the study ends. */
  readonly rounds?: number;
}

/**
 * Hyperband: brackets of successive halving, from one with many trials of which most are given up after
 * `minResource` epochs to one with few that are all trained to the end, so that it does not depend on how
 * early a bad trial shows. In each bracket the trials pause at a rung until all of them have come there;
 * then the best 1/reductionFactor go on from their checkpoints. With several trials at once, places that
 * would wait go to the next bracket.
 *
 * How many trials there are and how long each is trained is known before: `hyperband({…}).schedule`, as data
 * and as text. A study needs no `until` then; after a round the tuner has nothing left to try.
 *
 * A trial's bracket goes by its number, whoever chose its point: in a study that has trials already, or that
 * shares its trials in `mix`, these take places of the schedule; more `rounds` make more places. One that failed
 * or was interrupted leaves its place empty. If the study is to end early (`until: { trials }`), the last
 * bracket is halved as far as it was filled.
 *
 * Li et al., "Hyperband: a novel bandit-based approach to hyperparameter optimization", JMLR 18, 2018,
 * algorithm 1.
 *
 * @throws TunerError where an option is not in its range; from `create` with several objectives
 */
export function hyperband(options: HyperbandOptions): HyperbandSpec {
  checkOptions("hyperband", options ?? {}, ["tuner", "rounds", ...HALVING_OPTIONS]);
  const halving = checkHalving("hyperband", options ?? {}, 3);
  const { tuner: inner = random(), rounds = 1 } = options;
  checkInner("hyperband", inner);
  return inBrackets({ name: "hyperband", inner, halving, rounds });
}
