/**
 * How long work outside of a study says how far it is. Whoever works begins a job and reports; whoever
 * draws (a notebook, a terminal, a user's own logger) is a {@link Progress}. Nothing here draws: the
 * public door binds what does.
 */

/** What a job is about to do. */
export interface JobPlan {
  /** What it does, as a title: "Cross-validation". */
  readonly label: string;
  /** How many steps it will take; left out where nobody knows. */
  readonly total?: number;
  /** What a step is: "fold", or ["study", "studies"] where the plural is no -s. Default "step". */
  readonly unit?: string | readonly [one: string, many: string];
}

/** A job under way. Calls after its end do nothing. */
export interface ProgressJob {
  /** Aborts when the user stops the work, by a notebook's Stop; undefined where nothing can. */
  readonly signal?: AbortSignal | undefined;
  /**
   * So many steps are done; parts of a step count too. May be called as often as one likes.
   *
   * @param message what came of it so far, in a few words: "mean 0.93"
   */
  report(done: number, message?: string): void;
  /** The work is done, or given up without an error. */
  end(): void;
  /** The work threw. */
  fail(error: unknown): void;
}

/** Shows how far jobs are. Jobs begun while others run are parts of them, or run beside them. */
export interface Progress {
  begin(plan: JobPlan): ProgressJob;
}

/** What long functions take: false for silence, a {@link Progress} of one's own, or (default) the host's. */
export type ProgressOption = boolean | Progress | undefined;

const silentJob: ProgressJob = {
  report: () => undefined,
  end: () => undefined,
  fail: () => undefined,
};

/** Shows nothing. */
export const silent: Progress = { begin: () => silentJob };

let bound = silent;

/** Makes `progress` the one that is used where nothing else is said: for the public door. */
export function bindProgress(progress: Progress): void {
  bound = progress;
}

/** Who shows a job, by what a function was given. */
export function progressOf(option: ProgressOption): Progress {
  if (option === false) return silent;
  return typeof option === "object" ? option : bound;
}
