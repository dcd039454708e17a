import { describe, expect, it } from "vitest";
import { legalValue, searchInterval } from "../../../lib/math/interval.ts";
import { levelAt, levelCount, levelOf, nearestLevel } from "../../../lib/math/levels.ts";

const tenths = { low: 0, high: 0.7, log: false, step: 0.1 };

describe("levels of a stepped range", () => {
  it("are as many as a user would count, and decimal", () => {
    expect(levelCount(tenths)).toBe(8);
    const levels = Array.from({ length: 8 }, (_, index) => levelAt(tenths, index));
    expect(levels).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(levelCount({ low: 1, high: 1e15, log: false, step: 1 })).toBe(1e15);
    expect(levelAt({ low: -5, high: 9, log: false, step: 7 }, 2)).toBe(9);
  });

  it("are found from values, those that rounding touched too, and no others", () => {
    expect(levelOf(tenths, 0.1 + 0.2)).toBe(3);
    expect(levelOf(tenths, 0.35)).toBe(-1);
    expect(levelOf(tenths, 0.8)).toBe(-1);
    expect(levelOf(tenths, "0.1")).toBe(-1);
    expect(levelOf(tenths, NaN)).toBe(-1);
    expect(levelOf({ low: 0, high: 2e9, log: false, step: 1 }, 1e9 + 0.5)).toBe(-1);
    expect(nearestLevel(tenths, 99)).toBe(7);
  });

  it("are one where the range has one value, and endless without a step", () => {
    expect(levelCount({ low: 2, high: 2, log: false })).toBe(1);
    expect(levelCount({ low: 2, high: 3, log: false })).toBe(Infinity);
  });
});

describe("the search interval", () => {
  it("gives every value of a stepped range a cell of its own", () => {
    const { low, high } = searchInterval({ low: 1, high: 4, log: false, step: 1 });
    expect([low, high]).toEqual([0.5, 4.5]);
    const log = searchInterval({ low: 1, high: 4, log: true, step: 1 });
    expect(log.low).toBeCloseTo(Math.log(0.5), 14);
    expect(log.high).toBeCloseTo(Math.log(4.5), 14);
  });

  it("comes back to legal values from everywhere", () => {
    const range = { low: 1, high: 1000, log: true, step: 1 };
    const { low, high } = searchInterval(range);
    expect(legalValue(range, low)).toBe(1);
    expect(legalValue(range, high)).toBe(1000);
    const open = { low: 1e-5, high: 0.1, log: true };
    expect(legalValue(open, Math.log(0.1) + 1e-9)).toBe(0.1);
    expect(legalValue(open, Math.log(1e-5) - 1e-9)).toBe(1e-5);
  });
});
