import { describe, expect, it } from "vitest";
import { signedRankPValue } from "../../../lib/math/signed-rank.ts";
import fixtures from "./fixtures/signed-rank.json" with { type: "json" };

describe("Wilcoxon's signed-rank test", () => {
  it("agrees with SciPy to 1e-12, ties and zeros included", () => {
    expect(fixtures.length).toBeGreaterThan(100);
    for (const [differences, p] of fixtures as [number[], number][]) {
      expect(Math.abs(signedRankPValue(differences) - p), `n = ${differences.length}`).toBeLessThan(
        1e-12 * Math.max(1, p),
      );
    }
  });

  it("counts every assignment of signs where ties make tables useless", () => {
    const differences = [1, 1, -1, 2, 2, 2, -3, 0, 0, 4, 5, 5, 6, -7, 8];
    const nonZero = differences.filter((difference) => difference !== 0);
    const rank = (size: number): number => {
      const below = differences.filter((other) => Math.abs(other) < size).length;
      const equal = differences.filter((other) => Math.abs(other) === size).length;
      return below + (equal + 1) / 2;
    };
    const ranks = nonZero.map((difference) => rank(Math.abs(difference)));
    const sum = (signs: number): number =>
      ranks.reduce((total, one, index) => total + ((signs >> index) & 1 ? one : 0), 0);
    const observed = sum(
      nonZero.reduce((signs, difference, index) => signs | (Number(difference > 0) << index), 0),
    );
    let as = 0;
    const all = 2 ** nonZero.length;
    for (let signs = 0; signs < all; signs++) if (sum(signs) >= observed) as++;
    expect(signedRankPValue(differences)).toBeCloseTo(as / all, 14);
  });

  it("is 1 where nothing differs, or nothing is compared", () => {
    expect(signedRankPValue([])).toBe(1);
    expect(signedRankPValue([0, 0, 0])).toBe(1);
    expect(signedRankPValue(Array<number>(60).fill(0))).toBe(1);
  });

  it("ends with differences that are no numbers", () => {
    expect(signedRankPValue([Number.NaN, 1, Number.NaN])).not.toBeUndefined();
  });
});
