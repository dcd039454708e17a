import type { Dimension } from "../space/space.ts";
import type { Direction } from "./observer.ts";
import type { Json, Report, TrialRecord, TrialState } from "./trial-record.ts";

/** What a storage keeps of a study beside its trials. */
export interface StudyHead {
  readonly name: string;
  readonly objectives: Readonly<Record<string, Direction>>;
  readonly seed: number;
  readonly dimensions: readonly Dimension[];
}

/** What to do when the storage already holds a study of that name. */
export const IF_EXISTS = ["resume", "fail", "replace"] as const;
/** One of {@link IF_EXISTS}. */
export type IfExists = (typeof IF_EXISTS)[number];

/** A new trial, all but its number and its end. */
export type TrialStart = Omit<
  TrialRecord,
  "number" | "state" | "values" | "value" | "reports" | "notes" | "error"
>;

/** How a trial ended. */
export interface TrialEnd {
  readonly state: Exclude<TrialState, "waiting" | "running">;
  readonly values: TrialRecord["values"];
  readonly value: number | undefined;
  readonly error?: TrialRecord["error"];
  readonly constraints?: TrialRecord["constraints"];
  readonly endedAt: number;
}

/**
 * Keeps studies. Several studies, processes and machines may use one storage at a time.
 *
 * Ownership: what a caller passes in is copied or never changed by it afterwards; what a storage
 * returns is the caller's to keep, and later writes do not change it.
 * Numbers: a study's trials are numbered 0, 1, 2… without gaps, in the order of their creation.
 * States only go forward: waiting → running → one of the ends; a trial that ended never changes,
 * but for a paused one, which may be resumed and ended again.
 */
export interface Storage {
  /** For messages: "memory", "sqlite". */
  readonly name: string;
  /**
   * Opens the study of that name, or creates it from `head`.
   *
   * @returns the handle, with the head as stored (a resumed study keeps its first seed)
   * @throws StudyError if it exists and `ifExists` is "fail"
   */
  open(head: StudyHead, ifExists: IfExists): Promise<StoredStudy>;
}

/** One study in a storage. Calls may overlap; each is atomic. */
export interface StoredStudy {
  readonly head: StudyHead;
  /** Whether it was there before it was opened. */
  readonly resumed: boolean;
  /** The trials from number `from` on, in the order of numbers. */
  load(from?: number): Promise<TrialRecord[]>;
  /**
   * Takes the next number, so that nobody else gets it. Until `start` it loads as a running trial
   * with an empty point.
   */
  reserve(): Promise<number>;
  /** Gives a reserved number its trial, which runs from now on. */
  start(number: number, trial: TrialStart): Promise<void>;
  /** Gives back a number that will not be used; if others were taken since, it stays as interrupted. */
  release(number: number): Promise<void>;
  /** Adds a trial to be run later. @returns its number */
  enqueue(trial: TrialStart): Promise<number>;
  /** Takes the waiting trial of the lowest number and makes it running; each goes to one caller. */
  claim(startedAt: number): Promise<TrialRecord | undefined>;
  /** @throws StudyError if the trial is not running */
  report(number: number, report: Report): Promise<void>;
  /** @throws StudyError if the trial is not running */
  note(number: number, key: string, value: Json): Promise<void>;
  /**
   * Ends a trial, if it has not ended: compare and set, so that of two tellers one wins.
   *
   * @returns false if it had ended before; then nothing changed
   */
  finish(number: number, end: TrialEnd): Promise<boolean>;
  /**
   * Makes a paused trial running again, with its reports: compare and set, so that one caller gets it.
   *
   * @returns false if it is not paused
   */
  resume(number: number): Promise<boolean>;
  /** Keeps something of the study under a key (the tuner's state), replacing what was there. */
  keep(key: string, value: Json): Promise<void>;
  /** What `keep` was last given under the key; undefined if nothing. */
  kept(key: string): Promise<Json | undefined>;
}
