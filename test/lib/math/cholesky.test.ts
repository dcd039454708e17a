import { describe, expect, it } from "vitest";
import {
  choleskyInPlace,
  inverseFromCholesky,
  logDeterminant,
  packedRow,
  solveLower,
  solveLowerTransposed,
} from "../../../lib/math/cholesky.ts";
import { randomStream } from "../../../lib/math/random.ts";

/** The matrix i, j ↦ min(i, j) + 1, whose factor is all ones and whose inverse is tridiagonal. */
function stairs(n: number): Float64Array {
  const lower = new Float64Array(packedRow(n));
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) lower[packedRow(i) + j] = j + 1;
  return lower;
}

/** B Bᵀ + I/10 for a random B, packed. */
function randomPositive(n: number, seed: number): Float64Array {
  const random = randomStream(seed);
  const b = Float64Array.from({ length: n * n }, () => random.normal());
  const lower = new Float64Array(packedRow(n));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 0.1 : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k]! * b[j * n + k]!;
      lower[packedRow(i) + j] = sum;
    }
  }
  return lower;
}

const entry = (lower: Float64Array, i: number, j: number): number =>
  lower[packedRow(Math.max(i, j)) + Math.min(i, j)]!;

describe("Cholesky factors", () => {
  it("of the stairs are all ones, and its inverse and determinant are known", () => {
    const factor = stairs(9);
    expect(choleskyInPlace(factor, 9)).toBe(true);
    expect([...factor]).toEqual(Array<number>(45).fill(1));
    expect(logDeterminant(factor, 9)).toBe(0);
    const inverse = inverseFromCholesky(factor, 9);
    for (let i = 0; i < 9; i++)
      for (let j = 0; j <= i; j++)
        expect(entry(inverse, i, j)).toBe(i === j ? (i === 8 ? 1 : 2) : i - j === 1 ? -1 : 0);
  });

  for (const n of [1, 2, 5, 30, 101]) {
    it(`multiply to the matrix, solve it and invert it, n = ${n}`, () => {
      const matrix = randomPositive(n, n);
      const factor = Float64Array.from(matrix);
      expect(choleskyInPlace(factor, n)).toBe(true);
      let largest = 0;
      for (let i = 0; i < n; i++) largest = Math.max(largest, entry(matrix, i, i));
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let k = 0; k <= j; k++) sum += entry(factor, i, k) * entry(factor, j, k);
          expect(Math.abs(sum - entry(matrix, i, j))).toBeLessThan(1e-13 * largest);
        }
      }
      const wanted = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
      const solved = Float64Array.from({ length: n }, (_, i) =>
        wanted.reduce((sum, value, j) => sum + entry(matrix, i, j) * value, 0),
      );
      solveLower(factor, n, solved);
      solveLowerTransposed(factor, n, solved);
      const inverse = inverseFromCholesky(factor, n);
      // The least eigenvalue is at least 0.1.
      for (let i = 0; i < n; i++) {
        expect(Math.abs(solved[i]! - wanted[i]!)).toBeLessThan(1e-14 * n * largest * 10);
        let unit = 0;
        for (let k = 0; k < n; k++) unit += entry(matrix, i, k) * entry(inverse, k, i);
        expect(Math.abs(unit - 1)).toBeLessThan(1e-14 * n * largest * 10);
      }
    });
  }

  it("grow by rows to the same factor", () => {
    const whole = randomPositive(20, 4);
    const grown = Float64Array.from(whole);
    expect(choleskyInPlace(whole, 20)).toBe(true);
    expect(choleskyInPlace(grown, 13)).toBe(true);
    expect(choleskyInPlace(grown, 20, 13)).toBe(true);
    expect(grown).toEqual(whole);
  });

  it("are not there where a matrix is not positive definite, or not finite", () => {
    expect(choleskyInPlace(Float64Array.of(1, 1, 1), 2)).toBe(false);
    expect(choleskyInPlace(Float64Array.of(1, 2, 1), 2)).toBe(false);
    expect(choleskyInPlace(Float64Array.of(Number.NaN), 1)).toBe(false);
    expect(choleskyInPlace(Float64Array.of(Infinity), 1)).toBe(false);
  });
});
