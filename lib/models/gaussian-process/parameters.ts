/**
 * The hyperparameters of a Gaussian process and their priors.
 *
 * | symbol | meaning |
 * |---|---|
 * | s | signal variance: of the function around its mean, 0 |
 * | σ² | noise variance |
 * | ℓ_j | lengthscale of column j, in units of the cube; of a categorical one, of its Hamming distance |
 * | w_j = 1/ℓ_j² | inverse squared lengthscale |
 *
 * As a vector for the optimiser: ln ℓ_1 … ln ℓ_d, ln s, ln σ².
 */

import { exp, ln } from "../../math/elementary.ts";

/** The hyperparameters. */
export interface GpParameters {
  readonly signal: number;
  readonly noise: number;
  readonly lengthscales: readonly number[];
}

/**
 * Which priors the fit takes.
 *
 * - "optuna": −0.1 (w + 1/w) for each w, s ~ Gamma(2, 1), σ² ~ Gamma(1.1, 30): Optuna 5's.
 * - "scaled": ℓ ~ LogNormal(√2 + ½ ln d, √3), so that functions of many columns are not taken for
 *   noise: Hvarfner, Hellsten and Nardi, "Vanilla Bayesian optimization performs great in high
 *   dimensions", 2024, equation 8; s and σ² as above.
 * - "none": the likelihood alone.
 */
export type GpPriors = "optuna" | "scaled" | "none";

/** The least noise variance that is fitted: what the factor needs to be stable, on standardised y. */
export const LEAST_NOISE = 1e-6;

const RANGES = { lengthscale: [1e-3, 1e4], signal: [1e-4, 1e4], noise: [LEAST_NOISE, 10] } as const;

/** Where a fit starts that has no better idea, and what is used where no fit succeeds. */
export function defaultParameters(
  columns: number,
  dimensions: number,
  priors: GpPriors,
): GpParameters {
  // The mode of the log-normal prior; Optuna starts at w = 1.
  const lengthscale = priors === "scaled" ? exp(scaledMean(dimensions) - SCALED_VARIANCE) : 1;
  return {
    signal: 1,
    noise: 2 * LEAST_NOISE,
    lengthscales: Array<number>(columns).fill(Math.max(lengthscale, 0.1)),
  };
}

/** Parameters as the optimiser's vector, moved into the ranges that it may search. */
export function toVector({ signal, noise, lengthscales }: GpParameters): Float64Array {
  // No noise at all has no logarithm.
  return Float64Array.from([...lengthscales, signal, noise], (value) =>
    ln(Math.max(value, 1e-300)),
  );
}

/** The optimiser's vector as parameters. */
export function fromVector(vector: Float64Array): GpParameters {
  const d = vector.length - 2;
  return {
    lengthscales: Array.from(vector.subarray(0, d), (value) => exp(value)),
    signal: exp(vector[d]!),
    noise: exp(vector[d + 1]!),
  };
}

/** The bounds of the optimiser's vector; a fixed noise has equal ones. */
export function bounds(
  columns: number,
  noise: "fit" | number,
): { lower: Float64Array; upper: Float64Array } {
  const side = (end: 0 | 1): Float64Array =>
    Float64Array.from(
      [
        ...Array<number>(columns).fill(RANGES.lengthscale[end]),
        RANGES.signal[end],
        noise === "fit" ? RANGES.noise[end] : noise,
      ],
      (value) => ln(value),
    );
  return { lower: side(0), upper: side(1) };
}

const SCALED_VARIANCE = 3;
const scaledMean = (dimensions: number): number => Math.SQRT2 + 0.5 * ln(dimensions);

/**
 * The log density of the priors, but for constants, as a density of w (or ℓ), s and σ²; its gradient by
 * the optimiser's vector is added to `gradient`.
 *
 * @param dimensions d of the scaled prior: how many columns are active at once
 */
export function addLogPrior(
  vector: Float64Array,
  dimensions: number,
  priors: GpPriors,
  gradient: Float64Array,
): number {
  if (priors === "none") return 0;
  const d = vector.length - 2;
  let sum = 0;
  for (let column = 0; column < d; column++) {
    const logLength = vector[column]!;
    if (priors === "optuna") {
      const w = exp(-2 * logLength);
      sum -= 0.1 * (w + 1 / w);
      gradient[column]! += 0.2 * (w - 1 / w);
    } else {
      const off = logLength - scaledMean(dimensions);
      sum -= logLength + (off * off) / (2 * SCALED_VARIANCE);
      gradient[column]! -= 1 + off / SCALED_VARIANCE;
    }
  }
  // Gamma(a, b): (a − 1) ln v − b v.
  for (const [place, shape, rate] of [
    [d, 2, 1],
    [d + 1, 1.1, 30],
  ] as const) {
    const value = exp(vector[place]!);
    sum += (shape - 1) * vector[place]! - rate * value;
    gradient[place]! += shape - 1 - rate * value;
  }
  return sum;
}
