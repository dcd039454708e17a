import type { Space } from "../space/space.ts";
import { show } from "../space/wording.ts";
import { ObjectiveValueError, StudyError } from "./errors.ts";
import { paretoFront } from "./front.ts";
import { type Ledger, REUSED } from "./ledger.ts";
import { type Objective, type ObjectiveResult, readValues } from "./objectives.ts";
import type { Direction, End, StudyView } from "./observer.ts";
import type { OptimizeOptions, OptimizePorts } from "./optimize-options.ts";
import { Run } from "./optimize.ts";
import { complete, failed, pruned } from "./outcome.ts";
import { type AskedTrial, RunningTrial } from "./running-trial.ts";
import { summarize } from "./summary.ts";
import type { TrialEnd } from "./storage.ts";
import type { Json, TrialRecord, TrialState } from "./trial-record.ts";
import type { Trial } from "./trial.ts";

/** What `tell` takes in place of a value, for a trial that has none. */
export interface ToldState {
  state: "pruned" | "failed" | "interrupted";
  /** Why it failed. */
  error?: unknown;
}

/** What a study is bound to for each of its `optimize` calls. */
export interface StudyPorts {
  /** Asked at the beginning of each `optimize`; `panel` as the user gave it. */
  surroundings(panel: boolean): OptimizePorts;
  /** A study as a MIME bundle, for a cell that ends in it. Left out: its text. */
  display?(study: StudyView): Promise<Record<string, unknown>>;
}

/** Objective names → directions, as options take them. */
export type Objectives<Names extends string> = { readonly [Name in Names]: Direction };

/**
 * A search for the parameters that make an objective best: its trials, and the ways to add to them.
 * `Params` is what the objective sees, `Names` the names of the objectives. Made by `openStudy`.
 */
export class Study<Params = Readonly<Record<string, unknown>>, Names extends string = string> {
  readonly name: string;
  readonly space: Space<Params>;
  readonly objectives: Objectives<Names>;
  readonly tunerName: string;
  readonly prunerName: string;
  readonly seed: number;
  readonly #ledger: Ledger;
  readonly #ports: StudyPorts;
  #run: Run | undefined;

  /** For `openStudy`, which see. */
  constructor(name: string, ledger: Ledger, ports: StudyPorts) {
    this.name = name;
    this.space = ledger.context.space as Space<never> as Space<Params>;
    this.objectives = ledger.context.objectives as Objectives<Names>;
    this.tunerName = ledger.tuner.name;
    this.prunerName = ledger.pruner.name;
    this.seed = ledger.context.seed;
    this.#ledger = ledger;
    this.#ports = ports;
    // Every `Params` is an object; a constraint that says so would stand in each message of the compiler.
    ledger.view = this as unknown as StudyView;
  }

  /** Every trial known here, in the order of numbers; grows while the study runs. */
  get trials(): readonly TrialRecord<Params, Names>[] {
    return this.#ledger.records as readonly TrialRecord[] as readonly TrialRecord<Params, Names>[];
  }

  /** The best complete trial; undefined before one completed, or with several objectives. */
  get best(): TrialRecord<Params, Names> | undefined {
    return this.#ledger.tally.best as TrialRecord | undefined as
      TrialRecord<Params, Names> | undefined;
  }

  /** The complete trials that no other beats in one objective without losing in another (Pareto's front). */
  get front(): readonly TrialRecord<Params, Names>[] {
    return paretoFront(this.#ledger.records, this.objectives) as TrialRecord<Params, Names>[];
  }

  /** How many trials are in each state. */
  get counts(): Readonly<Record<TrialState, number>> {
    return { ...this.#ledger.tally.counts };
  }

  /**
   * Runs the objective with one point after another until there is enough.
   *
   * @param objective takes the trial; returns a number, or one for each objective by name
   * @param options when to end (`until` or `more`; a grid ends by itself), concurrency, signal…
   * @returns why it ended
   * @throws StudyStopped when the signal, or the cell's Stop, aborted it
   * @throws StudyFailedError when the same error came three times in a row
   * @throws StudyError if an option is not what it should be
   */
  async optimize(objective: Objective<Params, Names>, options: OptimizeOptions = {}): Promise<End> {
    if (this.#run && !this.#run.isHalted)
      throw new StudyError(
        `The study ${JSON.stringify(this.name)} is being optimized already. Await that call, or use concurrency for several trials at once.`,
      );
    const ports = this.#ports.surroundings(options.panel ?? true);
    const run = new Run(this.#ledger, objective, options, ports);
    this.#run = run;
    const signals = [options.signal, ports.signal].filter((signal) => signal !== undefined);
    const ending = run
      .finish(signals)
      .then((end) => shownAs(end, options.panel ?? true))
      .finally(() => {
        if (this.#run === run) this.#run = undefined;
      });
    ports.hold?.(ending.catch(() => undefined));
    return ending;
  }

  /** Ends the `optimize` that runs after the trials that have begun; without one it does nothing. */
  stop(): void {
    this.#run?.close("The study was stopped by study.stop().");
  }

  /**
   * The next trial, to be run by hand and told.
   *
   * @throws StudyError when the tuner has nothing left to try
   */
  async ask(): Promise<AskedTrial<Params>> {
    for (;;) {
      const next = await this.#ledger.begin();
      if (next instanceof RunningTrial) return next as Trial<unknown> as AskedTrial<Params>;
      if (next === REUSED) continue;
      throw new StudyError(
        next === undefined
          ? `The ${this.tunerName} tuner has nothing left to try.`
          : `The ${this.tunerName} tuner has no point before a running trial has ended. Tell one first.`,
      );
    }
  }

  /**
   * Ends a trial that `ask` gave.
   *
   * @param trial the trial, or its number
   * @param result the objective's value (NaN: it failed), a value for each objective by name, or `{ state }`
   * @throws StudyError if the trial is unknown or has ended; ObjectiveValueError if the result is no number
   */
  async tell(
    trial: Trial<Params> | number,
    result: ObjectiveResult<Names> | ToldState,
  ): Promise<TrialRecord<Params, Names>> {
    const number = typeof trial === "number" ? trial : trial?.number;
    const open = this.#ledger.open(number);
    if (trial instanceof RunningTrial && trial !== open) {
      throw new StudyError(
        `Trial ${number} was asked of another study. Tell it to the study whose ask() gave it.`,
      );
    }
    const record = await this.#ledger.tell(number, this.#readTold(open, result));
    return record as TrialRecord as TrialRecord<Params, Names>;
  }

  /**
   * Adds points that are run before the tuner is asked again: what you believe in already.
   * Parameters that are left out take their defaults.
   *
   * @returns the waiting trials
   * @throws SpaceError naming the parameter and what it accepts
   */
  async enqueue(
    ...points: readonly PartialParams<Params>[]
  ): Promise<TrialRecord<Params, Names>[]> {
    const encoded = points.map((params) => this.space.encode(params as Params));
    const records: TrialRecord[] = [];
    for (const point of encoded) records.push(await this.#ledger.enqueue(point));
    return records as TrialRecord[] as TrialRecord<Params, Names>[];
  }

  /**
   * Why a trial has its point, as data: what the tuner knew, among what it chose and by what measure.
   * Undefined for a trial that no tuner chose, or of which its tuner keeps nothing any more.
   */
  explain(trial: { readonly number: number } | number): Json | undefined {
    const number = typeof trial === "number" ? trial : trial.number;
    const record = this.#ledger.records[number];
    if (record === undefined)
      throw new StudyError(
        `There is no trial ${number}; the study has ${this.#ledger.records.length}.`,
      );
    return this.#ledger.explain(record);
  }

  /** Fetches what others added to the storage. */
  async refresh(): Promise<this> {
    await this.#ledger.refresh();
    return this;
  }

  /** The study in a few lines. */
  toString(): string {
    return summarize(this.#ledger.view, this.counts);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** What a notebook shows of it. */
  async [Symbol.for("Jupyter.display")](): Promise<Record<string, unknown>> {
    return this.#ports.display?.(this.#ledger.view) ?? { "text/plain": this.toString() };
  }

  #readTold(trial: Parameters<typeof pruned>[0], result: unknown): TrialEnd {
    const names = Object.keys(this.objectives);
    if (typeof result === "object" && result !== null && "state" in result) {
      const { state, error } = result as ToldState;
      if (state === "pruned") return pruned(trial);
      if (state === "failed") return failed(error ?? new Error("It was told to have failed.")).end;
      if (state === "interrupted")
        return { state, values: undefined, value: undefined, endedAt: Date.now() };
      throw new StudyError(
        `A trial cannot be told the state ${show(state)}. Use "pruned", "failed" or "interrupted", or tell its value.`,
      );
    }
    try {
      return complete(readValues(result, names), names, trial.constraints);
    } catch (error) {
      if (error instanceof ObjectiveValueError && error.diverged) return failed(error).end;
      throw error;
    }
  }
}

/** Parameters of which some may be left to their defaults. */
export type PartialParams<Params> = Params extends readonly unknown[]
  ? Params
  : Params extends object
    ? { readonly [Name in keyof Params]?: PartialParams<Params[Name]> }
    : Params;

/** As the last value of a cell an End is its sentence, or nothing where the panel has said it. */
function shownAs(end: End, panel: boolean): End {
  const bundle = panel ? {} : { "text/plain": end.message };
  return Object.defineProperty(end, Symbol.for("Jupyter.display"), { value: () => bundle });
}
