import { describe, expect, test } from "vitest";
import { decidingRegion } from "../../../../lib/plots/common/deciding.ts";
import { wrapped } from "../../../../lib/plots/common/labels.ts";

describe("decidingRegion", () => {
  test("keeps what is within four times the median's distance from the best", () => {
    // Distances 1, 2, 3, 12, 13: the median of them is 3, so 12 stays and 13 does not.
    const region = decidingRegion([-1, 0, 1, 2, 11, 12], "minimize", 0);
    expect(region.range).toEqual({ low: -1, high: 11 });
    expect(region.isBeyond(12)).toBe(true);
    expect(region.unit(5)).toBeCloseTo(0.5, 12);
    expect(region.unit(12)).toBe(1);
  });

  test("looks downwards where more is better", () => {
    const region = decidingRegion([1, 0, -1, -2, -11, -12], "maximize", 0);
    expect(region.range).toEqual({ low: -11, high: 1 });
    expect(region.isBeyond(-12)).toBe(true);
    expect(region.unit(-12)).toBe(0);
  });

  test("is logarithmic for positive losses, and places what is none at the worse end", () => {
    const region = decidingRegion([0.01, 0.1, 1], "minimize", 0);
    expect(region.scale).toBe("log");
    expect(region.unit(0.1)).toBeCloseTo(0.5, 12);
    expect(region.unit(NaN)).toBe(1);
    expect(region.unit(undefined)).toBe(1);
    expect(region.isBeyond(Infinity)).toBe(true);
  });

  test("has a range also without values", () => {
    const { range } = decidingRegion([], "maximize");
    expect(range.low).toBeLessThan(range.high);
  });
});

describe("wrapped", () => {
  test("breaks at blanks and before capitals, and cuts what is left", () => {
    expect(wrapped("momentum", 10)).toEqual(["momentum"]);
    expect(wrapped("learningRate", 10)).toEqual(["learning", "Rate"]);
    expect(wrapped("validation loss of a network", 12)).toEqual(["validation", "loss of a n…"]);
    expect(wrapped("antidisestablishment", 8)).toEqual(["antidis…"]);
  });
});
