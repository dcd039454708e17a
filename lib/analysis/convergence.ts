import { knownOptions } from "../study/known-options.ts";
import { lossesOf, violationOf } from "../study/losses.ts";
import type { StudyView } from "../study/observer.ts";
import type { TrialRecord } from "../study/trial-record.ts";
import { chosenObjective } from "./losses.ts";

/** The best value so far, after a trial. */
export interface ConvergencePoint {
  /** The trial that ended. */
  readonly trial: number;
  /** How many trials had finished by then, it included. */
  readonly finished: number;
  /** The best value so far, in the objective's own direction. */
  readonly best: number;
  /** Its distance from the optimum; undefined where that is not known. */
  readonly regret: number | undefined;
}

/**
 * The best value so far over the finished trials, in the order in which they ended. It begins with the first
 * that is complete and keeps its constraints: empty where none does.
 *
 * @param options `optimum`: the best value there is, where it is known
 * @throws StudyError where the study has several objectives and none is named
 */
export function convergence(
  study: StudyView,
  options: { objective?: string; optimum?: number } = {},
): ConvergencePoint[] {
  knownOptions("analysis.convergence", options, { objective: true, optimum: true });
  const { sign } = chosenObjective(study, options.objective);
  const points: ConvergencePoint[] = [];
  let least = Infinity;
  let finished = 0;
  for (const trial of inOrderOfEnds(study)) {
    finished++;
    const loss = lossIn(study, trial, options.objective);
    if (loss !== undefined && loss < least) least = loss;
    if (least === Infinity) continue;
    const regret = options.optimum === undefined ? undefined : least - sign * options.optimum;
    points.push({ trial: trial.number, finished, best: sign * least, regret });
  }
  return points;
}

/** What had been spent when the best value was reached. */
export interface CostPoint {
  readonly trial: number;
  /** Since the first trial began, by the clock: trials that run at once share it. */
  readonly seconds: number;
  /** Sum of what all trials ran until then. */
  readonly computeSeconds: number;
  /** Steps (epochs, folds) reported by all trials until then. */
  readonly steps: number;
  readonly best: number;
}

/**
 * What quality costs: each time the best value improved, how many seconds and steps had been spent on all
 * trials, the pruned and failed ones too. Trials are a poor measure where some are stopped early.
 *
 * The last entry repeats the best at what was spent in all. Empty before a trial completed.
 *
 * @throws StudyError where the study has several objectives and none is named
 */
export function costToQuality(study: StudyView, options: { objective?: string } = {}): CostPoint[] {
  knownOptions("analysis.costToQuality", options, { objective: true });
  const { sign } = chosenObjective(study, options.objective);
  const points: CostPoint[] = [];
  const begun = study.trials.flatMap(({ startedAt }) => startedAt ?? []);
  const start = begun.reduce((first, at) => Math.min(first, at), Infinity);
  let least = Infinity;
  const all = inOrderOfEnds(study);
  const spentBy = (trial: TrialRecord): Omit<CostPoint, "best"> => {
    const at = trial.endedAt!;
    const others = study.trials.filter(
      ({ startedAt }) => startedAt !== undefined && startedAt < at,
    );
    return {
      trial: trial.number,
      seconds: (at - start) / 1000,
      computeSeconds: others.reduce(
        (sum, other) => sum + (Math.min(other.endedAt ?? at, at) - other.startedAt!) / 1000,
        0,
      ),
      steps: others.reduce(
        (sum, { reports }) => sum + reports.filter((report) => report.at <= at).length,
        0,
      ),
    };
  };
  for (const trial of all) {
    const loss = lossIn(study, trial, options.objective);
    if (loss === undefined || !(loss < least)) continue;
    least = loss;
    points.push({ ...spentBy(trial), best: sign * least });
  }
  const last = points.at(-1);
  const end = all.at(-1);
  if (last !== undefined && end !== undefined && end.number !== last.trial)
    points.push({ ...spentBy(end), best: last.best });
  return points;
}

/** Ended trials that count as finished or were stopped, with times, by the time of their end. */
function inOrderOfEnds(study: StudyView): TrialRecord[] {
  return study.trials
    .filter(
      ({ state, endedAt, startedAt }) =>
        endedAt !== undefined &&
        startedAt !== undefined &&
        !["running", "waiting", "interrupted"].includes(state),
    )
    .toSorted((one, other) => one.endedAt! - other.endedAt! || one.number - other.number);
}

/** The loss of a complete, feasible trial; infinite ones are no result. */
function lossIn(study: StudyView, trial: TrialRecord, objective?: string): number | undefined {
  const { name } = chosenObjective(study, objective);
  if (violationOf(trial) > 0) return undefined;
  const loss = lossesOf(trial, study.objectives)?.[Object.keys(study.objectives).indexOf(name)];
  return loss !== undefined && Number.isFinite(loss) ? loss : undefined;
}
