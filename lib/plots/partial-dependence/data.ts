/** The effect of parameters by themselves, as a model sees it, as data. */
import type { StudyView } from "../../study/observer.ts";
import type { Scalar, TrialRecord } from "../../study/trial-record.ts";
import { type AreaGrid, drawnCoordinates, gridCoordinates, qualityOf } from "../common/area-map.ts";
import { valueAt } from "../common/axis.ts";
import type { Deciding } from "../common/deciding.ts";
import { FigureError } from "../common/figure-error.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";
import {
  type ParameterAxis,
  parameterAxis,
  parameterPaths,
  pathOf,
} from "../common/parameter-axis.ts";
import { fitSurrogate, lessonsOf, type SurrogateKind } from "../common/surrogate.ts";
import { isExcluded, rowsWith, sampleOf, valueOf, type World } from "./world.ts";

/** The mean effect at one setting; values of the objective, with the ends of the 50% and 95% bands. */
export interface EffectPoint {
  /** The axis' coordinate. */
  readonly at: number;
  readonly value: number;
  readonly half: readonly [number, number];
  readonly most: readonly [number, number];
}

/** The effect of one parameter. */
export interface Effect {
  readonly axis: ParameterAxis;
  readonly points: readonly EffectPoint[];
  /** From the lowest to the highest mean, in places of the objective's axis: how much it matters. */
  readonly span: number;
  /** The setting with the best mean. */
  readonly best: EffectPoint | undefined;
  /** Coordinates of the trials that have it, for the rug. */
  readonly tried: readonly number[];
  /** How many of the trials do not have it. */
  readonly absent: number;
  /** Where the best trial lies on the curve. */
  readonly star: { readonly x: number; readonly y: number } | undefined;
}

/** The joint effect of two parameters. */
export interface JointEffect {
  /** Places in `effects`. */
  readonly across: number;
  readonly up: number;
  readonly grid: AreaGrid;
}

/** Everything that the figure shows. */
export interface DependenceData {
  readonly objective: ShownObjective;
  readonly kind: SurrogateKind;
  readonly deciding: Deciding | undefined;
  /** The strongest first; empty where too little is known. */
  readonly effects: readonly Effect[];
  readonly joint: readonly JointEffect[];
  /** Trials with a value. */
  readonly lessons: number;
  /** Those of them that the model learnt from. */
  readonly learnt: number;
  readonly best: TrialRecord | undefined;
  /** "the 8 strongest of 10"; "" where all are shown. */
  readonly remark: string;
}

/** Options that shape the data. */
export interface DependenceDataOptions {
  readonly parameters?: readonly string[];
  readonly objective?: string;
  readonly model?: SurrogateKind;
  readonly pairs?: boolean;
}

/** At most so many panels; of pairs so many parameters. */
const MOST = { curves: 8, pairs: 4 };
/** Fewer trials than this teach nothing of several parameters. */
const LEAST = 8;
/** Over so many trials effects are averaged; settings of a curve, and on each side of a map. */
const SAMPLE = { curve: 30, map: 14 };
const STEPS = { curve: 27, map: 13 };
/** From so many parameters on the forest is the better model. */
const MANY = 12;

/** @throws FigureError for an unknown parameter, objective or model */
export function dependenceData(
  study: StudyView,
  options: DependenceDataOptions = {},
): DependenceData {
  const objective = objectiveOf(study, options.objective);
  const axes = parameterPaths(study).map((path) => parameterAxis(study, path));
  const wanted = options.parameters?.map((name) => pathOf(study, name));
  const kind = options.model ?? (axes.length > MANY ? "forest" : "gaussianProcess");
  if (kind !== "forest" && kind !== "gaussianProcess") {
    throw new FigureError(
      `plots.partialDependence knows no model ${JSON.stringify(kind)}; give "gaussianProcess" or "forest".`,
    );
  }
  const lessons = lessonsOf(study.trials, objective);
  const best = bestFirst(study, objective)[0]?.trial;
  const model = lessons.length < LEAST ? undefined : fitSurrogate(axes, lessons, objective, kind);
  const nothing = {
    objective,
    kind,
    deciding: undefined,
    effects: [],
    joint: [],
    lessons: lessons.length,
    learnt: model?.trials ?? 0,
    best,
    remark: "",
  };
  if (model === undefined) return nothing;
  const world = { axes, model, lessons, best };
  const all = axes
    .filter(({ path }) => wanted === undefined || wanted.includes(path))
    .map((axis) => effectOf(world, axis, objective))
    .filter(({ points }) => points.length > 0)
    .toSorted((one, other) => other.span - one.span);
  const most = options.pairs === true ? MOST.pairs : (wanted?.length ?? MOST.curves);
  const effects = all.slice(0, most);
  return {
    ...nothing,
    deciding: model.deciding,
    effects,
    joint: options.pairs === true ? jointOf(world, effects, objective) : [],
    remark: effects.length < all.length ? `the ${effects.length} strongest of ${all.length}` : "",
  };
}

/** Settings along an axis: each choice once, whole numbers where only they are legal. */
function settingsOf(axis: ParameterAxis, count: number): { at: number; value: Scalar }[] {
  if (axis.isCategorical) return axis.choices.map((value, at) => ({ at, value }));
  const coordinates = gridCoordinates(axis, count);
  const isWhole = axis.dimension?.kind === "int" && axis.range.high - axis.range.low <= count;
  const shown = isWhole ? [...new Set(coordinates.map((at) => Math.round(at)))] : coordinates;
  return shown.map((at) => ({ at, value: at }));
}

function effectOf(world: World, axis: ParameterAxis, { sign }: ShownObjective): Effect {
  const { model, lessons, best } = world;
  const { scale } = model.deciding;
  const sample = sampleOf(lessons, [axis], SAMPLE.curve);
  const averages = (sample.length === 0 ? [] : settingsOf(axis, STEPS.curve)).map(
    ({ at, value }) => ({
      at,
      ...model.average(rowsWith(world, sample, new Map([[axis.path, value]]))),
    }),
  );
  const band = (mean: number, sd: number, times: number): [number, number] => [
    valueAt(scale, mean - times * sd),
    valueAt(scale, mean + times * sd),
  ];
  const points = averages.map(({ at, mean, sd }): EffectPoint => ({
    at,
    value: valueAt(scale, mean),
    half: band(mean, sd, 0.6745),
    most: band(mean, sd, 1.96),
  }));
  const means = averages.map(({ mean }) => mean);
  const tried = lessons.flatMap(({ trial }) => axis.coordinate(trial.point[axis.path]) ?? []);
  const place = best && axis.coordinate(best.point[axis.path]);
  const near = (one: EffectPoint) =>
    Math.abs((axis.unit(valueOf(axis, one.at)) ?? 0) - (axis.unit(best?.point[axis.path]) ?? 0));
  const nearest = points.toSorted((one, other) => near(one) - near(other))[0];
  return {
    axis,
    points,
    span: means.length === 0 ? 0 : Math.max(...means) - Math.min(...means),
    best: points.toSorted((one, other) => sign * (one.value - other.value))[0],
    tried,
    absent: lessons.length - tried.length,
    star: place === undefined || nearest === undefined ? undefined : { x: place, y: nearest.value },
  };
}

function jointOf(
  world: World,
  effects: readonly Effect[],
  { direction }: ShownObjective,
): JointEffect[] {
  const { model, lessons } = world;
  return effects.flatMap((one, up) =>
    effects.slice(0, up).flatMap((other, across) => {
      const [x, y] = [gridCoordinates(other.axis, STEPS.map), gridCoordinates(one.axis, STEPS.map)];
      const sample = sampleOf(lessons, [other.axis, one.axis], SAMPLE.map);
      if (sample.length === 0) return [];
      const cells = y.map((yAt) =>
        x.map((xAt) => {
          const set = new Map([
            [other.axis.path, valueOf(other.axis, xAt)],
            [one.axis.path, valueOf(one.axis, yAt)],
          ]);
          // No trial can have what the other choice leaves out.
          const isImpossible = [one, other].some(({ axis }) => isExcluded(axis.dimension, set));
          return isImpossible ? undefined : model.average(rowsWith(world, sample, set));
        }),
      );
      const rounded = (value: number) => Math.round(value * 1000) / 1000;
      const quality = (mean: number) =>
        qualityOf(model.deciding, direction, valueAt(model.deciding.scale, mean));
      const grid: AreaGrid = {
        x: drawnCoordinates(other.axis, x),
        y: drawnCoordinates(one.axis, y),
        quality: cells.map((row) => row.map((cell) => (cell ? rounded(quality(cell.mean)) : null))),
        doubt: cells.map((row) =>
          row.map((cell) => (cell ? rounded(Math.min(1, cell.sd / model.prior)) : 0)),
        ),
        hasBands: one.axis.isCategorical || other.axis.isCategorical,
      };
      return [{ across, up, grid }];
    }),
  );
}
