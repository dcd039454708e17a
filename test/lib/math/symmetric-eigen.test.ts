import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { symmetricEigen } from "../../../lib/math/symmetric-eigen.ts";

describe("eigenvalues of symmetric matrices", () => {
  it("have the closed form of the second difference: 2 − 2 cos(kπ/(n + 1))", () => {
    for (const n of [1, 2, 5, 30]) {
      const matrix = new Float64Array(n * n);
      for (let k = 0; k < n; k++) {
        matrix[k * n + k] = 2;
        if (k + 1 < n) matrix[k * n + k + 1] = matrix[(k + 1) * n + k] = -1;
      }
      const { values } = symmetricEigen(matrix, n);
      values.forEach((value, k) => {
        expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 12);
      });
    }
  });

  it("make the matrix again, with orthonormal vectors", () => {
    const random = randomStream(3);
    for (const n of [2, 7, 25]) {
      const matrix = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = i; j < n; j++) matrix[i * n + j] = matrix[j * n + i] = random.normal();
      }
      const { values, vectors } = symmetricEigen(matrix, n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let element = 0;
          let product = 0;
          for (let k = 0; k < n; k++) {
            element += vectors[i * n + k]! * values[k]! * vectors[j * n + k]!;
            product += vectors[k * n + i]! * vectors[k * n + j]!;
          }
          expect(Math.abs(element - matrix[i * n + j]!)).toBeLessThan(1e-12);
          expect(Math.abs(product - Number(i === j))).toBeLessThan(1e-13);
        }
      }
    }
  });

  it("come out small ones as precisely as large ones", () => {
    // Scaled rows and columns of [[1, ½], [½, 1]]: the product of the values is the determinant.
    const scale = 1e-8;
    const { values } = symmetricEigen([1, scale / 2, scale / 2, scale * scale], 2);
    expect(values[0]! / (0.75 * scale * scale)).toBeCloseTo(1, 12);
  });

  it("refuses what is no matrix", () => {
    expect(() => symmetricEigen([1, 2, 3], 2)).toThrow(/4 elements, not 3/);
    expect(() => symmetricEigen([1, Number.NaN, 0, 1], 2)).toThrow(/\(0, 1\) is NaN/);
  });
});
