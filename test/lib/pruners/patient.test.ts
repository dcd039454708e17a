import { describe, expect, it } from "vitest";
import { median } from "../../../lib/pruners/median.ts";
import { patient } from "../../../lib/pruners/patient.ts";
import { threshold } from "../../../lib/pruners/threshold.ts";
import { prunerContract } from "../../contracts/pruner.ts";
import { reportsOf, trialRecord } from "../../contracts/trials.ts";

prunerContract({ name: "patient", make: () => patient({ patience: 0, pruner: median() }) });
prunerContract({ name: "patient", make: () => patient({ patience: 1 }), alone: true });

function verdict(pruner: ReturnType<typeof patient>, ...values: number[]) {
  const trial = trialRecord(0, { reports: reportsOf(...values) });
  return pruner.prune(trial, { trials: [trial], direction: "minimize" });
}

describe("patient", () => {
  it("stops a trial that got worse for longer than patience lasts", () => {
    const two = patient({ patience: 2 });
    expect(verdict(two, 1, 2, 2, 2)).toBe(true);
    expect(verdict(two, 1, 2, 2)).toBe(false);
    expect(verdict(two, 1, 2, 1, 2)).toBe(false);
    expect(verdict(two, 3, 2, 2, 2)).toBe(false);
  });

  it("overlooks what is worse by no more than minDelta", () => {
    expect(verdict(patient({ patience: 0, minDelta: 0.5 }), 1, 1.5)).toBe(false);
    expect(verdict(patient({ patience: 0, minDelta: 0.5 }), 1, 1.6)).toBe(true);
  });

  it("leaves the verdict to the other pruner, a pause too", () => {
    expect(verdict(patient({ patience: 0, pruner: threshold({ upper: 5 }) }), 1, 2)).toBe(false);
    expect(verdict(patient({ patience: 0, pruner: threshold({ upper: 5 }) }), 1, 6)).toBe(true);
    const pauses = { name: "pauses", prune: () => "pause" as const };
    expect(verdict(patient({ patience: 0, pruner: pauses }), 1, 2)).toBe("pause");
    expect(verdict(patient({ patience: 0, pruner: pauses }), 2, 1)).toBe(false);
  });

  it("refuses options that cannot be", () => {
    expect(() => patient({} as never)).toThrow(/patience is undefined/);
    expect(() => patient({ patience: 1, minDelta: -1 })).toThrow(
      /minDelta is -1; a number from 0 on/,
    );
    expect(() => patient({ patience: 1, pruner: median as never })).toThrow(/called/);
  });
});
