/** What is known of a trial: plain data, the same in every storage, figure and report. */

/** A value that JSON can hold. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A single setting: what one dimension of a search space can hold. */
export type Scalar = number | string | boolean | null;

/**
 * The active dimensions of one configuration, flat, by path: `learningRate`, `optimizer.kind`,
 * `optimizer.momentum`, `hidden.length`, `hidden[0]`. Dimensions whose condition does not hold are absent.
 */
export type Point = Readonly<Record<string, Scalar>>;

/**
 * - `waiting`: enqueued, not begun;
 * - `running`: asked for, not told;
 * - `paused`: stopped at a rung, to be resumed if it is promoted; its last report stands for its value;
 * - `complete`: has its objective values;
 * - `pruned`: stopped early by the pruner; its last report stands for its value;
 * - `failed`: its objective threw, or returned no finite number;
 * - `interrupted`: the user stopped it, or it was abandoned. It never counts as finished.
 */
export type TrialState =
  "waiting" | "running" | "paused" | "complete" | "pruned" | "failed" | "interrupted";

/** States in which a trial is finished: it counts towards `until: { trials }`. A paused one may still go on. */
export const FINISHED: ReadonlySet<TrialState> = new Set([
  "paused",
  "complete",
  "pruned",
  "failed",
]);

/** One intermediate value. */
export interface Report {
  /** Position on the trial's own axis, for instance the epoch; increasing, from 1 in `fit`. */
  readonly step: number;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** An error as data. */
export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** One trial as data. `P` is the type of its parameters, `O` the names of the objectives. */
export interface TrialRecord<P = Readonly<Record<string, unknown>>, O extends string = string> {
  /** 0, 1, 2… in the order in which trials were created. */
  readonly number: number;
  readonly state: TrialState;
  /** The parameters as the objective sees them, conditions and lists nested. */
  readonly params: P;
  /** The same, flat. */
  readonly point: Point;
  /** The objective values of a complete trial. */
  readonly values: Readonly<Record<O, number>> | undefined;
  /** The first (or only) objective's value; of a pruned trial its last report; otherwise undefined. */
  readonly value: number | undefined;
  readonly reports: readonly Report[];
  readonly notes: Readonly<Record<string, Json>>;
  /** What `trial.setConstraint` recorded: name → value, feasible where ≤ 0. Undefined where nothing was. */
  readonly constraints?: Readonly<Record<string, number>> | undefined;
  /** Why it failed. */
  readonly error?: ErrorRecord;
  /** Who chose the point: the tuner's name, or "enqueued". */
  readonly by: string;
  /** Seed of everything random inside this trial, from the study's seed and the number; 32 bits. */
  readonly seed: number;
  /** Milliseconds since 1970; undefined while waiting. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}
