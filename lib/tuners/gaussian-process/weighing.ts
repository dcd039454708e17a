import { ln } from "../../math/elementary.ts";
import type { RandomStream } from "../../math/random.ts";

/** Weights that sum to 1, every such set as likely. */
export function drawWeights(count: number, random: RandomStream): number[] {
  const drawn = Array.from({ length: count }, () => -ln(1 - random.uniform()));
  const sum = drawn.reduce((total, one) => total + one, 0);
  return drawn.map((one) => one / sum);
}

/**
 * Several losses as one: the augmented Chebyshev norm of losses scaled to [0, 1], max wₖlₖ + 0.05 Σ wₖlₖ
 * (ParEGO: Knowles, IEEE Transactions on Evolutionary Computation 10, 2006, equation 2).
 */
export function byWeights(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
): number[] {
  const lows = weights.map((_, k) => Math.min(...rows.map((row) => row[k]!)));
  const highs = weights.map((_, k) => Math.max(...rows.map((row) => row[k]!)));
  return rows.map((row) => {
    const parts = row.map(
      (loss, k) => (weights[k]! * (loss - lows[k]!)) / (highs[k]! - lows[k]! || 1),
    );
    return Math.max(...parts) + 0.05 * parts.reduce((sum, part) => sum + part, 0);
  });
}
