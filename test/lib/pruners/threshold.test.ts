import { describe, expect, it } from "vitest";
import { threshold } from "../../../lib/pruners/threshold.ts";
import { prunerContract } from "../../contracts/pruner.ts";
import { reportsOf, trialRecord } from "../../contracts/trials.ts";

prunerContract({
  name: "threshold",
  make: () => threshold({ lower: -2, upper: 2 }),
  alone: true,
  directed: false,
});

function verdict(pruner: ReturnType<typeof threshold>, ...values: number[]) {
  const trial = trialRecord(0, { reports: reportsOf(...values) });
  return pruner.prune(trial, { trials: [trial], direction: "maximize" });
}

describe("threshold", () => {
  it("stops what lies outside, or is NaN, and not what lies on the edge", () => {
    const rule = threshold({ lower: 0, upper: 1 });
    expect([0, 1, 0.5].map((value) => verdict(rule, value))).toEqual([false, false, false]);
    expect([-0.1, 1.1, NaN].map((value) => verdict(rule, value))).toEqual([true, true, true]);
    expect(verdict(threshold({ upper: 1 }), -Infinity)).toBe(false);
  });

  it("judges the last report, after warm-up, once in an interval", () => {
    const rule = threshold({ upper: 1, warmupSteps: 2, intervalSteps: 2 });
    expect(verdict(rule, 5)).toBe(false);
    expect(verdict(rule, 5, 5)).toBe(true);
    expect(verdict(rule, 5, 0)).toBe(false);
    expect(verdict(rule, 5, 5, 5)).toBe(false);
    expect(verdict(rule, 5, 5, 5, 5)).toBe(true);
  });

  it("refuses a range that is none", () => {
    expect(() => threshold({})).toThrow(/neither lower nor upper/);
    expect(() => threshold({ lower: 2, upper: 1 })).toThrow(/upper is 1; a number from 2 on/);
    expect(() => threshold({ upper: NaN })).toThrow(/upper is NaN/);
  });
});
