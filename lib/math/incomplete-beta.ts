/**
 * The regularized incomplete beta function I_x(a, b), and what of statistics hangs on it.
 *
 * By its continued fraction (NIST, "Digital library of mathematical functions", 8.17.22) with Lentz's
 * method; ln Γ after Lanczos with g = 7 and nine terms, good to 15 digits.
 */

import { exp, ln, log1p, sin } from "./elementary.ts";

/** I_x(a, b): the distribution function of Beta(a, b), for a, b > 0 and x in [0, 1]. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean; above it the other tail is computed.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = a * ln(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return (exp(logFront) / a) * fraction(x, a, b);
}

/** x with I_x(a, b) = p. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** t with P(T ≤ t) = p for Student's distribution with `degrees` of freedom. */
export function studentQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  // For T ≥ 0: P(|T| > t) = I_x(ν/2, ½) with x = ν / (ν + t²).
  const tails = 2 * Math.min(p, 1 - p);
  const x = betaQuantile(tails, degrees / 2, 0.5);
  const size = Math.sqrt((degrees * (1 - x)) / x);
  return p < 0.5 ? -size : size;
}

/**
 * Clopper's and Pearson's interval of a probability, of which `count` out of `total` was seen: it holds the
 * truth at least as often as `level` says.
 */
export function shareInterval(count: number, total: number, level: number): [number, number] {
  const tail = (1 - level) / 2;
  return [
    count === 0 ? 0 : betaQuantile(tail, count, total - count + 1),
    count === total ? 1 : betaQuantile(1 - tail, count + 1, total - count),
  ];
}

function fraction(x: number, a: number, b: number): number {
  let upper = 1;
  let lower = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let value = lower;
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    lower = 1 / safe(1 + even * lower);
    upper = safe(1 + even / upper);
    value *= lower * upper;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    lower = 1 / safe(1 + odd * lower);
    upper = safe(1 + odd / upper);
    const factor = lower * upper;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return value;
}

/** Lentz's guard against a division by 0. */
function safe(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** ln Γ(x), x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return ln(Math.PI / sin(Math.PI * x)) - logGamma(1 - x);
  let series = LANCZOS[0]!;
  for (let term = 1; term < LANCZOS.length; term++) series += LANCZOS[term]! / (x - 1 + term);
  const shifted = x + 6.5;
  return 0.5 * ln(2 * Math.PI) + (x - 0.5) * ln(shifted) - shifted + ln(series);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];
