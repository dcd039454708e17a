import type { Direction } from "./observer.ts";
import type { ReportOptions } from "./report-options.ts";
import type { Json, Report } from "./trial-record.ts";

/** What an objective is given: one running trial. `P` is the type of its parameters. */
export interface Trial<P = Readonly<Record<string, unknown>>> {
  readonly number: number;
  readonly params: P;
  /** Seed of everything random in this trial; 32 bits. */
  readonly seed: number;
  /** What its study optimizes, name → direction; left out where it belongs to none. */
  readonly objectives?: Readonly<Record<string, Direction>>;
  /** Aborts when the trial shall end early; its `reason` is a TrialPruned, a StudyStopped or a DeadlineReached. */
  readonly signal: AbortSignal;
  /**
   * Waits while the study is paused: `await trial.untilResumed()` between two pieces of work, as `fit` does
   * between two batches and `report` of itself. Undefined where nobody has to wait.
   *
   * @throws the reason of the signal, where the trial was ended meanwhile
   */
  untilResumed(): Promise<void> | undefined;
  readonly reports: readonly Report[];
  /**
   * Records an intermediate value and asks the pruner. A non-finite value is recorded as a failure
   * of the trial, by an error that names the step.
   *
   * @param value the measure that the study optimizes, after `step`
   * @param step position on the trial's axis (epoch, fold, examples seen); increasing
   * @returns whether the trial shall stop; only with `{ throw: false }`
   * @throws TrialPruned when the pruner says stop or pause, which `optimize` records; save a checkpoint
   *   before reporting
   */
  report(value: number, step: number, options?: ReportOptions): Promise<{ prune: boolean }>;
  /**
   * Records how far a constraint on the outcome is broken (memory used − memory there is): ≤ 0 is
   * feasible. Tuners that know constraints look for feasible points; the best trial is feasible.
   */
  setConstraint(name: string, value: number): void;
  /**
   * Where a trial that was paused and now goes on can begin: what `save` was last given; undefined in a
   * new trial. Its earlier reports are in `reports`.
   */
  readonly checkpoint: unknown;
  /** Keeps what is needed to go on after a pause (weights, the optimizer's state); held in this process. */
  save(checkpoint: unknown): void;
  /** Keeps something beside the trial; what JSON can hold. */
  note(key: string, value: Json): void;
}
