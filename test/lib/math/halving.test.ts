import { describe, expect, it } from "vitest";
import { crc32 } from "../../../lib/math/crc32.ts";
import { bracketTrials, rungCount, rungSteps, survivors } from "../../../lib/math/halving.ts";
import { percentile } from "../../../lib/math/percentile.ts";

const halving = (minResource: number, maxResource: number, reductionFactor: number) => ({
  minResource,
  maxResource,
  reductionFactor,
});

describe("the arithmetic of Hyperband", () => {
  it("is that of the paper's table for R = 81, η = 3", () => {
    const steps = rungSteps(halving(1, 81, 3));
    expect(steps).toEqual([1, 3, 9, 27, 81]);
    const sizes = bracketTrials(5, 3);
    expect(sizes).toEqual([81, 34, 15, 8, 5]);
    expect(sizes.map((trials, bracket) => survivors(trials, 5 - bracket, 3))).toEqual([
      [81, 27, 9, 3, 1],
      [34, 11, 3, 1],
      [15, 5, 1],
      [8, 2],
      [5],
    ]);
  });

  it("counts rungs where logarithms miss whole numbers", () => {
    expect(rungCount(halving(1, 243, 3))).toBe(6);
    expect(rungCount(halving(1, 1000, 10))).toBe(4);
    expect(rungCount(halving(2, 15, 2))).toBe(3);
    expect(rungCount(halving(5, 5, 2))).toBe(1);
    expect(rungCount(halving(6, 5, 2))).toBe(0);
  });

  it("spaces the rungs evenly below the top, each higher than the last", () => {
    expect(rungSteps(halving(1, 100, 3))).toEqual([1, 4, 11, 33, 100]);
    for (let most = 1; most < 300; most++) {
      for (const factor of [2, 3, 4]) {
        const steps = rungSteps(halving(1, most, factor));
        expect(steps.at(-1)).toBe(most);
        expect(steps[0]).toBeGreaterThanOrEqual(1);
        steps.slice(1).forEach((step, index) => expect(step).toBeGreaterThan(steps[index]!));
      }
    }
  });
});

describe("percentiles", () => {
  it("are interpolated between two values, in whatever order they come", () => {
    expect(percentile([4, 1, 3, 2], 0)).toBe(1);
    expect(percentile([4, 1, 3, 2], 100)).toBe(4);
    expect(percentile([4, 1, 3, 2], 50)).toBe(2.5);
    expect(percentile([4, 1, 3, 2], 25)).toBe(1.75);
    expect(percentile([7], 33)).toBe(7);
    expect(percentile([Infinity, Infinity], 50)).toBe(Infinity);
  });
});

describe("crc32", () => {
  it("has the check value of its specification", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });
});
