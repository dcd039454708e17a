import { exp, expm1, ln } from "./elementary.ts";
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
  const size = tailQuantile(Math.sqrt(-ln(tail)));
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
    const upper = -expm1(logP);
    return upper === 0 ? Infinity : -normalQuantile(upper);
  }
  if (logP > -700) return normalQuantile(exp(logP));
  if (logP === -Infinity) return -Infinity;
  // Beyond the doubles: Φ(x) ≈ φ(x)/|x|, then Newton on ln Φ, whose slope there is φ/Φ.
  let x = -Math.sqrt(-2 * (logP + LOG_SQRT_2PI) - ln(-2 * logP));
  for (let round = 0; round < 4; round++) {
    const now = normalLogCdf(x);
    x -= (now - logP) * exp(now + 0.5 * x * x + LOG_SQRT_2PI);
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
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const CENTRE_B = [
  42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const TAIL_C = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const TAIL_D = [
  2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_E = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
  0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_F = [
  0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];
