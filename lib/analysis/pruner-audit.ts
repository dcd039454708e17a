import { sampleRankCorrelation } from "simple-statistics";
import { shareInterval } from "../math/incomplete-beta.ts";
import { randomStream } from "../math/random.ts";
import { show } from "../space/wording.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import { violationOf } from "../study/losses.ts";
import type { StudyView } from "../study/observer.ts";
import type { TrialRecord } from "../study/trial-record.ts";
import { checkLevel } from "./level.ts";
import { chosenObjective, finiteLosses } from "./losses.ts";

/** Which stopped trials to finish, to learn whether the pruner stops the right ones. */
export interface AuditPlan {
  /** Numbers of pruned trials, drawn at random. */
  readonly finish: readonly number[];
  /** How many trials the pruner stopped in all. */
  readonly pruned: number;
  /** How many steps are left to each of `finish`, if it goes as far as the longest complete trial. */
  readonly stepsLeft: readonly number[];
}

/**
 * Draws the stopped trials that an audit shall finish: every one as likely, whatever it looked like.
 *
 * @param options `sample`: how many; default 10, or all where there are fewer. `seed`: default 0
 */
export function auditPlan(
  study: StudyView,
  options: { sample?: number; seed?: number } = {},
): AuditPlan {
  knownOptions("analysis.auditPlan", options, { sample: true, seed: true });
  const { sample = 10, seed = 0 } = options;
  if (!Number.isInteger(sample) || sample < 1)
    throw new StudyError(`sample is ${String(sample)}. Give a whole number from 1 on.`);
  const pruned = study.trials.filter(({ state }) => state === "pruned");
  const longest = study.trials.reduce(
    (most, trial) => (trial.state === "complete" ? Math.max(most, lastStep(trial)) : most),
    0,
  );
  const drawn = randomStream(seed).shuffle(pruned).slice(0, sample);
  const sorted = drawn.toSorted((one, other) => one.number - other.number);
  return {
    finish: sorted.map(({ number }) => number),
    pruned: pruned.length,
    stepsLeft: sorted.map((trial) => Math.max(0, longest - lastStep(trial))),
  };
}

/** What {@link prunerAudit} finds. */
export interface PrunerAudit {
  /** How many stopped trials were finished. */
  readonly audited: number;
  /** Those among them that would have been the best, or within `tolerance` of it: they were stopped wrongly. */
  readonly falseKills: readonly number[];
  /** Their share, and Clopper's and Pearson's interval of it; undefined where none was finished. */
  readonly rate: number | undefined;
  readonly interval: readonly [number, number] | undefined;
  /**
   * For each step that complete (and finished) trials reported: how well the ranks there foretell the ranks
   * at the end (Spearman's correlation). Steps with fewer than three trials, or all values alike, are left out.
   */
  readonly correlations: readonly {
    readonly step: number;
    readonly correlation: number;
    readonly trials: number;
  }[];
  /** Steps that pruning saved: what stopped trials did not train, if each would have gone to the end. */
  readonly savedSteps: number;
}

/**
 * Whether the pruner stops the right trials, told by finishing some that it stopped (`auditPlan` says which).
 *
 * @param finished what each of the finished ones came to, and its further reports: by trial number
 * @param options `level` of the interval, default 0.9; `tolerance`: what counts as as good as the best,
 *   in the objective's units, default 0; `objective`
 * @throws StudyError where `finished` names a trial that was not pruned, or one twice, or an option cannot be
 */
export function prunerAudit(
  study: StudyView,
  finished: readonly {
    readonly trial: number;
    readonly value: number;
    readonly reports?: TrialRecord["reports"];
  }[],
  options: { objective?: string; level?: number; tolerance?: number } = {},
): PrunerAudit {
  if (!Array.isArray(finished as unknown))
    throw new StudyError(
      "prunerAudit needs what the finished trials came to: finish those that auditPlan(study) names, and give [{ trial: 7, value: 0.12 }, …].",
    );
  knownOptions("analysis.prunerAudit", options, { objective: true, level: true, tolerance: true });
  const { level = 0.9, tolerance = 0 } = options;
  checkLevel(level);
  if (!(typeof tolerance === "number" && tolerance >= 0))
    throw new StudyError(
      `tolerance is ${show(tolerance)}. Give a number from 0 on, in the objective's units.`,
    );
  const { sign } = chosenObjective(study, options.objective);
  const complete = finiteLosses(study, options.objective);
  const best = complete
    .filter(({ trial }) => violationOf(trial) <= 0)
    .reduce((least, { loss }) => Math.min(least, loss), Infinity);
  const falseKills: number[] = [];
  const counted = new Set<number>();
  const curves = complete.map(({ trial, loss }) => ({ reports: trial.reports, loss }));
  for (const { trial: number, value, reports } of finished) {
    const trial = study.trials.find((one) => one.number === number);
    if (trial?.state !== "pruned")
      throw new StudyError(
        `An audit finished trial ${number}, which the pruner did not stop. auditPlan(study) says which to finish.`,
      );
    if (counted.has(number))
      throw new StudyError(`Trial ${number} stands twice among the finished ones. Give each once.`);
    counted.add(number);
    if (typeof value !== "number")
      throw new StudyError(
        `Trial ${number} came to ${show(value)}. Give a number; NaN where its training diverged.`,
      );
    const loss = sign * value;
    // A training that diverged would not have been missed.
    if (loss <= best + tolerance) falseKills.push(number);
    if (Number.isFinite(loss)) curves.push({ reports: reports ?? trial.reports, loss });
  }
  const longest = complete.reduce((most, { trial }) => Math.max(most, lastStep(trial)), 0);
  const audited = finished.length;
  return {
    audited,
    falseKills,
    rate: audited > 0 ? falseKills.length / audited : undefined,
    interval: audited > 0 ? shareInterval(falseKills.length, audited, level) : undefined,
    correlations: correlationsOf(curves, sign),
    savedSteps: study.trials
      .filter(({ state }) => state === "pruned")
      .reduce((sum, trial) => sum + Math.max(0, longest - lastStep(trial)), 0),
  };
}

function correlationsOf(
  curves: readonly { readonly reports: TrialRecord["reports"]; readonly loss: number }[],
  sign: 1 | -1,
): PrunerAudit["correlations"] {
  const steps = new Map<number, { now: number[]; end: number[] }>();
  for (const { reports, loss } of curves)
    for (const { step, value } of reports) {
      if (!Number.isFinite(value)) continue;
      const there = steps.get(step) ?? { now: [], end: [] };
      there.now.push(sign * value);
      there.end.push(loss);
      steps.set(step, there);
    }
  return [...steps]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([step, { now, end }]) => {
      if (now.length < 3) return [];
      const correlation = sampleRankCorrelation(now, end);
      return Number.isFinite(correlation) ? [{ step, correlation, trials: now.length }] : [];
    });
}

function lastStep(trial: TrialRecord): number {
  return trial.reports.at(-1)?.step ?? 0;
}
