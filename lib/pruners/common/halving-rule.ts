import type { Direction } from "../../study/observer.ts";
import type { Report, TrialRecord } from "../../study/trial-record.ts";
import { isBetter } from "./reports.ts";

/** Where the rungs stand, and who leaves them. Rung k stands at step minResource · reductionFactor^(first + k). */
export interface HalvingRule {
  readonly minResource: number;
  readonly reductionFactor: number;
  readonly first: number;
  /** Nobody leaves a rung before more than this many trials have come to it. */
  readonly bootstrapCount: number;
  /** Whether a trial of that number is compared with this one. Default: all are. */
  isRival?(number: number): boolean;
}

/**
 * Whether a trial stops at a rung that its last report reached: it goes on only among the best ⌊n/η⌋ of
 * the n trials that have come there so far; while ⌊n/η⌋ is 0, only as the best.
 *
 * What a trial is worth at a rung is its first report from there on, whatever became of it afterwards.
 */
export function stopsAtRung(
  trial: TrialRecord,
  trials: readonly TrialRecord[],
  direction: Direction,
  rule: HalvingRule,
): boolean {
  const { minResource, reductionFactor, first, bootstrapCount } = rule;
  const last = trial.reports.at(-1);
  if (last === undefined) return false;
  for (let rung = first; ; rung++) {
    const step = minResource * reductionFactor ** rung;
    if (last.step < step) return false;
    const own = reportFrom(trial.reports, step);
    // Nothing but NaN since then.
    if (own === undefined) return true;
    // It came to this rung before, and was let through.
    if (own !== last) continue;

    const others: number[] = [];
    for (const other of trials) {
      if (other.number === trial.number) continue;
      const report = reportFrom(other.reports, step);
      if (report === undefined || rule.isRival?.(other.number) === false) continue;
      others.push(report.value);
    }
    const came = others.length + 1;
    if (came <= bootstrapCount) return true;
    const places = Math.max(Math.floor(came / reductionFactor), 1);
    const ahead = others.filter((value) => isBetter(value, own.value, direction)).length;
    if (ahead >= places) return true;
  }
}

/** The first report at or after a step that is no NaN. */
function reportFrom(reports: readonly Report[], step: number): Report | undefined {
  return reports.find((report) => report.step >= step && !Number.isNaN(report.value));
}

/**
 * How far the first trial that completed was trained: its last step. Undefined before one has. The first,
 * since a schedule must not move when a later trial takes longer.
 */
export function lengthOfFirst(trials: readonly TrialRecord[]): number | undefined {
  let first: TrialRecord | undefined;
  for (const trial of trials) {
    if (trial.state !== "complete" || trial.reports.length === 0) continue;
    if (first === undefined || endOf(trial) < endOf(first)) first = trial;
  }
  return first?.reports.at(-1)?.step;
}

function endOf({ endedAt }: TrialRecord): number {
  return endedAt ?? Infinity;
}
