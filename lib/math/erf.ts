/**
 * The error function and its complements.
 *
 * Notation: erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, erfc(x) = 1 − erf(x), erfcx(x) = e^(x²) erfc(x).
 *
 * Rational Chebyshev approximations of W. J. Cody, "Rational Chebyshev approximations for the error
 * function", Math. Comp. 23 (1969), 631–637, in the form of his program CALERF: one for |x| ≤ 0.46875,
 * one up to 4, one beyond. Relative error below 1e-15 over the whole range, subnormal results aside.
 */

import { exp } from "./elementary.ts";

/** erf(x): −1 … 1, odd; erf(NaN) is NaN. */
export function erf(x: number): number {
  const y = Math.abs(x);
  if (y <= NEAR) return x * nearRatio(y * y);
  if (Number.isNaN(x)) return NaN;
  const size = 1 - erfcPositive(y);
  return x < 0 ? -size : size;
}

/** 1 − erf(x): 2 … 0, without cancellation; 0 from x ≈ 27.3 on. */
export function erfc(x: number): number {
  const y = Math.abs(x);
  if (y <= NEAR) return 1 - x * nearRatio(y * y);
  if (Number.isNaN(x)) return NaN;
  const tail = erfcPositive(y);
  return x < 0 ? 2 - tail : tail;
}

/** e^(x²) erfc(x), which keeps its digits where erfc itself is 0; Infinity below x ≈ −26.6. */
export function erfcx(x: number): number {
  const y = Math.abs(x);
  if (y <= NEAR) return exp(y * y) * (1 - x * nearRatio(y * y));
  if (Number.isNaN(x)) return NaN;
  if (x > 0) return scaledTail(y);
  // erfc(−y) = 2 − erfc(y).
  return 2 * expOfSquare(y, 1) - scaledTail(y);
}

/** Where Cody's three approximations meet. */
const NEAR = 0.46875;
const MIDDLE = 4;

const NEAR_P = [
  3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315,
] as const;
const NEAR_Q = [
  23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171,
] as const;

const MIDDLE_P = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
] as const;
const MIDDLE_Q = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
] as const;

const FAR_P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378, 0.016315387137302097,
] as const;
const FAR_Q = [
  2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132,
  0.0023352049762686918,
] as const;

const ONE_OVER_SQRT_PI = 0.5641895835477563;

/** erf(x) / x for x² = s ≤ NEAR². */
function nearRatio(s: number): number {
  let top = NEAR_P[4] * s;
  let bottom = s;
  for (let index = 0; index < 3; index++) {
    top = (top + (NEAR_P[index] as number)) * s;
    bottom = (bottom + (NEAR_Q[index] as number)) * s;
  }
  return (top + NEAR_P[3]) / (bottom + NEAR_Q[3]);
}

/** erfcx(y) for y > NEAR. */
function scaledTail(y: number): number {
  if (y <= MIDDLE) {
    let top = MIDDLE_P[8] * y;
    let bottom = y;
    for (let index = 0; index < 7; index++) {
      top = (top + (MIDDLE_P[index] as number)) * y;
      bottom = (bottom + (MIDDLE_Q[index] as number)) * y;
    }
    return (top + MIDDLE_P[7]) / (bottom + MIDDLE_Q[7]);
  }
  // Beyond 6.7e7 the correction is below half a unit in the last place, and later y² overflows.
  if (y > 6.7e7) return ONE_OVER_SQRT_PI / y;
  const s = 1 / (y * y);
  let top = FAR_P[5] * s;
  let bottom = s;
  for (let index = 0; index < 4; index++) {
    top = (top + (FAR_P[index] as number)) * s;
    bottom = (bottom + (FAR_Q[index] as number)) * s;
  }
  const correction = (s * (top + FAR_P[4])) / (bottom + FAR_Q[4]);
  return (ONE_OVER_SQRT_PI - correction) / y;
}

function erfcPositive(y: number): number {
  // erfc(28) is below the smallest double.
  if (y > 28) return 0;
  return expOfSquare(y, -1) * scaledTail(y);
}

/**
 * e^(sign · y²). Rounding y² first would cost |y²| units in the last place of the result, so y is split into
 * sixteenths, whose square is exact, and a rest: y² = h² + (y − h)(y + h).
 */
function expOfSquare(y: number, sign: 1 | -1): number {
  if (y > 28) return sign < 0 ? 0 : Infinity;
  const h = Math.trunc(y * 16) / 16;
  return exp(sign * h * h) * exp(sign * (y - h) * (y + h));
}
