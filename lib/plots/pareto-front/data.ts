/** Pareto's front as data: which trials no other beats, the best compromise, and how both are placed. */
import { compromise } from "../../math/compromise.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { padded, position, type Range, type Scale, scaleFor, valueAt } from "../common/axis.ts";
import { FigureError } from "../common/figure-error.ts";
import {
  type Box,
  type CommonObjective,
  commonBox,
  commonObjectives,
  lossesIn,
  type StudyFront,
  studyFronts,
  type ValuedPoint,
} from "../common/objective-space.ts";
import type { NamedStudy } from "../common/series.ts";

/** One objective as an axis. */
export interface ObjectiveAxis extends CommonObjective {
  readonly scale: Scale;
  readonly range: Range;
  /** Where marks of values stand that lie beyond the region around the front. */
  readonly rail: number | undefined;
  /** Where the rail begins. */
  readonly edge: number | undefined;
  /** A value's coordinate. */
  place(value: number): number;
}

/** One study's front, and which of it is the best compromise. */
export interface FrontSeries extends StudyFront {
  /** As {@link compromise} finds it; undefined below three. */
  readonly compromise: ValuedPoint | undefined;
  /** Which part of the common box it dominates, 0…1; undefined where there is no box. */
  readonly share: number | undefined;
}

/** Everything that the figure shows. */
export interface ParetoData {
  readonly objectives: readonly CommonObjective[];
  readonly axes: readonly ObjectiveAxis[];
  readonly series: readonly FrontSeries[];
  readonly box: Box | undefined;
  /** As it was asked for, in the order of the objectives. */
  readonly reference: readonly number[] | undefined;
  /** Complete trials with a value of each objective. */
  readonly trials: number;
}

/** Options that shape the data. */
export interface ParetoDataOptions {
  readonly objectives?: readonly string[];
  readonly reference?: Readonly<Record<string, number>>;
}

/** @throws FigureError for unknown or different objectives, or a reference without one of them */
export function paretoData(
  studies: readonly NamedStudy[],
  options: ParetoDataOptions = {},
): ParetoData {
  const wanted = options.objectives;
  if (
    wanted !== undefined &&
    (!Array.isArray(wanted) || wanted.length < 2 || new Set(wanted).size < wanted.length)
  ) {
    throw new FigureError(
      `plots.paretoFront needs two or more different objectives, but was given ${JSON.stringify(wanted)}.`,
    );
  }
  const objectives = commonObjectives(studies, wanted);
  const found = studyFronts(studies, objectives);
  const box = objectives.length < 2 ? undefined : commonBox(found, objectives, options.reference);
  const reference = options.reference && objectives.map(({ name }) => options.reference![name]!);
  const axes = objectives.map((objective, k) => axisOf(objective, k, found, reference?.[k]));
  return {
    objectives,
    axes,
    box,
    reference,
    trials: found.reduce(
      (sum, one) => sum + one.front.length + one.dominated.length + one.infeasible.length,
      0,
    ),
    series: found.map((one) => ({
      ...one,
      compromise: one.front[compromise(lossesIn(objectives, one.front)) ?? -1],
      share: box?.share(one.front),
    })),
  };
}

/** How much further than the front itself the axis goes on its worse side, and the part that the rail takes. */
const BEYOND = 0.8;
const RAIL = 0.06;

function axisOf(
  objective: CommonObjective,
  k: number,
  found: readonly StudyFront[],
  reference: number | undefined,
): ObjectiveAxis {
  const valuesOf = (points: readonly ValuedPoint[]) => points.map(({ values }) => values[k]!);
  const front = found.flatMap((one) => valuesOf(one.front));
  const all = found.flatMap((one) => valuesOf([...one.front, ...one.dominated, ...one.infeasible]));
  const known = reference === undefined ? all : [...all, reference];
  const scale = scaleFor(objective.direction, known);
  const at = (value: number) => objective.sign * position(scale, value);
  const inner = (front.length > 0 ? front : all).map(at);
  const best = inner.reduce((least, place) => Math.min(least, place), Infinity);
  const worst = inner.reduce((most, place) => Math.max(most, place), -Infinity);
  const far = known.map(at).reduce((most, place) => Math.max(most, place), -Infinity);
  // A front of one point decides nothing: then all is shown.
  const reach = worst > best ? worst + BEYOND * (worst - best) : far;
  const end = Math.max(Math.min(far, reach), reference === undefined ? -Infinity : at(reference));
  if (all.length === 0) {
    const range = scale === "log" ? { low: 0.1, high: 1 } : { low: 0, high: 1 };
    return {
      ...objective,
      scale,
      range,
      rail: undefined,
      edge: undefined,
      place: (value) => value,
    };
  }
  const ends = [objective.sign * best, objective.sign * end].map((place) => valueAt(scale, place));
  const shown = padded(scale, { low: Math.min(...ends), high: Math.max(...ends) }, 0.07, 0.07);
  const worse = objective.sign === 1 ? shown.high : shown.low;
  if (far <= at(worse))
    return {
      ...objective,
      scale,
      range: shown,
      rail: undefined,
      edge: undefined,
      place: (value) => value,
    };
  const [low, high] = [position(scale, shown.low), position(scale, shown.high)];
  const strip = RAIL * (high - low);
  const isMinimized = objective.sign === 1;
  const edge = valueAt(scale, isMinimized ? high : low);
  const rail = valueAt(scale, isMinimized ? high + strip / 2 : low - strip / 2);
  const range = {
    low: isMinimized ? shown.low : valueAt(scale, low - strip),
    high: isMinimized ? valueAt(scale, high + strip) : shown.high,
  };
  return {
    ...objective,
    scale,
    range,
    rail,
    edge,
    place: (value) => (at(value) > at(edge) ? rail : value),
  };
}

/** The corners of the line that parts what a front beats from the rest, for two objectives. */
export function frontLine(front: readonly ValuedPoint[]): readonly ValuedPoint[] {
  return front.toSorted(
    (one, other) => one.values[0]! - other.values[0]! || one.values[1]! - other.values[1]!,
  );
}

/** Trials that never came to values: counted, since nothing of them can be drawn. */
export function unplaced(
  studies: readonly NamedStudy[],
  placed: number,
): { failed: number; others: number } {
  const trials: TrialRecord[] = studies.flatMap(({ study }) => [...study.trials]);
  const failed = trials.filter(({ state }) => state === "failed").length;
  const begun = trials.filter(({ state }) => state !== "waiting").length;
  return { failed, others: Math.max(0, begun - failed - placed) };
}
