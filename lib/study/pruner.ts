import type { Direction } from "./observer.ts";
import type { TrialRecord } from "./trial-record.ts";

/** What a pruner judges by. */
export interface PruneContext {
  /** Every trial of the study, in the order of numbers. */
  readonly trials: readonly TrialRecord[];
  readonly direction: Direction;
  /** The study's name and seed, for what is dealt out at random but always alike (Hyperband's brackets). */
  readonly study?: { readonly name: string; readonly seed: number };
}

/** Says how long to look: asked after each report of a running trial. Pure: the same history, the same verdict. */
export interface Pruner {
  /** Its published name: "median". */
  readonly name: string;
  /**
   * Whether the trial, whose last report just came in, shall stop: for good (true), or for now
   * ("pause"), to be resumed from its checkpoint if its tuner promotes it.
   */
  prune(trial: TrialRecord, context: PruneContext): boolean | "pause";
}
