import type { TrialEnd, TrialStart } from "./storage.ts";
import type { TrialRecord } from "./trial-record.ts";

/** What most trials have to report and to note. */
const NOTHING = { reports: Object.freeze([]), notes: Object.freeze({}) };

// Records are written out, not spread: there are many, and engines copy unknown shapes slowly.

/** A trial that runs from now on. */
export function begun(number: number, start: TrialStart): TrialRecord {
  return {
    number,
    state: "running",
    params: start.params,
    point: start.point,
    values: undefined,
    value: undefined,
    reports: [],
    notes: {},
    constraints: undefined,
    error: undefined,
    by: start.by,
    seed: start.seed,
    startedAt: start.startedAt,
    endedAt: undefined,
  };
}

/** The same trial after its end. */
export function ended(trial: TrialRecord, end: TrialEnd): TrialRecord {
  return {
    number: trial.number,
    state: end.state,
    params: trial.params,
    point: trial.point,
    values: end.values,
    value: end.value,
    reports: trial.reports.length > 0 ? trial.reports : NOTHING.reports,
    notes: Object.keys(trial.notes).length > 0 ? trial.notes : NOTHING.notes,
    constraints: end.constraints,
    error: end.error,
    by: trial.by,
    seed: trial.seed,
    startedAt: trial.startedAt,
    endedAt: end.endedAt,
  };
}

/** A paused trial that goes on: under its number, with its reports. */
export function resumed(trial: TrialRecord): TrialRecord {
  return {
    ...trial,
    state: "running",
    value: undefined,
    reports: [...trial.reports],
    notes: { ...trial.notes },
    endedAt: undefined,
  };
}

/** The end of a trial that was broken off now. */
export function interrupted(): TrialEnd {
  return { state: "interrupted", values: undefined, value: undefined, endedAt: Date.now() };
}
