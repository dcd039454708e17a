/**
 * Categorical distributions learnt beside the normal one: CatCMA (Hamano et al., "CatCMA: stochastic
 * optimization for mixed-category problems", GECCO 2024).
 *
 * Notation: q, one row of probabilities for each choice parameter; K choices; natural gradient ∇ = Σ wᵢ (cᵢ − q)
 * over one-hot cᵢ; δ the trust region, Δ the signal-to-noise ratio that it adapts to (ASNG: Akimoto et al.,
 * ICML 2019).
 */

import { exp } from "../../math/elementary.ts";

/** Never changed; an update makes another. */
export interface Categories {
  readonly probabilities: readonly (readonly number[])[];
  /** δ, of the generation before: as in the authors' implementation it follows Δ one step behind. */
  readonly region: number;
  /** Δ. */
  readonly ratio: number;
  /** s and γ: the accumulated gradient and its expected share. */
  readonly path: readonly number[];
  readonly share: number;
}

/** @param probabilities of each choice before anything is known, each row summing to 1, none 0 */
export function startCategories(probabilities: readonly (readonly number[])[]): Categories {
  const freedoms = probabilities.reduce((sum, row) => sum + row.length - 1, 0);
  return { probabilities, region: 1, ratio: 1, path: Array<number>(freedoms).fill(0), share: 0 };
}

/** The least probability that a choice keeps: with .73 none of the margins is drawn in a point. */
export function leastProbability(parameters: number, choices: number): number {
  return (1 - 0.73 ** (1 / parameters)) / (choices - 1);
}

const THRESHOLD = 1.5;

/**
 * The distributions after a generation.
 *
 * @param levels λ rows of chosen levels, best first
 * @param weights wᵢ ≥ 0, as many
 */
export function updatedCategories(
  { probabilities, region, ratio, path, share }: Categories,
  levels: readonly (readonly number[])[],
  weights: readonly number[],
): Categories {
  const gradient = probabilities.map((row, place) =>
    row.map((q, level) =>
      weights.reduce(
        (sum, weight, index) =>
          weight > 0 ? sum + weight * (Number(levels[index]![place] === level) - q) : sum,
        0,
      ),
    ),
  );
  // The root of the Fisher matrix times the gradient (Akimoto et al. 2019, appendix B).
  const natural = probabilities.flatMap((row, place) => {
    const last = row.at(-1)!;
    const others = gradient[place]!.slice(0, -1);
    const sum = others.reduce((total, part) => total + part, 0);
    return others.map((part, level) => {
      const root = Math.sqrt(row[level]!);
      return part / root + (root * sum) / (last + Math.sqrt(last));
    });
  });
  const norm = Math.sqrt(natural.reduce((sum, part) => sum + part * part, 0)) + 1e-30;
  const rate = 1 / ratio;
  const moved = probabilities.map((row, place) =>
    withMargin(
      row.map((q, level) => q + (region / norm) * gradient[place]![level]!),
      leastProbability(probabilities.length, row.length),
    ),
  );
  const decay = rate / Math.sqrt(natural.length);
  const keep = decay * (2 - decay);
  const nextPath = path.map(
    (part, index) => (1 - decay) * part + (Math.sqrt(keep) * natural[index]!) / norm,
  );
  const nextShare = (1 - decay) ** 2 * share + keep;
  const length = nextPath.reduce((sum, part) => sum + part * part, 0);
  const nextRatio = ratio * exp(decay * (nextShare - length / THRESHOLD));
  return { probabilities: moved, region: rate, ratio: nextRatio, path: nextPath, share: nextShare };
}

/** No choice below the margin, and all of them summing to 1. */
export function withMargin(row: readonly number[], least: number): number[] {
  const lifted = row.map((q) => Math.max(q, least));
  const sum = lifted.reduce((total, q) => total + q, 0);
  const above = sum - least * row.length;
  const shrunk = above > 0 ? lifted.map((q) => q - ((sum - 1) * (q - least)) / above) : lifted;
  const total = shrunk.reduce((all, q) => all + q, 0);
  return shrunk.map((q) => q / total);
}
