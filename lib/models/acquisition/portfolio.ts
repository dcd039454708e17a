import { exp } from "../../math/elementary.ts";
import type { RandomStream } from "../../math/random.ts";
import { logSumExp } from "../../math/log-sum-exp.ts";

/**
 * Which of several advisers to follow: the one that did well is followed more often, none is ever
 * forgotten (GP-Hedge: Hoffman, Brochu and de Freitas, "Portfolio allocation for Bayesian optimization",
 * UAI 2011, algorithm 2).
 *
 * P(i) ∝ exp(η gᵢ), where the gain gᵢ is the sum of what the model said, once it knew more, of the points
 * that adviser i had named: −μ, as losses are minimized.
 */

/** The probability of each adviser. */
export function hedgeShares(gains: readonly number[], eta = 1): number[] {
  const scaled = gains.map((gain) => eta * gain);
  const whole = logSumExp(scaled);
  return scaled.map((each) => exp(each - whole));
}

/** Draws the adviser to follow. */
export function hedgeChoice(gains: readonly number[], random: RandomStream, eta = 1): number {
  return random.weighted(hedgeShares(gains, eta));
}

/** The gains after the model said of the point that each adviser had named what loss it expects there. */
export function hedgeUpdate(gains: readonly number[], means: readonly number[]): number[] {
  return gains.map((gain, adviser) => gain - means[adviser]!);
}
