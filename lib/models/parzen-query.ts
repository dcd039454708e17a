import { normalLogMass } from "../math/truncated-normal.ts";
import {
  type Categories,
  cellOf,
  type NumericKernel,
  type ParzenDimension,
  placeOf,
  priorWeight,
} from "./parzen-kernels.ts";

/**
 * Points whose density is asked for, with all that does not hang on any observation: where they lie on the search axes,
 * and how likely they are by the prior. Estimators of the same dimensions can share it.
 */
export interface ParzenQuery {
  /** How many points, m. */
  readonly count: number;
  /** m × d: the place on the search axis, or the category; NaN where a point has no value. */
  readonly places: Float64Array;
  /** m × d: the ends of the cells in discrete dimensions; empty where there is no such dimension. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** By point: the logarithm of the prior's density. */
  readonly prior: Float64Array;
}

/**
 * @param points row after row, m × d; NaN only in optional dimensions
 * @param kernels by dimension; undefined for categories
 */
export function prepareQuery(
  points: Float64Array,
  dimensions: readonly ParzenDimension[],
  kernels: readonly (NumericKernel | undefined)[],
): ParzenQuery {
  const d = dimensions.length;
  const count = d === 0 ? 0 : points.length / d;
  const anyCells = kernels.some((kernel) => kernel?.discrete === true);
  const places = points.slice();
  const left = new Float64Array(anyCells ? points.length : 0);
  const right = new Float64Array(left.length);
  const prior = new Float64Array(count);
  for (let k = 0; k < d; k++) {
    const kernel = kernels[k];
    if (kernel === undefined) {
      const categories = dimensions[k] as Categories;
      // Mostly the same for all categories.
      let weight = NaN;
      let log = NaN;
      for (let point = 0; point < count; point++) {
        const category = places[point * d + k] as number;
        if (Number.isNaN(category)) continue;
        const itsWeight = priorWeight(categories, category);
        if (itsWeight !== weight) {
          weight = itsWeight;
          log = Math.log(weight);
        }
        prior[point] = (prior[point] as number) + log;
      }
      continue;
    }
    const { mean, sd, logNorm } = kernel.prior;
    for (let point = 0; point < count; point++) {
      const at = point * d + k;
      const value = places[at] as number;
      if (Number.isNaN(value)) continue;
      const place = (places[at] = placeOf(kernel, value));
      const z = (place - mean) / sd;
      let log = -0.5 * z * z;
      if (kernel.discrete) {
        const [low, high] = cellOf(kernel, value);
        left[at] = low;
        right[at] = high;
        log = normalLogMass((low - mean) / sd, (high - mean) / sd);
      }
      prior[point] = (prior[point] as number) + log - logNorm;
    }
  }
  return { count, places, left, right, prior };
}
