import type { ProgressOption } from "./progress.ts";
import type { Point } from "./trial-record.ts";
import type { Trial } from "./trial.ts";

/** Options of `study.confirm`. */
export interface ConfirmOptions<Params> {
  /** How many of the best settings are trained again. Default 5. */
  top?: number;
  /** How often each is, with seeds that are the same for all. Default 3. */
  seeds?: number;
  /** What trains them. Default: what `optimize` was last given. */
  train?(trial: Trial<Params>): unknown;
  /** Which objective counts; needed where there are several. */
  objective?: string;
  /** Called after each training. */
  onRun?: (run: ConfirmRun, done: number, of: number) => void;
  /** Stops it; trainings that are done are kept. */
  signal?: AbortSignal;
  /** Who shows how far it is. Default: a bar where there is a place for it. */
  progress?: ProgressOption;
}

/** What to train again to know which of the best trials really is. */
export interface ConfirmPlan {
  /** The best settings, the best first; each shall be trained once with each of the seeds. */
  readonly candidates: readonly { readonly trial: number; readonly point: Point }[];
  /** The same for all candidates, so that their differences are compared seed by seed. */
  readonly seeds: readonly number[];
  /** How many trainings that is. */
  readonly runs: number;
  /** What they will take one after another, if each takes what it took; undefined where no times are known. */
  readonly seconds: number | undefined;
}

/** One training of a plan. NaN where it failed. */
export interface ConfirmRun {
  /** The number of the trial whose settings were trained. */
  readonly trial: number;
  readonly seed: number;
  /** The objective's value, in its own direction. */
  readonly value: number;
}

/** What became of one candidate. */
export interface Confirmed {
  readonly trial: number;
  /** What the study had seen; chosen for being good, so it enters no mean below. */
  readonly observed: number;
  readonly runs: number;
  readonly failed: number;
  /** Of the new runs alone; undefined where all failed. */
  readonly mean: number | undefined;
  readonly sd: number | undefined;
  /** Where the mean of ever more runs would lie; undefined of fewer than two. */
  readonly interval: readonly [number, number] | undefined;
  /** By how much `observed` was better than `mean`. */
  readonly optimism: number | undefined;
  /**
   * Mean and interval of (this − the best candidate), seed by seed: above 0 where this one is worse. Where
   * the interval holds 0, the two cannot be told apart. Undefined of the best, and without common seeds.
   */
  readonly behind:
    { readonly mean: number; readonly interval: readonly [number, number] } | undefined;
}
