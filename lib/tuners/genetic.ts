import type { TunerSpec } from "../study/tuner.ts";
import { EvolutionTuner, tournament } from "./common/evolution.ts";
import { checkCount, checkOptions, checkShare } from "./common/options.ts";
import { compareRanked, rankAll } from "./common/population.ts";

/** The options of the genetic algorithm. */
export interface GeneticOptions {
  /** How many of the best trials may be parents. Default 10. */
  readonly population?: number;
  /** Trials drawn at random before there are parents. Default: as many as the population. */
  readonly startup?: number;
  /** How many are drawn for each tournament, the best of which becomes a parent. Default 3. */
  readonly tournament?: number;
  /** How likely two parents are crossed, rather than one copied and mutated, in (0, 1]. Default 0.9. */
  readonly crossover?: number;
  /** How likely each parameter mutates, in (0, 1]. Default: one in the number of parameters. */
  readonly mutation?: number;
}

/**
 * A genetic algorithm: the best trials are crossed and mutated, parents being chosen by tournament. Steady and
 * elitist (µ + 1): a trial joins the parents as soon as it is told, and the best are never lost. Choices
 * are inherited, numbers blended; see `explain` for the parents of each trial.
 *
 * Whitley, "The GENITOR algorithm and selection pressure", ICGA 1989; Eiben and Smith, "Introduction to
 * evolutionary computing", 2015, chapters 3–5.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function genetic(options: GeneticOptions = {}): TunerSpec {
  const names = ["population", "startup", "tournament", "crossover", "mutation"];
  checkOptions("genetic", options, names);
  const { population = 10, tournament: size = 3, crossover = 0.9, mutation } = options;
  checkCount("genetic", "population", population, 2);
  const startup = options.startup ?? population;
  checkCount("genetic", "startup", startup, 2);
  checkCount("genetic", "tournament", size, 1);
  checkShare("genetic", "crossover", crossover, { upTo: 1 });
  if (mutation !== undefined) checkShare("genetic", "mutation", mutation, { upTo: 1 });
  return {
    name: "genetic",
    create: (context) =>
      new EvolutionTuner(context, {
        name: "genetic",
        startup,
        variation: {
          crossover,
          mutation: mutation ?? "auto",
          crossoverIndex: 5,
          mutationIndex: 10,
        },
        survive: (individuals) => rankAll(individuals).slice(0, population),
        select: (members, random) => tournament(members, size, compareRanked, random),
      }),
  };
}
