/**
 * A transform that takes the skew out of numbers of either sign.
 *
 * Notation: λ is the exponent; λ = 1 changes nothing, smaller ones draw large numbers in.
 *
 *   ψ(x) = ((x + 1)^λ − 1) / λ for x ≥ 0,   −((1 − x)^(2−λ) − 1) / (2 − λ) below
 *
 * with logarithms where an exponent is 0 (Yeo and Johnson, "A new family of power transformations to
 * improve normality or symmetry", Biometrika 87, 2000, equation 2.1).
 */

import { expm1, ln, log1p } from "./elementary.ts";

/** ψ(x). */
export function yeoJohnson(x: number, exponent: number): number {
  return x >= 0 ? power(x, exponent) : -power(-x, 2 - exponent);
}

/** The x of a ψ(x); ±Infinity beyond the transform's range. */
export function yeoJohnsonInverse(warped: number, exponent: number): number {
  return warped >= 0 ? inversePower(warped, exponent) : -inversePower(-warped, 2 - exponent);
}

/**
 * The exponent in [low, high] under which numbers are most likely to be normal: the maximum of
 * −n/2 ln Var(ψ) + (λ − 1) Σ sign(x) ln(1 + |x|), which has one maximum (section 3 of the same).
 *
 * By golden section; 40 steps leave an interval of 1e-8 times the range.
 */
export function yeoJohnsonExponent(values: readonly number[], low = -1, high = 1): number {
  let slope = 0;
  for (const x of values) slope += Math.sign(x) * log1p(Math.abs(x));
  const likelihood = (exponent: number): number => {
    const warped = values.map((x) => yeoJohnson(x, exponent));
    const mean = warped.reduce((sum, x) => sum + x, 0) / warped.length;
    const variance = warped.reduce((sum, x) => sum + (x - mean) ** 2, 0) / warped.length;
    return -0.5 * warped.length * ln(variance) + (exponent - 1) * slope;
  };
  let from = low;
  let to = high;
  let left = to - GOLDEN * (to - from);
  let right = from + GOLDEN * (to - from);
  let atLeft = likelihood(left);
  let atRight = likelihood(right);
  for (let step = 0; step < 40; step++) {
    if (atLeft > atRight) {
      [to, right, atRight] = [right, left, atLeft];
      left = to - GOLDEN * (to - from);
      atLeft = likelihood(left);
    } else {
      [from, left, atLeft] = [left, right, atRight];
      right = from + GOLDEN * (to - from);
      atRight = likelihood(right);
    }
  }
  return (from + to) / 2;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** ((x + 1)^λ − 1) / λ for x ≥ 0, with its digits near λ = 0. */
function power(x: number, exponent: number): number {
  const log = log1p(x);
  return Math.abs(exponent) < 1e-12 ? log : expm1(exponent * log) / exponent;
}

function inversePower(warped: number, exponent: number): number {
  if (Math.abs(exponent) < 1e-12) return expm1(warped);
  // Of a negative exponent ψ stays below −1/λ.
  if (exponent * warped <= -1) return Infinity;
  return expm1(log1p(exponent * warped) / exponent);
}
