import { describe, expect, it } from "vitest";
import { median } from "../../../lib/pruners/median.ts";
import { percentile } from "../../../lib/pruners/percentile.ts";
import { prunerContract } from "../../contracts/pruner.ts";
import { reportsOf, trialRecord } from "../../contracts/trials.ts";

prunerContract({ name: "percentile", make: percentile });

const nine = Array.from({ length: 9 }, (_, number) =>
  trialRecord(number, { state: "complete", value: number, reports: reportsOf(number) }),
);
const verdict = (pruner: ReturnType<typeof percentile>, value: number) =>
  pruner.prune(trialRecord(9, { reports: reportsOf(value) }), {
    trials: nine,
    direction: "minimize",
  });

describe("percentile", () => {
  it("keeps as many percent as it is told, a quarter by default", () => {
    expect(verdict(percentile(), 2)).toBe(false);
    expect(verdict(percentile(), 2.1)).toBe(true);
    expect(verdict(percentile({ percentile: 80 }), 6.4)).toBe(false);
    expect(verdict(percentile({ percentile: 80 }), 6.5)).toBe(true);
    expect(verdict(percentile({ percentile: 100 }), 8)).toBe(false);
    expect(verdict(percentile({ percentile: 0 }), 0.1)).toBe(true);
  });

  it("of 50 is the median", () => {
    for (let value = 0; value < 9; value += 0.5) {
      expect(verdict(percentile({ percentile: 50 }), value)).toBe(verdict(median(), value));
    }
  });

  it("refuses what is no percentage", () => {
    expect(() => percentile({ percentile: 101 })).toThrow(
      /percentile is 101; a number from 0 to 100/,
    );
    expect(() => percentile({ share: 5 } as never)).toThrow(/no option "share"/);
  });
});
