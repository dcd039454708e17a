/**
 * The error function and its complements.
 *
 * Notation: erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, erfc(x) = 1 − erf(x), erfcx(x) = e^(x²) erfc(x).
 *
 * Rational Chebyshev approximations of W. J. Cody, "Rational Chebyshev approximations for the error
 * function", Math. Comp. 23 (1969), 631–637, in the form of his program CALERF: one for |x| ≤ 0.46875,
 * one up to 4, one beyond. Relative error below 1e-15 over the whole range, subnormal results aside.
 */

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
  if (y <= NEAR) return Math.exp(y * y) * (1 - x * nearRatio(y * y));
  if (Number.isNaN(x)) return NaN;
  if (x > 0) return scaledTail(y);
  // erfc(−y) = 2 − erfc(y).
  return 2 * expOfSquare(y, 1) - scaledTail(y);
}

/** Where Cody's three approximations meet. */
const NEAR = 0.46875;
const MIDDLE = 4;

const NEAR_P = [
  3.1611237438705656, 1.1386415415105016e2, 3.77485237685302021e2, 3.20937758913846947e3,
  1.85777706184603153e-1,
] as const;
const NEAR_Q = [
  2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3,
] as const;

const MIDDLE_P = [
  5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
  8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
  2.15311535474403846e-8,
] as const;
const MIDDLE_Q = [
  1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
  3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
] as const;

const FAR_P = [
  3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2,
  6.58749161529837803e-4, 1.63153871373020978e-2,
] as const;
const FAR_Q = [
  2.56852019228982242, 1.87295284992346047, 5.27905102951428412e-1, 6.05183413124413191e-2,
  2.33520497626869185e-3,
] as const;

const ONE_OVER_SQRT_PI = 5.6418958354775628695e-1;

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
  return Math.exp(sign * h * h) * Math.exp(sign * (y - h) * (y + h));
}
