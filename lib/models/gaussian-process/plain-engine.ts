import {
  choleskyInPlace,
  inverseFromCholesky,
  logDeterminant,
  packedRow,
  solveLower,
  solveLowerTransposed,
} from "../../math/cholesky.ts";
import {
  type Engine,
  type EngineData,
  type Factor,
  type HalfSolved,
  type Prediction,
  type PredictionGradients,
  logLikelihoodOf,
} from "./engine.ts";
import { Scaled, matern, maternSlope } from "./matern.ts";
import type { GpParameters } from "./parameters.ts";

/** The engine in plain TypeScript: the reference of the other's tests, and its stand-in. */
export const plainEngine: Engine = {
  name: "plain",

  logLikelihood({ embedding, coordinates, y }, parameters, gradient) {
    const n = y.length;
    const points = new Scaled(embedding, parameters, coordinates);
    const lower = covariance(points, n, parameters);
    const kernel = Float64Array.from(lower);
    if (!choleskyInPlace(lower, n)) return Number.NaN;
    const alpha = solve(lower, n, y);
    const inverse = inverseFromCholesky(lower, n);
    // ∂L/∂p = ½ Σ_ij (α_i α_j − K⁻¹_ij) ∂K_ij/∂p: Rasmussen and Williams 2006, equation 5.9.
    const d = embedding.columns.length;
    gradient.fill(0);
    let bySignal = 0;
    let byNoise = 0;
    for (let i = 0; i < n; i++) {
      const row = packedRow(i);
      for (let j = 0; j < i; j++) {
        const pull = alpha[i]! * alpha[j]! - inverse[row + j]!;
        bySignal += pull * kernel[row + j]!;
        // ∂k/∂(ln ℓ_c) = h δ_c²/ℓ_c².
        const slope = pull * parameters.signal * maternSlope(points.squaredDistance(i, points, j));
        for (let k = 0; k < points.size; k++) {
          const difference = points.rows[i * points.size + k]! - points.rows[j * points.size + k]!;
          const squared =
            points.isHamming[k] === 1
              ? difference === 0
                ? 0
                : points.weights[k]!
              : difference * difference;
          gradient[embedding.owner[k]!]! += slope * squared;
        }
      }
      const own = alpha[i]! * alpha[i]! - inverse[row + i]!;
      bySignal += 0.5 * own * parameters.signal;
      byNoise += 0.5 * own * parameters.noise;
    }
    gradient[d] = bySignal;
    gradient[d + 1] = byNoise;
    return logLikelihoodOf(y, alpha, logDeterminant(lower, n));
  },

  factorize(data, parameters) {
    const n = data.y.length;
    const points = new Scaled(data.embedding, parameters, data.coordinates);
    const lower = covariance(points, n, parameters);
    return choleskyInPlace(lower, n) ? new PlainFactor(data, parameters, points, lower) : undefined;
  },
};

class PlainFactor implements Factor {
  readonly alpha: Float64Array;
  readonly logDeterminant: number;
  readonly #data: EngineData;
  readonly #parameters: GpParameters;
  readonly #points: Scaled;
  readonly #lower: Float64Array;

  constructor(data: EngineData, parameters: GpParameters, points: Scaled, lower: Float64Array) {
    const n = data.y.length;
    this.#data = data;
    this.#parameters = parameters;
    this.#points = points;
    this.#lower = lower;
    this.alpha = solve(lower, n, data.y);
    this.logDeterminant = logDeterminant(lower, n);
  }

  halfSolve(coordinates: Float64Array, count: number): HalfSolved {
    const n = this.alpha.length;
    const mean = new Float64Array(count);
    const rows = new Float64Array(count * n);
    const points = new Scaled(this.#data.embedding, this.#parameters, coordinates);
    for (let row = 0; row < count; row++) {
      const half = rows.subarray(row * n, row * n + n);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const value =
          this.#parameters.signal * matern(points.squaredDistance(row, this.#points, i));
        half[i] = value;
        sum += value * this.alpha[i]!;
      }
      mean[row] = sum;
      solveLower(this.#lower, n, half);
    }
    return { mean, rows };
  }

  predict(coordinates: Float64Array, count: number): Prediction {
    const { mean, rows } = this.halfSolve(coordinates, count);
    const n = this.alpha.length;
    const explained = Float64Array.from(mean, (_, row) => {
      let sum = 0;
      for (let i = row * n; i < row * n + n; i++) sum += rows[i]! * rows[i]!;
      return sum;
    });
    return { mean, explained };
  }

  predictGradients(coordinates: Float64Array, count: number): PredictionGradients {
    const prediction = this.predict(coordinates, count);
    const { rows } = this.halfSolve(coordinates, count);
    const { signal } = this.#parameters;
    const n = this.alpha.length;
    const here = new Scaled(this.#data.embedding, this.#parameters, coordinates);
    const { size } = here;
    const byMean = new Float64Array(count * size);
    const byVariance = new Float64Array(count * size);
    for (let row = 0; row < count; row++) {
      const weights = rows.subarray(row * n, row * n + n);
      solveLowerTransposed(this.#lower, n, weights);
      for (let i = 0; i < n; i++) {
        // ∂k/∂x_c = −h (x_c − x′_c)/ℓ_c²; the scaled rows hold x_c/ℓ_c.
        const slope = signal * maternSlope(here.squaredDistance(row, this.#points, i));
        const forMean = -slope * this.alpha[i]!;
        const forVariance = 2 * slope * weights[i]!;
        for (let k = 0; k < size; k++) {
          if (here.isHamming[k] === 1) continue;
          const difference = here.rows[row * size + k]! - this.#points.rows[i * size + k]!;
          const share = difference * Math.sqrt(here.weights[k]!);
          byMean[row * size + k]! += forMean * share;
          byVariance[row * size + k]! += forVariance * share;
        }
      }
    }
    return { ...prediction, byMean, byVariance };
  }

  append(data: EngineData): Factor | undefined {
    const before = this.alpha.length;
    const n = data.y.length;
    const points = new Scaled(data.embedding, this.#parameters, data.coordinates);
    const lower = new Float64Array(packedRow(n));
    lower.set(this.#lower);
    fillCovariance(points, lower, before, n, this.#parameters);
    return choleskyInPlace(lower, n, before)
      ? new PlainFactor(data, this.#parameters, points, lower)
      : undefined;
  }
}

function solve(lower: Float64Array, n: number, y: Float64Array): Float64Array {
  const alpha = Float64Array.from(y);
  solveLower(lower, n, alpha);
  solveLowerTransposed(lower, n, alpha);
  return alpha;
}

/** K + σ²I, packed. */
function covariance(points: Scaled, n: number, parameters: GpParameters): Float64Array {
  const lower = new Float64Array(packedRow(n));
  fillCovariance(points, lower, 0, n, parameters);
  return lower;
}

function fillCovariance(
  points: Scaled,
  lower: Float64Array,
  from: number,
  n: number,
  { signal, noise }: GpParameters,
): void {
  for (let i = from; i < n; i++) {
    const row = packedRow(i);
    for (let j = 0; j < i; j++)
      lower[row + j] = signal * matern(points.squaredDistance(i, points, j));
    lower[row + i] = signal + noise;
  }
}
