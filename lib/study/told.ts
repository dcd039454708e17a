import { show } from "../space/wording.ts";
import { ObjectiveValueError, StudyError } from "./errors.ts";
import { readValues } from "./objectives.ts";
import { complete, failed, pruned } from "./outcome.ts";
import { interrupted } from "./records.ts";
import type { RunningTrial } from "./running-trial.ts";
import type { TrialEnd } from "./storage.ts";

/** What `tell` takes in place of a value, for a trial that has none. */
export interface ToldState {
  state: "pruned" | "failed" | "interrupted";
  /** Why it failed. */
  error?: unknown;
}

/**
 * How a trial ends by what `tell` was given for it.
 *
 * @param names the objectives'
 * @throws StudyError for a state that there is not; ObjectiveValueError if the result is no number
 */
export function readTold(trial: RunningTrial, result: unknown, names: readonly string[]): TrialEnd {
  if (typeof result === "object" && result !== null && "state" in result) {
    const { state, error } = result as ToldState;
    if (state === "pruned") return pruned(trial);
    if (state === "failed") return failed(error ?? new Error("It was told to have failed.")).end;
    if (state === "interrupted") return interrupted();
    throw new StudyError(
      `A trial cannot be told the state ${show(state)}. Use "pruned", "failed" or "interrupted", or tell its value.`,
    );
  }
  try {
    return complete(readValues(result, names), names, trial.constraints);
  } catch (error) {
    if (error instanceof ObjectiveValueError && error.diverged) return failed(error).end;
    throw error;
  }
}
