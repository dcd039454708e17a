/**
 * The population of differential evolution as the trials make it: trial number n belongs to place n mod NP,
 * and the best trial of a place is its member. Which member a place has does not hang on the order of tells,
 * and nobody waits for a generation.
 */

import type { UnitCube } from "../../space/vectors.ts";
import type { TunerContext } from "../../study/tuner.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { individualsOf, rankAll, type Ranked } from "../common/population.ts";

/** All complete trials, best first, and the members among them by place. */
export interface Members {
  readonly ranked: readonly Ranked[];
  /** Undefined where no trial of the place is complete. */
  readonly byPlace: readonly (Ranked | undefined)[];
  /** The members, best first. */
  readonly present: readonly Ranked[];
}

export function membersOf(
  trials: readonly TrialRecord[],
  cube: UnitCube,
  objectives: TunerContext["objectives"],
  size: number,
): Members {
  const ranked = rankAll(individualsOf(trials, cube, objectives));
  const byPlace = Array<Ranked | undefined>(size).fill(undefined);
  const present: Ranked[] = [];
  for (const individual of ranked) {
    const place = individual.number % size;
    if (byPlace[place] !== undefined) continue;
    byPlace[place] = individual;
    present.push(individual);
  }
  return { ranked, byPlace, present };
}
