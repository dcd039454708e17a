/** Maps of an objective over pairs of parameters, as a model sees it, as data. */
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { type AreaGrid, drawnCoordinates, gridCoordinates, qualityOf } from "../common/area-map.ts";
import { valueAt } from "../common/axis.ts";
import type { Deciding } from "../common/deciding.ts";
import { FigureError } from "../common/figure-error.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";
import {
  type ParameterAxis,
  parameterAxis,
  pathOf,
  shownParameters,
} from "../common/parameter-axis.ts";
import {
  decidingOf,
  fitSurrogate,
  type Lesson,
  lessonsOf,
  rowValue,
  type Surrogate,
} from "../common/surrogate.ts";

/** One trial on a map; a coordinate is undefined where the parameter is absent in it. */
export interface MapTrial {
  readonly trial: TrialRecord;
  readonly x: number | undefined;
  readonly y: number | undefined;
}

/** Where a model expects the best. */
export interface Peak {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  /** Which of the two parameters make no difference there, as far as the colours tell. */
  readonly flat: readonly [boolean, boolean];
}

/** The map of one pair. */
export interface PairMap {
  /** Places in `axes`. */
  readonly across: number;
  readonly up: number;
  /** Undefined where too few trials have both parameters. */
  readonly grid: AreaGrid | undefined;
  /** Of each cell what the model expects: value, and the ends of its 95% interval. */
  readonly expected: readonly (readonly {
    readonly value: number;
    readonly low: number;
    readonly high: number;
  }[])[];
  /** Where the model expects the best, among the places of which it knows something. */
  readonly peak: Peak | undefined;
  readonly trials: readonly MapTrial[];
}

/** Everything that the figure shows. */
export interface ContourData {
  readonly objective: ShownObjective;
  readonly axes: readonly ParameterAxis[];
  /** "the 2 most important of 10"; "" where all are shown, or where they were named. */
  readonly remark: string;
  readonly pairs: readonly PairMap[];
  readonly deciding: Deciding;
  readonly best: TrialRecord | undefined;
  /** Trials that the model learnt from. */
  readonly lessons: number;
}

/** Options that shape the data. */
export interface ContourDataOptions {
  readonly parameters?: readonly string[];
  readonly objective?: string;
}

/** Fewer trials than this make no map. */
const LEAST = 5;
/** Cells on each side: of one map, and of each of several. */
const CELLS = { one: 31, several: 17 };
/** Beyond this doubt a place is not said to be the best. */
const SURE = 0.65;

/** @throws FigureError for an unknown parameter or objective, or where not two to four are named */
export function contourData(study: StudyView, options: ContourDataOptions = {}): ContourData {
  const objective = objectiveOf(study, options.objective);
  const { axes, remark } = axesOf(study, options.parameters);
  const lessons = lessonsOf(study.trials, objective);
  const deciding = decidingOf(lessons, objective);
  const pairs = axes.flatMap((_, up) =>
    axes.slice(0, up).map((_axis, across) => [across, up] as const),
  );
  const cells = pairs.length > 1 ? CELLS.several : CELLS.one;
  return {
    objective,
    axes,
    remark,
    deciding,
    best: bestFirst(study, objective)[0]?.trial,
    lessons: lessons.length,
    pairs: pairs.map(([across, up]) =>
      pairMap(study, axes, [across, up], lessons, objective, cells),
    ),
  };
}

function axesOf(study: StudyView, wanted: readonly string[] | undefined) {
  if (wanted === undefined) return shownParameters(study, undefined, 2);
  if (
    !Array.isArray(wanted) ||
    wanted.length < 2 ||
    wanted.length > 4 ||
    new Set(wanted).size < wanted.length
  ) {
    throw new FigureError(
      `plots.contour shows two to four different parameters, but was given ${JSON.stringify(wanted)}. Write { parameters: ["learningRate", "momentum"] }.`,
    );
  }
  return { axes: wanted.map((name) => parameterAxis(study, pathOf(study, name))), remark: "" };
}

function pairMap(
  study: StudyView,
  all: readonly ParameterAxis[],
  [across, up]: readonly [number, number],
  lessons: readonly Lesson[],
  objective: ShownObjective,
  cells: number,
): PairMap {
  const axes = [all[across]!, all[up]!] as const;
  const trials = study.trials
    .filter(({ state }) => state !== "waiting")
    .map((trial) => ({
      trial,
      x: axes[0].coordinate(trial.point[axes[0].path]),
      y: axes[1].coordinate(trial.point[axes[1].path]),
    }));
  const both = lessons.filter(({ trial }) =>
    axes.every((axis) => axis.coordinate(trial.point[axis.path]) !== undefined),
  );
  const model =
    both.length < LEAST ? undefined : fitSurrogate(axes, both, objective, "gaussianProcess");
  const nothing = { across, up, grid: undefined, expected: [], peak: undefined, trials };
  return model === undefined ? nothing : { ...nothing, ...mapOf(model, axes, objective, cells) };
}

function mapOf(
  model: Surrogate,
  [across, up]: readonly [ParameterAxis, ParameterAxis],
  { direction, sign }: ShownObjective,
  cells: number,
): Pick<PairMap, "grid" | "expected" | "peak"> {
  const [x, y] = [gridCoordinates(across, cells), gridCoordinates(up, cells)];
  const valueOf = (axis: ParameterAxis, at: number) =>
    rowValue(axis, axis.isCategorical ? axis.choices[Math.round(at)] : at);
  const rows = Float64Array.from(
    y.flatMap((yAt) => x.flatMap((xAt) => [valueOf(across, xAt), valueOf(up, yAt)])),
  );
  const { mean, sd } = model.predict(rows);
  const { deciding } = model;
  let at: readonly [k: number, j: number] | undefined;
  const cell = (k: number, j: number) => k * x.length + j;
  const doubtAt = (place: number) => Math.min(1, sd[place]! / model.prior);
  const expected = y.map((_, k) =>
    x.map((_x, j) => {
      const place = cell(k, j);
      const ends = [-1.96, 1.96].map((times) =>
        valueAt(deciding.scale, mean[place]! + times * sd[place]!),
      );
      return { value: valueAt(deciding.scale, mean[place]!), low: ends[0]!, high: ends[1]! };
    }),
  );
  expected.forEach((row, k) =>
    row.forEach(({ value }, j) => {
      if (doubtAt(cell(k, j)) > SURE) return;
      if (at === undefined || sign * value < sign * expected[at[0]]![at[1]]!.value) at = [k, j];
    }),
  );
  const quality = expected.map((row) =>
    row.map(({ value }) => rounded(qualityOf(deciding, direction, value))),
  );
  return {
    grid: {
      x: drawnCoordinates(across, x),
      y: drawnCoordinates(up, y),
      quality,
      doubt: y.map((_, k) => x.map((_x, j) => rounded(doubtAt(cell(k, j))))),
      hasBands: across.isCategorical || up.isCategorical,
    },
    expected,
    peak: at && {
      x: x[at[1]]!,
      y: y[at[0]]!,
      value: expected[at[0]]![at[1]]!.value,
      flat: [isFlat(quality[at[0]]!), isFlat(quality.map((row) => row[at![1]]!))],
    },
  };
}

/** Whether qualities differ by less than the map's colours do. */
function isFlat(qualities: readonly number[]): boolean {
  return Math.max(...qualities) - Math.min(...qualities) < 0.06;
}

/** A map is sent as text: digits that nobody sees are not. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
