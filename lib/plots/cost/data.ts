/** What quality costs, as data: the best value so far by what had been spent. */
import { type CostPoint, costToQuality } from "../../analysis/convergence.ts";
import type { StudyView } from "../../study/observer.ts";
import { padded, position, type Range, type Scale, scaleFor } from "../common/axis.ts";
import { FigureError } from "../common/figure-error.ts";
import { objectiveOf, type ShownObjective } from "../common/objective.ts";
import type { NamedStudy } from "../common/series.ts";
import { stepWord } from "../common/trial-words.ts";

/** What is spent: by the clock, by all trials together, or in steps (epochs, folds) of all of them. */
export type CostMeasure = "seconds" | "computeSeconds" | "steps";

/** One study's curve. */
export interface CostCurve {
  readonly name: string;
  readonly study: StudyView;
  /** Each improvement, and the end; empty before a trial completed. */
  readonly points: readonly CostPoint[];
  /** Where half of the way from the first value to the best was made; undefined where nothing improved. */
  readonly half: { readonly spent: number; readonly value: number } | undefined;
}

/** Everything that the figure shows. */
export interface CostData {
  readonly objective: ShownObjective;
  readonly by: CostMeasure;
  /** "epoch": what one step is called. */
  readonly step: string;
  readonly curves: readonly CostCurve[];
  readonly scale: Scale;
  readonly range: Range;
  /** The most that a study spent. */
  readonly most: number;
  /** Where a study is first as good as another at its end; undefined unless several have a value. */
  readonly lead:
    | {
        readonly winner: CostCurve;
        readonly loser: CostCurve;
        readonly value: number;
        readonly spent: number;
        readonly against: number;
      }
    | undefined;
}

const MEASURES: readonly CostMeasure[] = ["seconds", "computeSeconds", "steps"];

/** @throws FigureError for an unknown `by` or objective */
export function costData(
  given: readonly NamedStudy[],
  options: { objective?: string; by?: CostMeasure } = {},
): CostData {
  if (options.by !== undefined && !MEASURES.includes(options.by)) {
    throw new FigureError(
      `plots.cost knows no by: ${JSON.stringify(options.by)}; give "seconds", "computeSeconds" or "steps".`,
    );
  }
  const objectives = given.map(({ study }) => objectiveOf(study, options.objective));
  const objective = objectives[0] ?? objectiveOf({ objectives: {} } as StudyView);
  if (
    objectives.some(
      ({ name, direction }) => name !== objective.name || direction !== objective.direction,
    )
  ) {
    throw new FigureError(
      `The studies of one figure need an objective in common, but they have ${objectives.map(({ name, direction }) => `${name} (${direction})`).join(", ")}. Name one: { objective: ${JSON.stringify(objective.name)} }.`,
    );
  }
  const all = given.map(({ study }) => costToQuality(study, { objective: objective.name }));
  const reported =
    all.every((points) => (points.at(-1)?.steps ?? 1) > 0) &&
    all.some((points) => points.length > 0);
  const by = options.by ?? (reported ? "steps" : "seconds");
  const values = all.flatMap((points) => points.map(({ best }) => best));
  const scale = scaleFor(objective.direction, values);
  const curves = given.map(({ name, study }, k): CostCurve => {
    const points = all[k]!;
    return { name, study, points, half: halfWay(points, by, scale) };
  });
  return {
    objective,
    by,
    step: stepWord(given.flatMap(({ study }) => study.trials)),
    curves,
    scale,
    range: padded(scale, extent(values), 0.1, 0.08),
    most: Math.max(0, ...all.map((points) => points.at(-1)?.[by] ?? 0)),
    lead: leadOf(curves, by, objective.sign),
  };
}

/** Half of the way on the axis that is shown: on a log axis that is half of the powers of ten. */
function halfWay(points: readonly CostPoint[], by: CostMeasure, scale: Scale): CostCurve["half"] {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || first.best === last.best) return undefined;
  const start = position(scale, first.best);
  const way = position(scale, last.best) - start;
  const found = points.find(({ best }) => (position(scale, best) - start) / way >= 0.5);
  return found && { spent: found[by], value: found.best };
}

/** The best at the end against the second best: what had it spent when it was as good? */
function leadOf(curves: readonly CostCurve[], by: CostMeasure, sign: 1 | -1): CostData["lead"] {
  const ended = curves
    .filter(({ points }) => points.length > 0)
    .toSorted((one, other) => sign * (one.points.at(-1)!.best - other.points.at(-1)!.best));
  const [winner, loser] = ended;
  if (winner === undefined || loser === undefined) return undefined;
  const end = loser.points.at(-1)!;
  const reached = winner.points.find(({ best }) => sign * (best - end.best) <= 0);
  if (reached === undefined) return undefined;
  const against = loser.points.find(({ best }) => best === end.best)![by];
  return { winner, loser, value: end.best, spent: reached[by], against };
}

function extent(values: readonly number[]): Range {
  if (values.length === 0) return { low: 0.1, high: 1 };
  return {
    low: values.reduce((least, value) => Math.min(least, value), Infinity),
    high: values.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}
