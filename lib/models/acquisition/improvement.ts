import { exp, ln, log1p } from "../../math/elementary.ts";
import { erfcx } from "../../math/erf.ts";
import { LOG_SQRT_2PI, normalCdf, normalLogCdf, normalLogDensity } from "../../math/normal.ts";

/**
 * What there is to gain at a point whose loss is believed to be normal, with derivatives.
 *
 * | symbol | meaning |
 * |---|---|
 * | μ, v, σ | mean, variance and √v of the loss at the point; losses are minimized |
 * | b | the loss to improve on |
 * | z | (b − μ) / σ |
 * | φ, Φ | density and distribution function of the standard normal distribution |
 * | h(z) | φ(z) + z Φ(z), so that E[max(b − Y, 0)] = σ h(z) |
 *
 * All are larger where a point is more worth trying.
 */
export interface Score {
  readonly value: number;
  /** ∂value/∂μ. */
  readonly byMean: number;
  /** ∂value/∂v. */
  readonly byVariance: number;
}

/** Variances below count as this: a point that is known for certain has nothing left to score. */
const LEAST_VARIANCE = 1e-40;

/**
 * ln E[max(b − Y, 0)], finite for every finite z: −5e5 at z = −1000, where the improvement itself is 0 in
 * doubles, and still with a gradient that leads back.
 *
 * Ament et al., "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS 2023,
 * equations 8 and 9.
 */
export function logExpectedImprovement(mean: number, variance: number, best: number): Score {
  const v = Math.max(variance, LEAST_VARIANCE);
  const sd = Math.sqrt(v);
  const { log, slope, density } = logH((best - mean) / sd);
  // h′ = Φ, and (ln σ)′ + (ln h)′ z′ = (1 − zΦ/h) / 2v = (φ/h) / 2v without the cancellation.
  return { value: ln(sd) + log, byMean: -slope / sd, byVariance: density / (2 * v) };
}

/** E[max(b − Y, 0)]: Močkus' expected improvement, in units of the loss; 0 in doubles from z ≈ −38 down. */
export function expectedImprovement(mean: number, variance: number, best: number): Score {
  const v = Math.max(variance, LEAST_VARIANCE);
  const sd = Math.sqrt(v);
  const z = (best - mean) / sd;
  return {
    value: sd * exp(logH(z).log),
    byMean: -normalCdf(z),
    byVariance: exp(normalLogDensity(z)) / (2 * sd),
  };
}

/** ln P(Y < b), the logarithm of Kushner's probability of improvement. */
export function logProbabilityOfImprovement(mean: number, variance: number, best: number): Score {
  const v = Math.max(variance, LEAST_VARIANCE);
  const sd = Math.sqrt(v);
  const z = (best - mean) / sd;
  const ratio = hazard(z);
  return { value: normalLogCdf(z), byMean: -ratio / sd, byVariance: (-ratio * z) / (2 * v) };
}

/**
 * β σ − μ: how low the loss may well be, with its sign changed (the lower confidence bound of Srinivas et
 * al., ICML 2010).
 *
 * @param beta how many standard deviations. scikit-optimize's default is 1.96
 */
export function lowerConfidenceBound(mean: number, variance: number, beta: number): Score {
  const sd = Math.sqrt(Math.max(variance, LEAST_VARIANCE));
  return { value: beta * sd - mean, byMean: -1, byVariance: beta / (2 * sd) };
}

/** φ(z) / Φ(z), the derivative of ln Φ. */
export function hazard(z: number): number {
  // Φ = φ √(π/2) erfcx(−z/√2), in which φ cancels; above −1 both are ordinary numbers.
  if (z <= -1) return Math.sqrt(2 / Math.PI) / erfcx(-z * Math.SQRT1_2);
  return exp(normalLogDensity(z)) / normalCdf(z);
}

/** ln h(z), Φ(z)/h(z) and φ(z)/h(z). */
export function logH(z: number): { log: number; slope: number; density: number } {
  if (z > -1) {
    const density = exp(normalLogDensity(z));
    const below = normalCdf(z);
    const h = density + z * below;
    return { log: ln(h), slope: below / h, density: density / h };
  }
  // r = Φ/φ. h/φ = 1 + z r cancels: at −50 only 13 digits are left, and soon none.
  const ratio = Math.sqrt(Math.PI / 2) * erfcx(-z * Math.SQRT1_2);
  const part = z > -50 ? log1p(z * ratio) : logTail(z);
  return {
    log: part - 0.5 * z * z - LOG_SQRT_2PI,
    slope: ratio * exp(-part),
    density: exp(-part),
  };
}

/**
 * ln (h/φ) far below 0, by the asymptotic series h/φ = z⁻² (1 − 3z⁻² + 15z⁻⁴ − 105z⁻⁶ + …); what is left out
 * is below 6e-16 from −50 on.
 */
function logTail(z: number): number {
  const s = 1 / (z * z);
  const series = 1 - 3 * s * (1 - 5 * s * (1 - 7 * s * (1 - 9 * s * (1 - 11 * s))));
  return ln(series) - 2 * ln(-z);
}
