import { show } from "../space/wording.ts";
import { AsksUnderWay } from "./asks-under-way.ts";
import { readBox } from "./boxed-space.ts";
import { EqualErrors } from "./equal-errors.ts";
import { DeadlineReached, StudyStopped } from "./errors.ts";
import { type Ledger, type Next, REUSED } from "./ledger.ts";
import type { End, Plan } from "./observer.ts";
import { Observers } from "./observers.ts";
import { OpenTrials } from "./open-trials.ts";
import type { OptimizeOptions } from "./optimize-options.ts";
import { readOutcome } from "./outcome.ts";
import type { OptimizePorts } from "./ports.ts";
import { replicated } from "./replicates.ts";
import { Retries } from "./retries.ts";
import { RunClock } from "./run-clock.ts";
import { exhaustedEnd, type Halt, haltedEnd, regretEnd } from "./run-end.ts";
import type { Job, Outcome, Runner } from "./runner.ts";
import { RunningTrial } from "./running-trial.ts";
import type { Box } from "./steering.ts";
import type { Point } from "./trial-record.ts";
import type { Trial } from "./trial.ts";
import { WAIT } from "./tuner.ts";
import { checkGoal, reached, type Goal } from "./until.ts";

/** Milliseconds after which ending the trials that run is tried again. */
const RETRY = 300;

/**
 * One `optimize` call. The runner drives it through {@link Job}; this class says which trial is
 * next, records what became of each, and ends: of itself when the goal is reached, or by a halt.
 *
 * A halt never waits for an objective, which may never settle: Stop in a notebook terminates code
 * that computes in the middle of a line, and the lane that called it never goes on.
 */
export class Run implements Job, Pick<Plan, "pause" | "resume" | "prune" | "enqueue" | "narrow"> {
  readonly objective: (trial: Trial) => unknown;
  readonly #ledger: Ledger;
  readonly #options: OptimizeOptions;
  readonly #goal: Goal;
  readonly #runner: Runner;
  readonly #observers: Observers;
  readonly #equalErrors: EqualErrors;
  readonly #terminator: OptimizePorts["terminator"];
  /** Complete trials when the regret bound was last looked at. */
  #judged = 0;
  readonly #clock: RunClock;
  /** The trials of this run that have not ended. */
  readonly #open = new OpenTrials();
  /** Trials that were pruned by hand and whose objectives have not come back yet. */
  readonly #dismissed = new Set<number>();
  readonly #retries: Retries;
  readonly #asks = new AsksUnderWay();
  /** Set when no trial shall begin any more; those that run may finish. */
  #closing: End | undefined;
  /** Set when the tuner has no more points. */
  #isExhausted = false;
  #halt: Halt | undefined;
  /** Resolves when a halt has ended what ran. */
  readonly #halted: Promise<void>;
  #reportHalted!: (problem?: Promise<never>) => void;

  /**
   * @param options as checked by `checkOptimize`
   * @throws StudyError if nothing would end the run
   */
  constructor(ledger: Ledger, objective: unknown, options: OptimizeOptions, ports: OptimizePorts) {
    this.#halted = new Promise((resolve) => (this.#reportHalted = resolve as () => void));
    const { replicates = 1 } = options;
    const given = objective as (trial: Trial) => unknown;
    const names = Object.keys(ledger.context.objectives);
    this.objective = replicates > 1 ? replicated(given, replicates, names) : given;
    this.#ledger = ledger;
    this.#clock = new RunClock(ledger.gate);
    this.#retries = new Retries(ledger, options.retries ?? 0);
    this.#options = options;
    this.#goal = checkGoal(
      options.until,
      options.more,
      ledger.tally,
      ledger.direction,
      ledger.tuner,
    );
    this.#terminator = ports.terminator;
    this.#runner = ports.runner(options.concurrency ?? 1);
    this.#observers = new Observers([...ports.observers, ...(options.observers ?? [])]);
    this.#equalErrors = new EqualErrors(options.equalErrors ?? 3);
  }

  /** Whether it was broken off: then another run may begin, even if this one was kept from tidying up. */
  get isHalted(): boolean {
    return this.#halt !== undefined;
  }

  /** Begins no more trials and lets those that run finish. */
  close(message: string): void {
    this.#closing ??= { reason: "stopped", message };
    this.resume();
  }

  pause(): void {
    if (this.#halt || this.#closing || !this.#ledger.gate.close()) return;
    this.#steered();
  }

  resume(): void {
    if (this.#ledger.gate.open()) this.#steered();
  }

  /** Ends a trial of this run as pruned, whether or not its objective looks at its signal. */
  async prune(number: number): Promise<boolean> {
    if (!this.#open.delete(number)) return false;
    this.#dismissed.add(number);
    const won = await this.#ledger.prune(number);
    // It ended of itself just before.
    if (!won) this.#dismissed.delete(number);
    return won;
  }

  async enqueue(point: Point): Promise<number> {
    const { space } = this.#ledger.context;
    const { number } = await this.#ledger.enqueue(space.encode(space.decode(point)));
    this.#steered();
    return number;
  }

  narrow(box: Box | null): void {
    const { space } = this.#ledger.context;
    this.#ledger.points.narrow(box === null ? undefined : readBox(space, box));
    this.#steered();
  }

  #steered(): void {
    void this.#observers.notify("steered", this.#ledger.view);
  }

  /** Interrupts the trials that run. */
  stop(message = "The study was stopped.", throws = false): void {
    this.#break({ end: "stopped", reason: new StudyStopped(message), throws });
  }

  /** Runs to the end, and resolves when that is recorded and every observer has seen it. */
  async finish(signals: readonly AbortSignal[]): Promise<End> {
    const ledger = this.#ledger;
    ledger.observers = this.#observers;
    const unwatch = this.#watch(signals);
    try {
      void this.#observers.notify("started", ledger.view, this.#plan());
      // A Stop terminates what is on the stack: with a turn in between that is a lane, never this function.
      await Promise.resolve();
      const lanes = this.#runner.run(this).catch((error: unknown) => this.#fail(error));
      await Promise.race([lanes, this.#halted]);
      if (this.isHalted) await this.#halted;
    } finally {
      unwatch();
      ledger.gate.open();
    }
    const end = this.#end();
    await this.#observers.notify("ended", ledger.view, end);
    const halt = this.#haltNow();
    if (halt?.throws) throw halt.end === "stopped" ? new StudyStopped(end.message) : halt.reason;
    return end;
  }

  async next(): Promise<Trial | undefined> {
    const { tally, direction, tuner } = this.#ledger;
    for (;;) {
      if (this.#haltNow() || this.#closing) return undefined;
      const { opening } = this.#ledger.gate;
      if (opening) {
        await opening;
        continue;
      }
      const end = reached(this.#goal, tally, direction) ?? this.#enough();
      // With as many trials as there shall be, those that are paused may still go on.
      const closing = end?.reason === "trials" || this.#isFull() || this.#isExhausted;
      if (end && !(end.reason === "trials" && tuner.promote)) this.#closing = end;
      if (this.#closing) return undefined;
      const { seconds } = this.#goal;
      if (seconds !== undefined && this.#clock.spent >= seconds * 1000) {
        this.#expire();
        return undefined;
      }
      if (closing && !tuner.promote) return undefined;
      const next = await this.#begin(closing);
      if (next instanceof RunningTrial) {
        // The pause may have come while the tuner thought: then the objective is called after it.
        while (this.#ledger.gate.opening) await this.#ledger.gate.opening;
        if (this.#haltNow()) return undefined;
        if (!this.#dismissed.delete(next.number)) return next;
        continue;
      }
      if (next === REUSED) continue;
      if (this.#haltNow()) return undefined;
      if (closing || next === WAIT) {
        // What runs, or is about to, may free a trial to be promoted, or fill a rung.
        if (this.#open.size === 0 && this.#asks.count > 0) await this.#asks.settled();
        if (this.#open.size > 0) {
          await Promise.race([this.#open.leaving(), this.#ledger.nextEnd(), this.#halted]);
          continue;
        }
        if (closing && !this.#isFull() && !this.#isExhausted) continue;
        if (closing) this.#closing = reached(this.#goal, tally, direction);
      } else if (tuner.promote) {
        // There are no more points; what runs or is paused may still go on.
        this.#isExhausted = true;
        continue;
      }
      this.#closing ??= exhaustedEnd(this.#ledger.points);
      return undefined;
    }
  }

  async #begin(closing: boolean): Promise<Next> {
    const leave = this.#asks.enter(!closing);
    try {
      const next = await this.#ledger.begin(this.#open, closing);
      // A halt may have come while the tuner thought: then this trial is one of those that it ends.
      const halt = this.#haltNow();
      if (!halt) return next;
      if (next instanceof RunningTrial) await this.#ledger.halt([next.number], halt.reason);
      return undefined;
    } finally {
      leave();
    }
  }

  /** The end, where the regret bound says that there is no more to gain; asked once per complete trial. */
  #enough(): End | undefined {
    const { regretBound } = this.#goal;
    const { complete } = this.#ledger.tally.counts;
    if (regretBound === undefined || complete === this.#judged) return undefined;
    this.#judged = complete;
    const error = regretBound === true ? {} : { error: regretBound };
    const verdict = this.#terminator?.(this.#ledger.view, error);
    return verdict?.stop ? regretEnd(verdict, regretBound) : undefined;
  }

  /** Whether with those under way the goal will be reached. */
  #isFull(): boolean {
    const { trials } = this.#goal;
    const { finished } = this.#ledger.tally;
    return trials !== undefined && finished + this.#open.size + this.#asks.newcomers >= trials;
  }

  async settle(trial: Trial, outcome: Outcome): Promise<void> {
    if (this.#halt) return;
    const ledger = this.#ledger;
    if (this.#dismissed.delete(trial.number)) {
      const record = ledger.records[trial.number]!;
      for (const callback of this.#options.callbacks ?? []) await callback(record, ledger.view);
    }
    if (!this.#open.has(trial.number)) return;
    const names = Object.keys(ledger.context.objectives);
    const running = ledger.open(trial.number);
    const { end, error } = readOutcome(running, outcome, names);
    const { record } = await ledger.finish(trial.number, end);
    // A trial that was paused may have been promoted meanwhile: then it is open again.
    if (!ledger.isOpen(trial.number)) this.#open.delete(trial.number);
    ledger.unreported.ended(record, ledger.records);
    ledger.unheeded.ended(running, end);
    await this.#retries.ended(record, error);
    for (const callback of this.#options.callbacks ?? []) await callback(record, ledger.view);
    const failure = this.#equalErrors.add(record, error, ledger.tally.counts.complete);
    if (failure) this.#fail(failure);
  }

  #plan(): Plan {
    const ledger = this.#ledger;
    const { gate } = ledger;
    const clock = this.#clock;
    return {
      get isPaused() {
        return gate.isClosed;
      },
      get stoodStill() {
        return clock.stoodStill;
      },
      get box() {
        return ledger.points.box;
      },
      pause: () => this.pause(),
      resume: () => this.resume(),
      prune: (number) => this.prune(number),
      enqueue: (point) => this.enqueue(point),
      narrow: (box) => this.narrow(box),
      trials: this.#goal.trials ?? this.#ledger.tuner.planned,
      seconds: this.#goal.seconds,
      concurrency: this.#runner.concurrency,
      startedAt: Date.now(),
      stop: (reason) => this.stop(reason),
    };
  }

  /** Listens for stops and for the deadline. @returns how to leave off */
  #watch(signals: readonly AbortSignal[]): () => void {
    const onAbort = () => this.stop(undefined, true);
    for (const signal of signals) {
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort);
    }
    const leaveOff = this.#clock.expireAfter(this.#goal.seconds, () => this.#expire());
    return () => {
      leaveOff();
      for (const signal of signals) signal.removeEventListener("abort", onAbort);
    };
  }

  #expire(): void {
    const reason = new DeadlineReached(`The ${this.#goal.seconds} s are over.`);
    this.#break({ end: "seconds", reason, throws: false });
  }

  /** The halt as it is after an `await`; the compiler believes in what was read before. */
  #haltNow(): Halt | undefined {
    return this.#halt;
  }

  #fail(error: unknown): void {
    const text = typeof error === "object" ? show(error) : String(error);
    const reason = error instanceof Error ? error : new Error(text, { cause: error });
    this.#break({ end: "error", reason, throws: true });
  }

  #break(halt: Halt): void {
    if (this.#halt) return;
    this.#halt = halt;
    this.#interrupt(halt.reason);
    // Whoever waits to go on finds that it is over.
    this.#ledger.gate.open();
  }

  /**
   * Ends what runs, and begins again as long as that is not done: Stop terminates whatever
   * computes, and comes more than once where the first found no end. Doing it twice does no harm.
   */
  #interrupt(reason: Error): void {
    const again = setTimeout(() => this.#interrupt(reason), RETRY);
    this.#ledger
      .halt([...this.#open], reason)
      .finally(() => clearTimeout(again))
      .then(
        () => this.#reportHalted(),
        (problem: unknown) => this.#reportHalted(Promise.reject(problem)),
      );
  }

  #end(): End {
    const { tally, direction } = this.#ledger;
    if (this.#halt !== undefined) return haltedEnd(this.#halt, tally, this.#open.size);
    return (
      this.#closing ??
      reached(this.#goal, tally, direction) ?? {
        reason: "stopped",
        message: "Nothing more was begun.",
      }
    );
  }
}
