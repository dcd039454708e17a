import { exp } from "../math/elementary.ts";
import type { NumericRange } from "../math/levels.ts";
import { lowerEdge, searchInterval } from "../math/interval.ts";
import { LOG_SQRT_2PI } from "../math/normal.ts";
import { normalLogMass, quickNormalMass } from "../math/truncated-normal.ts";

interface Common {
  /** Some points do not have it (NaN): it hangs on a condition. Default false. */
  readonly optional?: boolean | undefined;
}

/** A numeric range as a dimension of a Parzen estimator. */
export interface NumericDimension extends NumericRange, Common {
  readonly kind: "numeric";
  /**
   * What is known before any observation: a normal distribution on the search axis, cut to it. Default: the
   * middle of the axis, its length.
   */
  readonly prior?: { readonly mean: number; readonly sd: number } | undefined;
}

/** Categories without an order, numbered from 0. */
export interface Categories extends Common {
  readonly kind: "categories";
  readonly count: number;
  /** How likely each is before any observation, summing to 1. Default: all alike. */
  readonly weights?: readonly number[] | undefined;
}

/** One dimension of a Parzen estimator. */
export type ParzenDimension = NumericDimension | Categories;

/**
 * A numeric dimension, prepared.
 *
 * Notation: an observation lies at μ on the search axis (the logarithm, where `log`) and its kernel is the
 * normal density N(μ, σ²) cut to [low, high]; where there is a step, a value's probability is the mass of
 * its cell [left(v), right(v)] instead.
 */
export interface NumericKernel {
  readonly range: NumericRange;
  /** The ends of the search axis. */
  readonly low: number;
  readonly high: number;
  readonly discrete: boolean;
  /** The kernel of the prior, and what it is divided by, as a logarithm. */
  readonly prior: { readonly mean: number; readonly sd: number; readonly logNorm: number };
}

export function numericKernel(range: NumericDimension): NumericKernel {
  const interval = searchInterval(range);
  const { low, high } = interval;
  const discrete = range.step !== undefined;
  const { mean, sd } = range.prior ?? { mean: 0.5 * (low + high), sd: high - low };
  const logNorm = logNormalizer({ low, high, discrete }, mean, sd);
  return { range, ...interval, discrete, prior: { mean, sd, logNorm } };
}

/** How likely a category is before any observation. */
export function priorWeight({ count, weights }: Categories, category: number): number {
  return weights?.[category] ?? 1 / count;
}

/** The place of a value on the search axis. */
export function placeOf({ range }: NumericKernel, value: number): number {
  return range.log ? Math.log(value) : value;
}

/** The ends of the cell of a value of a discrete dimension, on the search axis. */
export function cellOf(kernel: NumericKernel, value: number): [left: number, right: number] {
  const { range, low, high } = kernel;
  const left = lowerEdge(range, value);
  const right = value + (range.step ?? 0) / 2;
  const cell: [number, number] = range.log ? [Math.log(left), Math.log(right)] : [left, right];
  const least = (high - low) * NARROWEST;
  if (cell[1] - cell[0] >= least) return cell;
  // Its ends, in units of a bandwidth, would be the same double, or nearly, and its mass 0 under every
  // kernel. A wider one about the same place keeps the ratio of two densities, which is what matters.
  const place = placeOf(kernel, value);
  return [place - least / 2, place + least / 2];
}

/** The least width of a cell, as a share of the axis: a hundred units in the last place of the axis' ends. */
const NARROWEST = 2 ** -46;

/**
 * What a kernel's density is divided by, as a logarithm: of a continuous one σ √(2π) (Φ(b) − Φ(a)), of a
 * discrete one only Φ(b) − Φ(a), where a and b are the ends of the axis in units of σ from μ.
 */
export function logNormalizer(
  kernel: Pick<NumericKernel, "low" | "high" | "discrete">,
  mu: number,
  sigma: number,
): number {
  const mass = normalLogMass((kernel.low - mu) / sigma, (kernel.high - mu) / sigma);
  return kernel.discrete ? mass : mass + Math.log(sigma) + LOG_SQRT_2PI;
}

/** Φ(b) − Φ(a). */
export function massWithin(a: number, b: number): number {
  const mass = quickNormalMass(a, b);
  return Number.isNaN(mass) ? exp(normalLogMass(a, b)) : mass;
}

/** From this many observations on a further one leaves the least bandwidth as it is: range / 100. */
export const SETTLED_COUNT = 98;

/**
 * The weights of n observations in the order of trials, oldest first: 1 for the newest 25, before them a
 * ramp from 1/n to 1 (Bergstra et al., 2013; Optuna's `default_weights`).
 */
export function rampWeight(count: number, index: number): number {
  const ramp = count - FLAT;
  if (index >= ramp) return 1;
  const start = 1 / count;
  return ramp === 1 ? start : start + (index * (1 - start)) / (ramp - 1);
}

const FLAT = 25;
