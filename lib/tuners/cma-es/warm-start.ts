/**
 * Where CMA-ES begins when a study already holds trials that others chose.
 *
 * Nomura et al., "Warm starting CMA-ES for hyperparameter optimization", AAAI 2021: a normal distribution
 * around the best tenth, γ = 0.1, smoothed by α = 0.1.
 */

import { exp, ln } from "../../math/elementary.ts";
import { symmetricEigen } from "../../math/symmetric-eigen.ts";
import type { Layout, Start } from "./model.ts";

const BEST_SHARE = 0.1;
const SMOOTHING = 0.1;
/** With fewer trials a tenth of them says where to begin, but not how far to look. */
const ENOUGH = 20;

/**
 * @param vectors of earlier trials in the unit cube, best first; NaN where a dimension was not active
 * @param step σ where the trials are too few to say
 */
export function startFrom(layout: Layout, vectors: readonly Float64Array[], step: number): Start {
  const { cube, numeric, categorical } = layout;
  const best = vectors.slice(0, Math.max(1, Math.floor(BEST_SHARE * vectors.length)));
  const d = numeric.length;
  if (vectors.length === 0) return { mean: new Float64Array(d).fill(0.5), step };
  const places = best.map((vector) =>
    Float64Array.from(numeric, (place) => (Number.isNaN(vector[place]!) ? 0.5 : vector[place]!)),
  );
  const mean = new Float64Array(d);
  for (const place of places) for (let k = 0; k < d; k++) mean[k]! += place[k]! / places.length;
  const levels = best.map((vector) =>
    categorical.map((place) => {
      const unit = vector[place]!;
      return Number.isNaN(unit) ? -1 : cube.axes[place]!.levelOf(cube.axes[place]!.fromUnit(unit));
    }),
  );
  if (vectors.length < ENOUGH || d === 0) return { mean, step, levels };
  const spread = new Float64Array(d * d);
  for (let row = 0; row < d; row++) {
    for (let k = 0; k < d; k++) {
      let sum = row === k ? SMOOTHING ** 2 : 0;
      for (const place of places) {
        sum += ((place[row]! - mean[row]!) * (place[k]! - mean[k]!)) / places.length;
      }
      spread[row * d + k] = sum;
    }
  }
  // det(C) = 1: the scale is σ's.
  const { values } = symmetricEigen(spread, d);
  const scale = exp(values.reduce((sum, value) => sum + ln(value), 0) / (2 * d));
  const covariance = spread.map((element) => element / scale ** 2);
  return { mean, step: scale, covariance, levels };
}
