import { describe, expect, it } from "vitest";
import { hyperband } from "../../../lib/pruners/hyperband.ts";
import { prunerContract } from "../../contracts/pruner.ts";
import { reportsOf, trialRecord } from "../../contracts/trials.ts";

prunerContract({ name: "hyperband", make: hyperband });

/** The first step at which a hopeless trial of that number is stopped, beside many good ones. */
function firstStop(study: string, number: number): number | undefined {
  const pruner = hyperband({ maxResource: 9 });
  const trials = Array.from({ length: 300 }, (_, other) =>
    trialRecord(other, { state: "complete", reports: reportsOf(...Array<number>(9).fill(0)) }),
  );
  for (let steps = 1; steps <= 9; steps++) {
    trials[number] = trialRecord(number, { reports: reportsOf(...Array<number>(steps).fill(1)) });
    const context = { trials, direction: "minimize" as const, study: { name: study, seed: 1 } };
    if (pruner.prune(trials[number], context)) return steps;
  }
  return undefined;
}

describe("hyperband", () => {
  it("deals trials to brackets that begin at 1, 3 and 9, in shares of 9 : 5 : 3", () => {
    const counts = new Map<number | undefined, number>();
    for (let number = 0; number < 300; number++) {
      const stop = firstStop("dealt", number);
      counts.set(stop, (counts.get(stop) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted((one, other) => (one ?? 0) - (other ?? 0))).toEqual([
      1, 3, 9,
    ]);
    // Within four standard deviations of a fair deal.
    const far = [9, 5, 3].map((share, index) => {
      const p = share / 17;
      const seen = counts.get([1, 3, 9][index]) ?? 0;
      return Math.abs(seen - 300 * p) / Math.sqrt(300 * p * (1 - p));
    });
    expect(Math.max(...far)).toBeLessThan(4);
  });

  it("deals otherwise in a study of another name, and alike in one of the same", () => {
    const deal = (name: string) => Array.from({ length: 40 }, (_, n) => firstStop(name, n));
    expect(deal("one")).toEqual(deal("one"));
    expect(deal("one")).not.toEqual(deal("other"));
  });

  it("stops nobody before a trial has completed, where it is not told how long they are", () => {
    const trials = Array.from({ length: 20 }, (_, number) =>
      trialRecord(number, { state: "pruned", reports: reportsOf(0, 0, 0) }),
    );
    const trial = trialRecord(20, { reports: reportsOf(1) });
    const said = hyperband().prune(trial, { trials: [...trials, trial], direction: "minimize" });
    expect(said).toBe(false);
  });

  it("refuses options that cannot be", () => {
    expect(() => hyperband({ minResource: 5, maxResource: 4 })).toThrow(/maxResource is 4.*from 5/);
    expect(() => hyperband({ brackets: 3 } as never)).toThrow(/no option "brackets"/);
  });
});
