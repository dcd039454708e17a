import type { Trial } from "./trial.ts";

/** What became of one call of the objective. */
export type Outcome = { readonly returned: unknown } | { readonly threw: unknown };

/** What a runner is given by `optimize`. */
export interface Job {
  /** The user's function. */
  readonly objective: (trial: Trial) => unknown;
  /** The next trial to run; undefined when no more shall begin. May be called from several lanes. */
  next(): Promise<Trial | undefined>;
  /** Hands in what became of a trial. One that was interrupted meanwhile is ignored. */
  settle(trial: Trial, outcome: Outcome): Promise<void>;
}

/**
 * Where objectives run: this thread, worker processes, a queue. It takes trials from `next` and
 * hands each in to `settle`, until `next` gives none and all it took are handed in.
 *
 * `optimize` does not wait for it after a stop: the objective may have been terminated in the
 * middle, or never settle. Then `next` gives no more, and what is still handed in is ignored.
 * An error that it throws, or that `next` and `settle` throw through it, ends the study.
 */
export interface Runner {
  /** For messages: "this thread". */
  readonly name: string;
  /** How many trials run at once. */
  readonly concurrency: number;
  run(job: Job): Promise<void>;
}
