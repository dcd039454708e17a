/**
 * One CMA-ES over a space: its normal distribution over the numbers, the margins of stepped ones, and the
 * distributions of the choices.
 */

import type { RandomStream } from "../../math/random.ts";
import type { UnitCube } from "../../space/vectors.ts";
import {
  type Categories,
  leastProbability,
  startCategories,
  updatedCategories,
  withMargin,
} from "./categories.ts";
import { type Constants, constantsOf, defaultPopulation } from "./constants.ts";
import {
  drawFrom,
  type Gaussian,
  identity,
  normOf,
  startGaussian,
  updated,
  whitened,
} from "./gaussian.ts";
import { adapted, type Rates, startRates } from "./learning-rate.ts";
import { type Steps, stepsOf, withMargins } from "./margin.ts";

/** Which axes of the cube are which coordinates. Axes with one value are none. */
export interface Layout {
  readonly cube: UnitCube;
  /** Axes of the normal distribution's coordinates: numbers, ordered choices, booleans. */
  readonly numeric: readonly number[];
  readonly steps: readonly (Steps | undefined)[];
  /** Axes of the choices without an order. */
  readonly categorical: readonly number[];
}

/** What a model is made with. */
export interface ModelOptions {
  readonly population: number;
  readonly separable: boolean;
  readonly adaptRates: boolean;
}

/** Where a model begins. */
export interface Start {
  readonly mean: Float64Array;
  readonly step: number;
  readonly covariance?: Float64Array | undefined;
  /** Levels of choices to begin with, each a row; none: as likely as the space has them. */
  readonly levels?: readonly (readonly number[])[];
}

/** Never changed; an update makes another. */
export interface Model {
  readonly options: ModelOptions;
  readonly constants: Constants;
  /** Undefined where the space has no numbers. */
  readonly gaussian: Gaussian | undefined;
  readonly scales: Float64Array;
  readonly categories: Categories | undefined;
  readonly rates: Rates | undefined;
  readonly generation: number;
  /** The best and worst loss of the latest generations. */
  readonly extremes: readonly (readonly [number, number])[];
}

/** What was drawn: x, before steps and bounds are minded, and the levels of the choices. */
export interface Sample {
  readonly place: Float64Array;
  readonly levels: readonly number[];
}

export function layOut(cube: UnitCube): Layout {
  const places = cube.axes.flatMap((axis, place) => (axis.levels > 1 ? [place] : []));
  const numeric = places.filter((place) => !cube.axes[place]!.isCategorical);
  return {
    cube,
    numeric,
    steps: numeric.map((place) => stepsOf(cube.axes[place]!)),
    categorical: places.filter((place) => cube.axes[place]!.isCategorical),
  };
}

/** λ for a space. */
export function populationFor({ numeric, categorical }: Layout): number {
  return defaultPopulation(numeric.length + categorical.length);
}

export function startModel(layout: Layout, start: Start, options: ModelOptions): Model {
  const { numeric, categorical } = layout;
  const d = numeric.length;
  return {
    options,
    constants: constantsOf({
      dimension: Math.max(1, d),
      population: options.population,
      // CatCMA has no negative weights: choices cannot be pushed away by a bad point.
      active: categorical.length === 0,
      separable: options.separable,
    }),
    gaussian:
      d === 0 ? undefined : startGaussian(start.mean, start.step, start.covariance ?? identity(d)),
    scales: new Float64Array(d).fill(1),
    categories: categorical.length === 0 ? undefined : startCategories(sharesOf(layout, start)),
    rates: options.adaptRates && d > 0 ? startRates(d) : undefined,
    generation: 0,
    extremes: [],
  };
}

/** One draw. */
export function draw({ gaussian, categories }: Model, random: RandomStream): Sample {
  return {
    place: gaussian === undefined ? new Float64Array(0) : drawFrom(gaussian, random),
    levels: (categories?.probabilities ?? []).map((row) => random.weighted(row)),
  };
}

/** Whether the continuous coordinates lie in the cube; stepped ones beyond it count as the end's step. */
export function isInside({ steps }: Layout, { place }: Sample): boolean {
  return steps.every((stepped, k) => stepped !== undefined || (place[k]! >= 0 && place[k]! <= 1));
}

/** The sample with its continuous coordinates moved to the nearest place in the cube. */
export function clipped({ steps }: Layout, { place, levels }: Sample): Sample {
  const inside = place.map((x, k) => (steps[k] === undefined ? Math.min(Math.max(x, 0), 1) : x));
  return { place: inside, levels };
}

/** A sample's vector in the cube. */
export function vectorOf(
  layout: Layout,
  { gaussian, scales }: Model,
  sample: Sample,
): Float64Array {
  const { cube, numeric, steps, categorical } = layout;
  const vector = new Float64Array(cube.size).fill(0.5);
  for (const [k, place] of numeric.entries()) {
    const [x, m] = [sample.place[k]!, gaussian!.mean[k]!];
    const unit = steps[k] === undefined ? x : m + scales[k]! * (x - m);
    vector[place] = Math.min(Math.max(unit, 0), 1);
  }
  for (const [k, place] of categorical.entries()) {
    const axis = cube.axes[place]!;
    vector[place] = axis.toUnit(axis.valueAt(sample.levels[k]!));
  }
  return vector;
}

/**
 * The model after a generation.
 *
 * @param samples λ, best first
 * @param losses of the best and of the worst
 */
export function nextModel(
  layout: Layout,
  model: Model,
  samples: readonly Sample[],
  losses: readonly [number, number],
): Model {
  const { options, constants, gaussian, categories, rates } = model;
  const { numeric, steps } = layout;
  const kept = 10 + Math.ceil((30 * Math.max(1, numeric.length)) / options.population);
  const next = {
    ...model,
    generation: model.generation + 1,
    extremes: [...model.extremes, losses].slice(-kept),
    categories:
      categories &&
      updatedCategories(
        categories,
        samples.map(({ levels }) => levels),
        constants.weights,
      ),
  };
  if (gaussian === undefined) return next;
  const places = samples.map(({ place }) => place);
  let moved = updated(gaussian, places, constants, options.separable);
  let nextRates = rates;
  if (rates !== undefined) {
    ({ gaussian: moved, rates: nextRates } = adapted(gaussian, moved, rates, options.separable));
  }
  const margin = 1 / ((numeric.length + layout.categorical.length) * options.population);
  const { mean, scales } = withMargins(moved, model.scales, steps, margin);
  return { ...next, rates: nextRates, gaussian: { ...moved, mean }, scales };
}

/**
 * A sample of an older distribution, or of none, as the present one can take it: no further away than its
 * own draws are (Hansen, "Injecting external solutions into CMA-ES", arXiv:1110.4181, 2011).
 */
export function injected({ gaussian }: Model, { place, levels }: Sample): Sample {
  if (gaussian === undefined) return { place, levels };
  const d = place.length;
  const y = place.map((x, k) => (x - gaussian.mean[k]!) / gaussian.step);
  const most = Math.sqrt(d) + (2 * d) / (d + 2);
  const share = Math.min(1, most / Math.max(normOf(whitened(gaussian, y)), Number.MIN_VALUE));
  return { place: y.map((part, k) => gaussian.mean[k]! + gaussian.step * share * part), levels };
}

/** Why nothing more is to be expected of a model; undefined while something is. */
export function exhaustion({ gaussian, constants, options, extremes }: Model): string | undefined {
  const needed = 10 + Math.ceil((30 * constants.dimension) / options.population);
  if (extremes.length >= needed) {
    const all = extremes.flat();
    const [low, high] = [Math.min(...all), Math.max(...all)];
    if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high))) return "flat";
  }
  if (gaussian === undefined) return undefined;
  const [shortest, longest] = [gaussian.lengths[0]!, gaussian.lengths.at(-1)!];
  const [least, most] = options.separable
    ? [Math.min(...gaussian.lengths), Math.max(...gaussian.lengths)]
    : [shortest, longest];
  // Steps that a double in the unit cube can no longer show.
  if (gaussian.step * most < 1e-15) return "converged";
  if ((most / least) ** 2 > 1e14) return "ill-conditioned";
  if (!(gaussian.step * most < 1e4)) return "diverged";
  return undefined;
}

/** How likely each level of each choice is at first: the space's weights, or how frequent it is in `levels`. */
function sharesOf({ cube, categorical }: Layout, { levels = [] }: Start): number[][] {
  return categorical.map((place, k) => {
    const axis = cube.axes[place]!;
    const weights = (axis.dimension as { weights?: readonly number[] }).weights;
    const prior = Array.from(
      { length: axis.levels },
      (_, level) => weights?.[level] ?? 1 / axis.levels,
    );
    const counts = prior.map(
      (share, level) => share * axis.levels + levels.filter((row) => row[k] === level).length,
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    const least = leastProbability(categorical.length, axis.levels);
    return withMargin(
      counts.map((count) => count / total),
      least,
    );
  });
}
