/** A mosaic as data: every configuration of a finite space, which of them were tried, and what is known of them. */
import { violationOf } from "../../study/losses.ts";
import type { Dimension } from "../../space/space.ts";
import { enumerate } from "../../space/enumerate.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Point, Scalar, TrialRecord } from "../../study/trial-record.ts";
import { FigureError } from "../common/figure-error.ts";
import {
  bestFirst,
  objectiveOf,
  type ShownObjective,
  type ValuedTrial,
} from "../common/objective.ts";
import { pathOf } from "../common/parameter-axis.ts";
import { shortName } from "../common/parameter-names.ts";

/** What is known of the whole space: a function of the parameters, or the values in the order of enumeration. */
export type Truth = ((params: Readonly<Record<string, unknown>>) => number) | readonly number[];

/** Options of the data. */
export interface MosaicOptions {
  readonly objective?: string;
  readonly truth?: Truth;
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
}

/** One parameter with the values that it takes. */
export interface MosaicLevels {
  readonly path: string;
  readonly name: string;
  /** Undefined stands for configurations that do not have the parameter. */
  readonly values: readonly (Scalar | undefined)[];
}

/** How a tried configuration came out: the best of its trials counts. */
export type CellState = "complete" | "early" | "failed" | "running";

/** One configuration. */
export interface MosaicCell {
  readonly point: Point;
  /** The place of each parameter's value among its levels, in the order of `levels`. */
  readonly places: readonly number[];
  /** Undefined where it is not known. */
  readonly value: number | undefined;
  readonly state: CellState | undefined;
  /** The trial that stands for it. */
  readonly trial: TrialRecord | undefined;
}

/** Everything that a mosaic shows. */
export interface MosaicData {
  readonly objective: ShownObjective;
  readonly levels: readonly MosaicLevels[];
  readonly cells: readonly MosaicCell[];
  readonly tried: number;
  readonly best: ValuedTrial | undefined;
  /** The best value that there is, where the whole space is known. */
  readonly possible: number | undefined;
  readonly isKnown: boolean;
  /** Paths from outer to inner, where they were asked for. */
  readonly asked: { readonly rows: readonly string[]; readonly columns: readonly string[] };
}

/** Why there is no mosaic of a space; plain text. */
export interface NoMosaic {
  readonly sentence: string;
  readonly advice: readonly string[];
}

/** A mosaic has room for so many configurations. */
export const MOST_CELLS = 5000;

/**
 * Collects the cells of a study, or says why there can be none.
 *
 * @throws FigureError for an objective or a parameter that the study does not have, and for a list of values that
 *   is not as long as the space is large
 */
export function mosaicData(study: StudyView, options: MosaicOptions = {}): MosaicData | NoMosaic {
  const objective = objectiveOf(study, options.objective);
  const asked = {
    rows: (options.rows ?? []).map((name) => pathOf(study, name)),
    columns: (options.columns ?? []).map((name) => pathOf(study, name)),
  };
  const refusal = whyNot(study);
  if (refusal !== undefined) return refusal;
  const points = [...enumerate(study.space)];
  const levels = levelsOf(study, points);
  if (levels.length === 0)
    return { sentence: "No parameter varies", advice: ["a mosaic needs at least one"] };
  const truths = truthOf(study, points, options.truth);
  const tried = triedCells(study, objective);
  const best = bestFirst(study, objective)[0];
  const cells = points.map((point, index): MosaicCell => {
    const trial = tried.get(keyOf(levels, point));
    return {
      point,
      places: levels.map(({ path, values }) => placeOf(values, point[path])),
      value: truths?.[index] ?? (trial && objective.valueOf(trial)),
      state: trial && stateOf(trial),
      trial,
    };
  });
  const known = truths?.filter((value) => value !== undefined) ?? [];
  const { sign } = objective;
  return {
    objective,
    levels,
    cells,
    tried: cells.filter(({ state }) => state !== undefined).length,
    best,
    possible:
      known.length === 0
        ? undefined
        : sign * known.reduce((least, value) => Math.min(least, sign * value), Infinity),
    isKnown: truths !== undefined,
    asked,
  };

  function triedCells(view: StudyView, shown: ShownObjective): Map<string, TrialRecord> {
    const found = new Map<string, TrialRecord>();
    for (const trial of view.trials) {
      if (trial.state === "waiting") continue;
      const key = keyOf(levels, trial.point);
      const before = found.get(key);
      if (before === undefined || isMoreTelling(trial, before, shown)) found.set(key, trial);
    }
    return found;
  }
}

function whyNot(study: StudyView): NoMosaic | undefined {
  const endless = study.space.dimensions.find(
    (dimension) =>
      dimension.kind === "float" && dimension.step === undefined && dimension.low < dimension.high,
  );
  const advice = ["plots.slice(study) and plots.parallel(study) show any space"];
  if (endless !== undefined)
    return {
      sentence: `${shortName(study.space, endless.path)} is continuous: a mosaic needs a finite space`,
      advice,
    };
  if (study.space.size > MOST_CELLS)
    return {
      sentence: "The space is too large for a mosaic, which has room for 5000 configurations",
      advice,
    };
  return undefined;
}

function levelsOf(study: StudyView, points: readonly Point[]): MosaicLevels[] {
  return study.space.dimensions.flatMap((dimension) => {
    const { path } = dimension;
    const seen = new Map<string, Scalar | undefined>();
    for (const point of points) seen.set(textOf(point[path]), point[path]);
    const values = [...seen.values()].toSorted(
      (one, other) => order(dimension, one) - order(dimension, other),
    );
    return values.length < 2 ? [] : [{ path, name: shortName(study.space, path), values }];
  });
}

/** Choices stand as they were defined, numbers by size, and what is absent last. */
function order(dimension: Dimension, value: Scalar | undefined): number {
  if (value === undefined) return Infinity;
  return dimension.kind === "categorical" ? dimension.choices.indexOf(value) : Number(value);
}

/** Steps of a float may differ in their last bits from what was recorded. */
function textOf(value: Scalar | undefined): string {
  return typeof value === "number"
    ? String(Number(value.toPrecision(9)))
    : (JSON.stringify(value) ?? "");
}

function placeOf(values: readonly (Scalar | undefined)[], value: Scalar | undefined): number {
  return values.findIndex((one) => textOf(one) === textOf(value));
}

function keyOf(levels: readonly MosaicLevels[], point: Point): string {
  return levels.map(({ path }) => textOf(point[path])).join("\u0001");
}

function stateOf({ state }: TrialRecord): CellState {
  if (state === "complete" || state === "failed" || state === "running") return state;
  return "early";
}

/** Of two trials of one configuration the complete one counts, then the better one. */
function isMoreTelling(
  trial: TrialRecord,
  before: TrialRecord,
  objective: ShownObjective,
): boolean {
  const telling = (one: TrialRecord) =>
    one.state === "complete" ? (violationOf(one) > 0 ? 1 : 2) : 0;
  const more = telling(trial) - telling(before);
  if (more !== 0) return more > 0;
  const value = objective.valueOf(trial);
  const other = objective.valueOf(before);
  if (value === undefined || other === undefined) return value !== undefined;
  return objective.sign * (value - other) < 0;
}

function truthOf(
  study: StudyView,
  points: readonly Point[],
  truth: Truth | undefined,
): (number | undefined)[] | undefined {
  if (truth === undefined) return undefined;
  if (typeof truth !== "function" && truth.length !== points.length)
    throw new FigureError(
      `truth holds ${truth.length} values; the space of ${JSON.stringify(study.name)} has ${points.length} configurations. Give one value for each, the last parameter changing fastest, or a function of the parameters.`,
    );
  return points.map((point, index) => {
    const value = typeof truth === "function" ? truth(study.space.decode(point)) : truth[index];
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  });
}
