/** Slices as data: for each parameter the value of every trial by its setting. */
import { percentile } from "../../math/percentile.ts";
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { adviceOn } from "../common/advice.ts";
import { position, valueAt } from "../common/axis.ts";
import { type Deciding, decidingRegion } from "../common/deciding.ts";
import {
  bestFirst,
  objectiveOf,
  type ShownObjective,
  type ValuedTrial,
} from "../common/objective.ts";
import { dodged, dodgeWidth } from "../common/dodge.ts";
import { outcomesOf } from "../common/outcomes.ts";
import { kindCounts, kindOf, type TrialKind } from "../common/trial-kinds.ts";
import { type ParameterAxis, parameterAxis, shownParameters } from "../common/parameter-axis.ts";

/** One trial in one panel. */
export interface SlicePoint {
  readonly trial: TrialRecord;
  readonly kind: TrialKind;
  /** Where it stands on the parameter's axis, moved aside where many share a setting. */
  readonly x: number;
  /** Undefined where it stands on the rail. */
  readonly y: number | undefined;
  /** Of all trials how many came before it, 0 … 1. */
  readonly age: number;
}

/** The middle half of the values along a parameter, in coordinates of its axis and values. */
export interface Trend {
  readonly x: readonly number[];
  readonly low: readonly number[];
  readonly middle: readonly number[];
  readonly high: readonly number[];
}

/** One parameter's panel. */
export interface SlicePanel {
  readonly axis: ParameterAxis;
  readonly points: readonly SlicePoint[];
  readonly trend: Trend | undefined;
  /** Trials that do not have the parameter. */
  readonly absent: number;
  /** What the trials advise; "" where nothing is clear. Plain text. */
  readonly advice: string;
}

/** Everything that slices show. */
export interface SliceData {
  readonly objective: ShownObjective;
  readonly panels: readonly SlicePanel[];
  readonly value: Deciding;
  readonly best: ValuedTrial | undefined;
  readonly counts: Readonly<Record<TrialKind, number>>;
  /** Whether anything stands on the rail. */
  readonly hasRail: boolean;
  readonly remark: string;
}

/** Options of the data. */
export interface SliceOptions {
  readonly parameters?: readonly string[];
  readonly objective?: string;
}

const MOST_PANELS = 8;

/**
 * Collects the panels of a study.
 *
 * @throws FigureError for a parameter or an objective that it does not have
 */
export function sliceData(study: StudyView, options: SliceOptions = {}): SliceData {
  const objective = objectiveOf(study, options.objective);
  const { axes, remark } = shownParameters(study, options.parameters, MOST_PANELS);
  const best = bestFirst(study, objective)[0];
  const drawn = study.trials.flatMap((trial) => {
    const kind = kindOf(trial, best?.trial);
    const value = kind === "failed" ? undefined : objective.valueOf(trial);
    return kind === undefined ? [] : [{ trial, kind, value }];
  });
  const values = drawn.flatMap(({ value }) => value ?? []);
  const value = decidingRegion(values, objective.direction);
  const everyAxis = study.space.dimensions.map(({ path }) => parameterAxis(study, path));
  const outcomes = outcomesOf(study, objective);
  const last = Math.max(1, drawn.length - 1);
  const ages = new Map(drawn.map(({ trial }, place) => [trial, place / last]));
  const panels = axes.map((axis): SlicePanel => {
    const own = drawn.filter(({ trial }) => axis.coordinate(trial.point[axis.path]) !== undefined);
    const aside = dodged(
      axis,
      own.map(({ trial }) => trial),
    );
    const points = own.map(({ trial, kind, value: reached }): SlicePoint => {
      const x = aside.get(trial) ?? 0;
      const y = reached === undefined || value.isBeyond(reached) ? undefined : reached;
      return { trial, kind, x, y, age: ages.get(trial) ?? 0 };
    });
    return {
      axis,
      points,
      trend: trendOf(
        axis,
        own.filter(({ kind }) => kind === "complete" || kind === "best"),
        value,
      ),
      absent: drawn.length - own.length,
      advice: adviceOn(axis, everyAxis, outcomes).text,
    };
  });
  const counts = kindCounts(drawn.map(({ kind }) => kind));
  const hasRail = drawn.some((one) => one.value === undefined || value.isBeyond(one.value));
  return { objective, panels, value, best, counts, hasRail, remark };
}

/** Fewer values than this have no trend, and each of its places looks at so many at least. */
const LEAST = 20;
const NEIGHBOURS = 8;
const PLACES = 24;

interface Reached {
  readonly trial: TrialRecord;
  readonly value: number | undefined;
}

/** Quartiles of the values near each place of a number's axis; undefined where there are too few. */
function trendOf(axis: ParameterAxis, own: readonly Reached[], value: Deciding): Trend | undefined {
  if (axis.isCategorical || dodgeWidth(axis) > 0) return undefined;
  const points = own
    .flatMap(({ trial, value: reached }) => {
      const unit = axis.unit(trial.point[axis.path]);
      return unit === undefined || reached === undefined ? [] : [{ unit, up: value.unit(reached) }];
    })
    .toSorted((one, other) => one.unit - other.unit);
  const first = points[0];
  const last = points.at(-1);
  if (points.length < LEAST || !first || !last || last.unit - first.unit < 0.1) return undefined;
  const near = Math.max(NEIGHBOURS, Math.round(points.length / 5));
  const [low, high] = [
    position(value.scale, value.range.low),
    position(value.scale, value.range.high),
  ];
  const at = (up: number) => valueAt(value.scale, low + up * (high - low));
  const x: number[] = [];
  const quartiles: number[][] = [[], [], []];
  for (let k = 0; k < PLACES; k++) {
    const unit = first.unit + (k / (PLACES - 1)) * (last.unit - first.unit);
    const ups = nearest(points, unit, near).map(({ up }) => up);
    x.push(Number(axis.valueAtUnit(unit)));
    [25, 50, 75].forEach((share, line) => quartiles[line]!.push(percentile(ups, share)));
  }
  const [lower, middle, upper] = quartiles.map((line) => smoothed(line).map(at));
  return { x, low: lower!, middle: middle!, high: upper! };
}

interface Placed {
  readonly unit: number;
  readonly up: number;
}

/** The points nearest to a place, of points in the order of their places. */
function nearest(points: readonly Placed[], unit: number, count: number): readonly Placed[] {
  let from = 0;
  // The window moves on while the point that it would take in is nearer than the one that it would leave.
  while (
    from + count < points.length &&
    points[from + count]!.unit - unit < unit - points[from]!.unit
  )
    from++;
  return points.slice(from, from + count);
}

/** The mean with both neighbours, twice: quartiles jump where a trial comes into view. */
function smoothed(values: readonly number[]): number[] {
  const once = (line: readonly number[]) =>
    line.map((value, k) => ((line[k - 1] ?? value) + 2 * value + (line[k + 1] ?? value)) / 4);
  return once(once(values));
}
