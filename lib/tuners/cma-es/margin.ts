/**
 * Integers and other steps in CMA-ES: its margin correction keeps every stepped coordinate likely enough to
 * leave the step that its mean stands on, without which the search freezes there.
 *
 * Hamano et al., "CMA-ES with margin: lower-bounding marginal probability for mixed-integer black-box
 * optimization", GECCO 2022. Notation: A, a scale for each coordinate that acts where points are rounded:
 * v = m + A (x − m); ℓ, thresholds between steps; α = 1/(dλ), the margin.
 */

import { normalCdf } from "../../math/normal.ts";
import { normalQuantile } from "../../math/normal-quantile.ts";
import type { Axis } from "../../space/vectors.ts";
import type { Gaussian } from "./gaussian.ts";

/** Where a stepped coordinate changes its level. */
export type Thresholds = (level: number) => number;

/** One coordinate as the margin sees it; undefined where it is continuous. */
export interface Steps {
  readonly levels: number;
  levelOf(unit: number): number;
  /** Between a level and the next. */
  readonly threshold: Thresholds;
}

/** The steps of an axis; undefined where it is continuous. */
export function stepsOf(axis: Axis): Steps | undefined {
  if (axis.levels === Infinity) return undefined;
  const known = new Map<number, number>();
  const levelOf = (unit: number): number => axis.levelOf(axis.fromUnit(unit));
  return {
    levels: axis.levels,
    levelOf,
    threshold(level) {
      const before = known.get(level);
      if (before !== undefined) return before;
      // By halving: logarithmic steps and priors have no simple form.
      let low = axis.toUnit(axis.valueAt(level));
      let high = axis.toUnit(axis.valueAt(level + 1));
      for (let halving = 0; halving < 50; halving++) {
        const middle = (low + high) / 2;
        if (levelOf(middle) <= level) low = middle;
        else high = middle;
      }
      known.set(level, (low + high) / 2);
      return (low + high) / 2;
    },
  };
}

/**
 * The mean and the scales corrected after an update.
 *
 * @param steps for each coordinate; undefined for continuous ones
 */
export function withMargins(
  { mean, step, covariance }: Gaussian,
  scales: Float64Array,
  steps: readonly (Steps | undefined)[],
  margin: number,
): { mean: Float64Array; scales: Float64Array } {
  const d = mean.length;
  const corrected = { mean: mean.slice(), scales: scales.slice() };
  for (const [k, stepped] of steps.entries()) {
    if (stepped === undefined) continue;
    const m = mean[k]!;
    const root = Math.sqrt(covariance[k * d + k]!);
    const spread = step * scales[k]! * root;
    const level = stepped.levelOf(m);
    const last = stepped.levels - 2;
    const below = stepped.threshold(Math.min(Math.max(level - 1, 0), last));
    const above = stepped.threshold(Math.min(level, last));
    const lower = normalCdf((below - m) / spread);
    const upper = 1 - normalCdf((above - m) / spread);
    if (below === above || Math.max(lower, upper) > 0.5) {
      // At an end there is one way out only: the mean moves towards it.
      if (Math.min(lower, upper) < margin) {
        const side = Math.sign(m - above);
        corrected.mean[k] = above - side * spread * normalQuantile(margin);
      }
      continue;
    }
    const middle = 1 - lower - upper;
    const [low, high] = [Math.max(lower, margin / 2), Math.max(upper, margin / 2)];
    const excess = (1 - low - high - middle) / (low + middle + high - (3 * margin) / 2);
    const [p, q] = [low, high].map((share) => {
      const moved = share + excess * (share - margin / 2);
      return -normalQuantile(Math.min(Math.max(moved, 1e-10), 0.5 - 1e-10));
    }) as [number, number];
    corrected.scales[k] = (above - below) / ((p + q) * step * root);
    corrected.mean[k] = (below * q + above * p) / (p + q);
  }
  return corrected;
}
