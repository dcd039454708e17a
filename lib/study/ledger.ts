import { deriveSeed, type RandomStream, randomStream } from "../math/random.ts";
import type { EndedElsewhere } from "./added.ts";
import type { ConfirmRun } from "./confirm.ts";
import { drawPoint } from "../space/draw.ts";
import { enumerate } from "../space/enumerate.ts";
import type { Space } from "../space/space.ts";
import { isLegalPoint } from "../space/legal.ts";
import { boxSpace } from "./boxed-space.ts";
import { StudyError, TrialPruned, TunerError } from "./errors.ts";
import { Gate } from "./gate.ts";
import type { Direction, StudyView } from "./observer.ts";
import { Observers } from "./observers.ts";
import { pruned } from "./outcome.ts";
import type { Pruner } from "./pruner.ts";
import { begun, ended, interrupted, resumed } from "./records.ts";
import { RunningTrial, type TrialDesk } from "./running-trial.ts";
import type { StoredStudy, TrialEnd, TrialStart } from "./storage.ts";
import type { Box } from "./steering.ts";
import { Tally } from "./tally.ts";
import type { Json, Point, Report, TrialRecord, TrialState } from "./trial-record.ts";
import { FINISHED } from "./trial-record.ts";
import { Tried } from "./tried.ts";
import { type Answer, type Beliefs, type Tuner, type TunerContext, WAIT } from "./tuner.ts";

/** Places of the random streams below (study's seed, trial's number). */
const STREAM = { tuner: 0, trial: 1 } as const;

/** What a ledger is made of. */
export interface LedgerParts {
  /** What runs a record; default a {@link RunningTrial}. */
  readonly makeTrial?: (record: TrialRecord, desk: TrialDesk) => RunningTrial;
  readonly stored: StoredStudy;
  readonly space: Space;
  readonly tuner: Tuner;
  /** A fresh tuner of the same kind; left out where the space is not known beforehand. */
  readonly makeTuner?: (context: TunerContext) => Tuner;
  readonly pruner: Pruner;
  readonly duplicates: Duplicates;
}

/**
 * What becomes of a point that a trial of the study has already:
 * - "avoid": the tuner is asked for another, and where it has none one is drawn at random; a finite space
 *   of which every configuration has been tried is exhausted;
 * - "reuse": the trial takes over the earlier one's values without being run;
 * - "allow": it is run again (an objective with noise).
 */
export type Duplicates = "avoid" | "reuse" | "allow";

/** What `begin` gives for a trial that took over the values of an earlier one: there is nothing to run. */
export const REUSED: unique symbol = Symbol("reused") as never;

/** What `begin` gives. */
export type Next = RunningTrial | undefined | typeof WAIT | typeof REUSED;

/** How often a tuner is asked for another point, and how many are then drawn at random. */
const ATTEMPTS = 20;
const DRAWS = 100;

/** The largest space of which every configuration is looked at, to find one that has not been tried. */
const MOST_LISTED = 100_000;

/** Under this key a storage keeps the tuner's state. */
const TUNER_STATE = "tuner";
/** And under this one the trainings of `confirm`. */
const CONFIRMED = "confirmed";

/**
 * The books of a study: its trials as they are known here, in step with its storage, its tuner and
 * whoever watches. Every change of a trial goes through here, so the order of events is the same
 * for all of them.
 */
export class Ledger implements TrialDesk {
  readonly records: TrialRecord[] = [];
  readonly tally: Tally;
  readonly context: TunerContext;
  /** Where trials wait while the study is paused. */
  readonly gate = new Gate();
  readonly pruner: Pruner;
  /** Who watches now; set while `optimize` runs. */
  observers = new Observers([]);
  /** What observers are shown; set once, by the study around this ledger. */
  view!: StudyView;

  readonly tried: Tried;

  #tuner: Tuner;
  /** The part of the space from which points come. */
  #box: Box | undefined;
  /** What the tuner is given as the space: all of it, or that part. */
  #asked: TunerContext;

  readonly #stored: StoredStudy;
  readonly #makeTuner: LedgerParts["makeTuner"];
  readonly #makeTrial: NonNullable<LedgerParts["makeTrial"]>;
  readonly #duplicates: Duplicates;
  /** Trials whose points were drawn since all that the tuner proposed had been tried. */
  readonly #drawn = new Set<number>();
  /** Trials that the tuner's state knows of, from before this study was opened. */
  #known: ReadonlySet<number> = new Set();
  /** Called at the next end of a trial. */
  readonly #awaiting: (() => void)[] = [];
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

  constructor({ stored, space, tuner, makeTuner, pruner, duplicates, makeTrial }: LedgerParts) {
    this.#makeTrial = makeTrial ?? ((record, desk) => new RunningTrial(record, desk));
    const { objectives, seed } = stored.head;
    this.#stored = stored;
    this.context = { space, objectives, seed };
    this.#asked = this.context;
    this.#tuner = tuner;
    this.#makeTuner = makeTuner;
    this.pruner = pruner;
    this.tally = new Tally(objectives);
    this.tried = new Tried(space);
    this.#duplicates = duplicates;
  }

  get tuner(): Tuner {
    return this.#tuner;
  }

  get box(): Box | undefined {
    return this.#box;
  }

  /** The direction of the only objective; undefined where there are several. */
  get direction(): Direction | undefined {
    return this.tally.direction;
  }

  /** Fetches the study: its trials, and the tuner's state, where the storage has one of this tuner. */
  async load(): Promise<void> {
    const saved = (await this.#stored.kept(TUNER_STATE)) as SavedState | undefined;
    if (saved !== undefined && saved.by === this.tuner.name && this.tuner.restore) {
      this.#known = new Set(saved.told);
      this.tuner.restore(saved.state, this.context);
    }
    const records = await this.#stored.load();
    for (const record of records) this.#enter(record);
    this.#teach(this.#known);
  }

  /** Tells the tuner of the trials that have ended and that it does not know, in the order of their ends. */
  #teach(known: ReadonlySet<number>): void {
    const ends = this.records.filter(({ state, number }) => isEnd(state) && !known.has(number));
    ends.sort((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0));
    for (const record of ends) this.tuner.tell?.(record, this.#asked);
  }

  /**
   * From now on points come from this part of the space; undefined: from all of it. A fresh tuner takes over,
   * which learns of all trials; where none can serve that part, the one that is there is asked until it hits it.
   *
   * @throws StudyError where the space is not known beforehand
   */
  narrow(box: Box | undefined): void {
    const { context } = this;
    if (this.#makeTuner === undefined)
      throw new StudyError(
        "This study's objective says itself what may vary, so it cannot be narrowed: give openStudy a space, or other ranges to trial.float.",
      );
    const asked = box === undefined ? context : { ...context, space: boxSpace(context.space, box) };
    // Throws where nothing of it is allowed.
    if (asked.space.constraints.length > 0) drawPoint(asked.space, randomStream(0));
    let tuner: Tuner;
    try {
      tuner = this.#makeTuner(asked);
    } catch (error) {
      if (!(error instanceof TunerError)) throw error;
      tuner = this.#tuner;
    }
    this.#box = box;
    if (tuner === this.#tuner) return;
    this.#asked = asked;
    const state = this.#tuner.state?.();
    this.#tuner = tuner;
    if (state === undefined || tuner.restore === undefined) this.#teach(new Set());
    else tuner.restore(state, asked);
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
    const era = this.#era;
    const turn =
      this.#asking === undefined
        ? this.#begin(owner, closing)
        : this.#asking.then(() =>
            // Whoever queued before a halt is not served after it.
            era === this.#era ? this.#begin(owner, closing) : undefined,
          );
    const settled: Promise<unknown> = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#asking === settled) this.#asking = undefined;
      });
    this.#asking = settled;
    return turn;
  }

  async #begin(owner: Set<number> | undefined, closing: boolean): Promise<Next> {
    const era = this.#era;
    const promoted = await this.#promote(owner, closing);
    if (promoted !== undefined || closing) return promoted;
    const claimed = await this.#stored.claim(Date.now());
    if (claimed !== undefined) {
      // Whoever enqueued it may have guessed another number.
      const seed = deriveSeed(this.context.seed, claimed.number, STREAM.trial);
      return this.#launch({ ...claimed, seed }, owner);
    }

    const number = await this.#stored.reserve();
    this.#reserved.add(number);
    if (era !== this.#era) {
      await this.#release(number);
      return undefined;
    }
    let answer: Answer;
    try {
      if (number > this.records.length) await this.refresh();
      answer = await this.#choose(number);
    } finally {
      // A halt has given the number back already, and somebody else may have it.
      if (era === this.#era && (answer === undefined || answer === WAIT))
        await this.#release(number);
    }
    if (era !== this.#era) return undefined;
    if (answer === undefined || answer === WAIT) return answer;

    const start = this.#draft(number, answer, this.tuner.name, Date.now());
    // Into the books first, so that a halt from here on finds it there and ends it.
    const trial = this.#launch(begun(number, start), owner);
    this.#reserved.delete(number);
    const same = this.#duplicates === "reuse" ? this.#completeAt(answer) : undefined;
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

  /** The first complete trial of a point. */
  #completeAt(point: Point): TrialRecord | undefined {
    const complete = this.tried.at(point).map((number) => this.records[number]!);
    return complete.find(({ state }) => state === "complete");
  }

  /** A paused trial that its tuner wants to go on with. */
  async #promote(
    owner: Set<number> | undefined,
    closing: boolean,
  ): Promise<RunningTrial | undefined> {
    if (this.tally.counts.paused === 0) return undefined;
    const number = this.tuner.promote?.({ ...this.#asked, trials: this.records, closing });
    if (number === undefined) return undefined;
    const record = this.records[number];
    if (record?.state !== "paused")
      throw new StudyError(
        `The ${this.tuner.name} tuner wants to go on with trial ${number}, which is ${record?.state ?? "not there"}.`,
      );
    // Another process may have gone on with it meanwhile; then that one trains it.
    if (!(await this.#stored.resume(number))) return undefined;
    return this.#launch(resumed(record), owner);
  }

  /** The tuner's point for a trial: one that has not been tried, unless that is allowed. */
  async #choose(number: number): Promise<Answer> {
    const random = randomStream(this.context.seed, number, STREAM.tuner);
    const trials = this.records;
    for (let attempt = 0; ; attempt++) {
      const ask = { ...this.#asked, number, trials, random };
      const answer = await this.tuner.ask(attempt === 0 ? ask : { ...ask, attempt });
      if (answer === undefined || answer === WAIT) return answer;
      // The box may have come while the tuner thought, or the tuner may not keep to it.
      const isInside = this.#box === undefined || isLegalPoint(this.#drawing, answer);
      const isFresh =
        this.#duplicates !== "avoid" || this.tuner.replicates || !this.tried.has(answer);
      if (isInside && isFresh) return answer;
      if (attempt < ATTEMPTS) continue;
      const other = this.#drawUntried(random);
      if (other === undefined && isInside && this.context.space.size === Infinity) return answer;
      this.#drawn.add(number);
      return other;
    }
  }

  /** The space from which a point is drawn where the tuner has none. */
  get #drawing(): Space {
    const { space } = this.context;
    return this.#box === undefined ? space : boxSpace(space, this.#box);
  }

  /** A random point that has not been tried; undefined where there seems to be none. */
  #drawUntried(random: RandomStream): Point | undefined {
    const space = this.#drawing;
    for (let draw = 0; draw < DRAWS; draw++) {
      const point = drawPoint(space, random);
      if (!this.tried.has(point)) return point;
    }
    if (space.size > MOST_LISTED) return undefined;
    const left = [...enumerate(space)].filter((point) => !this.tried.has(point));
    return left.length === 0 ? undefined : left[random.int(0, left.length - 1)];
  }

  /** Why a trial has its point, as its tuner tells it. */
  explain(record: TrialRecord): Json | undefined {
    if (this.#drawn.has(record.number)) {
      const why =
        "Every point that the tuner proposed had been tried, or lay outside of what the study was narrowed to, so one was drawn at random.";
      return { tuner: this.tuner.name, phase: "drawn", why };
    }
    return this.tuner.explain?.(record, { ...this.#asked, trials: this.records });
  }

  /** What its tuner believed of points when it chose this trial's. */
  believe(record: TrialRecord, points: readonly Point[]): Beliefs | undefined {
    if (this.#drawn.has(record.number)) return undefined;
    return this.tuner.believe?.(record, points, { ...this.#asked, trials: this.records });
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
      seed: deriveSeed(this.context.seed, number, STREAM.trial),
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
    const number = this.tuner.incumbent?.(this.records);
    return number === undefined ? this.tally.best : this.records[number];
  }

  /** What the trainings of `confirm` came to, from earlier calls too. */
  async confirmed(): Promise<Map<string, ConfirmRun>> {
    type KeptRun = { trial: number; seed: number; value: number | null };
    const runs = ((await this.#stored.kept(CONFIRMED)) ?? []) as KeptRun[];
    // JSON knows no NaN: a training that failed is kept as null.
    return new Map(
      runs.map((run) => [`${run.trial} ${run.seed}`, { ...run, value: run.value ?? Number.NaN }]),
    );
  }

  async keepConfirmed(runs: ReadonlyMap<string, ConfirmRun>): Promise<void> {
    const kept = [...runs.values()].map(({ trial, seed, value }) => ({
      trial,
      seed,
      value: Number.isFinite(value) ? value : null,
    }));
    await this.#stored.keep(CONFIRMED, kept);
  }

  /** Whether a trial of that number runs here. */
  isOpen(number: number): boolean {
    return this.#open.has(number);
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
    this.#enter(record);
    if (!isEnd(record.state)) return;
    this.tuner.tell?.(record, this.#asked);
    for (const resolve of this.#awaiting.splice(0)) resolve();
  }

  #enter(record: TrialRecord): void {
    const before: TrialState | undefined = this.records[record.number]?.state;
    this.records[record.number] = record;
    this.tally.move(record, before);
    // A reserved number stands there without a point until it is started.
    if (record.by !== "") this.tried.note(record);
  }

  /** What the tuner knows beyond the trials goes into the storage with each of them. */
  async #keepTuner(): Promise<void> {
    const state = this.tuner.state?.();
    if (state === undefined) return;
    const told = this.records.filter(({ state }) => isEnd(state)).map(({ number }) => number);
    const saved: SavedState = { by: this.tuner.name, state, told };
    await this.#stored.keep(TUNER_STATE, saved as unknown as Json);
  }

  async #release(number: number): Promise<void> {
    this.#reserved.delete(number);
    await this.#stored.release(number);
  }
}

/** A tuner's state as a storage keeps it. */
interface SavedState {
  readonly by: string;
  readonly state: Json;
  /** The trials that the state takes into account. */
  readonly told: readonly number[];
}

/** Whether a tuner is told of this state. */
function isEnd(state: TrialState): boolean {
  return FINISHED.has(state) || state === "interrupted";
}
