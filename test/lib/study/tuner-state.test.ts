import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { open } from "./open.ts";

/** Counts what it was told, and the order of that. */
function counting(stateful: boolean): TunerSpec {
  return {
    name: "counting",
    create() {
      let told: number[] = [];
      return {
        name: "counting",
        ask: ({ number }) => ({ x: number / 100 + told.length / 1000 }),
        tell: ({ number }) => void told.push(number),
        explain: () => told,
        ...(stateful && {
          state: () => told,
          restore: (state) => void (told = [...(state as number[])]),
        }),
      };
    },
  };
}

describe("a tuner's state", () => {
  for (const stateful of [true, false])
    it(`is as it was when the study is opened again: ${stateful ? "kept" : "told anew in the order of the ends"}`, async () => {
      const storage = memoryStorage();
      const first = await open({ tuner: counting(stateful), storage });
      const trials = [await first.ask(), await first.ask(), await first.ask()];
      let last = 0;
      for (const number of [2, 0, 1]) {
        // The order of the ends is told by their times: none ends in the millisecond of another.
        while (Date.now() <= last);
        last = (await first.tell(trials[number]!, number)).endedAt!;
      }
      const second = await open({ tuner: counting(stateful), storage });
      expect(second.explain(0)).toEqual([2, 0, 1]);
      const [one, other] = [await first.ask(), await second.ask()];
      expect(other.params.x - one.params.x).toBeCloseTo(0.01);
    });
});

describe("constraints on the outcome", () => {
  it("stand in the record, and only a feasible trial is best", async () => {
    const study = await open();
    await study.optimize(
      (trial) => {
        trial.setConstraint("memory", trial.number === 0 ? 2 : -1);
        return trial.number;
      },
      { until: { trials: 3 } },
    );
    expect(study.trials.map(({ constraints }) => constraints)).toEqual([
      { memory: 2 },
      { memory: -1 },
      { memory: -1 },
    ]);
    expect(study.best!.number).toBe(1);
  });

  it("refuses what is no number", async () => {
    const study = await open();
    await study.optimize(
      (trial) => {
        trial.setConstraint("memory", Number.NaN);
        return 1;
      },
      { until: { trials: 1 } },
    );
    expect(study.trials[0]!.error!.message).toContain("setConstraint was given NaN");
  });
});
