/**
 * Gaussian process regression with an ARD Matérn-5/2 kernel, for columns that are numeric, conditional
 * or categorical.
 *
 * | symbol | meaning | shape |
 * |---|---|---|
 * | n, d | points seen, columns | |
 * | x | points, in the unit cube; a category's index; NaN where not active | n × d |
 * | y | standardised values: y ~ N(0, K) | n |
 * | K = k(x, x) + σ²I | covariance | n × n |
 *
 * Distances: gaussian-process/embedding.ts; kernel: matern.ts; hyperparameters and priors:
 * parameters.ts.
 */

import { loadKernels } from "../math/kernels.ts";
import { minimizeBounded } from "../math/lbfgsb.ts";
import { Embedding, type GpColumn } from "./gaussian-process/embedding.ts";
import type { Engine, EngineData, Factor } from "./gaussian-process/engine.ts";
import {
  type GpParameters,
  type GpPriors,
  addLogPrior,
  bounds,
  defaultParameters,
  fromVector,
  toVector,
} from "./gaussian-process/parameters.ts";
import { plainEngine } from "./gaussian-process/plain-engine.ts";
import { GaussianProcess, checkValues } from "./gaussian-process/posterior.ts";
import { wasmEngine } from "./gaussian-process/wasm-engine.ts";

export type { GpColumn } from "./gaussian-process/embedding.ts";
export type { GpParameters, GpPriors } from "./gaussian-process/parameters.ts";
export { GaussianProcess } from "./gaussian-process/posterior.ts";
export type {
  GpDescription,
  JointPosterior,
  Posterior,
  PosteriorGradient,
  PosteriorGradients,
} from "./gaussian-process/posterior.ts";

/** What a Gaussian process learns from. */
export interface GpData {
  /** Row after row, n × d. */
  readonly x: Float64Array;
  /** Standardised by the caller; finite. */
  readonly y: Float64Array;
  /** A numeric column that holds a NaN is taken for a conditional one. */
  readonly columns: readonly GpColumn[];
}

/** How it learns. */
export interface GpOptions {
  /** Hyperparameters to start from, such as those of the last fit; default: the priors' modes. */
  readonly start?: GpParameters;
  /** "fit" (default), or the noise's variance in the units of y². */
  readonly noise?: "fit" | number;
  /**
   * Default "optuna": over 5 functions of 6, 20 and 50 columns, 50 to 70 trials and 90 runs, "scaled"
   * had the lower final regret in 30 and the lower mean log regret in 35, and in 50 columns in 5 and 10
   * of 20.
   */
  readonly priors?: GpPriors;
  /** At most so many steps of the optimiser; 0 takes the start as it is. Default 200. */
  readonly maxIterations?: number;
  /** Fitted where no component of the log posterior's gradient is larger. Default 0.01. */
  readonly gradientTolerance?: number;
  /** Called each time the likelihood has been computed, which costs n³, with how often that was. */
  readonly onStep?: (steps: number) => void;
}

/** What is added to the noise, one after the other, until the covariance has a factor. */
const JITTERS = [0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1];

/**
 * Fits the hyperparameters to the data (maximum a posteriori, L-BFGS-B in their logarithms) and gives
 * the process that has seen it.
 *
 * Where the fit fails from the given start it begins again from the default one, and where that fails
 * too the default hyperparameters are used: there always is a process. With no points at all it is the
 * prior.
 *
 * @throws RangeError where y is not finite, or lengths don't fit
 */
export function fitGaussianProcess(data: GpData, options: GpOptions = {}): GaussianProcess {
  const {
    noise = "fit",
    priors = "optuna",
    maxIterations = 200,
    gradientTolerance = 0.01,
    onStep,
  } = options;
  const engine = chooseEngine();
  const prepared = prepare(data);
  const d = data.columns.length;
  const dimensions = activeColumns(data);
  const standard = defaultParameters(d, dimensions, priors);
  const fallback = noise === "fit" ? standard : { ...standard, noise };
  const start = options.start ?? fallback;
  if (start.lengthscales.length !== d)
    throw new RangeError(
      `The start has ${start.lengthscales.length} lengthscales, but there are ${d} columns.`,
    );

  const { lower, upper } = bounds(d, noise === "fit" ? "fit" : Math.max(noise, 1e-300));
  let steps = 0;
  const negative = (vector: Float64Array, gradient: Float64Array): number => {
    const value = engine.logLikelihood(prepared, fromVector(vector), gradient);
    onStep?.(++steps);
    if (Number.isNaN(value)) return Infinity;
    const sum = value + addLogPrior(vector, dimensions, priors, gradient);
    for (let place = 0; place < gradient.length; place++) gradient[place] = -gradient[place]!;
    return -sum;
  };
  let fitted: GpParameters | undefined;
  for (const from of maxIterations > 0 && data.y.length > 0 ? [start, fallback] : []) {
    const found = minimizeBounded(negative, toVector(from), lower, upper, {
      gradientTolerance,
      maxIterations,
    });
    if (found.status === "not finite") continue;
    fitted = fromVector(found.x);
    if (noise !== "fit") fitted = { ...fitted, noise };
    break;
  }
  const parameters = fitted ?? (maxIterations > 0 ? fallback : start);
  return seen(engine, prepared, parameters, (vector) =>
    addLogPrior(vector, dimensions, priors, new Float64Array(vector.length)),
  );
}

/** The process of given hyperparameters, with as little jitter as it needs. */
function seen(
  engine: Engine,
  data: EngineData,
  wanted: GpParameters,
  logPriorOf: (vector: Float64Array) => number,
): GaussianProcess {
  let factor: Factor | undefined;
  for (const share of JITTERS) {
    const jitter = share * wanted.signal;
    const parameters = { ...wanted, noise: wanted.noise + jitter };
    factor = engine.factorize(data, parameters);
    if (factor === undefined) continue;
    return new GaussianProcess({
      data,
      factor,
      parameters,
      jitter,
      logPrior: logPriorOf(toVector(wanted)),
    });
  }
  throw new RangeError(
    `The covariance of the ${data.y.length} points has no factor under ${JSON.stringify(wanted)}; give finite, positive hyperparameters.`,
  );
}

function prepare({ x, y, columns }: GpData): EngineData {
  const d = columns.length;
  if (x.length !== y.length * d)
    throw new RangeError(
      `${y.length} points of ${d} columns need ${y.length * d} numbers in x, but it has ${x.length}.`,
    );
  checkValues(y);
  const kinds = columns.map((kind, column) => {
    if (kind !== "numeric") return kind;
    for (let row = 0; row < y.length; row++)
      if (Number.isNaN(x[row * d + column]!)) return "conditional";
    return kind;
  });
  const embedding = new Embedding(kinds);
  return { embedding, coordinates: embedding.embed(x, y.length), y: Float64Array.from(y) };
}

/** How many columns are active in a point, on average; at least 1. */
function activeColumns({ x, y }: GpData): number {
  let active = 0;
  for (const value of x) if (!Number.isNaN(value)) active++;
  return Math.max(1, active / Math.max(1, y.length));
}

/** The quickest engine that runs here. */
function chooseEngine(): Engine {
  const kernels = loadKernels();
  return kernels === undefined ? plainEngine : wasmEngine(kernels);
}
