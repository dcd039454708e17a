import { erfcx } from "../../math/erf.ts";
import { normalCdf, normalLogCdf, normalLogDensity } from "../../math/normal.ts";

/**
 * ln E[max(best − Y, 0)] for Y ~ N(mean, sd²); −Infinity where sd is 0 and there is nothing to gain.
 *
 * Ament et al., "Unexpected improvements to expected improvement", NeurIPS 2023, equation 9.
 */
export function logImprovement(mean: number, sd: number, best: number): number {
  if (sd === 0) return mean < best ? Math.log(best - mean) : -Infinity;
  const z = (best - mean) / sd;
  return Math.log(sd) + logH(z);
}

/** ln P(Y ≤ 0) for Y ~ N(mean, sd²): how likely a constraint is kept. */
export function logFeasible(mean: number, sd: number): number {
  // A floor, so that a forest that is sure but wrong never forbids a place for good.
  return Math.max(sd === 0 ? (mean <= 0 ? 0 : -Infinity) : normalLogCdf(-mean / sd), -20);
}

/** ln (φ(z) + z Φ(z)). */
function logH(z: number): number {
  if (z > -1) return Math.log(Math.exp(normalLogDensity(z)) + z * normalCdf(z));
  if (z > -1e6)
    return normalLogDensity(z) + Math.log1p(z * Math.sqrt(Math.PI / 2) * erfcx(-z * Math.SQRT1_2));
  // φ(z) / z² to first order.
  return normalLogDensity(z) - 2 * Math.log(-z);
}
