import type { Direction } from "./observer.ts";
import { violationOf } from "./losses.ts";
import type { TrialRecord, TrialState } from "./trial-record.ts";
import { FINISHED } from "./trial-record.ts";

/** Counts of a study and its best trial, kept up to date trial by trial, since a study may hold millions. */
export class Tally {
  readonly counts: Record<TrialState, number> = {
    waiting: 0,
    running: 0,
    paused: 0,
    complete: 0,
    pruned: 0,
    failed: 0,
    interrupted: 0,
  };
  /** Finished trials since the best one, that one not counted. */
  sinceBest = 0;
  best: TrialRecord | undefined;
  /** The direction of the only objective; undefined where there are several, and so no best. */
  readonly direction: Direction | undefined;

  constructor(objectives: Readonly<Record<string, Direction>>) {
    const directions = Object.values(objectives);
    this.direction = directions.length === 1 ? directions[0] : undefined;
  }

  /** Trials that count towards `until: { trials }`. */
  get finished(): number {
    const { complete, pruned, paused, failed } = this.counts;
    return complete + pruned + paused + failed;
  }

  /** A trial is now what `record` says, and was `before`. */
  move(record: TrialRecord, before: TrialState | undefined): void {
    if (before !== undefined) this.counts[before]--;
    this.counts[record.state]++;
    if (!FINISHED.has(record.state)) return;
    if (record.state === "complete" && this.#isBest(record)) {
      this.best = record;
      this.sinceBest = 0;
    } else this.sinceBest++;
  }

  #isBest(record: TrialRecord): boolean {
    const { value } = record;
    if (this.direction === undefined || value === undefined) return false;
    if (violationOf(record) > 0) return false;
    if (this.best === undefined) return true;
    const best = this.best.value!;
    return this.direction === "minimize" ? value < best : value > best;
  }
}
