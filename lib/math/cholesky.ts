/**
 * Cholesky factors of symmetric positive definite matrices.
 *
 * A = L Lᵀ with L lower triangular, n × n. Lower triangles are packed: row after row, row i having the
 * i + 1 entries (i, 0) … (i, i) and starting at i(i + 1)/2. So a factor grows by appending rows.
 */

import { ln } from "./elementary.ts";

/** Where row i of a packed lower triangle starts; with i = n, how long the triangle of n rows is. */
export function packedRow(row: number): number {
  return (row * (row + 1)) / 2;
}

/**
 * Replaces a packed lower triangle by its Cholesky factor.
 *
 * @param from rows before this one hold their part of the factor already; default 0
 * @returns whether the matrix is positive definite; if not, the contents are of no use
 */
export function choleskyInPlace(lower: Float64Array, n: number, from = 0): boolean {
  for (let i = from; i < n; i++) {
    const row = packedRow(i);
    for (let j = 0; j < i; j++) {
      const other = packedRow(j);
      lower[row + j] = (lower[row + j]! - dotOf(lower, row, other, j)) / lower[other + j]!;
    }
    const pivot = lower[row + i]! - dotOf(lower, row, row, i);
    if (!(pivot > 0 && pivot < Infinity)) return false;
    lower[row + i] = Math.sqrt(pivot);
  }
  return true;
}

/** Solves L x = b in place. */
export function solveLower(lower: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = packedRow(i);
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= lower[row + k]! * b[k]!;
    b[i] = sum / lower[row + i]!;
  }
}

/** Solves Lᵀ x = b in place. */
export function solveLowerTransposed(lower: Float64Array, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = packedRow(i);
    const value = b[i]! / lower[row + i]!;
    b[i] = value;
    for (let k = 0; k < i; k++) b[k]! -= lower[row + k]! * value;
  }
}

/** A⁻¹ from A's factor, as a packed lower triangle. */
export function inverseFromCholesky(lower: Float64Array, n: number): Float64Array {
  // Row i of L⁻¹: x with x L = eᵢ, from its right end to the left.
  const half = new Float64Array(packedRow(n));
  for (let i = 0; i < n; i++) {
    const row = packedRow(i);
    half[row + i] = 1;
    for (let k = i; k >= 0; k--) {
      const other = packedRow(k);
      const value = half[row + k]! / lower[other + k]!;
      half[row + k] = value;
      for (let j = 0; j < k; j++) half[row + j]! -= value * lower[other + j]!;
    }
  }
  // A⁻¹ = L⁻ᵀ L⁻¹, the sum over rows of L⁻¹ of their outer products.
  const inverse = new Float64Array(packedRow(n));
  for (let k = 0; k < n; k++) {
    const source = packedRow(k);
    for (let i = 0; i <= k; i++) {
      const value = half[source + i]!;
      const row = packedRow(i);
      for (let j = 0; j <= i; j++) inverse[row + j]! += value * half[source + j]!;
    }
  }
  return inverse;
}

/** ln |A| from A's factor. */
export function logDeterminant(lower: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += ln(lower[packedRow(i) + i]!);
  return 2 * sum;
}

/** The dot product of two stretches of one array. */
function dotOf(values: Float64Array, one: number, other: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += values[one + k]! * values[other + k]!;
  return sum;
}
