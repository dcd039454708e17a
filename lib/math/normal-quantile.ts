import { LOG_SQRT_2PI, normalLogCdf } from "./normal.ts";

/**
 * The inverse of the normal distribution function.
 *
 * M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied
 * Statistics 37 (1988), 477–484, routine PPND16: relative error about 1e-16.
 */

/** x with Φ(x) = p: −Infinity at 0, Infinity at 1, NaN outside [0, 1]. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE_A, CENTRE_B, 0.180625 - q * q);
  if (!(p >= 0 && p <= 1)) return NaN;
  // 1 − p is exact here, since p ≥ 1/2.
  const tail = q < 0 ? p : 1 - p;
  if (tail === 0) return q < 0 ? -Infinity : Infinity;
  const size = tailQuantile(Math.sqrt(-Math.log(tail)));
  return q < 0 ? -size : size;
}

/**
 * x with ln Φ(x) = logP, for probabilities that only their logarithm can hold: −Infinity at −Infinity,
 * Infinity at 0, NaN above 0.
 */
export function normalQuantileOfLog(logP: number): number {
  if (!(logP <= 0)) return NaN;
  // Above −ln 2 what is left to 1 is the smaller tail, and expm1 keeps its digits.
  if (logP > -Math.LN2) {
    const upper = -Math.expm1(logP);
    return upper === 0 ? Infinity : -normalQuantile(upper);
  }
  if (logP > -700) return normalQuantile(Math.exp(logP));
  if (logP === -Infinity) return -Infinity;
  // Beyond the doubles: Φ(x) ≈ φ(x)/|x|, then Newton on ln Φ, whose slope there is φ/Φ.
  let x = -Math.sqrt(-2 * (logP + LOG_SQRT_2PI) - Math.log(-2 * logP));
  for (let round = 0; round < 4; round++) {
    const now = normalLogCdf(x);
    x -= (now - logP) * Math.exp(now + 0.5 * x * x + LOG_SQRT_2PI);
  }
  return x;
}

/** |x| from r = √(−ln tail). */
function tailQuantile(r: number): number {
  return r <= 5 ? ratio(TAIL_C, TAIL_D, r - 1.6) : ratio(FAR_E, FAR_F, r - 5);
}

/** Σ top[i] tⁱ / (1 + Σ bottom[i] tⁱ⁺¹), by Horner. */
function ratio(top: readonly number[], bottom: readonly number[], t: number): number {
  let above = top[7] as number;
  let below = bottom[6] as number;
  for (let index = 6; index > 0; index--) {
    above = above * t + (top[index] as number);
    below = below * t + (bottom[index - 1] as number);
  }
  return (above * t + (top[0] as number)) / (below * t + 1);
}

const CENTRE_A = [
  3.387132872796366608, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
  4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4,
  2.5090809287301226727e3,
];
const CENTRE_B = [
  4.2313330701600911252e1, 6.871870074920579083e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
  3.930789580009271061e4, 2.8729085735721942674e4, 5.226495278852854561e3,
];
const TAIL_C = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 2.4178072517745061177e-1, 2.27238449892691845833e-2,
  7.7454501427834140764e-4,
];
const TAIL_D = [
  2.05319162663775882187, 1.6763848301838038494, 6.8976733498510000455e-1, 1.4810397642748007459e-1,
  1.51986665636164571966e-2, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const FAR_E = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 2.9656057182850489123e-1,
  2.6532189526576123093e-2, 1.2426609473880784386e-3, 2.71155556874348757815e-5,
  2.01033439929228813265e-7,
];
const FAR_F = [
  5.9983220655588793769e-1, 1.3692988092273580531e-1, 1.48753612908506148525e-2,
  7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7,
  2.04426310338993978564e-15,
];
