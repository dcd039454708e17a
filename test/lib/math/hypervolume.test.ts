import { describe, expect, it } from "vitest";
import {
  exclusiveContributions,
  greedySubset,
  hypervolume,
  referenceBeyond,
} from "../../../lib/math/hypervolume.ts";
import { randomStream } from "../../../lib/math/random.ts";
import fixtures from "./fixtures/hypervolume.json" with { type: "json" };

/** Inclusion and exclusion over all subsets. */
function byInclusionExclusion(points: number[][], reference: number[]): number {
  let sum = 0;
  for (let subset = 1; subset < 2 ** points.length; subset++) {
    const members = points.filter((_, index) => (subset >> index) & 1);
    const box = reference.reduce(
      (product, edge, k) =>
        product * Math.max(0, edge - Math.max(...members.map((point) => point[k]!))),
      1,
    );
    sum += members.length % 2 === 1 ? box : -box;
  }
  return sum;
}

function cloud(seed: number, n: number, m: number): number[][] {
  const random = randomStream(seed);
  return Array.from({ length: n }, () => Array.from({ length: m }, () => random.uniform()));
}

describe("hypervolume", () => {
  it("agrees with Optuna to 1e-12, in 2 to 6 objectives", () => {
    expect(fixtures.volumes.length).toBe(75);
    for (const { points, reference, volume } of fixtures.volumes) {
      const name = `${points.length} points of ${reference.length}`;
      expect(Math.abs(hypervolume(points, reference) - volume), name).toBeLessThan(1e-12);
    }
  });

  it("agrees with inclusion and exclusion, points beyond the reference and copies included", () => {
    for (let m = 1; m <= 6; m++) {
      for (let seed = 0; seed < 6; seed++) {
        const points = cloud(seed, 9, m);
        points.push([...points[0]!]);
        const reference = Array<number>(m).fill(seed % 2 === 0 ? 1 : 0.8);
        const wanted = byInclusionExclusion(points, reference);
        expect(Math.abs(hypervolume(points, reference) - wanted)).toBeLessThan(1e-12);
      }
    }
  });

  it("has the closed form of a staircase", () => {
    // n points (i, n − 1 − i) below (n, n): n (n + 1) / 2 unit squares.
    const n = 200;
    const stairs = Array.from({ length: n }, (_, i) => [i, n - 1 - i]);
    expect(hypervolume(stairs, [n, n])).toBe((n * (n + 1)) / 2);
    // The same as a prism of height 2.
    const prism = stairs.map(([x, y]) => [x!, y!, 0]);
    expect(hypervolume(prism, [n, n, 2])).toBe(n * (n + 1));
    expect(
      hypervolume(
        prism.slice(0, 20).map((point) => [...point, 0]),
        [20, n, 2, 3],
      ),
    ).toBe(6 * hypervolume(stairs.slice(0, 20), [20, n]));
  });

  it("is 0 without points that are better than the reference, and for NaN", () => {
    expect(hypervolume([], [1, 1])).toBe(0);
    expect(hypervolume([[1, 0]], [1, 1])).toBe(0);
    expect(hypervolume([[Infinity, -Infinity]], [1, 1])).toBe(0);
    expect(hypervolume([[Number.NaN, 0]], [1, 1])).toBe(0);
    expect(
      hypervolume(
        [
          [Number.NaN, 0],
          [0.5, 0.5],
        ],
        [1, 1],
      ),
    ).toBe(0.25);
  });

  it("is infinite where a point or the reference is", () => {
    expect(hypervolume([[-Infinity, 0]], [1, 1])).toBe(Infinity);
    expect(hypervolume([[0, 0, 0]], [1, 1, Infinity])).toBe(Infinity);
    expect(hypervolume([[0, 2, 0]], [1, 1, Infinity])).toBe(0);
  });
});

describe("what each point adds", () => {
  it("is the hypervolume with it less that without it", () => {
    for (let m = 2; m <= 5; m++) {
      const points = cloud(m, 14, m);
      const reference = Array<number>(m).fill(0.95);
      const all = hypervolume(points, reference);
      const contributions = exclusiveContributions(points, reference);
      points.forEach((_, index) => {
        const without = hypervolume(points.toSpliced(index, 1), reference);
        expect(Math.abs(contributions[index]! - (all - without))).toBeLessThan(1e-12);
      });
    }
  });

  it("is 0 for copies and dominated points, and infinite where nothing bounds it", () => {
    const points = [
      [-Infinity, 2],
      [1, 1],
      [1, 1],
      [2, 0.5],
      [3, 3],
      [9, 0],
    ];
    expect([...exclusiveContributions(points, [4, 4])]).toEqual([Infinity, 0, 0, 1, 0, 0]);
  });
});

describe("the greedy subset", () => {
  it("is Optuna's", () => {
    let compared = 0;
    for (const { points, subset } of fixtures.volumes) {
      if (subset === undefined) continue;
      const chosen = greedySubset(points, subset.chosen.length, subset.reference);
      expect(chosen.toSorted((one, other) => one - other)).toEqual(subset.chosen);
      compared++;
    }
    expect(compared).toBe(15);
  });

  it("takes at each step the point that adds most", () => {
    const points = cloud(5, 12, 3);
    const reference = [1.1, 1.1, 1.1];
    const chosen = greedySubset(points, 6, reference);
    const taken: number[][] = [];
    for (const index of chosen) {
      const with_ = points.map((point) => hypervolume([...taken, point], reference));
      expect(with_[index]).toBeGreaterThanOrEqual(Math.max(...with_) - 1e-12);
      taken.push(points[index]!);
    }
  });

  it("takes copies last, and no more than there are", () => {
    const points = [
      [1, 3],
      [1, 3],
      [2, 2],
      [3, 1],
    ];
    expect(greedySubset(points, 3, [4, 4]).toSorted()).toEqual([0, 2, 3]);
    expect(greedySubset(points, 9, [4, 4]).toSorted()).toEqual([0, 1, 2, 3]);
    expect(greedySubset(points, 0, [4, 4])).toEqual([]);
  });

  it("has a reference beyond the worst, whatever its sign", () => {
    const points = [
      [1, -2, 0],
      [10, -4, -1],
    ];
    expect(referenceBeyond(points)).toEqual([11, -1.8, 1e-12]);
  });
});
