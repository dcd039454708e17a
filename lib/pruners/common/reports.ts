import type { Direction } from "../../study/observer.ts";
import type { Report } from "../../study/trial-record.ts";

/** The best of some reports, NaN left out; undefined where nothing else is there. */
export function bestReport(reports: readonly Report[], direction: Direction): number | undefined {
  let best: number | undefined;
  for (const { value } of reports) {
    if (Number.isNaN(value)) continue;
    if (best === undefined || isBetter(value, best, direction)) best = value;
  }
  return best;
}

/** Whether one value is better than another, and not only as good. */
export function isBetter(value: number, other: number, direction: Direction): boolean {
  return direction === "maximize" ? value > other : value < other;
}

/** At which reports a pruner judges. */
export interface Pace {
  /** It does not judge at a step below this one. */
  readonly warmupSteps: number;
  /** It judges once in so many steps, counted from `warmupSteps`. */
  readonly intervalSteps: number;
}

/** The last report, where it is one at which to judge: past warm-up, and the first of its interval. */
export function reportToJudge(
  reports: readonly Report[],
  { warmupSteps, intervalSteps }: Pace,
): Report | undefined {
  const last = reports.at(-1);
  if (last === undefined || last.step < warmupSteps) return undefined;
  const place = Math.floor((last.step - warmupSteps) / intervalSteps);
  const start = place * intervalSteps + warmupSteps;
  const isFirst = reports.every(({ step }) => step === last.step || step < start);
  return isFirst ? last : undefined;
}
