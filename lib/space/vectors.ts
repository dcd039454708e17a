/**
 * Points as vectors in the unit cube, for everything that computes with places instead of values:
 * surrogates, evolution, low-discrepancy sequences, importance.
 *
 * u ∈ [0, 1]  the share of a dimension's prior that lies at or below a value: drawn evenly, it gives
 *             the draws of the space. Each legal value of a stepped or categorical dimension owns a
 *             cell as wide as it is likely, and stands in the middle of it.
 */

import { ln } from "../math/elementary.ts";
import { legalValue, searchInterval } from "../math/interval.ts";
import { levelAt, levelCount, levelOf } from "../math/levels.ts";
import { normalCdf } from "../math/normal.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import type { Point, Scalar } from "../study/trial-record.ts";
import { holds } from "./conditions.ts";
import type { CategoricalDimension, Dimension, IntDimension, Space } from "./space.ts";

/** One dimension as an axis of the unit cube. */
export interface Axis {
  readonly dimension: Dimension;
  /** How many different values; Infinity where continuous. */
  readonly levels: number;
  /** Whether its values have no order, so that distances along the axis mean nothing. */
  readonly isCategorical: boolean;
  /** A value's place; NaN where it is no legal value. */
  toUnit(value: Scalar | undefined): number;
  /** The legal value at or nearest to a place; places outside [0, 1] count as its ends. */
  fromUnit(unit: number): Scalar;
  /** The level of a value, 0 … levels − 1; -1 where it is none, or the axis is continuous. */
  levelOf(value: Scalar | undefined): number;
  /** The value of a level. Only where `levels` is finite. */
  valueAt(level: number): Scalar;
}

/** The unit cube of a space: one axis per dimension, in the space's order, active or not. */
export class UnitCube {
  readonly space: Space;
  readonly axes: readonly Axis[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(space: Space) {
    this.space = space;
    this.axes = space.dimensions.map(axisOf);
    this.#places = new Map(space.dimensions.map(({ path }, place) => [path, place]));
  }

  /** How many axes. */
  get size(): number {
    return this.axes.length;
  }

  /** The axis of a path; -1 if there is none. */
  indexOf(path: string): number {
    return this.#places.get(path) ?? -1;
  }

  /**
   * A point's vector, NaN where a dimension is not active. Undefined where an active dimension is
   * missing or holds what is no legal value: a point from another version of the space.
   */
  read(point: Point): Float64Array | undefined {
    const vector = new Float64Array(this.axes.length).fill(Number.NaN);
    for (let place = 0; place < this.axes.length; place++) {
      const axis = this.axes[place]!;
      const { condition, path } = axis.dimension;
      if (condition !== undefined && !holds(condition, point)) continue;
      const unit = axis.toUnit(point[path]);
      if (Number.isNaN(unit)) return undefined;
      vector[place] = unit;
    }
    return vector;
  }

  /**
   * The point at a vector: only the dimensions that are active there, each on its nearest legal value
   * within what earlier values leave it. It may break the space's constraints: see `space.allows`.
   *
   * @param fill the place of an active dimension where the vector has NaN; default the middle
   */
  write(vector: ArrayLike<number>, fill: (place: number) => number = () => 0.5): Point {
    const point: Record<string, Scalar> = {};
    for (let place = 0; place < this.axes.length; place++) {
      const axis = this.axes[place]!;
      const { condition, path } = axis.dimension;
      if (condition !== undefined && !holds(condition, point)) continue;
      const given = vector[place]!;
      const value = axis.fromUnit(Number.isNaN(given) ? fill(place) : given);
      point[path] = clipToNarrowed(axis.dimension, value, point);
    }
    return point;
  }
}

/** A dimension as an axis of the unit cube. */
export function axisOf(dimension: Dimension): Axis {
  if (dimension.kind === "categorical") return categoricalAxis(dimension);
  return dimension.kind === "int" && dimension.weights !== undefined
    ? weightedAxis(dimension, dimension.weights)
    : numericAxis(dimension);
}

/** A value moved into the range that earlier values leave its dimension. */
export function clipToNarrowed(dimension: Dimension, value: Scalar, earlier: Point): Scalar {
  if (dimension.kind === "categorical" || dimension.narrow === undefined) return value;
  const narrowed = dimension.narrow(earlier);
  const clipped = Math.min(Math.max(value as number, narrowed.low), narrowed.high);
  if (clipped === value && (narrowed.step === undefined || levelOf(narrowed, clipped) >= 0))
    return value;
  return legalValue(narrowed, narrowed.log ? ln(clipped) : clipped);
}

function categoricalAxis(dimension: CategoricalDimension): Axis {
  const { choices } = dimension;
  const count = choices.length;
  const cells = new Cells(dimension.weights ?? choices.map(() => 1 / count));
  const levelOfChoice = (value: Scalar | undefined): number =>
    value === undefined ? -1 : choices.indexOf(value);
  return {
    dimension,
    levels: count,
    isCategorical: dimension.ordered !== true && count > 2,
    toUnit(value) {
      const level = levelOfChoice(value);
      return level < 0 ? Number.NaN : cells.middle(level);
    },
    fromUnit: (unit) => choices[cells.at(unit)]!,
    levelOf: levelOfChoice,
    valueAt: (level) => choices[level]!,
  };
}

function weightedAxis(dimension: IntDimension, weights: readonly number[]): Axis {
  const cells = new Cells(weights);
  return {
    dimension,
    levels: weights.length,
    isCategorical: false,
    toUnit(value) {
      const level = levelOf(dimension, value);
      return level < 0 ? Number.NaN : cells.middle(level);
    },
    fromUnit: (unit) => levelAt(dimension, cells.at(unit)),
    levelOf: (value) => levelOf(dimension, value),
    valueAt: (level) => levelAt(dimension, level),
  };
}

/** The unit interval cut into one cell per level, each as wide as the level is likely. */
class Cells {
  /** The upper edge of each cell. */
  readonly #edges: readonly number[];

  constructor(weights: readonly number[]) {
    let sum = 0;
    this.#edges = weights.map((weight) => (sum += weight));
  }

  middle(level: number): number {
    return ((this.#edges[level - 1] ?? 0) + this.#edges[level]!) / 2;
  }

  at(unit: number): number {
    const level = this.#edges.findIndex((edge) => unit < edge);
    return level < 0 ? this.#edges.length - 1 : level;
  }
}

function numericAxis(dimension: Exclude<Dimension, CategoricalDimension>): Axis {
  const { low, high } = searchInterval(dimension);
  const { log, prior, step } = dimension;
  const width = high - low;
  const levels = levelCount(dimension);
  const [below, mass] = prior === undefined ? [0, 1] : massBetween(prior, low, high);
  const toShare = (place: number): number => {
    const share =
      prior === undefined
        ? (place - low) / width
        : (normalCdf((place - prior.mean) / prior.sd) - below) / mass;
    return Math.min(Math.max(share, 0), 1);
  };
  return {
    dimension,
    levels,
    isCategorical: false,
    toUnit(value) {
      const legal =
        typeof value === "number" &&
        (step === undefined
          ? value >= dimension.low && value <= dimension.high
          : levelOf(dimension, value) >= 0);
      if (!legal) return Number.NaN;
      if (levels === 1) return 0.5;
      return toShare(log ? ln(value) : value);
    },
    fromUnit(unit) {
      const share = Math.min(Math.max(unit, 0), 1);
      const place =
        prior === undefined
          ? low + share * width
          : prior.mean + prior.sd * normalQuantile(below + share * mass);
      return legalValue(dimension, Math.min(Math.max(place, low), high));
    },
    levelOf: (value) => (levels === Infinity ? -1 : levelOf(dimension, value)),
    valueAt: (level) => levelAt(dimension, level),
  };
}

/** How much of a normal distribution lies below an interval, and how much in it. */
function massBetween(
  { mean, sd }: { mean: number; sd: number },
  low: number,
  high: number,
): [number, number] {
  const below = normalCdf((low - mean) / sd);
  return [below, normalCdf((high - mean) / sd) - below];
}
