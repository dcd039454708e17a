import type { Space } from "../space/space.ts";
import type { Steering } from "./steering.ts";
import type { ErrorRecord, Json, Point, TrialRecord } from "./trial-record.ts";
import type { Beliefs } from "./tuner.ts";

/** Which way an objective is better. */
export const DIRECTIONS = ["minimize", "maximize"] as const;
/** One of {@link DIRECTIONS}. */
export type Direction = (typeof DIRECTIONS)[number];

/** A study as its readers (figures, analyses, observers) see it: a local snapshot, live while it runs. */
export interface StudyView {
  readonly name: string;
  readonly space: Space;
  /** Objective name → direction, in order; the first is the one that single-objective figures show. */
  readonly objectives: Readonly<Record<string, Direction>>;
  /** Published names, for titles: "tpe", "median". */
  readonly tunerName: string;
  readonly prunerName: string;
  readonly seed: number;
  readonly trials: readonly TrialRecord[];
  /** The best complete trial by the first objective; undefined before one completed, or with several objectives. */
  readonly best: TrialRecord | undefined;
  /** As a study's own: why a trial has its point, as data. Left out where nobody can tell any more. */
  explain?(trial: { readonly number: number } | number): Json | undefined;
  /** As a study's own: what the tuner believed of points when it chose a trial's. */
  believe?(
    trial: { readonly number: number } | number,
    points: readonly Point[],
  ): Beliefs | undefined;
}

/** What an `optimize` call set out to do, and how it is steered. Counts are totals of the study, not of the call. */
export interface Plan extends Steering {
  /** Finished trials that the study shall hold at the end; undefined where the tuner or the clock ends it. */
  readonly trials: number | undefined;
  /** Seconds that the call may take. */
  readonly seconds: number | undefined;
  readonly concurrency: number;
  /** Milliseconds since 1970 when `optimize` began. */
  readonly startedAt: number;
}

/** Why `optimize` ended. */
export interface End {
  /** "trials", "seconds", "value", "noProgress", "regretBound", "exhausted", "stopped" (by the user) or "error". */
  readonly reason: string;
  /** One sentence for the user. */
  readonly message: string;
  readonly error?: ErrorRecord;
}

/**
 * Watches a running study: the live panel, a logger, a test. Every method is optional and is called
 * in the order of events; one that throws is reported once and never disturbs the study.
 * `ended` is awaited before `optimize` returns.
 */
export interface Observer {
  started?(study: StudyView, plan: Plan): void;
  trialStarted?(trial: TrialRecord, study: StudyView): void;
  /** After each report; the report is the last of `trial.reports`. */
  reported?(trial: TrialRecord, study: StudyView): void;
  trialEnded?(trial: TrialRecord, study: StudyView): void;
  /** It was paused or resumed, a point was enqueued, or the space was narrowed. */
  steered?(study: StudyView): void;
  ended?(study: StudyView, end: End): void | Promise<void>;
}
