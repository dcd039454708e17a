/** A landscape that is known, as data: its values over two parameters, and the trials in it. */
import type { StudyView } from "../../study/observer.ts";
import type { Point, Scalar, TrialRecord } from "../../study/trial-record.ts";
import { type AreaGrid, gridCoordinates, qualityOf } from "../common/area-map.ts";
import { type Deciding, decidingRegion } from "../common/deciding.ts";
import { FigureError } from "../common/figure-error.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";
import {
  type ParameterAxis,
  parameterAxis,
  parameterPaths,
  pathOf,
} from "../common/parameter-axis.ts";

/** A landscape's values on a grid: `axes` name → its values, and one value for each setting, the last axis fastest. */
export interface LandscapeGrid {
  readonly axes: Readonly<Record<string, readonly Scalar[]>>;
  readonly values: readonly number[];
}

/** What the objective truly is at a setting of the two parameters. */
export type Truth = LandscapeGrid | ((params: Readonly<Record<string, Scalar>>) => number);

/** One trial in the landscape. */
export interface LandscapeTrial {
  readonly trial: TrialRecord;
  readonly x: number;
  readonly y: number;
  /** Undefined where it has none. */
  readonly value: number | undefined;
}

/** Everything that the landscape shows. */
export interface LandscapeData {
  readonly objective: ShownObjective;
  readonly axes: readonly [ParameterAxis, ParameterAxis];
  readonly grid: AreaGrid;
  readonly deciding: Deciding;
  /** In the order of their numbers; those that lack one of the two are counted in `absent`. */
  readonly trials: readonly LandscapeTrial[];
  readonly absent: number;
  readonly best: LandscapeTrial | undefined;
  /** The best value of the landscape, and where it lies. */
  readonly optimum: { readonly x: number; readonly y: number; readonly value: number } | undefined;
  /** How many settings the landscape is known at. */
  readonly settings: number;
  readonly proposal: { readonly x: number; readonly y: number } | undefined;
}

/** Settings on each side where the truth is a function. */
const SIDE = 61;

/** @throws FigureError where truth or parameters do not fit the study */
export function landscapeData(
  study: StudyView,
  truth: Truth,
  options: { objective?: string; parameters?: readonly string[]; proposal?: Point } = {},
): LandscapeData {
  const objective = objectiveOf(study, options.objective);
  const axes = axesOf(study, truth, options.parameters);
  const [across, up] = axes;
  const table = tableOf(truth, axes);
  const known = table.values.flat().filter((value) => Number.isFinite(value));
  const deciding = decidingRegion(known, objective.direction, 0);
  const { sign, direction } = objective;
  let optimum: LandscapeData["optimum"];
  table.values.forEach((row, k) =>
    row.forEach((value, j) => {
      if (!Number.isFinite(value)) return;
      if (optimum === undefined || sign * value < sign * optimum.value)
        optimum = { x: table.places.x[j]!, y: table.places.y[k]!, value };
    }),
  );
  const placed = study.trials.flatMap((trial): LandscapeTrial[] => {
    const [x, y] = [
      across.coordinate(trial.point[across.path]),
      up.coordinate(trial.point[up.path]),
    ];
    if (x === undefined || y === undefined || trial.state === "waiting") return [];
    return [{ trial, x, y, value: objective.valueOf(trial) }];
  });
  const best = bestFirst(study, objective)[0]?.trial;
  const next = options.proposal;
  const [px, py] = [
    across.coordinate(next?.[across.path] ?? next?.[across.name]),
    up.coordinate(next?.[up.path] ?? next?.[up.name]),
  ];
  return {
    objective,
    axes,
    grid: {
      hasBands: axes.some(({ isCategorical }) => isCategorical),
      x: table.x,
      y: table.y,
      quality: table.values.map((row) =>
        row.map((value) => (Number.isFinite(value) ? qualityOf(deciding, direction, value) : null)),
      ),
    },
    deciding,
    trials: placed,
    absent: study.trials.filter(({ state }) => state !== "waiting").length - placed.length,
    best: placed.find(({ trial }) => trial === best),
    optimum,
    settings: known.length,
    proposal: px === undefined || py === undefined ? undefined : { x: px, y: py },
  };
}

function axesOf(
  study: StudyView,
  truth: Truth,
  wanted: readonly string[] | undefined,
): readonly [ParameterAxis, ParameterAxis] {
  const names =
    wanted ??
    (typeof truth === "function" ? parameterPaths(study) : Object.keys(truth?.axes ?? {}));
  if (names.length !== 2) {
    throw new FigureError(
      `plots.landscape shows two parameters, but ${names.length === 0 ? "none were" : `${names.join(", ")} were`} given. Write { parameters: ["learningRate", "momentum"] } with two of ${parameterPaths(study).join(", ") || "the study's"}.`,
    );
  }
  const [one, other] = names.map((name) => parameterAxis(study, pathOf(study, name)));
  return [one!, other!];
}

/** Values row by row from below, with coordinates; a choice is drawn as a band, so it stands there twice. */
function tableOf(truth: Truth, [across, up]: readonly [ParameterAxis, ParameterAxis]) {
  if (typeof truth === "function") {
    const [x, y] = [gridCoordinates(across, SIDE), gridCoordinates(up, SIDE)];
    const setting = (axis: ParameterAxis, at: number): Scalar =>
      axis.isCategorical ? (axis.choices[Math.round(at)] ?? null) : at;
    const values = y.map((yAt) =>
      x.map((xAt) => {
        const value = truth({ [across.path]: setting(across, xAt), [up.path]: setting(up, yAt) });
        return typeof value === "number" ? value : Number.NaN;
      }),
    );
    return {
      x,
      y,
      places: { x: x.map((at) => whole(across, at)), y: y.map((at) => whole(up, at)) },
      values,
    };
  }
  const names = Object.keys(truth.axes);
  const lists = names.map((name) => truth.axes[name]!);
  const count = lists.reduce((product, { length }) => product * length, 1);
  const places = [across, up].map((axis) =>
    names.findIndex((name) => name === axis.path || name === axis.name),
  );
  if (names.length !== 2 || places.includes(-1) || truth.values.length !== count) {
    throw new FigureError(
      `The truth of plots.landscape needs the axes ${across.path} and ${up.path} and one value for each setting, but it has ${names.join(", ") || "none"} with ${truth.values.length} values for ${count} settings.`,
    );
  }
  const [first, second] = [lists[places[0]!]!, lists[places[1]!]!];
  const at = (k: number, j: number): number =>
    places[0] === 0 ? truth.values[k * second.length + j]! : truth.values[j * first.length + k]!;
  const [columns, rows] = [edgesOf(across, first), edgesOf(up, second)];
  return {
    x: columns.map(({ place }) => place),
    y: rows.map(({ place }) => place),
    places: { x: columns.map(({ middle }) => middle), y: rows.map(({ middle }) => middle) },
    values: rows.map((row) => columns.map((column) => at(column.index, row.index))),
  };
}

function whole(axis: ParameterAxis, at: number): number {
  return axis.isCategorical ? Math.round(at) : at;
}

/** The coordinates of a grid's values, in increasing order. */
function edgesOf(axis: ParameterAxis, values: readonly Scalar[]) {
  const found = values.flatMap((value, index) => {
    const middle = axis.coordinate(value);
    if (middle === undefined) return [];
    return axis.isCategorical
      ? [-0.4995, 0.4995].map((edge) => ({ index, middle, place: middle + edge }))
      : [{ index, middle, place: middle }];
  });
  return found.toSorted((one, other) => one.place - other.place);
}
