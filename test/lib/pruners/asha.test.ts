import { describe, expect, it } from "vitest";
import { asha } from "../../../lib/pruners/asha.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { prunerContract } from "../../contracts/pruner.ts";
import { reportsOf, trialRecord } from "../../contracts/trials.ts";

prunerContract({ name: "asha", make: asha });

/** The verdict on a trial of these reports, after others of these. */
function verdict(pruner: ReturnType<typeof asha>, others: number[][], own: number[]) {
  const trials: TrialRecord[] = others.map((values, number) =>
    trialRecord(number, { state: "pruned", reports: reportsOf(...values) }),
  );
  const trial = trialRecord(trials.length, { reports: reportsOf(...own) });
  return pruner.prune(trial, { trials: [...trials, trial], direction: "minimize" });
}

describe("asha", () => {
  const rule = asha({ minResource: 1, reductionFactor: 2 });

  it("judges at rungs only: 1, 2, 4, 8", () => {
    const best = Array<number>(8).fill(0);
    const bad = (steps: number) => verdict(rule, [best, best, best], Array(steps).fill(1));
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(bad)).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it("lets the best half go on, of equal ones all", () => {
    const four = [[1], [2], [3], [4]];
    expect(verdict(rule, four, [2])).toBe(false);
    expect(verdict(rule, four, [2.1])).toBe(true);
    expect(verdict(rule, [[1], [1], [1]], [1])).toBe(false);
  });

  it("lets a first comer go on only as the best", () => {
    const quarter = asha({ minResource: 1 });
    expect(verdict(quarter, [], [5])).toBe(false);
    expect(verdict(quarter, [[4]], [5])).toBe(true);
    expect(verdict(quarter, [[6]], [5])).toBe(false);
    expect(verdict(asha({ minResource: 1, bootstrapCount: 2 }), [[6]], [5])).toBe(true);
  });

  it("judges at several rungs at once where a report skips some", () => {
    const trials = [
      trialRecord(0, { state: "pruned", reports: [{ step: 4, value: 1, at: 0 }] }),
      trialRecord(1, { reports: [{ step: 4, value: 2, at: 0 }] }),
    ];
    const said = rule.prune(trials[1]!, { trials, direction: "minimize" });
    expect(said).toBe(true);
  });

  it("takes a hundredth of the first complete trial as its lowest rung, and nothing before", () => {
    const long = (state: TrialRecord["state"], endedAt: number, length: number, number: number) =>
      trialRecord(number, { state, endedAt, reports: reportsOf(...Array(length).fill(0)) });
    const said = (trials: TrialRecord[], steps: number) => {
      const trial = trialRecord(9, { reports: reportsOf(...Array<number>(steps).fill(1)) });
      return asha().prune(trial, { trials: [...trials, trial], direction: "minimize" });
    };
    expect(said([long("pruned", 1, 500, 0)], 5)).toBe(false);
    // The one of 500 epochs ended first, though it began later.
    const both = [long("complete", 7, 900, 0), long("complete", 3, 500, 1)];
    expect([4, 5, 6].map((steps) => said(both, steps))).toEqual([false, true, false]);
  });

  it("refuses options that cannot be", () => {
    expect(() => asha({ reductionFactor: 1 })).toThrow(/reductionFactor is 1/);
    expect(() => asha({ minResource: 0 })).toThrow(/minResource is 0/);
    expect(() => asha({ eta: 3 } as never)).toThrow(/no option "eta"/);
  });
});
