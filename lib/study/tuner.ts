import type { RandomStream } from "../math/random.ts";
import type { Space } from "../space/space.ts";
import type { Direction } from "./observer.ts";
import type { Pruner } from "./pruner.ts";
import type { Json, Point, TrialRecord } from "./trial-record.ts";

/** What `ask` returns when it has no point now but will after a running trial has ended (a full rung). */
export const WAIT: unique symbol = Symbol.for("tunebook.wait") as never;

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
  /** How many points the study has refused for this trial, since they had been tried. Default 0. */
  readonly attempt?: number;
}

/** One request for a paused trial. */
export interface PromoteContext extends TunerContext {
  /** As of an {@link AskContext}. */
  readonly trials: readonly TrialRecord[];
  /** Whether no more points will be asked for, since the study has as many as it wants. Default false. */
  readonly closing?: boolean;
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
  /** Whether it asks for the same point again on purpose, with another seed; the study then lets it. */
  readonly replicates?: true;
  /** The number of the best trial, where one value does not tell, since points are run several times. */
  incumbent?(trials: readonly TrialRecord[]): number | undefined;
  /**
   * The next point: every active dimension of the space and no other, each value legal and the whole
   * allowed by the space's constraints. Undefined when there is nothing left to try; WAIT when there will
   * be after a running trial has ended.
   *
   * The study asks again, with a higher `attempt` and the stream where it stands, where the point had
   * been tried before and duplicates are not wanted; a tuner need not look after that itself.
   */
  ask(context: AskContext): Answer | Promise<Answer>;
  /**
   * A paused trial that shall go on, by its number; asked before `ask`. It then runs again under the
   * same number, from its checkpoint.
   *
   * `closing` says that no more points will be asked for, so that a rung shall not wait to be filled.
   */
  promote?(context: PromoteContext): number | undefined;
  /**
   * A trial ended (complete, pruned, paused, failed or interrupted), also one that was enqueued or added
   * from elsewhere. A paused one may be told again.
   */
  tell?(trial: TrialRecord, context: TunerContext): void;
  /**
   * What must be kept to go on elsewhere, beyond the trials themselves; undefined if nothing. A fresh
   * tuner that is given it, instead of the tells until then, asks for the same points from there on.
   */
  state?(): Json;
  restore?(state: Json, context: TunerContext): void;
  /** Why the point of this trial: data that reproduces the choice. */
  explain?(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined;
  /**
   * What it believed of points when it chose this trial's: at that point, just what `explain` says of it.
   * One belief for each point, undefined for one that is none of the space; all undefined where it goes by
   * no model, or keeps nothing of that choice any more. A tuner that goes by densities also takes points that
   * leave parameters out: it then says what is so of the others.
   */
  believe?(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined;
}

/** One belief for each point. */
export type Beliefs = readonly (PointBelief | undefined)[];

/** What a tuner believed of a point when it made a choice. */
export interface PointBelief {
  /** What the point was worth: the sum of its terms. Of the candidates the one with the most was chosen. */
  readonly worth: number;
  /** The summands of the worth by name, as `explain` has them; of densities `logGood`, and `logBad` negated. */
  readonly terms: Readonly<Record<string, number>>;
  /** By objective the quantiles of what is expected, at 2.5%, 25%, 50%, 75% and 97.5%; in the objective's own units. */
  readonly values?: Readonly<Record<string, readonly number[]>>;
  /** How likely the point is better than what was to be improved on; of one objective. */
  readonly chance?: number;
  /** What was to be improved on, in the objective's own units; of one objective. */
  readonly best?: number;
}

/** The quantiles of a {@link PointBelief}: the ends of the middle 95% and 50%, around the median; increasing. */
export const BELIEF_QUANTILES = [0.025, 0.25, 0.5, 0.75, 0.975] as const;

/** What `ask` gives. */
export type Answer = Point | undefined | typeof WAIT;

/** What `tuners.tpe({…})` returns: options checked, not yet bound to a study. */
export interface TunerSpec {
  readonly name: string;
  /** The pruner that belongs to it (asha, hyperband): the study takes it in place of its default. */
  readonly pruner?: Pruner;
  /** @throws TunerError if this tuner cannot serve this space (a grid over an unbounded range), with the remedy. */
  create(context: TunerContext): Tuner;
}
