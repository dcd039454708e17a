import { exp, expm1, ln, log1p } from "./elementary.ts";

/** ln Σ e^values, without overflow; −Infinity of nothing. */
export function logSumExp(values: ArrayLike<number>): number {
  let most = -Infinity;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (Number.isNaN(value)) return NaN;
    if (value > most) most = value;
  }
  // ∞ − ∞ would be NaN.
  if (!Number.isFinite(most)) return most;
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    sum += exp((values[index] as number) - most);
  }
  return most + ln(sum);
}

/** ln(eᵃ + eᵇ). */
export function logSumExp2(a: number, b: number): number {
  const most = Math.max(a, b);
  if (!Number.isFinite(most)) return most;
  return most + log1p(exp(Math.min(a, b) - most));
}

/** ln(eᵃ − eᵇ) for a ≥ b; −Infinity where they are equal. */
export function logDifferenceExp(a: number, b: number): number {
  if (b === -Infinity) return a;
  const gap = b - a;
  // ln(1 − e^gap): of the two forms the one that keeps its digits (Mächler, "Accurately computing
  // log(1 − exp(−|a|))", 2012).
  return a + (gap > -Math.LN2 ? ln(-expm1(gap)) : log1p(-exp(gap)));
}
