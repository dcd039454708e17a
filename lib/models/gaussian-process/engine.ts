import { ln } from "../../math/elementary.ts";
import type { Embedding } from "./embedding.ts";
import type { GpParameters } from "./parameters.ts";

/** What the heavy arithmetic of a Gaussian process works on. */
export interface EngineData {
  readonly embedding: Embedding;
  /** Row after row, n × embedding.size. */
  readonly coordinates: Float64Array;
  readonly y: Float64Array;
}

/** The heavy arithmetic of a Gaussian process. K is the covariance of y, noise included. */
export interface Engine {
  readonly name: "plain" | "wasm";
  /**
   * ln N(y; 0, K), with its gradient by ln ℓ_1 … ln ℓ_d, ln s, ln σ² in `gradient`; NaN where K is not
   * positive definite.
   */
  logLikelihood(data: EngineData, parameters: GpParameters, gradient: Float64Array): number;
  /** K's factor; undefined where K is not positive definite. */
  factorize(data: EngineData, parameters: GpParameters): Factor | undefined;
}

/** For each point of a batch. */
export interface Prediction {
  readonly mean: Float64Array;
  /** kᵀK⁻¹k: what the variance is less than s by. */
  readonly explained: Float64Array;
}

/** The same with gradients by the coordinates, row after row, count × embedding.size. */
export interface PredictionGradients extends Prediction {
  readonly byMean: Float64Array;
  /** Of the variance, s − explained. */
  readonly byVariance: Float64Array;
}

/** For each point of a batch, the posterior mean, and v = L⁻¹k(X, x) as rows, count × n. */
export interface HalfSolved {
  readonly mean: Float64Array;
  readonly rows: Float64Array;
}

/** K = L Lᵀ, ready for predictions. */
export interface Factor {
  /** K⁻¹y. */
  readonly alpha: Float64Array;
  /** ln |K|. */
  readonly logDeterminant: number;
  predict(coordinates: Float64Array, count: number): Prediction;
  predictGradients(coordinates: Float64Array, count: number): PredictionGradients;
  halfSolve(coordinates: Float64Array, count: number): HalfSolved;
  /** The factor of data that has more rows at its end, in O(n²) for each; undefined as in factorize. */
  append(data: EngineData): Factor | undefined;
}

/** ln N(y; 0, K). */
export function logLikelihoodOf(y: Float64Array, alpha: Float64Array, logDet: number): number {
  let quadratic = 0;
  for (let i = 0; i < y.length; i++) quadratic += y[i]! * alpha[i]!;
  return -0.5 * (quadratic + logDet + y.length * ln(2 * Math.PI));
}
