import { randomStream } from "../math/random.ts";
import { type GaussianProcess, fitGaussianProcess } from "../models/gaussian-process.ts";
import { drawPoint } from "../space/draw.ts";
import { columnsOf, rowOf } from "../space/table-rows.ts";
import { UnitCube } from "../space/vectors.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import { violationOf } from "../study/losses.ts";
import type { StudyView } from "../study/observer.ts";
import type { ProgressOption } from "../study/progress.ts";
import { inOneGo } from "../study/progress-steps.ts";
import type { TrialRecord } from "../study/trial-record.ts";
import { chosenObjective, finiteLosses } from "./losses.ts";
import { replicates } from "./noise.ts";

/** Options of {@link terminator}. */
export interface TerminatorOptions {
  readonly objective?: string;
  /** Fewer complete trials never stop a study. Default 20. */
  readonly leastTrials?: number;
  /** The share of the trials, the best ones, that the process learns from. Default 0.5. */
  readonly topShare?: number;
  /** How likely the bound may fail. Default 0.1. */
  readonly delta?: number;
  /** The values of the folds of a trial, where it was cross-validated; default: none. */
  readonly folds?: (trial: TrialRecord) => readonly number[] | undefined;
  /** What the value of a trial is uncertain by, where it is known: a standard deviation. */
  readonly error?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Who shows that it goes on: with thousands of trials it takes minutes. Default: a bar where there is a place for it. */
  readonly progress?: ProgressOption;
}

const KNOWN = {
  objective: true,
  leastTrials: true,
  topShare: true,
  delta: true,
  folds: true,
  error: true,
  seed: true,
  progress: true,
} as const;

/** What {@link terminator} finds, in units of the objective. */
export interface Termination {
  /** Whether to stop: what is left to gain is less than what cannot be told apart anyway. */
  readonly stop: boolean;
  /** With the probability 1 − δ the best is no farther from the optimum; undefined with too few trials. */
  readonly regretBound: number | undefined;
  /** What the best's value is uncertain by; undefined where nothing tells. */
  readonly error: number | undefined;
  /** Where the error is from. */
  readonly errorFrom: "given" | "folds" | "replicates" | "model" | undefined;
  /** Why nothing can be told; undefined where it can. */
  readonly reason?: string;
}

/** Places of the space at which the lower bound is looked for, and rounds of moving the best of them. */
const SAMPLES = 1024;
const ROUNDS = 4;
const MOVED = 128;

/**
 * Whether going on is still worth it: a Gaussian process over the better half of the trials bounds how far
 * the best is from the optimum, and when that is less than the error of the best's own value, more search
 * only fits noise.
 *
 *   regret ≤ min over trials of (μ + √β σ) − min over the space of (μ − √β σ)
 *   β = (2/5) ln(d n² π² / 6δ)
 *   error = √((1/k + 1/(k − 1)) s²), with s² the variance of the best trial's k folds
 *
 * Makarova et al., "Automatic termination for hyperparameter optimization", AutoML 2022; β and the choice of
 * trials as in Optuna's RegretBoundEvaluator. Without folds the error is the standard deviation among trials of the
 * same point, or else the noise that the process finds.
 *
 * @throws StudyError where the study has several objectives and none is named
 */
export function terminator(study: StudyView, options: TerminatorOptions = {}): Termination {
  knownOptions("analysis.terminator", options, KNOWN);
  const { leastTrials = 20, topShare = 0.5, delta = 0.1, seed = 0 } = options;
  if (!(topShare > 0 && topShare <= 1))
    throw new StudyError(`topShare is ${String(topShare)}. Give a share above 0, up to 1.`);
  chosenObjective(study, options.objective);
  const cube = new UnitCube(study.space);
  const losses = finiteLosses(study, options.objective, { computable: true }).filter(
    ({ trial }) => rowOf(cube, trial.point) !== undefined && violationOf(trial) <= 0,
  );
  if (losses.length < leastTrials) {
    const reason = `${losses.length} trials are complete; ${leastTrials} are needed`;
    return { stop: false, regretBound: undefined, error: undefined, errorFrom: undefined, reason };
  }
  const sorted = losses.toSorted((one, other) => one.loss - other.loss);
  const count = Math.min(
    losses.length,
    Math.max(leastTrials, Math.floor(losses.length * topShare)),
  );
  const worst = sorted[count - 1]!.loss;
  // In the order of numbers, so that nothing depends on how equal losses are sorted.
  const top = losses.filter(({ loss }) => loss <= worst);
  const mean = top.reduce((sum, { loss }) => sum + loss, 0) / top.length;
  const variance = top.reduce((sum, { loss }) => sum + (loss - mean) ** 2, 0) / top.length;
  const scale = Math.max(1e-10, Math.sqrt(variance));
  const d = cube.size;
  const x = new Float64Array(top.length * d);
  top.forEach(({ trial }, row) => x.set(rowOf(cube, trial.point)!, row * d));
  const y = Float64Array.from(top, ({ loss }) => (loss - mean) / scale);
  const columns = columnsOf(cube).map(({ kind }) =>
    kind === "category" ? ("categorical" as const) : ("numeric" as const),
  );
  const plan = { label: `Gaussian process of ${top.length} trials` };
  const model = inOneGo(options.progress, plan, (report) =>
    fitGaussianProcess({ x, y, columns }, { onStep: report }),
  );
  const beta = (2 / 5) * Math.log((d * top.length ** 2 * Math.PI ** 2) / (6 * delta));
  const bounded = (points: Float64Array, side: 1 | -1): Float64Array => {
    const { mean: means, variance: variances } = model.posterior(points);
    return means.map((one, row) => one + side * Math.sqrt(beta * variances[row]!));
  };
  const upper = bounded(x, 1).reduce((least, one) => Math.min(least, one), Infinity);
  const lower = lowest(cube, (points) => bounded(points, -1), x, seed);
  const regretBound = Math.max(0, upper - lower) * scale;
  const { error, errorFrom } = errorOf(study, sorted[0]!.trial, model, scale, options);
  return { stop: error !== undefined && regretBound < error, regretBound, error, errorFrom };
}

/** The least of a bound over the space: at the trials, at random points, and near the best of those. */
function lowest(
  cube: UnitCube,
  bound: (points: Float64Array) => Float64Array,
  seen: Float64Array,
  seed: number,
): number {
  const random = randomStream(seed);
  const table = (rows: readonly Float64Array[]): Float64Array => {
    const points = new Float64Array(rows.length * cube.size);
    rows.forEach((row, place) => points.set(row, place * cube.size));
    return points;
  };
  let least = bound(seen).reduce((low, one) => Math.min(low, one), Infinity);
  let points = Array.from({ length: SAMPLES }, () => drawPoint(cube.space, random));
  let width = 0.1;
  for (let round = 0; round <= ROUNDS; round++) {
    const values = bound(table(points.map((point) => rowOf(cube, point)!)));
    const order = points
      .map((_, place) => place)
      .toSorted((one, other) => values[one]! - values[other]!);
    least = Math.min(least, values[order[0]!]!);
    const best = order.slice(0, 8).map((place) => cube.read(points[place]!)!);
    points = Array.from({ length: MOVED }, (_, k) => {
      const from = best[k % best.length]!;
      return cube.write(from.map((unit) => unit + width * random.normal()));
    }).filter((point) => cube.space.allows(point));
    if (points.length === 0) break;
    width /= 2;
  }
  return least;
}

function errorOf(
  study: StudyView,
  best: TrialRecord,
  model: GaussianProcess,
  scale: number,
  options: TerminatorOptions,
): Pick<Termination, "error" | "errorFrom"> {
  if (options.error !== undefined) return { error: options.error, errorFrom: "given" };
  const folds = options.folds?.(best);
  if (folds !== undefined && folds.length > 1) {
    const k = folds.length;
    const mean = folds.reduce((sum, one) => sum + one, 0) / k;
    const variance = folds.reduce((sum, one) => sum + (one - mean) ** 2, 0) / k;
    return { error: Math.sqrt((1 / k + 1 / (k - 1)) * variance), errorFrom: "folds" };
  }
  const { noiseVariance, degrees } = replicates(
    study,
    options.objective === undefined ? {} : { objective: options.objective },
  );
  if (noiseVariance !== undefined && degrees >= 3)
    return { error: Math.sqrt(noiseVariance), errorFrom: "replicates" };
  return { error: scale * Math.sqrt(model.parameters.noise), errorFrom: "model" };
}
