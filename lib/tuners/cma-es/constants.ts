/**
 * The weights and learning rates of CMA-ES, which follow from the dimension and the population alone.
 *
 * Notation and equation numbers: Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772.
 */

import { ln } from "../../math/elementary.ts";

/** What does not change while one CMA-ES runs. */
export interface Constants {
  /** d: coordinates of the normal distribution. */
  readonly dimension: number;
  /** λ: points in a generation. */
  readonly population: number;
  /** µ: how many of them the mean moves towards. */
  readonly parents: number;
  /** wᵢ, best first; the first µ sum to 1, later ones are negative or 0. */
  readonly weights: readonly number[];
  /** µ_eff of the positive weights. */
  readonly effective: number;
  /** c_σ and d_σ: cumulation and damping of the step size. */
  readonly stepCumulation: number;
  readonly stepDamping: number;
  /** c_c: cumulation of the path of the mean. */
  readonly pathCumulation: number;
  /** c₁ and c_µ: learning rates of the covariance. */
  readonly rankOne: number;
  readonly rankMu: number;
  /** E‖N(0, I)‖. */
  readonly expectedNorm: number;
}

/** What the constants depend on. */
export interface ConstantOptions {
  readonly dimension: number;
  readonly population: number;
  /** Whether bad points push the covariance away (active CMA-ES). */
  readonly active: boolean;
  /** Whether only the diagonal is learnt, which may go faster: (d + 2)/3 times (Ros and Hansen, PPSN 2008). */
  readonly separable: boolean;
}

/** λ = 4 + ⌊3 ln d⌋ (eq. 48). */
export function defaultPopulation(dimension: number): number {
  return 4 + Math.floor(3 * ln(Math.max(1, dimension)));
}

/** @param options with a dimension of at least 1 and a population of at least 2 */
export function constantsOf({
  dimension: d,
  population,
  active,
  separable,
}: ConstantOptions): Constants {
  const parents = Math.floor(population / 2);
  const raw = Array.from(
    { length: population },
    (_, index) => ln((population + 1) / 2) - ln(index + 1), // eq. 49
  );
  const effective = massOf(raw.slice(0, parents));
  const effectiveMinus = massOf(raw.slice(parents));
  const faster = separable ? (d + 2) / 3 : 1;
  const rankOne = Math.min(1 - 1e-8, (faster * 2) / ((d + 1.3) ** 2 + effective)); // eq. 57
  const rankMu = Math.min(
    1 - rankOne - 1e-8,
    (faster * 2 * (effective - 2 + 1 / effective)) / ((d + 2) ** 2 + effective), // eq. 58
  );
  const negative = active
    ? Math.min(
        1 + rankOne / rankMu, // eq. 50
        1 + (2 * effectiveMinus) / (effective + 2), // eq. 51
        (1 - rankOne - rankMu) / (d * rankMu), // eq. 52
      )
    : 0;
  // For λ ≤ 3 nothing is learnt from ranks and the bound is no number.
  const sums = [sumOf(raw.filter((w) => w > 0)), -sumOf(raw.filter((w) => w < 0))] as const;
  const weights = raw.map((weight) =>
    weight >= 0
      ? weight / sums[0]
      : ((Number.isFinite(negative) ? negative : 0) * weight) / sums[1],
  ); // eq. 53
  const stepCumulation = (effective + 2) / (d + effective + 5); // eq. 55
  return {
    dimension: d,
    population,
    parents,
    weights,
    effective,
    stepCumulation,
    stepDamping: 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (d + 1)) - 1) + stepCumulation,
    pathCumulation: (4 + effective / d) / (d + 4 + (2 * effective) / d), // eq. 56
    rankOne,
    rankMu,
    expectedNorm: Math.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d)),
  };
}

/** (Σw)² / Σw². */
function massOf(weights: readonly number[]): number {
  return sumOf(weights) ** 2 / sumOf(weights.map((weight) => weight * weight));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
