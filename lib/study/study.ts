import type { Space } from "../space/space.ts";
import { type AddedTrial, readAdded } from "./added.ts";
import { readBox } from "./boxed-space.ts";
import type { Confirmed, ConfirmOptions } from "./confirm.ts";
import { confirmBest } from "./confirm-best.ts";
import { StudyError } from "./errors.ts";
import { paretoFront } from "./front.ts";
import { type Ledger, REUSED } from "./ledger.ts";
import type { Objective, ObjectiveResult } from "./objectives.ts";
import type { DIRECTIONS, End, StudyView } from "./observer.ts";
import { checkOptimize, type OptimizeOptions } from "./optimize-options.ts";
import { Run } from "./optimize.ts";
import type { PartialParams } from "./partial-params.ts";
import type { StudyPorts } from "./ports.ts";
import { type AskedTrial, RunningTrial } from "./running-trial.ts";
import type { Box } from "./steering.ts";
import { summarize } from "./summary.ts";
import { readTold, type ToldState } from "./told.ts";
import type { Json, Point, TrialRecord, TrialState } from "./trial-record.ts";
import type { Trial } from "./trial.ts";
import type { Beliefs } from "./tuner.ts";

/** Objective names → directions, as options take them. Without an alias, so that the compiler's messages name them. */
export type Objectives<Names extends string> = {
  readonly [Name in Names]: (typeof DIRECTIONS)[number];
};

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
  /** What `optimize` was last given; of no type of its own, so that every study is a `Study`. */
  #objective: ((trial: Trial) => unknown) | undefined;

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
    return this.#ledger.best as TrialRecord | undefined as TrialRecord<Params, Names> | undefined;
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
    checkOptimize(objective, options);
    const ports = this.#ports.surroundings(options.panel ?? true);
    const run = new Run(this.#ledger, objective, options, ports);
    this.#run = run;
    this.#objective = objective as (trial: never) => unknown as (trial: Trial) => unknown;
    const signals = [options.signal, ports.signal].filter((signal) => signal !== undefined);
    const ending = run
      .finish(signals)
      .then((end) => shownAs(end, options.panel !== false))
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
   * Lets the `optimize` that runs stand still: no trial begins, and those that run wait where they report,
   * between two batches of `fit`, and at `trial.untilResumed()`. Without one it does nothing.
   */
  pause(): void {
    this.#run?.pause();
  }

  /** Lets a paused study go on. */
  resume(): void {
    this.#run?.resume();
  }

  /** Whether it stands still. */
  get isPaused(): boolean {
    return this.#ledger.gate.isClosed;
  }

  /**
   * Ends a running trial: its signal aborts with a TrialPruned, and it is recorded as pruned at its last report.
   *
   * @returns its record
   * @throws StudyError if no trial of that number runs here
   */
  async prune(trial: { readonly number: number } | number): Promise<TrialRecord<Params, Names>> {
    const number = typeof trial === "number" ? trial : trial?.number;
    this.#ledger.open(number);
    if (!(await this.#run?.prune(number))) await this.#ledger.prune(number);
    return this.#ledger.records[number] as TrialRecord as TrialRecord<Params, Names>;
  }

  /**
   * From now on new points come from a part of the space, whatever the tuner; `null`: from all of it again.
   * Trials outside of it stay in the history, and the tuner still learns from them.
   *
   * @example
   * study.narrow({ learningRate: [1e-3, 1e-2], activation: ["relu", "tanh"] });
   * study.narrow(null);
   *
   * @throws StudyError naming the parameter and what it accepts
   */
  narrow(box: Box | null): void {
    if (this.#run) this.#run.narrow(box);
    else this.#ledger.points.narrow(box === null ? undefined : readBox(this.space as Space, box));
  }

  /** The part of the space from which new points come; undefined where it is all of it. */
  get box(): Box | undefined {
    return this.#ledger.points.box;
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
    const record = await this.#ledger.tell(
      number,
      readTold(open, result, Object.keys(this.objectives)),
    );
    this.#ledger.unreported.ended(record, this.#ledger.records);
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
    void this.#ledger.observers.notify("steered", this.#ledger.view);
    return records as TrialRecord[] as TrialRecord<Params, Names>[];
  }

  /**
   * Adds trials that were run elsewhere, with another program or before there was a study: the tuner
   * learns from them as from its own.
   *
   * @returns their records
   * @throws SpaceError naming a parameter that the space does not hold, before anything is added;
   *   StudyError or ObjectiveValueError where a result is missing or no number
   */
  async add(
    ...trials: readonly AddedTrial<Params, Names>[]
  ): Promise<TrialRecord<Params, Names>[]> {
    const names = Object.keys(this.objectives);
    const read = trials.map((trial) =>
      readAdded(trial as AddedTrial<never, never>, this.space as Space, names),
    );
    const records: TrialRecord[] = [];
    for (const trial of read) records.push(await this.#ledger.add(trial));
    return records as TrialRecord[] as TrialRecord<Params, Names>[];
  }

  /**
   * Trains the best few again, with fresh seeds that are the same for all of them: the best of many noisy
   * values is best partly by luck, and this says which settings really are, and by how much the study had
   * been too hopeful. The trainings are no trials of the study: its history stays as it is.
   *
   * @returns the candidates, the best mean first, each with its interval and how far it is behind the first
   * @throws StudyError where there is nothing to train with, or nothing to confirm; StudyStopped when stopped
   */
  async confirm(options: ConfirmOptions<Params> = {}): Promise<readonly Confirmed[]> {
    return confirmBest(this.#ledger, this.#ports, options, this.#objective);
  }

  /**
   * Why a trial has its point, as data: what the tuner knew, among what it chose and by what measure.
   * Undefined for a trial that no tuner chose, or of which its tuner keeps nothing any more.
   */
  explain(trial: { readonly number: number } | number): Json | undefined {
    return this.#ledger.points.explain(this.#recordOf(trial));
  }

  /**
   * What the tuner believed of points when it chose a trial's point: what values to expect there, what each
   * was worth. At the trial's own point it is what `explain` says. Undefined where the tuner goes by no
   * model, or keeps nothing of that choice any more.
   *
   * @param points flat, by path, as `trial.point` is
   */
  believe(
    trial: { readonly number: number } | number,
    points: readonly Point[],
  ): Beliefs | undefined {
    return this.#ledger.points.believe(this.#recordOf(trial), points);
  }

  #recordOf(trial: { readonly number: number } | number): TrialRecord {
    const number = typeof trial === "number" ? trial : trial?.number;
    if (number === undefined)
      throw new StudyError(
        "No trial was given. Give one, or its number; study.best is undefined before a trial is complete.",
      );
    const record = this.#ledger.records[number];
    if (record === undefined)
      throw new StudyError(
        `There is no trial ${number}; the study has ${this.#ledger.records.length}.`,
      );
    return record;
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
}

/** As the last value of a cell an End is its sentence, or nothing where the panel has said it. */
function shownAs(end: End, panel: boolean): End {
  const bundle = panel ? {} : { "text/plain": end.message };
  return Object.defineProperty(end, Symbol.for("Jupyter.display"), { value: () => bundle });
}
