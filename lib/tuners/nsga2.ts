import type { TunerSpec } from "../study/tuner.ts";
import { EvolutionTuner, tournament } from "./common/evolution.ts";
import { checkCount, checkOptions, checkShare } from "./common/options.ts";
import { compareRanked, rankAll } from "./common/population.ts";

/** The options of NSGA-II. */
export interface Nsga2Options {
  /** How many of the best trials may be parents. Default 20. */
  readonly population?: number;
  /** Trials drawn at random before there are parents. Default: as many as the population. */
  readonly startup?: number;
  /** How likely two parents are crossed, rather than one copied and mutated, in (0, 1]. Default 0.9. */
  readonly crossover?: number;
  /** How likely each parameter mutates, in (0, 1]. Default: one in the number of parameters. */
  readonly mutation?: number;
}

/**
 * NSGA-II, for several objectives: parents come from the first fronts, and within a front from where it is
 * least crowded. Trials that break constraints stand behind those that keep them. In the steady form (µ + 1):
 * each trial joins the parents when it is told, which makes more of a hundred trials than two generations
 * of fifty.
 *
 * Deb, Pratap, Agarwal and Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE
 * Transactions on Evolutionary Computation 6(2), 2002; steady: Nebro and Durillo, "On the effect of applying
 * a steady-state selection scheme in NSGA-II", 2009.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function nsga2(options: Nsga2Options = {}): TunerSpec {
  checkOptions("nsga2", options, ["population", "startup", "crossover", "mutation"]);
  const { population = 20, crossover = 0.9, mutation } = options;
  checkCount("nsga2", "population", population, 2);
  const startup = options.startup ?? population;
  checkCount("nsga2", "startup", startup, 2);
  checkShare("nsga2", "crossover", crossover, { upTo: 1 });
  if (mutation !== undefined) checkShare("nsga2", "mutation", mutation, { upTo: 1 });
  return {
    name: "nsga2",
    create: (context) =>
      new EvolutionTuner(context, {
        name: "nsga2",
        startup,
        variation: {
          crossover,
          mutation: mutation ?? "auto",
          crossoverIndex: 2,
          mutationIndex: 5,
        },
        survive: (individuals) => rankAll(individuals).slice(0, population),
        select: (members, random) => tournament(members, 3, compareRanked, random),
      }),
  };
}
