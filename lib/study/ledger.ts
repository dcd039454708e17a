import { deriveSeed, randomStream } from "../math/random.ts";
import type { Space } from "../space/space.ts";
import { StudyError } from "./errors.ts";
import type { Direction, StudyView } from "./observer.ts";
import { Observers } from "./observers.ts";
import type { Pruner } from "./pruner.ts";
import { begun, ended, interrupted } from "./records.ts";
import { RunningTrial, type TrialDesk } from "./running-trial.ts";
import type { StoredStudy, TrialEnd, TrialStart } from "./storage.ts";
import { Tally } from "./tally.ts";
import type { Json, Point, Report, TrialRecord, TrialState } from "./trial-record.ts";
import { FINISHED } from "./trial-record.ts";
import { WAIT, type Tuner, type TunerContext } from "./tuner.ts";

/** Places of the random streams below (study's seed, trial's number). */
const STREAM = { tuner: 0, trial: 1 } as const;

/** What a ledger is made of. */
export interface LedgerParts {
  readonly stored: StoredStudy;
  readonly space: Space;
  readonly tuner: Tuner;
  readonly pruner: Pruner;
}

/**
 * The books of a study: its trials as they are known here, in step with its storage, its tuner and
 * whoever watches. Every change of a trial goes through here, so the order of events is the same
 * for all of them.
 */
export class Ledger implements TrialDesk {
  readonly records: TrialRecord[] = [];
  readonly tally: Tally;
  readonly context: TunerContext;
  readonly tuner: Tuner;
  readonly pruner: Pruner;
  /** Who watches now; set while `optimize` runs. */
  observers = new Observers([]);
  /** What observers are shown; set once, by the study around this ledger. */
  view!: StudyView;

  readonly #stored: StoredStudy;
  readonly #open = new Map<number, RunningTrial>();
  /** What trials saved to go on from after a pause. */
  readonly #checkpoints = new Map<number, unknown>();
  /** Numbers that were reserved and have no trial yet. */
  readonly #reserved = new Set<number>();
  /** Notes on their way to the storage, by trial. */
  readonly #noting = new Map<number, Promise<unknown>>();
  /** The end of the queue of those who ask: a tuner is never asked twice at once. */
  #asking: Promise<unknown> | undefined;
  /** Grows when a run is halted: an ask from before finds that it comes too late. */
  #era = 0;

  constructor({ stored, space, tuner, pruner }: LedgerParts) {
    const { objectives, seed } = stored.head;
    this.#stored = stored;
    this.context = { space, objectives, seed };
    this.tuner = tuner;
    this.pruner = pruner;
    this.tally = new Tally(objectives);
  }

  /** The direction of the only objective; undefined where there are several. */
  get direction(): Direction | undefined {
    return this.tally.direction;
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

  /**
   * The next trial, which runs from now on: an enqueued one, or the tuner's choice. Undefined when
   * there is none.
   *
   * @param owner takes its number before anything else is done with it: whoever waits for this
   *   promise may be terminated before it has an answer, and must know what to end
   */
  begin(owner?: Set<number>): Promise<RunningTrial | undefined> {
    const turn =
      this.#asking === undefined ? this.#begin(owner) : this.#asking.then(() => this.#begin(owner));
    const settled: Promise<unknown> = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#asking === settled) this.#asking = undefined;
      });
    this.#asking = settled;
    return turn;
  }

  async #begin(owner: Set<number> | undefined): Promise<RunningTrial | undefined> {
    const claimed = await this.#stored.claim(Date.now());
    if (claimed !== undefined) {
      // Whoever enqueued it may have guessed another number.
      const seed = deriveSeed(this.context.seed, claimed.number, STREAM.trial);
      return this.#launch({ ...claimed, seed }, owner);
    }

    const era = this.#era;
    const number = await this.#stored.reserve();
    this.#reserved.add(number);
    let point: Point | undefined;
    try {
      if (number > this.records.length) await this.refresh();
      const { space, objectives, seed } = this.context;
      const random = randomStream(seed, number, STREAM.tuner);
      const answer = await this.tuner.ask({
        space,
        objectives,
        seed,
        number,
        trials: this.records,
        random,
      });
      point = answer === WAIT ? undefined : answer;
    } finally {
      // A halt has given the number back already, and somebody else may have it.
      if (era === this.#era && point === undefined) await this.#release(number);
    }
    if (point === undefined || era !== this.#era) return undefined;

    const start = this.#draft(number, point, this.tuner.name, Date.now());
    // Into the books first, so that a halt from here on finds it there and ends it.
    const trial = this.#launch(begun(number, start), owner);
    this.#reserved.delete(number);
    await this.#stored.start(number, start);
    return this.#open.has(number) ? trial : undefined;
  }

  #launch(record: TrialRecord, owner: Set<number> | undefined): RunningTrial {
    owner?.add(record.number);
    const trial = new RunningTrial(record, this);
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
      seed: deriveSeed(this.context.seed, number, STREAM.trial),
      startedAt,
      endedAt: undefined,
    };
  }

  /** Adds a trial that is run before the tuner is asked again. */
  async enqueue(point: Point): Promise<TrialRecord> {
    const expected = this.records.length;
    const number = await this.#stored.enqueue(this.#draft(expected, point, "enqueued", undefined));
    await this.refresh();
    return this.records[number]!;
  }

  /** The running trial of that number. @throws StudyError saying what is there instead */
  open(number: number): RunningTrial {
    const trial = this.#open.get(number);
    if (trial !== undefined) return trial;
    throw new StudyError(this.#whyNot(number));
  }

  /** Why a trial cannot be told. */
  #whyNot(number: number): string {
    const record = this.records[number];
    if (record === undefined) {
      const last = this.records.length - 1;
      return `There is no trial ${String(number)}: ${last < 0 ? "none was asked for yet" : `the last one is trial ${last}`}. Tell what study.ask() gave.`;
    }
    if (record.state === "running")
      return `Trial ${number} runs elsewhere, and only who asked for it can tell it.`;
    if (record.state === "waiting")
      return `Trial ${number} is waiting: it begins when study.ask() gives it.`;
    return `Trial ${number} has ended as ${record.state}; a trial is told once. Ask for another with study.ask().`;
  }

  /** Ends a trial by hand. @throws StudyError if it has ended meanwhile */
  async tell(number: number, end: TrialEnd): Promise<TrialRecord> {
    const { record, won } = await this.finish(number, end);
    if (!won) throw new StudyError(this.#whyNot(number));
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
    const noting = this.#noting.get(number);
    // Asked about once: a trial whose notes were lost is still ended, by the halt that follows.
    if (this.#noting.delete(number)) await noting;
    const won = await this.#stored.finish(number, end);
    const record = won ? ended(this.records[number]!, end) : (await this.#stored.load(number))[0]!;
    if (this.#open.delete(number)) {
      this.#put(record);
      void this.observers.notify("trialEnded", record, this.view);
    }
    return { record, won };
  }

  /** Ends these trials as interrupted, and lets nobody wait for an ask that may never come back. */
  async halt(numbers: readonly number[], reason: Error): Promise<void> {
    this.#era++;
    this.#asking = undefined;
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
    return (
      direction !== undefined && this.pruner.prune(record, { trials: this.records, direction })
    );
  }

  checkpoint(number: number): unknown {
    return this.#checkpoints.get(number);
  }

  save(number: number, checkpoint: unknown): void {
    this.#checkpoints.set(number, checkpoint);
  }

  note(record: TrialRecord, key: string, value: Json): void {
    (record.notes as Record<string, Json>)[key] = value;
    // Training does not wait for its notes; the end of the trial does, and fails where they did.
    const kept = Promise.all([
      this.#noting.get(record.number),
      this.#stored.note(record.number, key, value),
    ]);
    kept.catch(() => undefined);
    this.#noting.set(record.number, kept);
  }

  /** Puts a record in its place; whoever counts, and the tuner, learn of a new state once. */
  #put(record: TrialRecord): void {
    const before: TrialState | undefined = this.records[record.number]?.state;
    this.records[record.number] = record;
    this.tally.move(record, before);
    if (FINISHED.has(record.state) || record.state === "interrupted")
      this.tuner.tell?.(record, this.context);
  }

  async #release(number: number): Promise<void> {
    this.#reserved.delete(number);
    await this.#stored.release(number);
  }
}
