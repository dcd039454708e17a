import { UnitCube } from "../space/vectors.ts";
import { TunerError } from "../study/errors.ts";
import { lossesOf } from "../study/losses.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Tuner, TunerContext, TunerSpec } from "../study/tuner.ts";
import type { Gaussian } from "./cma-es/gaussian.ts";
import { History, type HistoryOptions } from "./cma-es/history.ts";
import { layOut, type Layout, populationFor } from "./cma-es/model.ts";
import type { Restarts } from "./cma-es/restart.ts";
import { drawPoint } from "../space/draw.ts";
import { checkCount, checkOptions, checkWord } from "./common/options.ts";
import { Recent } from "./common/recent.ts";

/** The options of CMA-ES. */
export interface CmaEsOptions {
  /** λ: trials in a generation. Default 4 + ⌊3 ln d⌋. */
  readonly population?: number;
  /** σ of the first generation, as a share of each parameter's range. Default 1/6. */
  readonly sigma?: number;
  /**
   * Whether only a variance for each parameter is learnt, and not how they go together: faster where there
   * are many that act each by itself. Default: where there are more than 200.
   */
  readonly separable?: boolean;
  /** Whether it learns more slowly where the objective is noisy or has many peaks. Default false. */
  readonly adaptLearningRate?: boolean;
  /**
   * What follows when it has converged: "ipop", again elsewhere with twice the population; "bipop", large and
   * small populations in turn; "none", it goes on where it is. Default "ipop".
   */
  readonly restarts?: Restarts;
  /** Whether it begins around the best of the trials that are there before its own. Default true. */
  readonly warmStart?: boolean;
}

/**
 * CMA-ES: points are drawn from a normal distribution that moves towards the better half of each generation and
 * takes its shape. For numbers that depend on each other, and some hundreds of trials or more.
 *
 * Active covariance update and step-size control as in Hansen's tutorial (arXiv:1604.00772). Steps, integers,
 * booleans and ordered choices keep a margin (Hamano et al., GECCO 2022); choices have distributions of their
 * own (CatCMA, Hamano et al., GECCO 2024); learning rates may adapt (Nomura et al., GECCO 2023). A parameter
 * that is not active is drawn all the same, so that its place is kept for when it is.
 *
 * No generation waits for a straggler: points are drawn until λ of them have been told, and what comes later
 * counts for a later generation, no further away than that one's own points lie. Failed trials say nothing;
 * pruned ones stand behind complete ones, and what breaks constraints behind what keeps them. With several
 * objectives it goes by fronts and crowding.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function cmaEs(options: CmaEsOptions = {}): TunerSpec {
  const names = ["population", "sigma", "separable", "adaptLearningRate", "restarts", "warmStart"];
  checkOptions("cmaEs", options, names);
  const { population, sigma = 1 / 6, restarts = "ipop", warmStart = true } = options;
  if (population !== undefined) checkCount("cmaEs", "population", population, 4);
  if (!(sigma > 0 && sigma <= 1)) {
    throw new TunerError(
      `tuners.cmaEs: sigma is ${String(sigma)}; a number above 0, up to 1, is needed`,
    );
  }
  checkWord("cmaEs", "restarts", restarts, ["ipop", "bipop", "none"]);
  return {
    name: "cmaEs",
    create: ({ space, seed }) => {
      const layout = layOut(new UnitCube(space));
      return new CmaEsTuner(layout, seed, {
        population: population ?? populationFor(layout),
        step: sigma,
        separable: options.separable ?? layout.numeric.length > 200,
        adaptRates: options.adaptLearningRate ?? false,
        restarts,
        warmStart,
      });
    },
  };
}

/** Attempts at a point that had been tried, before the whole space is drawn from. */
const MOST_ATTEMPTS = 15;

/** One entry of the state for each model: the trial it began with, then those it was made of. */
type Log = readonly (readonly number[])[];

class CmaEsTuner implements Tuner {
  readonly name = "cmaEs";
  readonly #layout: Layout;
  readonly #seed: number;
  readonly #options: HistoryOptions;
  #history: History;
  /** What is to be computed again before the next point. */
  #log: Log = [];
  /** Trials that made a model, or that no model can learn from. */
  readonly #done = new Set<number>();
  /** How many trials at the beginning of the list are done, so that they need not be looked at again. */
  #settled = 0;
  /** Trials that await their generation. */
  readonly #own = new Set<number>();
  readonly #choices = new Recent<Json>();

  constructor(layout: Layout, seed: number, options: HistoryOptions) {
    this.#layout = layout;
    this.#seed = seed;
    this.#options = options;
    this.#history = new History(layout, options, seed);
  }

  ask(context: AskContext): Point {
    const { space, number, random, attempt = 0 } = context;
    this.#follow(context);
    const { model, run } = this.#history.epochs.at(-1)!;
    if (attempt > 0) this.#history.attempts.set(number, attempt);
    const proposal =
      attempt < MOST_ATTEMPTS ? this.#history.propose(model, number, attempt, space) : undefined;
    const about = {
      tuner: "cmaEs",
      restart: run.index,
      generation: model.generation,
      population: run.population,
    };
    if (proposal === undefined) {
      this.#choices.set(number, { ...about, phase: "random" });
      return drawPoint(space, random);
    }
    const { axes } = this.#layout.cube;
    const { numeric } = this.#layout;
    const gaussian = model.gaussian;
    const byPath = (values: (k: number) => number): Record<string, number> =>
      Object.fromEntries(numeric.map((place, k) => [axes[place]!.dimension.path, values(k)]));
    this.#choices.set(number, {
      ...about,
      phase: "sample",
      ...(gaussian !== undefined && {
        step: gaussian.step,
        mean: byPath((k) => gaussian.mean[k]!),
        deviation: byPath(
          (k) => gaussian.step * Math.sqrt(gaussian.covariance[k * numeric.length + k]!),
        ),
        // Of many the square of their number: then the deviations alone are told.
        ...(numeric.length <= MOST_CORRELATED && { correlation: correlationOf(gaussian) }),
      }),
      ...(model.categories && {
        probabilities: Object.fromEntries(
          this.#layout.categorical.map((place, k) => [
            axes[place]!.dimension.path,
            [...model.categories!.probabilities[k]!],
          ]),
        ),
      }),
      vector: [...proposal.vector],
    });
    return proposal.point;
  }

  /** Which trials made each generation; the models follow from that and from the trials. */
  state(): Json {
    const epochs = this.#history.epochs.map(({ from, members }) => [from, ...members]);
    return {
      epochs: epochs.length > 0 ? epochs : this.#log,
      attempts: [...this.#history.attempts],
    } as unknown as Json;
  }

  restore(state: Json): void {
    const { epochs, attempts } = state as unknown as { epochs: Log; attempts: [number, number][] };
    this.#forget();
    this.#log = structuredClone(epochs);
    for (const [number, attempt] of attempts) this.#history.attempts.set(number, attempt);
  }

  /**
   * What a trial's point was drawn from, for the latest thousand: the mean and deviation of each number, in
   * shares of its range, their correlations where they are up to twelve (row after row), the probabilities of each
   * choice, and the place in the unit cube that
   * `UnitCube.write` makes the point of.
   */
  explain(trial: TrialRecord): Json | undefined {
    return this.#choices.get(trial.number);
  }

  #forget(): void {
    this.#history = new History(this.#layout, this.#options, this.#seed);
    this.#done.clear();
    this.#own.clear();
    this.#settled = 0;
    this.#log = [];
  }

  /** Brings the models up to what has been told. */
  #follow(context: AskContext): void {
    const { trials, number, objectives, space } = context;
    const history = this.#history;
    if ((history.epochs.at(-1)?.from ?? 0) > number) this.#rewind();
    if (this.#log.length > 0) this.#replay(context);
    if (history.epochs.length === 0) {
      const earlier = this.#options.warmStart
        ? trials.filter((trial) => lossesOf(trial, objectives) !== undefined)
        : [];
      history.begin(number, earlier, context);
      for (const trial of earlier) this.#done.add(trial.number);
    }
    for (;;) {
      while (this.#isSettled(trials[this.#settled])) this.#settled++;
      const waiting: TrialRecord[] = [];
      for (let place = this.#settled; place < trials.length; place++) {
        const trial = trials[place]!;
        if (this.#done.has(trial.number) || !isTold(trial, objectives)) continue;
        if (!this.#own.has(trial.number)) {
          if (history.originOf(trial, space) < 0) {
            this.#done.add(trial.number);
            continue;
          }
          this.#own.add(trial.number);
        }
        waiting.push(trial);
      }
      const { run } = history.epochs.at(-1)!;
      if (waiting.length < run.population) return;
      const members = waiting.slice(0, run.population);
      history.update(number, members, context);
      for (const member of members) {
        this.#done.add(member.number);
        this.#own.delete(member.number);
      }
    }
  }

  #isSettled(trial: TrialRecord | undefined): boolean {
    if (trial === undefined) return false;
    const { number, state } = trial;
    return this.#done.has(number) || state === "failed" || state === "interrupted";
  }

  /** The study went back: what came of later trials is computed anew. */
  #rewind(): void {
    const log = this.#history.epochs.map(({ from, members }) => [from, ...members]);
    const attempts = [...this.#history.attempts];
    this.restore({ epochs: log, attempts } as unknown as Json);
  }

  /** Computes the models of a log, as far as it goes with these trials. */
  #replay(context: AskContext): void {
    const { trials, number, objectives } = context;
    const byNumber = new Map(trials.map((trial) => [trial.number, trial]));
    for (const [from, ...numbers] of this.#log) {
      const members = numbers.flatMap((member) => byNumber.get(member) ?? []);
      const told = members.filter((trial) => isTold(trial, objectives));
      if (from! > number || told.length < numbers.length) break;
      if (this.#history.epochs.length === 0) this.#history.begin(from!, members, context);
      else this.#history.update(from!, members, context);
      for (const member of numbers) this.#done.add(member);
    }
    this.#log = [];
    for (const each of this.#history.attempts.keys()) {
      if (each >= number) this.#history.attempts.delete(each);
    }
  }
}

const MOST_CORRELATED = 12;

/** The correlations of a bell's numbers, row after row. */
function correlationOf({ mean, covariance }: Gaussian): number[] {
  const d = mean.length;
  return Array.from(covariance, (value, place) => {
    const [row, column] = [Math.floor(place / d), place % d];
    return value / Math.sqrt(covariance[row * d + row]! * covariance[column * d + column]!);
  });
}

/** Whether a trial came to something that can be ranked. */
function isTold(trial: TrialRecord, objectives: TunerContext["objectives"]): boolean {
  const { state } = trial;
  // Not a paused one, which may still come to more.
  return state === "pruned" || lossesOf(trial, objectives) !== undefined;
}
