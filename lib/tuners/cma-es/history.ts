/**
 * The course of one study's CMA-ES as a function of its trials and of which of them made each generation: the
 * models can be computed again from that, so that nothing else need be kept.
 */

import { randomStream } from "../../math/random.ts";
import type { Space } from "../../space/space.ts";
import { lossesOf } from "../../study/losses.ts";
import type { Point, TrialRecord } from "../../study/trial-record.ts";
import type { TunerContext } from "../../study/tuner.ts";
import { individualsOf, rankAll } from "../common/population.ts";
import {
  clipped,
  draw,
  exhaustion,
  injected,
  isInside,
  type Layout,
  type Model,
  type ModelOptions,
  nextModel,
  type Sample,
  startModel,
  vectorOf,
} from "./model.ts";
import { firstRun, nextRun, type Restarts, type Run } from "./restart.ts";
import { startFrom } from "./warm-start.ts";

export interface HistoryOptions extends Omit<ModelOptions, "population"> {
  readonly population: number;
  readonly step: number;
  readonly restarts: Restarts;
  readonly warmStart: boolean;
}

/** What trials were asked for from, beginning with one of them. */
export interface Epoch {
  /** The first trial that was asked for from this model. */
  readonly from: number;
  /** The trials that this model was made of, beyond those before. */
  readonly members: readonly number[];
  readonly model: Model;
  readonly run: Run;
}

/** A point as a model proposes it. */
export interface Proposal {
  readonly sample: Sample;
  readonly vector: Float64Array;
  readonly point: Point;
}

/** Sets the streams of this tuner apart from those of trials. */
const SAMPLES = 0x636d61;
const RESTART = 0x636d62;

/** How old the model of a late trial may be; of older ones the present one cannot learn. */
const OLDEST = 8;

export class History {
  readonly #layout: Layout;
  readonly #options: HistoryOptions;
  readonly #seed: number;
  readonly epochs: Epoch[] = [];
  /** Of trials whose first points were refused: which attempt it was in the end. */
  readonly attempts = new Map<number, number>();

  constructor(layout: Layout, options: HistoryOptions, seed: number) {
    this.#layout = layout;
    this.#options = options;
    this.#seed = seed;
  }

  /** The model that a trial was, or is, asked for from. */
  epochOf(number: number): Epoch | undefined {
    return this.epochs.findLast(({ from }) => from <= number);
  }

  /** What a model proposes for a trial: always the same. Undefined where nothing that it drew was allowed. */
  propose(model: Model, number: number, attempt: number, space: Space): Proposal | undefined {
    const random = randomStream(this.#seed, number, SAMPLES, attempt);
    const most = Math.min(100, 10 * Math.max(1, this.#layout.numeric.length));
    for (let tries = 0; tries <= most; tries++) {
      const drawn = draw(model, random);
      if (tries < most && !isInside(this.#layout, drawn)) continue;
      const sample = clipped(this.#layout, drawn);
      const vector = vectorOf(this.#layout, model, sample);
      const point = this.#layout.cube.write(vector);
      if (space.allows(point)) return { sample, vector, point };
    }
    return undefined;
  }

  /** The first model: around the best of what is there, or in the middle. */
  begin(from: number, members: readonly TrialRecord[], context: TunerContext): void {
    const { cube } = this.#layout;
    const { population, step } = this.#options;
    const ranked = rankAll(individualsOf(members, cube, context.objectives));
    const start = startFrom(
      this.#layout,
      ranked.map(({ vector }) => vector),
      step,
    );
    const model = startModel(this.#layout, start, this.#options);
    const numbers = members.map(({ number }) => number);
    this.epochs.push({ from, members: numbers, model, run: firstRun(population) });
  }

  /** The next model, after a generation of these trials. */
  update(from: number, members: readonly TrialRecord[], context: TunerContext): void {
    const epoch = this.epochs.at(-1)!;
    const { model } = epoch;
    const order = this.#ranked(members, context);
    const samples = order.map((trial) => this.#sampleOf(trial, context.space, epoch));
    const losses = order.map((trial) => lossesOf(trial, context.objectives)?.[0] ?? Infinity);
    const known = losses.filter((loss) => Number.isFinite(loss));
    const extremes = [Math.min(...known), Math.max(...known)] as const;
    const next = nextModel(this.#layout, model, samples, known.length > 0 ? extremes : [0, 1]);
    const numbers = members.map(({ number }) => number);
    const restarted = this.#options.restarts === "none" ? undefined : exhaustion(next);
    if (restarted === undefined) {
      this.epochs.push({ from, members: numbers, model: next, run: epoch.run });
      return;
    }
    const { population: smallest, step } = this.#options;
    const random = randomStream(this.#seed, RESTART, epoch.run.index);
    const trials = next.generation * epoch.run.population;
    const run = nextRun(epoch.run, trials, smallest, this.#options.restarts, random);
    const mean = Float64Array.from(this.#layout.numeric, () => random.uniform());
    const fresh = startModel(
      this.#layout,
      { mean, step: step * run.stepShare },
      { ...this.#options, population: run.population },
    );
    this.epochs.push({ from, members: numbers, model: fresh, run });
  }

  /** Whether a trial came from a model of this history, and from which: its place in `epochs`, or -1. */
  originOf({ number, point }: TrialRecord, space: Space): number {
    const index = this.epochs.findLastIndex(({ from }) => from <= number);
    if (index < 0 || index < this.epochs.length - OLDEST) return -1;
    const attempt = this.attempts.get(number) ?? 0;
    const proposal = this.propose(this.epochs[index]!.model, number, attempt, space);
    return proposal !== undefined && isSame(proposal.point, point) ? index : -1;
  }

  /** Best first: complete ones, then those that were stopped early, who came furthest before the others. */
  #ranked(members: readonly TrialRecord[], { objectives }: TunerContext): TrialRecord[] {
    const byNumber = new Map(members.map((trial) => [trial.number, trial]));
    const complete = rankAll(individualsOf(members, this.#layout.cube, objectives)).map(
      ({ number }) => byNumber.get(number)!,
    );
    const sign = Object.values(objectives)[0] === "maximize" ? -1 : 1;
    const known = new Set(complete);
    const reached = (trial: TrialRecord): number => trial.reports.at(-1)?.step ?? -1;
    const loss = (trial: TrialRecord): number => sign * (trial.reports.at(-1)?.value ?? Infinity);
    const stopped = members
      .filter((trial) => !known.has(trial))
      .toSorted((one, other) => {
        if (reached(one) !== reached(other)) return reached(other) - reached(one);
        return loss(one) < loss(other) ? -1 : loss(one) > loss(other) ? 1 : 0;
      });
    return [...complete, ...stopped];
  }

  /** The place that a member of a generation was drawn at, as the present model can take it. */
  #sampleOf(trial: TrialRecord, space: Space, present: Epoch): Sample {
    const birth = this.epochOf(trial.number) ?? present;
    const attempt = this.attempts.get(trial.number) ?? 0;
    const { sample } = this.propose(birth.model, trial.number, attempt, space)!;
    return birth === present ? sample : injected(present.model, sample);
  }
}

/** Whether two points hold the same values. */
function isSame(one: Point, other: Point): boolean {
  const paths = Object.keys(one);
  return (
    paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path])
  );
}
