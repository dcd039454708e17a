import {
  type Boxes,
  expectedImprovement,
  logExpectedHypervolumeImprovement,
  logExpectedImprovement,
  logFeasibility,
  logProbabilityOfImprovement,
  lowerConfidenceBound,
  type Score,
} from "../../models/acquisition.ts";
import type { GaussianProcess } from "../../models/gaussian-process.ts";

/** One summand of what a point is worth. */
export interface Term {
  /** The value at each row. */
  values(rows: Float64Array): Float64Array;
  /** The same, with the gradient along each column, count × d. */
  gradients(rows: Float64Array): Graded;
}

export interface Graded {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
}

/** What a model of one quantity adds. */
export function scoreTerm(
  model: GaussianProcess,
  d: number,
  score: (mean: number, variance: number) => Score,
): Term {
  return {
    values(rows) {
      const { mean, variance } = model.posterior(rows);
      return mean.map((each, row) => score(each, variance[row]!).value);
    },
    gradients(rows) {
      const at = differentiate(model, rows);
      const values = new Float64Array(at.mean.length);
      const gradient = new Float64Array(rows.length);
      for (let row = 0; row < values.length; row++) {
        const { value, byMean, byVariance } = score(at.mean[row]!, at.variance[row]!);
        values[row] = value;
        for (let k = row * d; k < (row + 1) * d; k++)
          gradient[k] = byMean * at.meanGradient[k]! + byVariance * at.varianceGradient[k]!;
      }
      return { values, gradient };
    },
  };
}

/** What models of several objectives add together: ln of the expected hypervolume improvement. */
export function frontTerm(models: readonly GaussianProcess[], d: number, boxes: Boxes): Term {
  return {
    values(rows) {
      const at = models.map((model) => model.posterior(rows));
      return new Float64Array(rows.length / d).map(
        (_, row) =>
          logExpectedHypervolumeImprovement(
            at.map(({ mean }) => mean[row]!),
            at.map(({ variance }) => variance[row]!),
            boxes,
          ).value,
      );
    },
    gradients(rows) {
      const at = models.map((model) => differentiate(model, rows));
      const values = new Float64Array(rows.length / d);
      const gradient = new Float64Array(rows.length);
      for (let row = 0; row < values.length; row++) {
        const { value, byMean, byVariance } = logExpectedHypervolumeImprovement(
          at.map(({ mean }) => mean[row]!),
          at.map(({ variance }) => variance[row]!),
          boxes,
        );
        values[row] = value;
        for (let k = row * d; k < (row + 1) * d; k++)
          at.forEach(({ meanGradient, varianceGradient }, objective) => {
            gradient[k]! +=
              byMean[objective]! * meanGradient[k]! + byVariance[objective]! * varianceGradient[k]!;
          });
      }
      return { values, gradient };
    },
  };
}

/** What a function of single rows adds; its gradient by central differences along the columns of numbers. */
export function plainTerm(
  d: number,
  numeric: readonly number[],
  value: (row: Float64Array) => number,
): Term {
  const step = 1e-4;
  const values = (rows: Float64Array): Float64Array =>
    new Float64Array(rows.length / d).map((_, row) => value(rows.subarray(row * d, (row + 1) * d)));
  return {
    values,
    gradients(rows) {
      const gradient = new Float64Array(rows.length);
      for (let from = 0; from < rows.length; from += d) {
        const row = rows.slice(from, from + d);
        for (const k of numeric) {
          const here = row[k]!;
          if (Number.isNaN(here)) continue;
          const high = Math.min(1, here + step);
          const low = Math.max(0, here - step);
          row[k] = high;
          const above = value(row);
          row[k] = low;
          gradient[from + k] = (above - value(row)) / (high - low);
          row[k] = here;
        }
      }
      return { values: values(rows), gradient };
    },
  };
}

/** Mean and variance at rows, with derivatives along each column, count × d. */
function differentiate(
  model: GaussianProcess,
  rows: Float64Array,
): Record<"mean" | "variance" | "meanGradient" | "varianceGradient", Float64Array> {
  const d = model.d;
  const count = rows.length / d;
  const mean = new Float64Array(count);
  const variance = new Float64Array(count);
  const meanGradient = new Float64Array(rows.length);
  const varianceGradient = new Float64Array(rows.length);
  for (let row = 0; row < count; row++) {
    const at = model.posteriorGradient(rows.subarray(row * d, (row + 1) * d));
    mean[row] = at.mean;
    variance[row] = at.variance;
    meanGradient.set(at.meanGradient, row * d);
    varianceGradient.set(at.varianceGradient, row * d);
  }
  return { mean, variance, meanGradient, varianceGradient };
}

/** The sum of terms. */
export function sumOf(terms: readonly Term[]): Term {
  return {
    values(rows) {
      const [first, ...others] = terms.map((term) => term.values(rows));
      for (const other of others) other.forEach((value, row) => (first![row]! += value));
      return first!;
    },
    gradients(rows) {
      const [first, ...others] = terms.map((term) => term.gradients(rows));
      for (const other of others) {
        other.values.forEach((value, row) => (first!.values[row]! += value));
        other.gradient.forEach((value, k) => (first!.gradient[k]! += value));
      }
      return first!;
    },
  };
}

/** By what a single objective's point is chosen. */
export type Criterion = "logEI" | "EI" | "PI" | "LCB";

/** The standard deviations of the lower confidence bound; scikit-optimize's default. */
const BETA = 1.96;

/** To improve by less, in standard deviations of the losses, is not worth a trial: scikit-optimize's ξ. */
const CRUMB = 0.01;

/** What a point is worth for one objective. PI by its logarithm, which has the same maximum. */
export function criterionTerm(
  criterion: Criterion,
  model: GaussianProcess,
  d: number,
  best: number,
): Term {
  return scoreTerm(model, d, (mean, variance) => {
    if (criterion === "LCB") return lowerConfidenceBound(mean, variance, BETA);
    if (criterion === "EI") return expectedImprovement(mean, variance, best);
    if (criterion === "PI") return logProbabilityOfImprovement(mean, variance, best - CRUMB);
    return logExpectedImprovement(mean, variance, best);
  });
}

/** How likely a quantity stays at or below a limit. */
export function feasibilityTerm(model: GaussianProcess, d: number, limit: number): Term {
  return scoreTerm(model, d, (mean, variance) => logFeasibility(mean, variance, limit));
}

/**
 * −ln of the seconds that a trial takes, by a model of ln seconds: the expectation of 1/seconds, as Snoek,
 * Larochelle and Adams (NeurIPS 2012, section 3.2) divide by.
 */
export function speedTerm(model: GaussianProcess, d: number, sd: number): Term {
  return scoreTerm(model, d, (mean, variance) => ({
    value: -mean * sd + 0.5 * variance * sd * sd,
    byMean: -sd,
    byVariance: 0.5 * sd * sd,
  }));
}
