import type { Point, Scalar } from "./trial-record.ts";

/**
 * A part of a space, by path: `{ learningRate: [1e-3, 1e-2], activation: ["relu", "tanh"] }`. Of a number the
 * lowest and the highest value, both included; of a choice those that are left. Parameters that it does not
 * name keep their whole range.
 */
export type Box = Readonly<Record<string, readonly Scalar[]>>;

/** How a study is steered while it runs: by code, or by the panel. What comes too late does nothing. */
export interface Steering {
  /** Whether it stands still. */
  readonly isPaused: boolean;
  /** Milliseconds for which this run has stood still so far. */
  readonly stoodStill: number;
  /** The part of the space from which new points come; undefined where it is all of it. */
  readonly box: Box | undefined;
  /** Lets no trial begin, and those that run wait where they report or between two batches of `fit`. */
  pause(): void;
  resume(): void;
  /** Stops the study as the user's Stop does: running trials are recorded as interrupted. */
  stop(reason?: string): void;
  /**
   * Ends a running trial: its signal aborts with a TrialPruned, and it is recorded as pruned at its last report.
   *
   * @returns false where no trial of that number runs here
   */
  prune(number: number): Promise<boolean>;
  /**
   * Lets a point be run before the tuner is asked again.
   *
   * @returns its number
   * @throws SpaceError naming the parameter and what it accepts
   */
  enqueue(point: Point): Promise<number>;
  /**
   * From now on new points come from this part of the space; null: from all of it again. Trials outside of it
   * stay in the history.
   *
   * @throws StudyError naming the parameter and what it accepts
   */
  narrow(box: Box | null): void;
}
