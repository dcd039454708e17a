import { describe, expect, it } from "vitest";
import { median } from "../../../lib/pruners/median.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { prunerContract } from "../../contracts/pruner.ts";
import { reportsOf, trialRecord } from "../../contracts/trials.ts";

prunerContract({ name: "median", make: median });

/** Complete trials, each with these reports. */
function complete(...curves: number[][]): TrialRecord[] {
  return curves.map((values, number) =>
    trialRecord(number, { state: "complete", reports: reportsOf(...values), value: values.at(-1) }),
  );
}

function verdict(
  pruner: ReturnType<typeof median>,
  others: readonly TrialRecord[],
  values: readonly number[],
): boolean | "pause" {
  const trial = trialRecord(others.length, { reports: reportsOf(...values) });
  return pruner.prune(trial, { trials: [...others, trial], direction: "minimize" });
}

const five = complete([1, 1], [2, 2], [3, 3], [4, 4], [5, 5]);

describe("median", () => {
  it("stops what is worse than the median at that step, and not what equals it", () => {
    expect(verdict(median(), five, [3.01])).toBe(true);
    expect(verdict(median(), five, [3])).toBe(false);
    expect(verdict(median(), complete([1], [2], [4], [5], [1], [9]), [3.1])).toBe(true);
    expect(verdict(median(), complete([1], [2], [4], [5], [1], [9]), [3])).toBe(false);
  });

  it("judges by the best report so far, not the last", () => {
    expect(verdict(median(), five, [2, 10])).toBe(false);
    expect(verdict(median(), five, [10, 2])).toBe(false);
  });

  it("begins after five complete trials, or as many as it is told", () => {
    expect(verdict(median(), five.slice(0, 4), [10])).toBe(false);
    expect(verdict(median({ startupTrials: 2 }), five.slice(0, 2), [10])).toBe(true);
    const unfinished = five.map((trial) => ({ ...trial, state: "pruned" as const }));
    expect(verdict(median(), unfinished, [10])).toBe(false);
  });

  it("leaves a trial alone where nobody reported, or fewer than it wants", () => {
    expect(verdict(median(), five, [9, 9, 9])).toBe(false);
    const one = [...five.slice(0, 4), ...complete([1, 1, 1])];
    expect(verdict(median(), one, [9, 9, 9])).toBe(true);
    expect(verdict(median({ minTrials: 2 }), one, [9, 9, 9])).toBe(false);
  });

  it("waits for warm-up, then judges once in an interval", () => {
    expect(verdict(median({ warmupSteps: 2 }), five, [9])).toBe(false);
    expect(verdict(median({ warmupSteps: 2 }), five, [9, 9])).toBe(true);
    const long = complete(...Array.from({ length: 5 }, () => [1, 1, 1, 1, 1]));
    const each = (steps: number) =>
      verdict(median({ intervalSteps: 2 }), long, Array<number>(steps).fill(9));
    // Steps 0–1, 2–3, 4–5: the first report of each.
    expect([1, 2, 3, 4, 5].map(each)).toEqual([true, true, false, true, false]);
  });

  it("stops a trial that reported nothing but NaN, and overlooks NaN otherwise", () => {
    expect(verdict(median(), five, [NaN])).toBe(true);
    expect(verdict(median(), five, [2, NaN])).toBe(false);
    const withNaN = complete([1], [NaN], [3], [NaN], [5]);
    expect(verdict(median(), withNaN, [3.5])).toBe(true);
    expect(verdict(median(), withNaN, [2.5])).toBe(false);
  });

  it("refuses options that cannot be, naming them", () => {
    expect(() => median({ startupTrials: -1 })).toThrow(/startupTrials is -1/);
    expect(() => median({ intervalSteps: 0 })).toThrow(/intervalSteps is 0/);
    expect(() => median({ warmup: 3 } as never)).toThrow(/no option "warmup".*warmupSteps/);
  });
});
