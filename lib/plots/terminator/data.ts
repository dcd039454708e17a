/** What going on could still gain, as a study went, beside what cannot be told apart anyway. */
import { terminator, type Termination } from "../../analysis/terminator.ts";
import type { Dimension } from "../../space/space.ts";
import { inOneGo } from "../../study/progress-steps.ts";
import type { StudyView } from "../../study/observer.ts";
import { viewWith } from "../../study/view.ts";
import { objectiveOf, type ShownObjective } from "../common/objective.ts";

/** The bound after some of the trials. */
export interface BoundPoint {
  /** How many trials were complete by then. */
  readonly complete: number;
  /** The number of the last of them. */
  readonly trial: number;
  readonly regretBound: number;
  readonly error: number;
}

/** Everything that the figure shows. */
export interface TerminatorData {
  readonly objective: ShownObjective;
  readonly points: readonly BoundPoint[];
  /** The first point from which on the bound stayed below the error; undefined where it has not yet. */
  readonly enough: BoundPoint | undefined;
  readonly errorFrom: Termination["errorFrom"];
  /** Why there are no points; plain text. */
  readonly reason: string;
}

/** Places along the study at which the bound is computed: each costs a Gaussian process. */
const MOST_POINTS = 25;

/** The best of the trials that each process learns from; its cost grows with their cube. */
const MOST_TRIALS = 200;

export interface TerminatorPlotOptions {
  /** Which objective; default: the study's first. */
  readonly objective?: string;
  /** Complete trials before the first bound. Default 10. */
  readonly leastTrials?: number;
  /** The standard deviation of a value, where it is known. */
  readonly error?: number;
}

/** Computes the bound after so many trials, then after more and more of them. */
export function terminatorData(
  study: StudyView,
  options: TerminatorPlotOptions = {},
): TerminatorData {
  const objective = objectiveOf(study, options.objective);
  const leastTrials = options.leastTrials ?? 10;
  const settings = {
    objective: objective.name,
    leastTrials,
    progress: false,
    ...(options.error === undefined ? {} : { error: options.error }),
  };
  const complete = study.trials.filter(
    (trial) => trial.state === "complete" && objective.valueOf(trial) !== undefined,
  );
  const nothing = (reason: string): TerminatorData => ({
    objective,
    points: [],
    enough: undefined,
    errorFrom: undefined,
    reason,
  });
  if (study.space.dimensions.every(isSingle)) return nothing("There is nothing that may vary");
  if (complete.length < leastTrials) {
    return nothing(`${complete.length} of ${leastTrials} trials are complete`);
  }
  const first = complete[0]!;
  if (complete.every((trial) => objective.valueOf(trial) === objective.valueOf(first))) {
    return nothing("Every trial has the same value");
  }
  const points: BoundPoint[] = [];
  let errorFrom: Termination["errorFrom"];
  let reason = "";
  const counts = countsBetween(leastTrials, complete.length);
  const boundAfter = (count: number): void => {
    const last = complete[count - 1]!;
    const trials = study.trials.slice(0, study.trials.indexOf(last) + 1);
    const topShare = Math.min(0.5, MOST_TRIALS / count);
    const found = terminator(viewWith(study, { trials }), { ...settings, topShare });
    const { regretBound, error } = found;
    if (regretBound === undefined || error === undefined) {
      reason = found.reason ?? "nothing tells how uncertain a value is";
      return;
    }
    errorFrom = found.errorFrom;
    points.push({ complete: count, trial: last.number, regretBound, error });
  };
  const plan = { label: "Regret bounds", total: counts.length, unit: "bound" };
  inOneGo(undefined, plan, (report) =>
    counts.forEach((count, place) => {
      boundAfter(count);
      report(place + 1);
    }),
  );
  const lastAbove = points.findLastIndex(({ regretBound, error }) => regretBound >= error);
  return { objective, points, enough: points[lastAbove + 1], errorFrom, reason };
}

function isSingle(dimension: Dimension): boolean {
  return dimension.kind === "categorical"
    ? dimension.choices.length < 2
    : dimension.low >= dimension.high;
}

function countsBetween(from: number, to: number): number[] {
  const steps = Math.min(MOST_POINTS, to - from + 1);
  if (steps <= 1) return [to];
  return Array.from({ length: steps }, (_, k) =>
    Math.round(from + ((to - from) * k) / (steps - 1)),
  );
}
