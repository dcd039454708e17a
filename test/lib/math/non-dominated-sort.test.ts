import { describe, expect, it } from "vitest";
import {
  compareLexicographically,
  dominates,
  firstFront,
  frontsOf,
  nonDominatedRanks,
} from "../../../lib/math/non-dominated-sort.ts";
import { randomStream } from "../../../lib/math/random.ts";
import fixtures from "./fixtures/hypervolume.json" with { type: "json" };

/** Front after front is peeled off. */
function byPeeling(losses: number[][], violations: number[] = losses.map(() => 0)): number[] {
  const ranks = losses.map(() => -1);
  const beats = (one: number, other: number): boolean => {
    const [v, w] = [violations[one]!, violations[other]!].map((each) => Math.max(each, 0));
    if (v !== w) return v! < w!;
    return v === 0 && dominates(losses[one]!, losses[other]!);
  };
  for (let rank = 0; ranks.includes(-1); rank++) {
    const left = ranks.flatMap((known, index) => (known < 0 ? [index] : []));
    for (const index of left) {
      if (!left.some((other) => beats(other, index))) ranks[index] = rank;
    }
  }
  return ranks;
}

describe("non-dominated sort", () => {
  it("gives Optuna's ranks, with and without constraints", () => {
    expect(fixtures.ranks.length).toBe(24);
    for (const { losses, penalty, ranks } of fixtures.ranks) {
      expect([...nonDominatedRanks(losses, penalty ?? undefined)]).toEqual(ranks);
    }
  });

  it("is what peeling off front after front comes to", () => {
    for (let m = 1; m <= 5; m++) {
      for (let seed = 0; seed < 10; seed++) {
        const random = randomStream(seed, m);
        // Few levels, so that many are equal in some loss or in all.
        const levels = seed % 2 === 0 ? 4 : 1000;
        const losses = Array.from({ length: 60 }, () =>
          Array.from({ length: m }, () => random.int(0, levels)),
        );
        const violations = losses.map(() => Math.max(0, random.int(-4, 3)));
        expect([...nonDominatedRanks(losses)]).toEqual(byPeeling(losses));
        expect(firstFront(losses)).toEqual(frontsOf(nonDominatedRanks(losses))[0]);
        expect([...nonDominatedRanks(losses, violations)]).toEqual(byPeeling(losses, violations));
      }
    }
  });

  it("compares infinite losses, and takes NaN for the worst", () => {
    const losses = [
      [Infinity, 0],
      [-Infinity, Infinity],
      [0, Number.NaN],
      [0, 0],
      [Number.NaN, Number.NaN],
      [Infinity, Infinity],
    ];
    expect([...nonDominatedRanks(losses)]).toEqual([1, 0, 1, 0, 3, 2]);
    expect([...nonDominatedRanks([[0], [0]], [Number.NaN, 1e300])]).toEqual([1, 0]);
  });

  it("gives the fronts as indices", () => {
    expect(frontsOf([1, 0, 2, 0])).toEqual([[1, 3], [0], [2]]);
    expect(frontsOf(nonDominatedRanks([]))).toEqual([]);
  });

  it("orders by the first loss that differs", () => {
    expect(compareLexicographically([1, 2], [1, 3])).toBe(-1);
    expect(compareLexicographically([2, 0], [1, 3])).toBe(1);
    expect(compareLexicographically([Infinity], [Infinity])).toBe(0);
  });
});
