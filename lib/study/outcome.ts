import { ObjectiveValueError, toErrorRecord } from "./errors.ts";
import { readValues } from "./objectives.ts";
import type { RunningTrial } from "./running-trial.ts";
import type { Outcome } from "./runner.ts";
import type { TrialEnd } from "./storage.ts";

/** How a trial ends by what its objective did, and the error if it failed. */
export function readOutcome(
  trial: RunningTrial,
  outcome: Outcome,
  names: readonly string[],
): { readonly end: TrialEnd; readonly error?: unknown } {
  // A report that was no number fails the trial even if the objective swallowed the error.
  if (trial.fault !== undefined) return failed(trial.fault);
  if ("threw" in outcome)
    return isPruned(outcome.threw) ? { end: pruned(trial) } : failed(outcome.threw);
  try {
    return { end: complete(readValues(outcome.returned, names), names, trial.constraints) };
  } catch (error) {
    if (error instanceof ObjectiveValueError) return failed(error);
    throw error;
  }
}

/** A complete trial with these values. */
export function complete(
  values: Record<string, number>,
  names: readonly string[],
  constraints: TrialEnd["constraints"],
): TrialEnd {
  const value = values[names[0]!];
  return { state: "complete", values, value, constraints, endedAt: Date.now() };
}

/** A trial that the pruner stopped, for good or for now; its last report stands for its value. */
export function pruned(trial: RunningTrial): TrialEnd {
  return {
    state: trial.isPaused ? "paused" : "pruned",
    values: undefined,
    value: trial.reports.at(-1)?.value,
    constraints: trial.constraints,
    endedAt: Date.now(),
  };
}

/** A trial that this ended. */
export function failed(error: unknown): { readonly end: TrialEnd; readonly error: unknown } {
  const end = {
    state: "failed",
    values: undefined,
    value: undefined,
    error: toErrorRecord(error),
    endedAt: Date.now(),
  } as const;
  return { end, error };
}

/** By name: an objective in a module of its own may have another copy of the class. */
function isPruned(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "TrialPruned";
}
