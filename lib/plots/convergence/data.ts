/** The best value so far of one or several studies, by what it took, as data. */
import { convergence as convergenceOf } from "../../analysis/convergence.ts";
import type { Direction, StudyView } from "../../study/observer.ts";
import { type Range, type Scale, scaleFor } from "../common/axis.ts";
import { linesRange } from "../common/best-lines.ts";
import { FigureError } from "../common/figure-error.ts";
import { type BestLine, type Lead, leadOf } from "../common/lead.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";
import type { NamedStudy } from "../common/series.ts";
import { historyData } from "../history/data.ts";

/** What is counted along the horizontal axis: finished trials, or the trials' own numbers. */
export type LinesBy = "trials" | "number";

/** One study's line; `points[k]` was reached by the trial `trials[k]`. */
export interface ConvergenceLine extends BestLine {
  readonly study: StudyView;
  readonly trials: readonly number[];
}

/** What a convergence shows. */
export interface ConvergenceData {
  readonly objective: ShownObjective;
  readonly by: LinesBy;
  readonly lines: readonly ConvergenceLine[];
  readonly scale: Scale;
  /** Undefined where no trial is complete. */
  readonly range: Range | undefined;
  /** The furthest end of a line. */
  readonly end: number;
  readonly lead: Lead | undefined;
}

/** What shapes it. */
export interface ConvergenceOptions {
  readonly objective?: string | undefined;
  readonly by?: LinesBy | undefined;
}

/** Collects the lines. @throws FigureError for an unknown objective, or studies that cannot be compared */
export function convergenceData(
  studies: readonly NamedStudy[],
  { objective: wanted, by = "trials" }: ConvergenceOptions = {},
): ConvergenceData {
  const objective = sharedObjective(studies, wanted);
  const lines = studies.map((one) => lineOf(one, objective, by));
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
  const scale = scaleFor(objective.direction, values);
  return {
    objective,
    by,
    lines,
    scale,
    range: linesRange(lines, scale, objective.direction),
    end: Math.max(1, ...lines.map(({ end }) => end)),
    lead: leadOf(lines, objective.direction),
  };
}

/**
 * The objective that all studies share: the one that is named, or the first study's first.
 *
 * @throws FigureError where a study has none of that name, or makes it better the other way
 */
export function sharedObjective(
  studies: readonly NamedStudy[],
  wanted: string | undefined,
): ShownObjective {
  const first = studies[0];
  if (first === undefined)
    throw new FigureError("There is no study to draw. Give one, a list, or studies by names.");
  const objective = objectiveOf(first.study, wanted);
  for (const { study } of studies) {
    const direction: Direction = objectiveOf(study, objective.name).direction;
    if (direction !== objective.direction)
      throw new FigureError(
        `${objective.name} is minimized in one study and maximized in ${JSON.stringify(study.name)}: they cannot be compared.`,
      );
  }
  return objective;
}

function lineOf(
  { name, study }: NamedStudy,
  objective: ShownObjective,
  by: LinesBy,
): ConvergenceLine {
  if (by === "number") return numberedLine(name, study, objective);
  const options = { objective: objective.name };
  const all = convergenceOf(study, options).map((point) => ({
    x: point.finished,
    value: point.best,
    trial: point.trial,
  }));
  const better = all.filter(({ value }, k) => k === 0 || value !== all[k - 1]!.value);
  return {
    name,
    study,
    points: better.map(({ x, value }) => ({ x, value })),
    trials: better.map(({ trial }) => trial),
    end: all.at(-1)?.x ?? 0,
  };
}

/** By the trials' own numbers, as a history counts. */
function numberedLine(name: string, study: StudyView, objective: ShownObjective): ConvergenceLine {
  const { improvements, newest } = historyData(study, { objective: objective.name });
  return {
    name,
    study,
    points: improvements.map(({ number, value }) => ({ x: number, value: value ?? NaN })),
    trials: improvements.map(({ number }) => number),
    end: Math.max(0, newest),
  };
}

/** The best value that any of the studies reached; undefined before a trial completed. */
export function bestReached(
  studies: readonly NamedStudy[],
  objective: ShownObjective,
): number | undefined {
  const values = studies.flatMap(({ study }) =>
    bestFirst(study, objectiveOf(study, objective.name))
      .slice(0, 1)
      .map(({ value }) => value),
  );
  const losses = values.map((value) => objective.sign * value);
  return losses.length === 0 ? undefined : objective.sign * Math.min(...losses);
}
