import type { TrialRecord } from "./trial-record.ts";

/** Why the trial of a number cannot be told: what is there in place of one that runs here. */
export function whyNotOpen(number: number, records: readonly TrialRecord[]): string {
  const record = records[number];
  if (record === undefined) {
    const last = records.length - 1;
    return `There is no trial ${String(number)}: ${last < 0 ? "none was asked for yet" : `the last one is trial ${last}`}. Tell what study.ask() gave.`;
  }
  if (record.state === "running")
    return `Trial ${number} runs elsewhere, and only who asked for it can tell it.`;
  if (record.state === "waiting")
    return `Trial ${number} is waiting: it begins when study.ask() gives it.`;
  return `Trial ${number} has ended as ${record.state}; a trial is told once. Ask for another with study.ask().`;
}
