import type { Json, Report } from "./trial-record.ts";
import { ownParams } from "./own-params.ts";
import { checkReportOptions, type ReportOptions } from "./report-options.ts";
import type { Trial } from "./trial.ts";

/** What a {@link SideTrial} is made of. */
export interface SideTrialParts<Params> {
  readonly number: number;
  readonly params: Params;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** As of the trial beside which it runs; left out: it never waits. */
  untilResumed?(): Promise<void> | undefined;
}

/**
 * A training beside the study's own trials, with the settings of one of them and a seed of its own: a
 * replicate, a confirmation. Nothing prunes it; what it reports and notes goes nowhere.
 */
export class SideTrial<Params = Readonly<Record<string, unknown>>> implements Trial<Params> {
  readonly number: number;
  readonly params: Params;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly reports: Report[] = [];
  readonly checkpoint = undefined;

  readonly #untilResumed: SideTrialParts<Params>["untilResumed"];

  constructor({ number, params, seed, signal, untilResumed }: SideTrialParts<Params>) {
    this.number = number;
    this.params = ownParams(params);
    this.seed = seed;
    this.signal = signal;
    this.#untilResumed = untilResumed;
  }

  untilResumed(): Promise<void> | undefined {
    return this.#untilResumed?.();
  }

  async report(value: number, step: number, options?: ReportOptions): Promise<{ prune: boolean }> {
    this.signal.throwIfAborted();
    checkReportOptions(options);
    this.reports.push({ step, value, at: Date.now() });
    await this.untilResumed();
    return { prune: false };
  }

  setConstraint(_name: string, _value: number): void {}

  save(_checkpoint: unknown): void {}

  note(_key: string, _value: Json): void {}
}
