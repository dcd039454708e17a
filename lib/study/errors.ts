import type { ErrorRecord } from "./trial-record.ts";

/** A study was asked for something that cannot be; the message says what to do instead. */
export class StudyError extends Error {
  override readonly name: string = "StudyError";
}

/** The pruner ended this trial. Let it pass through the objective: `optimize` records the trial as pruned. */
export class TrialPruned extends Error {
  override readonly name = "TrialPruned";

  constructor(message = "The pruner stopped this trial.") {
    super(message);
  }
}

/** The user stopped the study: running trials are interrupted, finished ones stay. */
export class StudyStopped extends Error {
  override readonly name = "StudyStopped";

  constructor(message = "The study was stopped.") {
    super(message);
  }
}

/** The seconds of `until` are over: trials that still ran are interrupted. */
export class DeadlineReached extends Error {
  override readonly name = "DeadlineReached";

  constructor(message = "The time of the study is over.") {
    super(message);
  }
}

/** The objective returned, or reported, something that is no number. */
export class ObjectiveValueError extends Error {
  override readonly name = "ObjectiveValueError";
  /** Whether training came to NaN or infinity, rather than a mistake in the objective. */
  readonly diverged: boolean;

  constructor(message: string, diverged: boolean) {
    super(message);
    this.diverged = diverged;
  }
}

/** The same error came several times in a row. `cause` is the last one, with its own stack. */
export class StudyFailedError extends StudyError {
  override readonly name = "StudyFailedError";
  /** The numbers of the trials that failed with it. */
  readonly trials: readonly number[];

  constructor(message: string, trials: readonly number[], cause: unknown) {
    super(message, { cause });
    this.trials = trials;
  }
}

/** A tuner cannot serve: which one, what stands in its way, and what to do about it. */
export class TunerError extends StudyError {
  override readonly name = "TunerError";
}

/** Any thrown value as data. */
export function toErrorRecord(thrown: unknown): ErrorRecord {
  try {
    return recordOf(thrown);
  } catch {
    // An object without a prototype has no text; a getter or a proxy may throw in its turn.
    return { name: "Error", message: "The objective threw an object that cannot be shown." };
  }
}

function recordOf(thrown: unknown): ErrorRecord {
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
    const { name, message, stack } = thrown as Partial<Error>;
    return { name: String(name ?? "Error"), message: String(message), ...(stack ? { stack } : {}) };
  }
  return { name: "Error", message: `The objective threw ${String(thrown)}, which is no Error.` };
}
