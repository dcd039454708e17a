import { describe, expect, it } from "vitest";
import { wilcoxon } from "../../../lib/pruners/wilcoxon.ts";
import type { Report, TrialRecord } from "../../../lib/study/trial-record.ts";
import { prunerContract } from "../../contracts/pruner.ts";
import { reportsOf, trialRecord } from "../../contracts/trials.ts";

prunerContract({ name: "wilcoxon", make: wilcoxon });

function complete(number: number, reports: Report[], partial = {}): TrialRecord {
  const value = reports.reduce((sum, report) => sum + report.value, 0) / reports.length;
  return trialRecord(number, {
    state: "complete",
    value,
    values: { loss: value },
    reports,
    ...partial,
  });
}

function verdict(best: TrialRecord[], reports: Report[], options = {}) {
  const trial = trialRecord(9, { reports });
  return wilcoxon(options).prune(trial, { trials: [...best, trial], direction: "minimize" });
}

const folds = reportsOf(1, 5, 2, 8, 3);

describe("wilcoxon", () => {
  it("stops a trial that is worse in each of four folds: by chance that comes once in 16", () => {
    expect(verdict([complete(0, folds)], reportsOf(2, 6, 3))).toBe(false);
    expect(verdict([complete(0, folds)], reportsOf(2, 6, 3, 9))).toBe(true);
    expect(verdict([complete(0, folds)], reportsOf(2, 6, 3, 9), { pThreshold: 0.05 })).toBe(false);
    expect(verdict([complete(0, folds)], reportsOf(2, 6, 3, 9), { startupSteps: 5 })).toBe(false);
  });

  it("pairs folds by their number, in whatever order they come", () => {
    const shuffled = [4, 2, 1, 3].map((step) => ({ ...folds[step - 1]!, value: 0 }));
    const worse = shuffled.map(({ step, at }) => ({ step, at, value: folds[step - 1]!.value + 1 }));
    expect(verdict([complete(0, folds)], worse)).toBe(true);
    const better = worse.map((report) => ({ ...report, value: report.value - 2 }));
    expect(verdict([complete(0, folds)], better)).toBe(false);
  });

  it("spares a trial whose mean is as good, whatever the ranks say", () => {
    const best = complete(0, reportsOf(1, 1, 1, 1, 1, 9));
    expect(verdict([best], reportsOf(1.1, 1.1, 1.1, 1.1, 1.1))).toBe(false);
    expect(verdict([best], reportsOf(3.1, 3.1, 3.1, 3.1, 3.1))).toBe(true);
  });

  it("compares with the best feasible trial, of equal ones the first", () => {
    const broken = complete(0, reportsOf(0, 0, 0, 0, 0), { constraints: { memory: 1 } });
    expect(verdict([broken, complete(1, folds)], reportsOf(1, 5, 2, 8))).toBe(false);
    const kept = complete(0, reportsOf(0, 0, 0, 0, 0), { constraints: { memory: 0 } });
    expect(verdict([kept, complete(1, folds)], reportsOf(1, 5, 2, 8))).toBe(true);
  });

  it("judges nobody by what is not finite, or by a best trial without reports", () => {
    expect(verdict([complete(0, reportsOf(1, 5, 2, Infinity))], reportsOf(2, 6, 3, 9))).toBe(false);
    expect(verdict([complete(0, folds)], reportsOf(2, 6, 3, Infinity))).toBe(false);
    expect(verdict([trialRecord(0, { state: "complete", value: 0 })], reportsOf(2, 6, 3, 9))).toBe(
      false,
    );
  });

  it("refuses options that cannot be", () => {
    expect(() => wilcoxon({ pThreshold: 2 })).toThrow(/pThreshold is 2; a number from 0 to 1/);
    expect(() => wilcoxon({ startupSteps: -1 })).toThrow(/startupSteps is -1/);
  });
});
