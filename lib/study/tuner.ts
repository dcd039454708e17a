import type { RandomStream } from "../math/random.ts";
import type { Space } from "../space/space.ts";
import type { Direction } from "./observer.ts";
import type { Json, Point, TrialRecord } from "./trial-record.ts";

/** What a tuner knows of the study that it serves. */
export interface TunerContext {
  readonly space: Space;
  readonly objectives: Readonly<Record<string, Direction>>;
  /** The study's seed; use it only for what belongs to the whole study (a grid's order). */
  readonly seed: number;
}

/** One request for a point. */
export interface AskContext extends TunerContext {
  /** The number of the trial that the point is for. */
  readonly number: number;
  /** Every trial so far in the order of numbers, running ones included. The array is not copied: don't keep it. */
  readonly trials: readonly TrialRecord[];
  /** This trial's own stream, the same whenever it is asked for. */
  readonly random: RandomStream;
}

/**
 * Says where to look next. One instance serves one study; the study calls it from one place, never
 * two calls at once, but with many trials running.
 *
 * Given the same seed and the same order of tells, the points are the same bit by bit.
 */
export interface Tuner {
  /** Its published name: "tpe". */
  readonly name: string;
  /** How many different trials it will ask for in all, where that is known (a grid); else undefined. */
  readonly planned?: number;
  /**
   * The next point: every active dimension of the space and no other, each value legal.
   * Undefined when there is nothing left to try.
   */
  ask(context: AskContext): Point | undefined | Promise<Point | undefined>;
  /** A trial ended (complete, pruned, failed or interrupted), also one that was enqueued or added from elsewhere. */
  tell?(trial: TrialRecord, context: TunerContext): void;
  /** What must be kept to go on elsewhere, beyond the trials themselves; undefined if nothing. */
  state?(): Json;
  restore?(state: Json): void;
  /** Why the point of this trial: data that reproduces the choice. */
  explain?(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined;
}

/** What `tuners.tpe({…})` returns: options checked, not yet bound to a study. */
export interface TunerSpec {
  readonly name: string;
  /** @throws TunerError if this tuner cannot serve this space (a grid over an unbounded range), with the remedy. */
  create(context: TunerContext): Tuner;
}
