import { logProbabilityOfImprovement, type Score } from "./improvement.ts";

/**
 * ln P(C ≤ 0) for a constraint's value C ~ N(μ, v): how likely it is kept. The logarithms of several
 * constraints add up, as if they were independent (Gardner et al., "Bayesian optimization with inequality
 * constraints", ICML 2014, equation 5).
 *
 * @param limit what C must not exceed. Default 0
 */
export function logFeasibility(mean: number, variance: number, limit = 0): Score {
  return logProbabilityOfImprovement(mean, variance, limit);
}
