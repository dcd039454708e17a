/** What a bar says. All of it plain text. */
import { counted, formatDuration, formatEstimate, formatNumber } from "../common/numbers.ts";
import { cut } from "../common/words.ts";
import type { Job } from "./job.ts";

/** Longer names and messages are cut. */
const LONGEST_LABEL = 32;
const LONGEST_MESSAGE = 40;
const LONGEST_ERROR = 120;

/** "Cross-validation" */
export function labelOf(job: Job): string {
  return cut(job.label, LONGEST_LABEL);
}

/** What came of it so far, in a few words. */
export function messageOf(job: Job): string {
  return cut(job.message, LONGEST_MESSAGE);
}

/** "3 of 5 folds"; "3 folds" where nobody knows how many there will be. */
export function countText(job: Job): string {
  const done = Math.floor(job.done + 1e-9);
  const [one, many] = job.unit;
  if (job.total === undefined) return counted(done, one, many);
  return `${formatNumber(done)} of ${counted(job.total, one, many)}`;
}

/** As many characters as a count of this job can take. */
export function countWidth(job: Job): number {
  const [one, many] = job.unit;
  if (job.total === undefined)
    return Math.max(counted(9999, one, many).length, countText(job).length);
  return `${formatNumber(job.total)} of ${counted(job.total, one, many)}`.length;
}

/** "about 20 s left", or "8 s so far" where that is all that is known. */
export function timeText(job: Job, now: number): string {
  const left = job.secondsLeft(now);
  if (left !== undefined) return `${formatEstimate(left)} left`;
  return `${formatDuration(job.elapsed(now))} so far`;
}

/** The longest of the times above that are common: "about 59 min 50 s left". */
export const TIME_WIDTH = "about 59 min 50 s left".length;

/** The line that stays: "✓ Cross-validation · 5 folds in 12 s". */
export function endText(job: Job, runs = 1): string {
  const times = runs > 1 ? `, ${runs} times` : "";
  const took = formatDuration(job.elapsed(0));
  const label = labelOf(job);
  if (job.state === "failed") return `× ${label} failed at ${countText(job)}: ${errorText(job)}`;
  if (job.state === "stopped") return `■ ${label} stopped at ${countText(job)}, after ${took}`;
  const [one, many] = job.unit;
  const whole = job.total === undefined || job.done >= job.total;
  const count = whole ? counted(Math.floor(job.done), one, many) : countText(job);
  return `✓ ${label} · ${job.done > 0 ? `${count} in ` : ""}${took}${times}`;
}

function errorText({ error }: Job): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return cut(text.split("\n", 1)[0] ?? "", LONGEST_ERROR);
}
