import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HaltonSequence } from "../../../lib/math/halton.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { SOBOL_DIMENSIONS, SOBOL_POINTS, SobolSequence } from "../../../lib/math/sobol.ts";

interface Case {
  readonly dimensions: number;
  readonly first: number;
  readonly keep: readonly number[];
  readonly points: readonly (readonly number[])[];
}

const fixture = JSON.parse(
  readFileSync(new URL("./fixtures/low-discrepancy.json", import.meta.url), "utf8"),
) as { sobol: Case[]; halton: Case[] };

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** The square of the centred L₂ discrepancy (Hickernell, 1998): how uneven points are; 0 is even. */
function discrepancy(points: readonly Float64Array[]): number {
  const n = points.length;
  const d = points[0]?.length ?? 0;
  let one = 0;
  let two = 0;
  for (const point of points) {
    one += point.reduce((product, x) => {
      const z = Math.abs(x - 0.5);
      return product * (1 + 0.5 * z - 0.5 * z * z);
    }, 1);
    for (const other of points) {
      let product = 1;
      for (let k = 0; k < d; k++) {
        const z = Math.abs((point[k] as number) - 0.5);
        const y = Math.abs((other[k] as number) - 0.5);
        const between = Math.abs((point[k] as number) - (other[k] as number));
        product *= 1 + 0.5 * z + 0.5 * y - 0.5 * between;
      }
      two += product;
    }
  }
  return (13 / 12) ** d - (2 / n) * one + two / (n * n);
}

function randomPoints(seed: number, count: number, dimensions: number): Float64Array[] {
  const random = randomStream(seed);
  return indices(count).map(() =>
    Float64Array.from({ length: dimensions }, () => random.uniform()),
  );
}

describe("the Sobol sequence", () => {
  for (const { dimensions, first, keep, points } of fixture.sobol) {
    it(`is SciPy's, to the last bit: ${dimensions} dimensions from point ${first}`, () => {
      const sequence = new SobolSequence(dimensions);
      const rows = sequence.rows(first, points.length);
      points.forEach((wanted, row) => {
        expect(keep.map((k) => rows[row * dimensions + k])).toEqual(wanted);
        const point = sequence.at(first + row);
        expect(keep.map((k) => point[k])).toEqual(wanted);
      });
    });
  }

  it("keeps one point in every elementary interval when it is scrambled", () => {
    // The first two dimensions are a (0, m, 2)-net: every way to cut the square into 2ᵐ equal boxes by
    // halving, at any block of 2ᵐ points.
    for (const seed of [1, 2, 3]) {
      const sequence = new SobolSequence(2, randomStream(seed));
      for (const m of [3, 6, 8]) {
        const count = 2 ** m;
        const points = sequence.rows(3 * count, count);
        for (let a = 0; a <= m; a++) {
          const boxes = new Set(
            indices(count).map(
              (row) =>
                Math.floor((points[2 * row] as number) * 2 ** a) * 2 ** (m - a) +
                Math.floor((points[2 * row + 1] as number) * 2 ** (m - a)),
            ),
          );
          expect(boxes.size).toBe(count);
        }
      }
    }
  });

  it("is stratified in every single dimension, also the last, when it is scrambled", () => {
    const sequence = new SobolSequence(SOBOL_DIMENSIONS, randomStream(5));
    const points = sequence.rows(0, 64);
    for (let k = 0; k < SOBOL_DIMENSIONS; k++) {
      const cells = indices(64).map((row) =>
        Math.floor(64 * (points[row * SOBOL_DIMENSIONS + k] as number)),
      );
      expect(new Set(cells).size).toBe(64);
    }
  });

  it("is uniform at each index over the scrambles", () => {
    // Mean 1/2 and variance 1/12, and no correlation between dimensions; n = 4000, five sigma.
    const values = indices(4000).map((seed) => new SobolSequence(3, randomStream(seed)).at(5));
    const mean = (of: (point: Float64Array) => number): number =>
      values.reduce((sum, point) => sum + of(point), 0) / values.length;
    for (const k of [0, 1, 2]) {
      expect(Math.abs(mean((p) => p[k]!) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 4000));
      expect(Math.abs(mean((p) => (p[k]! - 0.5) ** 2) - 1 / 12)).toBeLessThan(
        5 * Math.sqrt(1 / 180 / 4000),
      );
      const other = (k + 1) % 3;
      expect(Math.abs(mean((p) => (p[k]! - 0.5) * (p[other]! - 0.5)))).toBeLessThan(
        5 * Math.sqrt(1 / 144 / 4000),
      );
    }
  });

  it("covers the cube more evenly than chance does", () => {
    const points = randomPoints(1, 128, 6);
    const scrambled = new SobolSequence(6, randomStream(1));
    const even = indices(128).map((index) => scrambled.at(index));
    expect(discrepancy(even)).toBeLessThan(0.25 * discrepancy(points));
  });

  it("gives the same points for the same seed, and other ones for another", () => {
    const rows = (seed: number): Float64Array =>
      new SobolSequence(4, randomStream(seed)).rows(10, 5);
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
  });

  it("reaches its last point and refuses what lies beyond", () => {
    expect(new SobolSequence(2).at(SOBOL_POINTS - 1)).toHaveLength(2);
    expect(() => new SobolSequence(2).at(SOBOL_POINTS)).toThrow(/4294967296/);
    expect(() => new SobolSequence(2).at(-1)).toThrow(RangeError);
    expect(() => new SobolSequence(0)).toThrow(/0 dimensions/);
    expect(() => new SobolSequence(SOBOL_DIMENSIONS + 1)).toThrow(/1025 dimensions/);
  });
});

describe("the Halton sequence", () => {
  for (const { dimensions, first, keep, points } of fixture.halton) {
    it(`is SciPy's, to 1e-15: ${dimensions} dimensions from point ${first}`, () => {
      const sequence = new HaltonSequence(dimensions);
      points.forEach((wanted, row) => {
        const point = sequence.at(first + row);
        keep.forEach((k, column) => {
          expect(Math.abs((point[k] as number) - (wanted[column] as number))).toBeLessThan(1e-15);
        });
      });
    });
  }

  it("has one point in each cell of a base's powers when it is scrambled", () => {
    const sequence = new HaltonSequence(3, randomStream(8));
    [2, 3, 5].forEach((base, k) => {
      const count = base ** 3;
      const cells = indices(count).map((index) =>
        Math.floor((sequence.at(7 * count + index)[k] as number) * count),
      );
      expect(new Set(cells).size).toBe(count);
    });
  });

  it("is uncorrelated in neighbouring high dimensions when it is scrambled, as it is not when plain", () => {
    const correlation = (sequence: HaltonSequence): number => {
      const points = indices(200).map((index) => sequence.at(index + 1));
      const mean = (of: (p: Float64Array) => number): number =>
        points.reduce((sum, p) => sum + of(p), 0) / points.length;
      const [a, b] = [mean((p) => p[28]!), mean((p) => p[29]!)];
      const spread = (k: number, m: number): number => Math.sqrt(mean((p) => (p[k]! - m) ** 2));
      return mean((p) => (p[28]! - a) * (p[29]! - b)) / (spread(28, a) * spread(29, b));
    };
    expect(Math.abs(correlation(new HaltonSequence(30)))).toBeGreaterThan(0.5);
    expect(Math.abs(correlation(new HaltonSequence(30, randomStream(1))))).toBeLessThan(0.3);
  });

  it("covers the cube more evenly than chance does", () => {
    const points = randomPoints(2, 128, 6);
    const scrambled = new HaltonSequence(6, randomStream(1));
    const even = indices(128).map((index) => scrambled.at(index));
    expect(discrepancy(even)).toBeLessThan(0.4 * discrepancy(points));
  });

  it("stays below 1, and refuses what is no index", () => {
    const sequence = new HaltonSequence(40, randomStream(3));
    for (const index of [0, 1, 10 ** 6, Number.MAX_SAFE_INTEGER]) {
      for (const x of sequence.at(index)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThan(1);
      }
    }
    expect(() => sequence.at(0.5)).toThrow(RangeError);
    expect(() => new HaltonSequence(0)).toThrow(RangeError);
  });
});
