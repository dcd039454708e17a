/** Parameters as axes: of a scatter, of a map, of parallel coordinates. */
import { importance } from "../../analysis/importance.ts";
import type { Dimension, Space } from "../../space/space.ts";
import { didYouMean } from "../../space/wording.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";
import {
  linearTicks,
  logTicks,
  padded,
  position,
  type Range,
  type Scale,
  type Ticks,
  valueAt,
} from "./axis.ts";
import { FigureError } from "./figure-error.ts";
import { lastName, shortName } from "./parameter-names.ts";
import { formatSetting } from "./trial-words.ts";
import { cut, escapeText } from "./words.ts";

/** One parameter as an axis. Coordinates are what Plotly's traces take: values, or the places 0, 1, 2… of choices. */
export interface ParameterAxis {
  readonly path: string;
  /** As it is called in figures; plain text, not cut. */
  readonly name: string;
  /** Undefined where the study's space has none of that path: trials of another version have it. */
  readonly dimension: Dimension | undefined;
  readonly isCategorical: boolean;
  readonly scale: Scale;
  /** What the axis shows, in coordinates (values also where it is logarithmic). */
  readonly range: Range;
  /** Of a categorical axis: its choices, in order. */
  readonly choices: readonly Scalar[];
  readonly ticks: Ticks;
  /** A value's coordinate; undefined where it is none of this axis. */
  coordinate(value: Scalar | undefined): number | undefined;
  /** Its place within the range, 0…1. */
  unit(value: Scalar | undefined): number | undefined;
  /** The value at a place 0…1; of a categorical axis the choice that is nearest. */
  valueAtUnit(unit: number): Scalar;
  /** The part of a Plotly axis that belongs to the parameter: type, range, ticks. */
  readonly plotly: Readonly<Record<string, unknown>>;
}

/** The axis of one parameter, wide enough for all that trials hold. */
export function parameterAxis(study: StudyView, path: string): ParameterAxis {
  const dimension = study.space.dimensions.find((one) => one.path === path);
  const values = study.trials.flatMap(({ point }) => point[path] ?? []);
  const numeric =
    dimension === undefined
      ? values.length > 0 && values.every((value) => typeof value === "number")
      : dimension.kind !== "categorical";
  return numeric
    ? numberAxis(path, dimension, study.space, values)
    : choiceAxis(path, dimension, study.space, values);
}

/** Room at both ends of an axis, as a part of its length, so that no mark is cut. */
const ROOM = 0.02;

function numberAxis(
  path: string,
  dimension: Dimension | undefined,
  space: Space,
  values: readonly Scalar[],
): ParameterAxis {
  const numbers = values.filter((value): value is number => typeof value === "number");
  const finite = numbers.filter(Number.isFinite);
  const bounds =
    dimension !== undefined && dimension.kind !== "categorical"
      ? [dimension.low, dimension.high].filter(Number.isFinite)
      : [];
  const all = [...bounds, ...finite];
  const low = all.reduce((least, value) => Math.min(least, value), Infinity);
  const high = all.reduce((most, value) => Math.max(most, value), -Infinity);
  const isLog =
    dimension !== undefined && dimension.kind !== "categorical" && dimension.log && low > 0;
  const scale: Scale = isLog ? "log" : "linear";
  const inner: Range = all.length === 0 ? { low: 0, high: 1 } : { low, high };
  const range = padded(scale, inner, ROOM, ROOM);
  const ticks = withinBounds(isLog ? logTicks(inner) : wholeTicks(dimension, inner), scale, range);
  const [start, end] = [position(scale, range.low), position(scale, range.high)];
  const unit = (value: Scalar | undefined) =>
    typeof value === "number" && Number.isFinite(value) && (scale === "linear" || value > 0)
      ? (position(scale, value) - start) / (end - start)
      : undefined;
  return {
    path,
    name: shortName(space, path),
    dimension,
    isCategorical: false,
    scale,
    range,
    choices: [],
    ticks,
    coordinate: (value) => (unit(value) === undefined ? undefined : (value as number)),
    unit,
    valueAtUnit: (place) => valueAt(scale, start + place * (end - start)),
    plotly: { type: scale, range: [start, end], ...ticks },
  };
}

/** Whole numbers have ticks at whole numbers only; few of them each its own. */
function wholeTicks(dimension: Dimension | undefined, range: Range): Ticks {
  if (dimension?.kind !== "int") return linearTicks(range);
  const count = (range.high - range.low) / dimension.step + 1;
  if (count <= 7) {
    const tickvals = Array.from(
      { length: Math.round(count) },
      (_, k) => range.low + k * dimension.step,
    );
    return { tickvals, ticktext: tickvals.map((value) => formatSetting(value)) };
  }
  const { tickvals, ticktext } = linearTicks(range);
  const whole = (_: unknown, k: number) => Number.isInteger(tickvals[k]);
  return { tickvals: tickvals.filter(whole), ticktext: ticktext.filter(whole) };
}

function withinBounds({ tickvals, ticktext }: Ticks, scale: Scale, range: Range): Ticks {
  const inside = (_: unknown, k: number) => {
    const place = position(scale, tickvals[k] ?? NaN);
    return (
      place >= position(scale, range.low) - 1e-12 && place <= position(scale, range.high) + 1e-12
    );
  };
  return { tickvals: tickvals.filter(inside), ticktext: ticktext.filter(inside) };
}

/** More choices than this have no tick each: their names would cover one another. */
const MOST_CHOICE_TICKS = 14;

function choiceAxis(
  path: string,
  dimension: Dimension | undefined,
  space: Space,
  values: readonly Scalar[],
): ParameterAxis {
  const given = dimension?.kind === "categorical" ? dimension.choices : [];
  const choices = [...new Set([...given, ...values])];
  const places = new Map(choices.map((choice, place) => [choice, place]));
  const count = Math.max(1, choices.length);
  const range = { low: -0.5, high: count - 0.5 };
  const every = Math.ceil(count / MOST_CHOICE_TICKS);
  const ticked = choices.flatMap((choice, place) =>
    place % every === 0 ? [{ choice, place }] : [],
  );
  const ticks = {
    tickvals: ticked.map(({ place }) => place),
    ticktext: ticked.map(({ choice }) => escapeText(cut(formatSetting(choice), 14))),
  };
  const coordinate = (value: Scalar | undefined) =>
    value === undefined ? undefined : places.get(value);
  return {
    path,
    name: shortName(space, path),
    dimension,
    isCategorical: true,
    scale: "linear",
    range,
    choices,
    ticks,
    coordinate,
    unit(value) {
      const place = coordinate(value);
      return place === undefined ? undefined : (place + 0.5) / count;
    },
    valueAtUnit: (unit) =>
      choices[Math.min(count - 1, Math.max(0, Math.floor(unit * count)))] ?? null,
    plotly: { type: "linear", range: [range.low, range.high], ...ticks },
  };
}

/** Which parameters a figure shows, and a remark where it does not show all. */
export interface ShownParameters {
  readonly axes: readonly ParameterAxis[];
  /** "the 10 most important of 60"; "" where all are shown, or where they were named. Plain text. */
  readonly remark: string;
}

/**
 * The parameters of a figure: those that are named, or all that may vary; where there are more than `most`,
 * the most important of them, in the order of the space.
 *
 * @param wanted paths ("optimizer.momentum") or names as figures write them ("momentum")
 * @throws FigureError for a name that the study does not know, with those that it does
 */
export function shownParameters(
  study: StudyView,
  wanted: readonly string[] | undefined,
  most: number,
): ShownParameters {
  const paths = parameterPaths(study);
  if (wanted !== undefined) {
    return { axes: wanted.map((name) => parameterAxis(study, pathOf(study, name))), remark: "" };
  }
  if (paths.length <= most) {
    return { axes: paths.map((path) => parameterAxis(study, path)), remark: "" };
  }
  const ranked = rankedPaths(study, paths);
  const chosen = new Set(ranked.slice(0, most));
  return {
    axes: paths.filter((path) => chosen.has(path)).map((path) => parameterAxis(study, path)),
    remark: `the ${most} most important of ${paths.length}`,
  };
}

/** Every parameter that may vary, or does so in some trial: in the order of the space, then of the trials. */
export function parameterPaths(study: StudyView): string[] {
  const paths = new Set<string>();
  for (const dimension of study.space.dimensions) {
    if (
      dimension.kind === "categorical"
        ? dimension.choices.length > 1
        : dimension.low < dimension.high
    )
      paths.add(dimension.path);
  }
  const known = new Set(study.space.dimensions.map(({ path }) => path));
  for (const { point } of study.trials)
    for (const path of Object.keys(point)) if (!known.has(path)) paths.add(path);
  return [...paths];
}

/** The path that a user means by a path or by a short name. @throws FigureError */
export function pathOf(study: StudyView, name: string): string {
  const paths = parameterPaths(study);
  const known = [...new Set([...paths, ...study.space.dimensions.map(({ path }) => path)])];
  if (known.includes(name)) return name;
  const found = known.filter((path) => shortName(study.space, path) === name);
  if (found[0] !== undefined) return found[0];
  const names = paths.map((path) => shortName(study.space, path));
  const list = names.slice(0, 20).join(", ") + (names.length > 20 ? ", …" : "");
  throw new FigureError(
    `The study ${JSON.stringify(study.name)} has no parameter ${JSON.stringify(name)}; it has ${list || "none"}.${didYouMean(name, names)}`,
  );
}

/** The most important first; in the order given where nothing can be told yet. */
function rankedPaths(study: StudyView, paths: readonly string[]): string[] {
  try {
    const objective = Object.keys(study.objectives)[0];
    const { parameters } = importance(study, objective === undefined ? {} : { objective });
    const rank = new Map(parameters.map(({ path }, place) => [path, place]));
    return paths.toSorted((one, other) => (rank.get(one) ?? 1e9) - (rank.get(other) ?? 1e9));
  } catch {
    // A figure is drawn also where importance cannot be told.
    return [...paths];
  }
}

/** Why a parameter is absent in a trial, for its rail: "adam has none"; plain text. */
export function absenceWords(space: Space, dimension: Dimension | undefined): string {
  const { condition } = dimension ?? {};
  if (condition === undefined) return "not set";
  const parent = space.dimensions.find(({ path }) => path === condition.path);
  if (condition.in !== undefined && parent?.kind === "categorical") {
    const others = parent.choices.filter((choice) => !condition.in!.includes(choice));
    const names = others.map((choice) => formatSetting(choice));
    if (names[0] === "none" && names.length === 1) return `no ${lastName(condition.path)}`;
    if (names.length === 1) return `${names[0]} has none`;
    if (names.length === 2) return `${names.join(" and ")} have none`;
  }
  if (condition.atLeast !== undefined) {
    return `fewer than ${condition.atLeast} ${lastName(condition.path)}`;
  }
  return "not there";
}

/** A point's values on several axes, undefined where a parameter is absent. */
export function coordinatesOf(
  axes: readonly ParameterAxis[],
  point: Point,
): (number | undefined)[] {
  return axes.map((axis) => axis.coordinate(point[axis.path]));
}
