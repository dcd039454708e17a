/**
 * The normal distribution of CMA-ES and its update.
 *
 * Notation: N(m, σ² C), C = B diag(D²) Bᵀ; paths p_σ and p_c; y = (x − m)/σ. Equation numbers: Hansen,
 * "The CMA evolution strategy: a tutorial", arXiv:1604.00772. Matrices are d × d, row by row.
 */

import { exp } from "../../math/elementary.ts";
import type { RandomStream } from "../../math/random.ts";
import { symmetricEigen } from "../../math/symmetric-eigen.ts";
import type { Constants } from "./constants.ts";

/** A normal distribution with what it remembers; never changed, an update makes another. */
export interface Gaussian {
  readonly mean: Float64Array;
  /** σ. */
  readonly step: number;
  /** C. */
  readonly covariance: Float64Array;
  /** B, whose columns are the axes of the ellipsoid, and D, their lengths, ascending. */
  readonly axes: Float64Array;
  readonly lengths: Float64Array;
  /** p_σ and p_c. */
  readonly stepPath: Float64Array;
  readonly meanPath: Float64Array;
  /** How many updates led here. */
  readonly generation: number;
}

/** Beyond these a step is no search any more. */
const LARGEST_STEP = 1e32;
const TINY = 1e-8;

/** The distribution before anything was learnt. @param covariance default: the identity */
export function startGaussian(
  mean: Float64Array,
  step: number,
  covariance: Float64Array = identity(mean.length),
): Gaussian {
  const d = mean.length;
  const zeros = { stepPath: new Float64Array(d), meanPath: new Float64Array(d) };
  return { mean, step, ...inItsAxes(covariance, d), ...zeros, generation: 0 };
}

/** A draw x = m + σ B D z. */
export function drawFrom(gaussian: Gaussian, random: RandomStream): Float64Array {
  const d = gaussian.mean.length;
  const scaled = Float64Array.from(gaussian.lengths, (length) => length * random.normal());
  const offset = times(gaussian.axes, scaled, d);
  return offset.map((y, k) => gaussian.mean[k]! + gaussian.step * y);
}

/**
 * The distribution after a generation.
 *
 * @param points λ places, best first
 * @param separable whether only the diagonal of C is learnt
 */
export function updated(
  before: Gaussian,
  points: readonly Float64Array[],
  constants: Constants,
  separable = false,
): Gaussian {
  const { dimension: d, weights, parents, effective, expectedNorm } = constants;
  const { stepCumulation, stepDamping, pathCumulation, rankOne, rankMu } = constants;
  const generation = before.generation + 1;
  const steps = points.map((point) => point.map((x, k) => (x - before.mean[k]!) / before.step));
  const move = new Float64Array(d); // ⟨y⟩_w, eq. 41
  for (let index = 0; index < parents; index++) {
    for (let k = 0; k < d; k++) move[k]! += weights[index]! * steps[index]![k]!;
  }
  const mean = before.mean.map((m, k) => m + before.step * move[k]!); // eq. 42
  // eq. 43 and 44
  const white = whitened(before, move);
  const stepGain = Math.sqrt(stepCumulation * (2 - stepCumulation) * effective);
  const stepPath = before.stepPath.map((p, k) => (1 - stepCumulation) * p + stepGain * white[k]!);
  const norm = normOf(stepPath);
  const growth = exp((stepCumulation / stepDamping) * (norm / expectedNorm - 1));
  const step = Math.min(before.step * growth, LARGEST_STEP);
  // eq. 45, where h_σ halts the path while σ is too small
  const begun = Math.sqrt(1 - (1 - stepCumulation) ** (2 * (generation + 1)));
  const heaviside = norm / begun < (1.4 + 2 / (d + 1)) * expectedNorm ? 1 : 0;
  const pathGain = heaviside * Math.sqrt(pathCumulation * (2 - pathCumulation) * effective);
  const meanPath = before.meanPath.map((p, k) => (1 - pathCumulation) * p + pathGain * move[k]!);
  // eq. 46 and 47
  const missing = (1 - heaviside) * pathCumulation * (2 - pathCumulation);
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  const kept = 1 + rankOne * missing - rankOne - rankMu * weightSum;
  const covariance = before.covariance.map((element) => kept * element);
  addOuter(covariance, meanPath, rankOne, separable);
  for (const [index, weight] of weights.entries()) {
    if (weight === 0) continue;
    const y = steps[index]!;
    const length = weight > 0 ? 1 : d / (normOf(whitened(before, y)) ** 2 + TINY);
    addOuter(covariance, y, rankMu * weight * length, separable);
  }
  return { mean, step, ...inItsAxes(covariance, d, separable), stepPath, meanPath, generation };
}

/** The same distribution around another mean. */
export function movedTo(gaussian: Gaussian, mean: Float64Array): Gaussian {
  return { ...gaussian, mean };
}

/** C^(−1/2) y. */
export function whitened({ axes, lengths }: Gaussian, y: Float64Array): Float64Array {
  const d = y.length;
  const inAxes = timesTransposed(axes, y, d);
  return times(
    axes,
    inAxes.map((part, k) => part / lengths[k]!),
    d,
  );
}

/** A matrix in its own axes; what rounding or negative weights made negative there is lifted above 0. */
export function inItsAxes(
  covariance: Float64Array,
  d: number,
  separable = false,
): Pick<Gaussian, "covariance" | "axes" | "lengths"> {
  if (separable) {
    const lengths = new Float64Array(d);
    for (let k = 0; k < d; k++) {
      const variance = Math.max(covariance[k * d + k]!, Number.MIN_VALUE);
      covariance[k * d + k] = variance;
      lengths[k] = Math.sqrt(variance);
    }
    return { covariance, axes: identity(d), lengths };
  }
  const { values, vectors } = symmetricEigen(covariance, d);
  const isPositive = values.every((value) => value > 0);
  const lengths = values.map((value) => Math.sqrt(value > 0 ? value : TINY));
  if (isPositive) return { covariance, axes: vectors, lengths };
  const mended = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const column = Float64Array.from({ length: d }, (_, row) => vectors[row * d + k]!);
    addOuter(mended, column, lengths[k]! ** 2, false);
  }
  return { covariance: mended, axes: vectors, lengths };
}

export function identity(d: number): Float64Array {
  const matrix = new Float64Array(d * d);
  for (let k = 0; k < d; k++) matrix[k * d + k] = 1;
  return matrix;
}

export function normOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < vector.length; k++) sum += vector[k]! ** 2;
  return Math.sqrt(sum);
}

function times(matrix: Float64Array, vector: Float64Array, d: number): Float64Array {
  const product = new Float64Array(d);
  for (let row = 0; row < d; row++) {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += matrix[row * d + k]! * vector[k]!;
    product[row] = sum;
  }
  return product;
}

function timesTransposed(matrix: Float64Array, vector: Float64Array, d: number): Float64Array {
  const product = new Float64Array(d);
  for (let row = 0; row < d; row++) {
    for (let k = 0; k < d; k++) product[k]! += matrix[row * d + k]! * vector[row]!;
  }
  return product;
}

/** matrix += factor · v vᵀ. */
function addOuter(matrix: Float64Array, v: Float64Array, factor: number, diagonal: boolean): void {
  const d = v.length;
  for (let row = 0; row < d; row++) {
    if (diagonal) {
      matrix[row * d + row]! += factor * v[row]! ** 2;
      continue;
    }
    for (let k = 0; k < d; k++) matrix[row * d + k]! += factor * v[row]! * v[k]!;
  }
}
