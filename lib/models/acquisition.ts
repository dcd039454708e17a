/**
 * What a point is worth trying, from what a model believes of it: pure functions of means and variances,
 * with the derivatives that a search by gradients needs. Losses are minimized; scores are larger where a
 * point is better.
 */
export {
  expectedImprovement,
  logExpectedImprovement,
  logProbabilityOfImprovement,
  lowerConfidenceBound,
  type Score,
} from "./acquisition/improvement.ts";
export { logFeasibility } from "./acquisition/feasibility.ts";
export {
  type Boxes,
  freeBoxes,
  type FrontScore,
  logExpectedHypervolumeImprovement,
} from "./acquisition/hypervolume-improvement.ts";
export { hedgeChoice, hedgeShares, hedgeUpdate } from "./acquisition/portfolio.ts";
