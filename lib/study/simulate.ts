import { deriveSeed, type RandomStream, randomStream } from "../math/random.ts";
import { pointKey } from "../space/point-key.ts";
import type { Space } from "../space/space.ts";
import { StudyError, toErrorRecord } from "./errors.ts";
import { lossesOf, violationOf } from "./losses.ts";
import type { Direction, StudyView } from "./observer.ts";
import type { Pruner } from "./pruner.ts";
import type { Point, TrialRecord, TrialState } from "./trial-record.ts";
import { type Tuner, type TunerContext, type TunerSpec, WAIT } from "./tuner.ts";

/** What the objective of a simulation sees of a trial. */
export interface SimulatedTrial<P = Readonly<Record<string, unknown>>> {
  readonly number: number;
  readonly params: P;
  readonly point: Point;
  /** As a real study would seed the trial. */
  readonly seed: number;
  /** The trial's own stream, from `seed`: its noise. */
  readonly random: RandomStream;
}

/** What an objective comes to: a number, or more than that. */
export type SimulatedResult =
  | number
  | {
      /** The value, or one for each objective; NaN fails the trial. Left out: the last of `curve`. */
      readonly values?: number | Readonly<Record<string, number>>;
      /** What the trial would report after the steps 1, 2, 3…; a pruner may stop it before the last. */
      readonly curve?: readonly number[];
      /** Feasible where ≤ 0. */
      readonly constraints?: Readonly<Record<string, number>>;
      /** What the whole trial takes, on the simulation's clock. Default 1, or 1 for each step of the curve. */
      readonly seconds?: number;
    };

/** A study to be simulated. */
export interface Simulation<P = Readonly<Record<string, unknown>>> {
  readonly space: Space<P>;
  readonly tuner: TunerSpec;
  /** One that throws fails its trial. */
  readonly objective: (trial: SimulatedTrial<P>) => SimulatedResult;
  /** Default: minimize `value`. */
  readonly objectives?: Readonly<Record<string, Direction>>;
  /** How many trials to begin, at most. */
  readonly trials: number;
  /** Default 0. */
  readonly seed?: number;
  /** How many run at once. Default 1. */
  readonly running?: number;
  /** Points that are tried before the tuner is asked. Default none. */
  readonly initial?: readonly Point[];
  /** Default: that of the tuner, or none. */
  readonly pruner?: Pruner;
  /** Called after each trial with how many have ended, and awaited: where it throws, the study ends. */
  readonly onTrial?: (ended: number) => void | Promise<void>;
  /** How often a tuner is asked again where its point had been tried. Default 20. */
  readonly attempts?: number;
}

/** What a simulation came to. Its trials' times are milliseconds on its own clock, from 0. */
export interface SimulatedStudy extends StudyView {
  readonly tuner: Tuner;
  readonly context: TunerContext;
  /** Whether the tuner said that nothing is left, or waits for what will never come. */
  readonly exhausted: boolean;
}

/**
 * Runs a tuner on an objective in memory, with a clock of its own: what a study would do with an objective
 * that takes the seconds it says it takes, without waiting for them. For races, benches and tests; the
 * streams and seeds are those of a real study with the same seed.
 */
export async function simulate<P>(simulation: Simulation<P>): Promise<SimulatedStudy> {
  return new Simulator(simulation as unknown as Simulation).run();
}

/** A trial that runs: what it will report, and when it will do so next. */
interface Run {
  readonly number: number;
  readonly curve: readonly number[];
  readonly end: Partial<TrialRecord> & { readonly state: TrialState };
  readonly pace: number;
  at: number;
}

class Simulator {
  readonly #simulation: Simulation;
  readonly #context: TunerContext;
  readonly #tuner: Tuner;
  readonly #pruner: Pruner | undefined;
  readonly #trials: TrialRecord[] = [];
  readonly #tried = new Set<string>();
  readonly #running: Run[] = [];
  /** What is left of the curves of paused trials, by number. */
  readonly #paused = new Map<number, Run>();
  readonly #resumed = new Set<number>();
  #clock = 0;
  /** How many trials have ended; one that is promoted ends again, and counts once. */
  #ended = 0;

  constructor(simulation: Simulation) {
    const { space, objectives = { value: "minimize" }, seed = 0, tuner, pruner } = simulation;
    this.#simulation = simulation;
    this.#context = { space, objectives, seed };
    this.#tuner = tuner.create(this.#context);
    this.#pruner = pruner ?? tuner.pruner;
  }

  async run(): Promise<SimulatedStudy> {
    const { trials: most, running: slots = 1 } = this.#simulation;
    let exhausted = false;
    for (;;) {
      while (this.#running.length < slots) {
        const promoted = this.#tuner.promote?.({
          ...this.#context,
          trials: this.#trials,
          closing: exhausted || this.#trials.length >= most,
        });
        if (promoted !== undefined && this.#resume(promoted)) continue;
        if (this.#trials.length >= most) break;
        const answer = await this.#next();
        if (answer === undefined) exhausted = true;
        if (answer === undefined || answer === WAIT) break;
        this.#begin(answer.point, answer.by);
      }
      if (this.#running.length === 0) {
        if (this.#trials.length < most) exhausted = true;
        break;
      }
      const before = this.#ended;
      this.#step();
      if (this.#ended > before) await this.#simulation.onTrial?.(this.#ended);
    }
    const { objectives, space, seed } = this.#context;
    const best =
      Object.keys(objectives).length === 1 ? bestOf(this.#trials, objectives) : undefined;
    const known = { ...this.#context, trials: this.#trials };
    const recordOf = (trial: { readonly number: number } | number): TrialRecord => {
      const number = typeof trial === "number" ? trial : trial.number;
      const record = this.#trials[number];
      if (record === undefined)
        throw new StudyError(`There is no trial ${number}; there are ${this.#trials.length}.`);
      return record;
    };
    return {
      name: `simulation of ${this.#tuner.name}`,
      space,
      objectives,
      seed,
      tunerName: this.#tuner.name,
      prunerName: this.#pruner?.name ?? "none",
      trials: this.#trials,
      best,
      explain: (trial) => this.#tuner.explain?.(recordOf(trial), known),
      believe: (trial, points) => this.#tuner.believe?.(recordOf(trial), points, known),
      tuner: this.#tuner,
      context: this.#context,
      exhausted,
    };
  }

  async #next(): Promise<{ point: Point; by: string } | undefined | typeof WAIT> {
    const number = this.#trials.length;
    const enqueued = this.#simulation.initial?.[number];
    if (enqueued !== undefined) return { point: enqueued, by: "enqueued" };
    const random = randomStream(this.#context.seed, number, 0);
    const most = this.#simulation.attempts ?? 20;
    for (let attempt = 0; ; attempt++) {
      const trials = this.#trials;
      const point = await this.#tuner.ask({ ...this.#context, number, trials, random, attempt });
      if (point === undefined || point === WAIT) return point;
      if (
        this.#tuner.replicates ||
        attempt >= most ||
        !this.#tried.has(pointKey(this.#context.space, point))
      )
        return { point, by: this.#tuner.name };
    }
  }

  #begin(point: Point, by: string): void {
    const number = this.#trials.length;
    const seed = deriveSeed(this.#context.seed, number, 1);
    const params = this.#context.space.decode(point);
    this.#tried.add(pointKey(this.#context.space, point));
    this.#trials.push({
      number,
      state: "running",
      params,
      point,
      values: undefined,
      value: undefined,
      reports: [],
      notes: {},
      constraints: undefined,
      by,
      seed,
      startedAt: this.#clock,
      endedAt: undefined,
    });
    const random = randomStream(seed);
    const run = this.#evaluate({ number, params, point, seed, random });
    run.at = this.#clock + run.pace;
    this.#running.push(run);
  }

  #evaluate(trial: SimulatedTrial): Run {
    const { number } = trial;
    try {
      const returned = this.#simulation.objective(trial);
      const result = typeof returned === "number" ? { values: returned } : returned;
      const curve = result.curve ?? [];
      const names = Object.keys(this.#context.objectives);
      const given = result.values ?? curve.at(-1) ?? Number.NaN;
      const values = typeof given === "number" ? { [names[0]!]: given } : given;
      const isWhole = names.every((name) => !Number.isNaN(values[name] ?? Number.NaN));
      const steps = Math.max(1, curve.length);
      return {
        number,
        curve,
        pace: (1000 * (result.seconds ?? steps)) / steps,
        at: 0,
        end: isWhole
          ? { state: "complete", values, value: values[names[0]!], constraints: result.constraints }
          : { state: "failed", error: { name: "Error", message: "The objective returned NaN." } },
      };
    } catch (error) {
      return {
        number,
        curve: [],
        pace: 1000,
        at: 0,
        end: { state: "failed", error: toErrorRecord(error) },
      };
    }
  }

  /** Lets the clock go on to what happens next: a report, or the end of a trial. */
  #step(): void {
    const run = this.#running.reduce((first, other) =>
      other.at < first.at || (other.at === first.at && other.number < first.number) ? other : first,
    );
    this.#clock = run.at;
    let trial = this.#trials[run.number]!;
    const value = run.curve[trial.reports.length];
    if (value !== undefined) {
      const report = { step: trial.reports.length + 1, value, at: this.#clock };
      trial = { ...trial, reports: [...trial.reports, report] };
      this.#trials[run.number] = trial;
      const isLast = trial.reports.length === run.curve.length;
      const verdict = !isLast && this.#verdict(trial);
      if (verdict !== false) {
        if (verdict === "pause") this.#paused.set(run.number, run);
        return this.#end(run, { state: verdict === "pause" ? "paused" : "pruned", value });
      }
      if (!isLast) {
        run.at += run.pace;
        return;
      }
    }
    this.#end(run, run.end);
  }

  #verdict(trial: TrialRecord): boolean | "pause" {
    const { objectives, seed } = this.#context;
    const direction = Object.values(objectives)[0]!;
    const study = { name: "simulation", seed };
    return this.#pruner?.prune(trial, { trials: this.#trials, direction, study }) ?? false;
  }

  #end(run: Run, end: Run["end"]): void {
    this.#running.splice(this.#running.indexOf(run), 1);
    if (!this.#resumed.delete(run.number)) this.#ended++;
    const ended: TrialRecord = { ...this.#trials[run.number]!, ...end, endedAt: this.#clock };
    this.#trials[run.number] = ended;
    this.#tuner.tell?.(ended, this.#context);
  }

  #resume(number: number): boolean {
    const run = this.#paused.get(number);
    const trial = this.#trials[number];
    if (run === undefined || trial?.state !== "paused") return false;
    this.#paused.delete(number);
    this.#resumed.add(number);
    this.#trials[number] = { ...trial, state: "running", value: undefined, endedAt: undefined };
    run.at = this.#clock + run.pace;
    this.#running.push(run);
    return true;
  }
}

function bestOf(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
): TrialRecord | undefined {
  let best: TrialRecord | undefined;
  let least = Infinity;
  for (const trial of trials) {
    const loss = lossesOf(trial, objectives)?.[0];
    if (loss === undefined || violationOf(trial) > 0) continue;
    if (best === undefined || loss < least) [best, least] = [trial, loss];
  }
  return best;
}
