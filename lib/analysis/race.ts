import { quantileSorted } from "simple-statistics";
import { randomStream } from "../math/random.ts";
import { drawPoint } from "../space/draw.ts";
import type { Space } from "../space/space.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import { lossesOf, violationOf } from "../study/losses.ts";
import type { Direction } from "../study/observer.ts";
import type { ProgressOption } from "../study/progress.ts";
import { inSteps, type Steps } from "../study/progress-steps.ts";
import type { Pruner } from "../study/pruner.ts";
import { simulate, type Simulation } from "../study/simulate.ts";
import type { Point, TrialRecord } from "../study/trial-record.ts";
import type { TunerSpec } from "../study/tuner.ts";
import { bootstrapMean, type Comparison, comparePaired, holm, ranksOf } from "./race/compare.ts";

/** A race between tuners on one objective. */
export interface RaceOptions<P> {
  readonly space: Space<P>;
  /** Cheap: it is called `trials` times for each tuner and seed. Noise comes from `trial.random`. */
  readonly objective: Simulation<P>["objective"];
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

/** Of several studies; null before a trial completed in any. */
interface Quartiles {
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
}

/** What a race came to: plain data, to be drawn or printed. */
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
 * @throws StudyError where there is no tuner, or there are several objectives
 */
export async function race<P>(options: RaceOptions<P>): Promise<RaceResult> {
  knownOptions("analysis.race", options, KNOWN);
  const { space, objectives = { value: "minimize" }, trials, initial = 10, optimum } = options;
  if (!Array.isArray((space as Partial<Space> | undefined)?.dimensions))
    throw new StudyError("A race needs a compiled space. Write space: compileSpace({ … }).");
  const names = Object.keys(options.tuners);
  if (names.length === 0)
    throw new StudyError("A race needs tuners. Write tuners: { tpe: tuners.tpe(), … }.");
  if (Object.keys(objectives).length !== 1)
    throw new StudyError("A race is about one objective. Give objectives with one name.");
  const { seeds: wanted = 10 } = options;
  const seeds = typeof wanted === "number" ? Array.from({ length: wanted }, (_, k) => k) : wanted;
  if (seeds.length === 0) throw new StudyError("A race needs at least one seed.");
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
          objective: options.objective,
          tuner: typeof given === "function" ? given() : given,
          trials,
          seed,
          initial: points,
          running: options.running ?? 1,
          onTrial(ended) {
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
          (least, name) => best[name]!.reduce((low, curve) => Math.min(low, curve.at(-1)!), least),
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
  return {
    trials,
    seeds,
    initial: Math.min(initial, trials),
    isRegret: optimum !== undefined,
    tuners,
    pairs: pairs.map((pair, place) => ({ ...pair, adjusted: adjusted[place]! })),
  };
}

/** Draws the points with which every contestant begins. */
const randomPoints: TunerSpec = {
  name: "initial points",
  create: ({ space }) => ({
    name: "initial points",
    ask: ({ random }) => drawPoint(space, random),
  }),
};

/** The least feasible loss after 1, 2, 3… trials, in the order in which they were begun; Infinity before one. */
function bestSoFar(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
  length: number,
): Float64Array {
  let least = Infinity;
  return Float64Array.from({ length }, (_, place) => {
    const trial = trials[place];
    const loss = trial && violationOf(trial) <= 0 ? lossesOf(trial, objectives)?.[0] : undefined;
    if (loss !== undefined && loss < least) least = loss;
    return least;
  });
}

/**
 * Mean log₁₀ (loss − floor + ε) after the initial trials. ε is a millionth of what the curves span, so that
 * whoever reaches the floor is rewarded, but not without end.
 */
function scoresOf(
  best: Readonly<Record<string, readonly Float64Array[]>>,
  floor: number,
  initial: number,
): Record<string, number[]> {
  const finite = Object.values(best).flatMap((curves) =>
    curves.flatMap((curve) => [...curve].filter(Number.isFinite)),
  );
  const top = finite.reduce((most, loss) => Math.max(most, loss), -Infinity);
  const span = top > floor ? top - floor : 1;
  const score = (curve: Float64Array): number => {
    const after = [...curve.subarray(initial)];
    const logs = after.map((loss) => {
      const above = Number.isFinite(loss) ? Math.max(0, loss - floor) : 10 * span;
      return Math.log10(above + 1e-6 * span);
    });
    return logs.reduce((sum, one) => sum + one, 0) / logs.length;
  };
  return Object.fromEntries(
    Object.entries(best).map(([name, curves]) => [name, curves.map((curve) => score(curve))]),
  );
}

function quartiles(curves: readonly Float64Array[], shown: (loss: number) => number): Quartiles[] {
  return Array.from({ length: curves[0]!.length }, (_, step) => {
    const values = curves
      .map((curve) => curve[step]!)
      .filter(Number.isFinite)
      .map(shown)
      .toSorted((one, other) => one - other);
    // JSON has no NaN: nothing completed yet is null.
    if (values.length === 0) return { low: null, median: null, high: null };
    return {
      low: quantileSorted(values, 0.25),
      median: quantileSorted(values, 0.5),
      high: quantileSorted(values, 0.75),
    };
  });
}
