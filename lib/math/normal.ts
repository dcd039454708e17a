import { ln, log1p } from "./elementary.ts";
import { erfc, erfcx } from "./erf.ts";

/**
 * The standard normal distribution.
 *
 * Notation: φ(x) = e^(−x²/2) / √(2π), Φ(x) = ∫₋∞ˣ φ.
 */

/** ln √(2π). */
export const LOG_SQRT_2PI = 0.9189385332046727;

/** Φ(x), with its digits in the lower tail too; 0 below x ≈ −38.5. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** ln Φ(x): finite for every finite x. */
export function normalLogCdf(x: number): number {
  // Above −1 the mass is ordinary; erfc(x/√2)/2 is the upper tail, and log1p keeps it when it is tiny.
  if (x > -1) return log1p(-0.5 * erfc(x * Math.SQRT1_2));
  // Φ(x) = e^(−x²/2) erfcx(−x/√2) / 2, where the exponential is taken apart before it underflows.
  return ln(0.5 * erfcx(-x * Math.SQRT1_2)) - 0.5 * x * x;
}

/** ln φ(x). */
export function normalLogDensity(x: number): number {
  return -0.5 * x * x - LOG_SQRT_2PI;
}
