import { deriveSeed } from "../math/random.ts";
import type { Space } from "../space/space.ts";
import type { EndedElsewhere } from "./added.ts";
import { AskQueue } from "./ask-queue.ts";
import { StudyError, TrialPruned } from "./errors.ts";
import { Gate } from "./gate.ts";
import { KeptConfirmations } from "./kept-confirmations.ts";
import { whyNotOpen } from "./not-open.ts";
import { NotesUnderWay } from "./notes-under-way.ts";
import type { Direction, StudyView } from "./observer.ts";
import { Observers } from "./observers.ts";
import { pruned } from "./outcome.ts";
import { isEnd, PointSource, type PointSourceParts, type TunerState } from "./point-source.ts";
import type { Pruner } from "./pruner.ts";
import { begun, ended, interrupted, resumed } from "./records.ts";
import { RunningTrial, type TrialDesk } from "./running-trial.ts";
import type { StoredStudy, TrialEnd, TrialStart } from "./storage.ts";
import { Tally } from "./tally.ts";
import type { Json, Point, Report, TrialRecord, TrialState } from "./trial-record.ts";
import { type Answer, type Tuner, type TunerContext, WAIT } from "./tuner.ts";
import { Unheeded } from "./unheeded.ts";
import { Unreported } from "./unreported.ts";

/** Place of a trial's own random stream below the study's seed and its number; the tuner has another. */
const STREAM = 1;

/** What a ledger is made of. */
export interface LedgerParts extends PointSourceParts {
  /** What runs a record; default a {@link RunningTrial}. */
  readonly makeTrial?: (record: TrialRecord, desk: TrialDesk) => RunningTrial;
  readonly stored: StoredStudy;
  readonly space: Space;
  readonly pruner: Pruner;
  /** Whether its user chose it, or a tuner that brings it, and so wants trials to be stopped early. Default false. */
  readonly isPrunerWanted?: boolean;
}

/** What `begin` gives for a trial that took over the values of an earlier one: there is nothing to run. */
export const REUSED: unique symbol = Symbol("reused") as never;

/** What `begin` gives. */
export type Next = RunningTrial | undefined | typeof WAIT | typeof REUSED;

/** Under this key a storage keeps the tuner's state. */
const TUNER_STATE = "tuner";

/**
 * The books of a study: its trials as they are known here, in step with its storage, its tuner and
 * whoever watches. Every change of a trial goes through here, so the order of events is the same
 * for all of them.
 */
export class Ledger implements TrialDesk {
  readonly records: TrialRecord[] = [];
  readonly tally: Tally;
  readonly context: TunerContext;
  /** Where their points come from. */
  readonly points: PointSource;
  /** Where trials wait while the study is paused. */
  readonly gate = new Gate();
  readonly pruner: Pruner;
  /** Whether trials that its pruner shall judge report at all. */
  readonly unreported: Unreported;
  /** Whether objectives end where it stops them. */
  readonly unheeded = new Unheeded();
  /** What `confirm` trained again so far. */
  readonly confirmations: KeptConfirmations;
  /** Who watches now; set while `optimize` runs. */
  observers = new Observers([]);
  /** What observers are shown; set once, by the study around this ledger. */
  view!: StudyView;

  readonly #stored: StoredStudy;
  readonly #makeTrial: NonNullable<LedgerParts["makeTrial"]>;
  /** Called at the next end of a trial. */
  readonly #awaiting: (() => void)[] = [];
  readonly #open = new Map<number, RunningTrial>();
  /** What trials saved to go on from after a pause. */
  readonly #checkpoints = new Map<number, unknown>();
  /** Numbers that were reserved and have no trial yet. */
  readonly #reserved = new Set<number>();
  readonly #notes: NotesUnderWay;
  readonly #asks = new AskQueue();

  constructor({ stored, space, pruner, isPrunerWanted, makeTrial, ...source }: LedgerParts) {
    this.#makeTrial = makeTrial ?? ((record, desk) => new RunningTrial(record, desk));
    const { objectives, seed } = stored.head;
    this.#stored = stored;
    this.#notes = new NotesUnderWay(stored);
    this.confirmations = new KeptConfirmations(stored);
    this.context = { space, objectives, seed };
    this.points = new PointSource(source, this.context, this.records);
    this.pruner = pruner;
    this.tally = new Tally(objectives);
    // With several objectives no pruner is asked.
    const isAsked = isPrunerWanted === true && this.direction !== undefined;
    this.unreported = new Unreported(pruner, isAsked);
  }

  get tuner(): Tuner {
    return this.points.tuner;
  }

  get objectives(): Readonly<Record<string, Direction>> {
    return this.context.objectives;
  }

  /** The direction of the only objective; undefined where there are several. */
  get direction(): Direction | undefined {
    return this.tally.direction;
  }

  /** Fetches the study: its trials, and the tuner's state, where the storage has one of this tuner. */
  async load(): Promise<void> {
    const saved = (await this.#stored.kept(TUNER_STATE)) as TunerState | undefined;
    const known = this.points.restore(saved);
    const records = await this.#stored.load();
    for (const record of records) this.#enter(record);
    this.points.teach(known);
  }

  /** Fetches the trials, and the ends of trials, that came from elsewhere. */
  async refresh(): Promise<void> {
    const firstOpen = this.records.findIndex(
      ({ state }) => state === "running" || state === "waiting",
    );
    for (const record of await this.#stored.load(firstOpen < 0 ? this.records.length : firstOpen)) {
      const known = this.records[record.number];
      if (known?.state !== record.state && !this.#open.has(record.number)) this.#put(record);
    }
  }

  /** Resolves when a trial has ended. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => this.#awaiting.push(resolve));
  }

  /**
   * The next trial, which runs from now on: a paused one that is promoted, an enqueued one, or the
   * tuner's choice. Undefined when there is none; WAIT when there may be after another has ended.
   *
   * @param owner takes its number before anything else is done with it: whoever waits for this
   *   promise may be terminated before it has an answer, and must know what to end
   * @param closing only a paused trial is wanted: the study has as many as it shall have
   */
  begin(owner?: Set<number>, closing = false): Promise<Next> {
    return this.#asks.next(() => this.#begin(owner, closing));
  }

  async #begin(owner: Set<number> | undefined, closing: boolean): Promise<Next> {
    const era = this.#asks.era;
    const promoted = await this.#promote(owner, closing);
    if (promoted !== undefined || closing) return promoted;
    const claimed = await this.#stored.claim(Date.now());
    if (claimed !== undefined) {
      // Whoever enqueued it may have guessed another number.
      const seed = deriveSeed(this.context.seed, claimed.number, STREAM);
      return this.#launch({ ...claimed, seed }, owner);
    }

    const number = await this.#stored.reserve();
    this.#reserved.add(number);
    if (era !== this.#asks.era) {
      await this.#release(number);
      return undefined;
    }
    let answer: Answer;
    try {
      if (number > this.records.length) await this.refresh();
      answer = await this.points.choose(number);
    } finally {
      // A halt has given the number back already, and somebody else may have it.
      if (era === this.#asks.era && (answer === undefined || answer === WAIT))
        await this.#release(number);
    }
    if (era !== this.#asks.era) return undefined;
    if (answer === undefined || answer === WAIT) return answer;

    const start = this.#draft(number, answer, this.tuner.name, Date.now());
    // Into the books first, so that a halt from here on finds it there and ends it.
    const trial = this.#launch(begun(number, start), owner);
    this.#reserved.delete(number);
    const same = this.points.reused(answer);
    await this.#stored.start(number, start);
    if (!this.#open.has(number)) return undefined;
    if (same === undefined) return trial;
    trial.note("reusedFrom", same.number);
    const { values, value, constraints } = same;
    await this.finish(number, {
      state: "complete",
      values,
      value,
      constraints,
      endedAt: Date.now(),
    });
    owner?.delete(number);
    return REUSED;
  }

  /** A paused trial that its tuner wants to go on with. */
  async #promote(
    owner: Set<number> | undefined,
    closing: boolean,
  ): Promise<RunningTrial | undefined> {
    if (this.tally.counts.paused === 0) return undefined;
    const record = this.points.promoted(closing);
    if (record === undefined) return undefined;
    // Another process may have gone on with it meanwhile; then that one trains it.
    if (!(await this.#stored.resume(record.number))) return undefined;
    return this.#launch(resumed(record), owner);
  }

  #launch(record: TrialRecord, owner: Set<number> | undefined): RunningTrial {
    owner?.add(record.number);
    const trial = this.#makeTrial(record, this);
    this.#open.set(record.number, trial);
    this.#put(record);
    void this.observers.notify("trialStarted", record, this.view);
    return trial;
  }

  #draft(number: number, point: Point, by: string, startedAt: number | undefined): TrialStart {
    return {
      params: this.context.space.decode(point),
      point,
      by,
      seed: deriveSeed(this.context.seed, number, STREAM),
      startedAt,
      endedAt: undefined,
    };
  }

  /** Adds a trial that has ended elsewhere. */
  async add({ point, end, reports, notes }: EndedElsewhere): Promise<TrialRecord> {
    const number = await this.#stored.reserve();
    if (number > this.records.length) await this.refresh();
    const start = this.#draft(number, point, "added", end.endedAt);
    const record = begun(number, start);
    this.#launch(record, undefined);
    await this.#stored.start(number, start);
    for (const report of reports) {
      (record.reports as Report[]).push(report);
      await this.#stored.report(number, report);
    }
    for (const [key, value] of Object.entries(notes)) this.note(record, key, value);
    return (await this.finish(number, end)).record;
  }

  /** Adds a trial that is run before the tuner is asked again. */
  async enqueue(point: Point): Promise<TrialRecord> {
    const expected = this.records.length;
    const number = await this.#stored.enqueue(this.#draft(expected, point, "enqueued", undefined));
    await this.refresh();
    return this.records[number]!;
  }

  /** The best trial: as the tuner sees it where it has replicates, else the one of the best value. */
  get best(): TrialRecord | undefined {
    const number = this.points.incumbent;
    return number === undefined ? this.tally.best : this.records[number];
  }

  /** Whether a trial of that number runs here. */
  isOpen(number: number): boolean {
    return this.#open.has(number);
  }

  /** The running trial of that number. @throws StudyError saying what is there instead */
  open(number: number): RunningTrial {
    const trial = this.#open.get(number);
    if (trial !== undefined) return trial;
    throw new StudyError(whyNotOpen(number, this.records));
  }

  /** Ends a trial by hand. @throws StudyError if it has ended meanwhile */
  async tell(number: number, end: TrialEnd): Promise<TrialRecord> {
    const { record, won } = await this.finish(number, end);
    if (!won) throw new StudyError(whyNotOpen(number, this.records));
    return record;
  }

  /** Ends an open trial, and tells everybody. `won` is false where somebody else ended it before, who is believed. */
  async finish(
    number: number,
    end: TrialEnd,
    reason?: Error,
  ): Promise<{ readonly record: TrialRecord; readonly won: boolean }> {
    const trial = this.#open.get(number);
    trial?.end(reason);
    const noting = this.#notes.take(number);
    if (noting !== undefined) await noting;
    const won = await this.#stored.finish(number, end);
    const record = won ? ended(this.records[number]!, end) : (await this.#stored.load(number))[0]!;
    if (end.state !== "paused") this.#checkpoints.delete(number);
    if (this.#open.delete(number)) {
      this.#put(record);
      await this.#keepTuner();
      void this.observers.notify("trialEnded", record, this.view);
    }
    return { record, won };
  }

  /**
   * Ends a running trial as pruned at its last report.
   *
   * @returns false where it does not run here
   */
  async prune(number: number): Promise<boolean> {
    const trial = this.#open.get(number);
    if (trial === undefined) return false;
    const reason = new TrialPruned(`Trial ${number} was stopped by hand.`);
    // For good, also where a schedule would have let it pause.
    const { won } = await this.finish(number, { ...pruned(trial), state: "pruned" }, reason);
    return won;
  }

  /** Ends these trials as interrupted, and lets nobody wait for an ask that may never come back. */
  async halt(numbers: readonly number[], reason: Error): Promise<void> {
    this.#asks.halt();
    const reserved = [...this.#reserved].toSorted((first, second) => second - first);
    await Promise.all([
      ...numbers
        .filter((number) => this.#open.has(number))
        .map((number) => this.finish(number, interrupted(), reason)),
      ...reserved.map((number) => this.#release(number)),
    ]);
  }

  async abandon(number: number): Promise<void> {
    await this.finish(
      number,
      interrupted(),
      new StudyError(`Trial ${number} was left without being told.`),
    );
  }

  async report(record: TrialRecord, report: Report): Promise<boolean | "pause"> {
    (record.reports as Report[]).push(report);
    await this.#stored.report(record.number, report);
    void this.observers.notify("reported", record, this.view);
    const { direction } = this;
    if (direction === undefined) return false;
    const study = { name: this.#stored.head.name, seed: this.context.seed };
    return this.pruner.prune(record, { trials: this.records, direction, study });
  }

  checkpoint(number: number): unknown {
    return this.#checkpoints.get(number);
  }

  save(number: number, checkpoint: unknown): void {
    this.#checkpoints.set(number, checkpoint);
  }

  note(record: TrialRecord, key: string, value: Json): void {
    (record.notes as Record<string, Json>)[key] = value;
    this.#notes.send(record.number, key, value);
  }

  /** Puts a record in its place; whoever counts, and the tuner, learn of a new state once. */
  #put(record: TrialRecord): void {
    this.#enter(record);
    if (!isEnd(record.state)) return;
    this.points.tell(record);
    for (const resolve of this.#awaiting.splice(0)) resolve();
  }

  #enter(record: TrialRecord): void {
    const before: TrialState | undefined = this.records[record.number]?.state;
    this.records[record.number] = record;
    this.tally.move(record, before);
    // A reserved number stands there without a point until it is started.
    if (record.by !== "") this.points.tried.note(record);
  }

  /** What the tuner knows beyond the trials goes into the storage with each of them. */
  async #keepTuner(): Promise<void> {
    const state = this.points.state();
    if (state !== undefined) await this.#stored.keep(TUNER_STATE, state as unknown as Json);
  }

  async #release(number: number): Promise<void> {
    this.#reserved.delete(number);
    await this.#stored.release(number);
  }
}
