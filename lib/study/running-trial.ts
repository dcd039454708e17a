import { show } from "../space/wording.ts";
import { ObjectiveValueError, StudyError, TrialPruned } from "./errors.ts";
import type { Gate } from "./gate.ts";
import type { Direction } from "./observer.ts";
import { ownParams } from "./own-params.ts";
import { checkReportOptions, type ReportOptions } from "./report-options.ts";
import type { Json, Report, TrialRecord } from "./trial-record.ts";
import type { Trial } from "./trial.ts";

/** What a running trial needs of its study. */
export interface TrialDesk {
  /** What the study optimizes. */
  readonly objectives: Readonly<Record<string, Direction>>;
  /** Keeps a report and says whether the trial shall stop. */
  report(record: TrialRecord, report: Report): Promise<boolean | "pause">;
  note(record: TrialRecord, key: string, value: Json): void;
  /** Where trials wait while the study is paused. */
  readonly gate: Gate;
  /** What a trial's last `save` was given, in this process. */
  checkpoint(number: number): unknown;
  save(number: number, checkpoint: unknown): void;
  /** Called where `await using` leaves a trial that was not told. */
  abandon(number: number): Promise<void>;
}

/** A trial that `study.ask()` gave: `await using trial = …` marks it as interrupted if it was never told. */
export type AskedTrial<Params> = Trial<Params> & AsyncDisposable;

/** A trial from its beginning until its end is recorded. */
export class RunningTrial implements Trial, AsyncDisposable {
  readonly number: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** The error of a report that was no number; the trial fails by it, whatever the objective does then. */
  fault: ObjectiveValueError | undefined;
  /** Whether the last verdict was to stop for now only. */
  isPaused = false;
  /** The step at which `report` threw, since the pruner said stop or pause; undefined if it did not. */
  stoppedAt: number | undefined;
  /** What `setConstraint` recorded so far; goes into the books with the trial's end. */
  constraints: Record<string, number> | undefined;
  readonly #record: TrialRecord;
  /** The last step before the trial was paused; −∞ where it was not. */
  readonly #resumedAfter: number;
  readonly #desk: TrialDesk;
  /** Made when first asked for: a signal costs more than the rest of a trial. */
  #controller: AbortController | undefined;
  #ended: { readonly reason: unknown } | undefined;
  /** Wakes those who wait for the study to be resumed, when the trial ends before. */
  readonly #waking: (() => void)[] = [];

  constructor(record: TrialRecord, desk: TrialDesk) {
    this.number = record.number;
    this.params = ownParams(record.params);
    this.seed = record.seed;
    this.#record = record;
    this.#resumedAfter = record.reports.at(-1)?.step ?? -Infinity;
    this.#desk = desk;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#ended) this.#controller.abort(this.#ended.reason);
    }
    return this.#controller.signal;
  }

  get objectives(): Readonly<Record<string, Direction>> {
    return this.#desk.objectives;
  }

  get reports(): readonly Report[] {
    return this.#record.reports;
  }

  /** From now on nothing is taken from this trial; `reason` undefined where it ended of itself. */
  end(reason?: Error): void {
    if (this.#ended) return;
    this.#ended = { reason };
    if (reason !== undefined) this.#controller?.abort(reason);
    for (const wake of this.#waking.splice(0)) wake();
  }

  untilResumed(): Promise<void> | undefined {
    return this.#desk.gate.isClosed ? this.#wait() : undefined;
  }

  async #wait(): Promise<void> {
    // It may have been paused again before this goes on.
    for (;;) {
      this.#refuseIfEnded();
      const { opening } = this.#desk.gate;
      if (opening === undefined) return;
      const ending = new Promise<void>((resolve) => this.#waking.push(resolve));
      await Promise.race([opening, ending]);
    }
  }

  report(value: number, step: number, options?: ReportOptions): Promise<{ prune: boolean }> {
    // Where nobody awaits that it was stopped, the study says so once, in place of an error for each report.
    const forgive = () => void answer.catch(() => {});
    const answer = this.#ask(value, step, options, forgive);
    return answer;
  }

  /** @param stopping called before it throws that the trial was stopped, and not at once */
  async #ask(
    value: number,
    step: number,
    options: ReportOptions | undefined,
    stopping: () => void,
  ): Promise<{ prune: boolean }> {
    this.#refuseIfEnded();
    checkReportOptions(options);
    this.#checkReport(value, step);
    const verdict = await this.#desk.report(this.#record, { step, value, at: Date.now() });
    this.#refuseIfEnded();
    if (this.#desk.gate.isClosed) await this.#wait();
    const prune = verdict !== false;
    this.isPaused = verdict === "pause";
    if (!prune || options?.throw === false) return { prune };
    const pruned = new TrialPruned(`The pruner stopped trial ${this.number} at step ${step}.`);
    this.stoppedAt ??= step;
    this.#controller?.abort(pruned);
    stopping();
    throw pruned;
  }

  get checkpoint(): unknown {
    return this.#desk.checkpoint(this.number);
  }

  save(checkpoint: unknown): void {
    this.#refuseIfEnded();
    this.#desk.save(this.number, checkpoint);
  }

  setConstraint(name: string, value: number): void {
    this.#refuseIfEnded();
    if (typeof value !== "number" || Number.isNaN(value))
      throw new StudyError(
        `setConstraint was given ${show(value)} for ${JSON.stringify(name)}. Give how far it is broken, a number: ≤ 0 where it holds.`,
      );
    (this.constraints ??= {})[name] = value;
  }

  note(key: string, value: Json): void {
    this.#refuseIfEnded();
    this.#desk.note(this.#record, key, value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) await this.#desk.abandon(this.number);
  }

  #refuseIfEnded(): void {
    if (!this.#ended) return;
    const { reason } = this.#ended;
    throw reason instanceof Error
      ? reason
      : new StudyError(`Trial ${this.number} has ended; nothing can be added to it.`);
  }

  #checkReport(value: unknown, step: unknown): void {
    if (typeof step !== "number" || !Number.isFinite(step))
      throw new StudyError(
        `report was given the step ${show(step)}. Call report(value, step) with a number that grows, such as the epoch.`,
      );
    const last = this.#record.reports.at(-1)?.step;
    if (last !== undefined && step <= last)
      throw new StudyError(
        `report was given step ${step} after step ${last}. ${
          step <= this.#resumedAfter
            ? "The trial had been paused there: let the objective go on from trial.checkpoint, which holds what trial.save was given (fit does both)."
            : "Steps must grow: report once for each epoch."
        }`,
      );
    if (typeof value === "number" && Number.isFinite(value)) return;
    const isNumber = typeof value === "number";
    this.fault = new ObjectiveValueError(
      `The value reported at step ${step} is ${show(value)}. ${
        isNumber
          ? "The training diverged there: a smaller learning rate may help."
          : "Report a number."
      }`,
      isNumber,
    );
    throw this.fault;
  }
}
