import { randomStream } from "../math/random.ts";
import { drawPoint } from "../space/draw.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import type { Direction } from "../study/observer.ts";
import type { ProgressOption } from "../study/progress.ts";
import { inSteps, type Steps } from "../study/progress-steps.ts";
import type { Pruner } from "../study/pruner.ts";
import { shownByFigure } from "../study/shown-result.ts";
import { simulate, type Simulation } from "../study/simulate.ts";
import type { Point } from "../study/trial-record.ts";
import type { TunerSpec } from "../study/tuner.ts";
import { bootstrapMean, type Comparison, comparePaired, holm, ranksOf } from "./race/compare.ts";
import { checkedRace } from "./race/checked.ts";
import { bestSoFar, leastOf, type Quartiles, quartiles, scoresOf } from "./race/curves.ts";
import { type ParamsOf, type Searched, searchedSpace } from "./race/searched.ts";

/** A race between tuners on one objective. */
export interface RaceOptions<Given extends Searched> {
  /** As `openStudy` takes it, or compiled: `compileSpace({ … }, { constraints })`, or `study.space`. */
  readonly space: Given;
  /** Cheap: it is called `trials` times for each tuner and seed. Noise comes from `trial.random`. */
  readonly objective: Simulation<ParamsOf<Given>>["objective"];
  /** Default: minimize `value`. One objective only. */
  readonly objectives?: Readonly<Record<string, Direction>>;
  /** The contestants by name; a function, where a spec serves one study only. */
  readonly tuners: Readonly<Record<string, TunerSpec | (() => TunerSpec)>>;
  /** Trials of each study. */
  readonly trials: number;
  /** How many studies of each tuner, or their seeds. Default 10. */
  readonly seeds?: number | readonly number[];
  /** So many random points, the same for all tuners under the same seed, begin each study. Default 10. */
  readonly initial?: number;
  /** The objective's best value, where it is known: then regrets are told. */
  readonly optimum?: number;
  /** How many trials run at once. Default 1. */
  readonly running?: number;
  readonly pruner?: Pruner;
  /** Ends the race between two trials. */
  readonly signal?: AbortSignal;
  /** Who shows how far it is. Default: a bar where there is a place for it. */
  readonly progress?: ProgressOption;
}

const KNOWN = {
  space: true,
  objective: true,
  objectives: true,
  tuners: true,
  trials: true,
  seeds: true,
  initial: true,
  optimum: true,
  running: true,
  pruner: true,
  signal: true,
  progress: true,
} as const;

/** What a race came to: plain data; as the last value of a cell `plots.race` draws it. */
export interface RaceResult {
  readonly trials: number;
  readonly seeds: readonly number[];
  readonly initial: number;
  /** Whether losses below are regrets: distances from a known optimum. */
  readonly isRegret: boolean;
  /** The best mean rank first. */
  readonly tuners: readonly {
    readonly name: string;
    /** Rank among the tuners by `score`, averaged over seeds, with a 95% bootstrap interval. */
    readonly meanRank: number;
    readonly rankInterval: readonly [number, number];
    /**
     * Of each seed: log₁₀ of the loss above the best that any tuner reached (or the regret), averaged over
     * the trials after the initial ones: how low and how soon.
     */
    readonly scores: readonly number[];
    /** Of each seed: the best value at the end. */
    readonly finals: readonly (number | undefined)[];
    /** The best loss after 1, 2, 3… trials: median and quartiles over the seeds; null before a trial completed. */
    readonly curve: readonly Quartiles[];
    /** What the studies took on the simulation's clock, on average. */
    readonly seconds: number;
    /** How many trials the studies had, on average: fewer than planned where a tuner ended by itself. */
    readonly trialsRun: number;
  }[];
  /** Every pair; a difference counts where `adjusted` is below the level. */
  readonly pairs: readonly (Comparison & {
    readonly first: string;
    readonly second: string;
    /** `p` corrected for the number of pairs, after Holm. */
    readonly adjusted: number;
  })[];
}

/**
 * Races tuners against each other: the same objective, the same seeds, the same initial points, so that
 * differences are the tuners'. Compared seed by seed by the paired signed-rank test, corrected after Holm.
 *
 * With fewer than six seeds no difference can be significant at 5%: the smallest p is 2 / 2ⁿ.
 *
 * @throws StudyError where there is no tuner, there are several objectives, or an option cannot be; SpaceError if the space cannot be
 */
export async function race<const Given extends Searched>(
  options: RaceOptions<Given>,
): Promise<RaceResult> {
  knownOptions("analysis.race", options, KNOWN);
  const { trials, seeds: wanted = 10, initial = 10, running = 1, optimum } = options;
  const { objectives, seeds } = checkedRace({
    ...options,
    seeds: wanted,
    initial,
    running,
    optimum,
  });
  const space = searchedSpace(options.space);
  const names = Object.keys(options.tuners);
  let promised = false;
  const objective: typeof options.objective = (trial) => {
    const result: unknown = options.objective(trial);
    promised ||= result instanceof Promise;
    if (result instanceof Promise) result.catch(() => undefined);
    return result as ReturnType<typeof options.objective>;
  };
  const sign = Object.values(objectives)[0] === "maximize" ? -1 : 1;
  const best: Record<string, Float64Array[]> = {};
  const seconds: Record<string, number> = {};
  const runs: Record<string, number> = {};
  for (const name of names) [best[name], seconds[name], runs[name]] = [[], 0, 0];
  let done = 0;
  const run = async (
    { seed, name, points }: { seed: number; name: string; points: readonly Point[] },
    race: Steps,
  ): Promise<void> => {
    const given = options.tuners[name]!;
    const study = await inSteps(
      options.progress,
      { label: `${name}, seed ${seed}`, total: trials, unit: "trial" },
      ({ step }) =>
        simulate({
          ...(options.pruner && { pruner: options.pruner }),
          space,
          objectives,
          objective: objective as Simulation["objective"],
          tuner: typeof given === "function" ? given() : given,
          trials,
          seed,
          initial: points,
          running,
          onTrial(ended) {
            if (promised) throw asynchronous();
            race.report(done + ended / trials);
            return step(ended);
          },
        }),
      [options.signal],
    );
    best[name]!.push(bestSoFar(study.trials, objectives, trials));
    const end = study.trials.reduce((last, { endedAt }) => Math.max(last, endedAt ?? 0), 0);
    seconds[name]! += end / 1000 / seeds.length;
    runs[name]! += study.trials.length / seeds.length;
    await race.step(++done);
  };
  const raceFrom = async (seed: number, race: Steps): Promise<void> => {
    const { trials: drawn } = await simulate({
      space,
      tuner: randomPoints,
      objective: () => 0,
      trials: Math.min(initial, trials),
      seed,
    });
    const points = drawn.map(({ point }) => point);
    for (const name of names) await run({ seed, name, points }, race);
  };
  await inSteps(
    options.progress,
    {
      label: `Race of ${names.length} ${names.length === 1 ? "tuner" : "tuners"}`,
      total: seeds.length * names.length,
      unit: ["study", "studies"],
    },
    async (steps) => {
      for (const seed of seeds) await raceFrom(seed, steps);
    },
    [options.signal],
  );
  const floor =
    optimum === undefined
      ? names.reduce(
          (least, name) => best[name]!.reduce((low, curve) => Math.min(low, leastOf(curve)), least),
          Infinity,
        )
      : sign * optimum;
  const scores = scoresOf(best, floor, Math.min(initial, trials - 1));
  const random = randomStream(seeds.length, 1);
  const ranks = seeds.map((_, block) => ranksOf(names.map((name) => scores[name]![block]!)));
  const tuners = names
    .map((name, place) => {
      const { mean, interval } = bootstrapMean(
        ranks.map((row) => row[place]!),
        random,
      );
      return {
        name,
        meanRank: mean,
        rankInterval: interval,
        scores: scores[name]!,
        finals: best[name]!.map((curve) =>
          curve.at(-1) === Infinity ? undefined : sign * curve.at(-1)!,
        ),
        curve: quartiles(best[name]!, (loss) =>
          optimum === undefined ? sign * loss : loss - floor,
        ),
        seconds: seconds[name]!,
        trialsRun: runs[name]!,
      };
    })
    .toSorted((one, other) => one.meanRank - other.meanRank);
  const pairs = names.flatMap((first, place) =>
    names.slice(place + 1).map((second) => ({
      first,
      second,
      ...comparePaired(scores[first]!, scores[second]!),
    })),
  );
  const adjusted = holm(pairs.map(({ p }) => p));
  const result: RaceResult = {
    trials,
    seeds,
    initial: Math.min(initial, trials),
    isRegret: optimum !== undefined,
    tuners,
    pairs: pairs.map((pair, place) => ({ ...pair, adjusted: adjusted[place]! })),
  };
  const [name = "value", direction = "minimize"] = Object.entries(objectives)[0] ?? [];
  return shownByFigure("race", result, {
    objective: name,
    direction,
    ...(optimum !== undefined && { optimum }),
  });
}

/** Without this each trial would fail for having no number. */
function asynchronous(): StudyError {
  return new StudyError(
    "The objective of a race gave a promise, and nobody waits there. Give one that computes its number at once, without async.",
  );
}

/** Draws the points with which every contestant begins. */
const randomPoints: TunerSpec = {
  name: "initial points",
  create: ({ space }) => ({
    name: "initial points",
    ask: ({ random }) => drawPoint(space, random),
  }),
};
