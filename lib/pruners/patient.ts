import type { Pruner } from "../study/pruner.ts";
import { checkInteger, checkNames, checkNumber } from "./common/options.ts";
import { bestReport } from "./common/reports.ts";

/** How long to be patient, and who judges then. */
export interface PatientOptions {
  /** How many reports after its best one a trial may make before it may be stopped. */
  readonly patience: number;
  /** How much better a report must be to count as progress; ≥ 0. Default 0. */
  readonly minDelta?: number;
  /** Judges once patience is at its end. Left out: the trial is stopped, as early stopping does. */
  readonly pruner?: Pruner;
}

/**
 * Lets another pruner judge a trial only when it makes no progress any more: when the best of its last
 * `patience` + 1 reports is worse than the best before them, by more than `minDelta`. The rule of
 * Optuna's PatientPruner.
 *
 * @throws RangeError where an option is not in its range
 */
export function patient(options: PatientOptions): Pruner {
  const { patience, minDelta = 0, pruner } = options ?? {};
  checkNames("patient", options ?? {}, ["patience", "minDelta", "pruner"]);
  checkInteger("patient", "patience", patience as number, 0);
  checkNumber("patient", "minDelta", minDelta, 0);
  if (pruner !== undefined && typeof pruner?.prune !== "function") {
    throw new RangeError(
      "pruners.patient: pruner is no pruner; give one of pruners, called: patient({ patience: 3, pruner: pruners.median() })",
    );
  }
  return {
    name: "patient",
    prune(trial, context) {
      const { reports } = trial;
      if (reports.length <= patience + 1) return false;
      const before = bestReport(reports.slice(0, -patience - 1), context.direction);
      const lately = bestReport(reports.slice(-patience - 1), context.direction);
      // With nothing but NaN on one side nobody can say that it got worse.
      if (before === undefined || lately === undefined) return false;
      const isWorse =
        context.direction === "maximize" ? before - minDelta > lately : before + minDelta < lately;
      if (!isWorse) return false;
      return pruner === undefined || pruner.prune(trial, context);
    },
  };
}
