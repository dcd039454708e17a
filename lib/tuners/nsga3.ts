import { dasDennis, divisionsFor } from "../math/das-dennis.ts";
import type { TunerSpec } from "../study/tuner.ts";
import { EvolutionTuner, tournament } from "./common/evolution.ts";
import { checkCount, checkOptions, checkShare } from "./common/options.ts";
import { rankAll } from "./common/population.ts";
import { surviveByNiches } from "./nsga3/niching.ts";

/** The options of NSGA-III. */
export interface Nsga3Options {
  /** How many trials may be parents. Default 20. */
  readonly population?: number;
  /** Trials drawn at random before there are parents. Default: as many as the population. */
  readonly startup?: number;
  /** Into how many parts each objective's share is divided for the directions. Default: about as many directions as parents. */
  readonly divisions?: number;
  /** How likely two parents are crossed, rather than one copied and mutated, in (0, 1]. Default 0.9. */
  readonly crossover?: number;
  /** How likely each parameter mutates, in (0, 1]. Default: one in the number of parameters. */
  readonly mutation?: number;
}

/**
 * NSGA-III, for three objectives and more, where nearly every trial is on the front: parents come from the
 * first fronts, spread over directions between the objectives. Otherwise as NSGA-II here: steady, and with
 * constraints.
 *
 * Deb and Jain, "An evolutionary many-objective optimization algorithm using reference-point-based
 * nondominated sorting approach", parts I and II, IEEE Transactions on Evolutionary Computation 18(4), 2014.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function nsga3(options: Nsga3Options = {}): TunerSpec {
  checkOptions("nsga3", options, ["population", "startup", "divisions", "crossover", "mutation"]);
  const { population = 20, crossover = 0.9, mutation } = options;
  checkCount("nsga3", "population", population, 2);
  const startup = options.startup ?? population;
  checkCount("nsga3", "startup", startup, 2);
  if (options.divisions !== undefined) checkCount("nsga3", "divisions", options.divisions, 1);
  checkShare("nsga3", "crossover", crossover, { upTo: 1 });
  if (mutation !== undefined) checkShare("nsga3", "mutation", mutation, { upTo: 1 });
  return {
    name: "nsga3",
    create: (context) => {
      const count = Object.keys(context.objectives).length;
      const directions = dasDennis(count, options.divisions ?? divisionsFor(count, population));
      return new EvolutionTuner(context, {
        name: "nsga3",
        startup,
        variation: {
          crossover,
          mutation: mutation ?? "auto",
          crossoverIndex: 2,
          mutationIndex: 5,
        },
        survive: (individuals, random) =>
          surviveByNiches(rankAll(individuals), population, directions, random),
        // Niches keep the spread; a tournament by rank serves while there is more than one front.
        select: (members, random) =>
          tournament(members, 3, (one, other) => one.rank - other.rank, random),
      });
    },
  };
}
