import type { GpColumn } from "./embedding.ts";
import { type EngineData, type Factor, logLikelihoodOf } from "./engine.ts";
import { Scaled, matern } from "./matern.ts";
import type { GpParameters } from "./parameters.ts";

/** Mean and variance at points. */
export interface Posterior {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Mean and variance at a point and how they change with it. */
export interface PosteriorGradient {
  readonly mean: number;
  readonly variance: number;
  /** Length d; 0 where a column is categorical or not active. */
  readonly meanGradient: Float64Array;
  readonly varianceGradient: Float64Array;
}

/** Mean and variance at points and how they change with each. */
export interface PosteriorGradients extends Posterior {
  /** Row after row, m × d; 0 where a column is categorical or not active. */
  readonly meanGradient: Float64Array;
  readonly varianceGradient: Float64Array;
}

/** Mean and covariance of a batch of points. */
export interface JointPosterior {
  readonly mean: Float64Array;
  /** Row after row, m × m, symmetric. */
  readonly covariance: Float64Array;
}

/** A Gaussian process as plain data: what explains a prediction. */
export interface GpDescription extends GpParameters {
  readonly columns: readonly GpColumn[];
  readonly n: number;
  readonly jitter: number;
  readonly logLikelihood: number;
  readonly logPrior: number;
}

/** What {@link GaussianProcess} is made of. */
interface Parts {
  readonly data: EngineData;
  readonly factor: Factor;
  readonly parameters: GpParameters;
  readonly jitter: number;
  readonly logPrior: number;
}

/**
 * A Gaussian process that has seen n points: `fitGaussianProcess` makes one.
 *
 * Predictions are of the function itself, without the noise, in the units of the y that were given.
 * Equations 2.23 to 2.26 of Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006.
 */
export class GaussianProcess {
  readonly parameters: GpParameters;
  /** What had to be added to the noise for the covariance to have a factor; mostly 0. */
  readonly jitter: number;
  readonly logPrior: number;
  readonly logLikelihood: number;
  readonly #data: EngineData;
  readonly #factor: Factor;

  constructor({ data, factor, parameters, jitter, logPrior }: Parts) {
    this.parameters = parameters;
    this.jitter = jitter;
    this.logPrior = logPrior;
    this.logLikelihood = logLikelihoodOf(data.y, factor.alpha, factor.logDeterminant);
    this.#data = data;
    this.#factor = factor;
  }

  /** How many points it has seen. */
  get n(): number {
    return this.#data.y.length;
  }

  /** How many columns. */
  get d(): number {
    return this.columns.length;
  }

  get columns(): readonly GpColumn[] {
    return this.#data.embedding.columns;
  }

  /** What was seen; not to be written to. */
  get y(): Float64Array {
    return this.#data.y;
  }

  /**
   * Mean and variance at points.
   *
   * @param points row after row, m × d; NaN where a conditional or categorical column is not active
   * @param m default: as many as there are
   */
  posterior(points: Float64Array, m = points.length / this.d): Posterior {
    const coordinates = this.#data.embedding.embed(points, m);
    const { mean, explained } = this.#factor.predict(coordinates, m);
    return { mean, variance: this.#variances(explained) };
  }

  /** Mean and variance at one point, and their gradients by its columns. */
  posteriorGradient(point: Float64Array): PosteriorGradient {
    const { mean, variance, meanGradient, varianceGradient } = this.posteriorGradients(point, 1);
    return { mean: mean[0]!, variance: variance[0]!, meanGradient, varianceGradient };
  }

  /**
   * The same at many points at once, which is much quicker than one after the other.
   *
   * @param points row after row, m × d
   */
  posteriorGradients(points: Float64Array, m = points.length / this.d): PosteriorGradients {
    const { embedding } = this.#data;
    const { d } = this;
    const coordinates = embedding.embed(points, m);
    const found = this.#factor.predictGradients(coordinates, m);
    const pullBack = (byCoordinate: Float64Array): Float64Array => {
      const gradient = new Float64Array(m * d);
      for (let row = 0; row < m; row++) {
        const point = points.subarray(row * d, (row + 1) * d);
        const own = byCoordinate.subarray(row * embedding.size, (row + 1) * embedding.size);
        gradient.set(embedding.pullBack(point, own), row * d);
      }
      return gradient;
    };
    return {
      mean: found.mean,
      variance: this.#variances(found.explained),
      meanGradient: pullBack(found.byMean),
      varianceGradient: pullBack(found.byVariance),
    };
  }

  /**
   * Mean and covariance of points taken together.
   *
   * @param points row after row, m × d
   */
  jointPosterior(points: Float64Array, m = points.length / this.d): JointPosterior {
    const { embedding } = this.#data;
    const n = this.n;
    const coordinates = embedding.embed(points, m);
    const scaled = new Scaled(embedding, this.parameters, coordinates);
    const { mean, rows } = this.#factor.halfSolve(coordinates, m);
    const covariance = new Float64Array(m * m);
    for (let one = 0; one < m; one++) {
      for (let other = 0; other <= one; other++) {
        let value = this.parameters.signal * matern(scaled.squaredDistance(one, scaled, other));
        for (let i = 0; i < n; i++) value -= rows[one * n + i]! * rows[other * n + i]!;
        if (one === other) value = this.#positive(value);
        covariance[one * m + other] = value;
        covariance[other * m + one] = value;
      }
    }
    return { mean, covariance };
  }

  /**
   * The process that has seen more points, with the same hyperparameters, in O(n²) for each: for
   * fantasies, and between fits.
   *
   * @param x rows × d
   * @param y as many as there are rows, in the units of the y before
   * @throws RangeError where a y is not finite, or x has a wrong length
   */
  append(x: Float64Array, y: ArrayLike<number>): GaussianProcess {
    const { embedding, coordinates: before, y: seen } = this.#data;
    const added = embedding.embed(x, y.length);
    const coordinates = new Float64Array(before.length + added.length);
    coordinates.set(before);
    coordinates.set(added, before.length);
    const all = new Float64Array(seen.length + y.length);
    all.set(seen);
    all.set(y, seen.length);
    const data: EngineData = { embedding, coordinates, y: all };
    checkValues(all);
    const factor = this.#factor.append(data);
    // A point seen twice without noise: what was known stays, since it says no more.
    if (factor === undefined) return this;
    return new GaussianProcess({
      data,
      factor,
      parameters: this.parameters,
      jitter: this.jitter,
      logPrior: this.logPrior,
    });
  }

  /** As plain data. */
  toJSON(): GpDescription {
    const { columns, n, jitter, logLikelihood, logPrior } = this;
    return { ...this.parameters, columns, n, jitter, logLikelihood, logPrior };
  }

  #variances(explained: Float64Array): Float64Array {
    return explained.map((value) => this.#positive(this.parameters.signal - value));
  }

  /** A variance that rounding may have taken below 0: then as small as rounding is. */
  #positive(variance: number): number {
    return Math.max(variance, Number.EPSILON * this.parameters.signal);
  }
}

/** Refuses what no Gaussian process can learn from. */
export function checkValues(y: Float64Array): void {
  const place = y.findIndex((value) => !Number.isFinite(value));
  if (place >= 0)
    throw new RangeError(
      `y[${place}] is ${y[place]}; leave out failed trials and clip infinities before fitting.`,
    );
}
