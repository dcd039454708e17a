import type { Json, Report } from "./trial-record.ts";

/** What an objective is given: one running trial. `P` is the type of its parameters. */
export interface Trial<P = Readonly<Record<string, unknown>>> {
  readonly number: number;
  readonly params: P;
  /** Seed of everything random in this trial; 32 bits. */
  readonly seed: number;
  /** Aborts when the trial shall end early; its `reason` is a TrialPruned, a StudyStopped or a DeadlineReached. */
  readonly signal: AbortSignal;
  readonly reports: readonly Report[];
  /**
   * Records an intermediate value and asks the pruner. A non-finite value is recorded as a failure
   * of the trial, by an error that names the step.
   *
   * @param value the measure that the study optimizes, after `step`
   * @param step position on the trial's axis (epoch, fold, examples seen); increasing
   * @returns whether the trial shall stop; only with `{ throw: false }`
   * @throws TrialPruned when the pruner says stop, which `optimize` records
   */
  report(value: number, step: number, options?: { throw?: boolean }): Promise<{ prune: boolean }>;
  /** Keeps something beside the trial; what JSON can hold. */
  note(key: string, value: Json): void;
}
