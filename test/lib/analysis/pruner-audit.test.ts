import { describe, expect, it } from "vitest";
import { auditPlan, prunerAudit } from "../../../lib/analysis/pruner-audit.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import { random } from "../../../lib/tuners/random.ts";
import { reportsOf } from "../../contracts/trials.ts";
import { told, viewOf } from "./views.ts";

const space = compileSpace({ start: float(0, 1), end: float(0, 1) });

/** Stops after three of ten steps whatever is worse there than the bound. */
const early = {
  name: "early",
  prune: ({ reports }: { reports: readonly { value: number }[] }) =>
    reports.length === 3 && reports[2]!.value > 0.5,
};

/** From `start` to `end` in ten steps, straight. */
const curveOf = ({ start, end }: { start: number; end: number }) =>
  Array.from({ length: 10 }, (_, step) => start + ((end - start) * step) / 9);

async function pruned(trials: number, seed: number) {
  return simulate({
    space,
    tuner: random(),
    pruner: early,
    objective: ({ params }) => ({ curve: curveOf(params) }),
    trials,
    seed,
  });
}

describe("the audit of a pruner", () => {
  it("its 90% interval holds the true rate of false kills at least nine times in ten", async () => {
    const study = await pruned(400, 1);
    const best = study.best!.value!;
    const stopped = study.trials.filter(({ state }) => state === "pruned");
    // Within 0.05 of the best counts as worth having.
    const valueOf = (number: number) => study.trials[number]!.params["end"] as number;
    const truth =
      stopped.filter(({ number }) => valueOf(number) <= best + 0.05).length / stopped.length;
    expect(truth).toBeGreaterThan(0);
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { finish } = auditPlan(study, { sample: 30, seed });
      const finished = finish.map((trial) => ({ trial, value: valueOf(trial) }));
      const { interval, audited } = prunerAudit(study, finished, { tolerance: 0.05 });
      expect(audited).toBe(30);
      if (interval![0] <= truth && truth <= interval![1]) held++;
    }
    expect(held).toBeGreaterThanOrEqual(90);
  });

  it("draws different stopped trials evenly, and says what is left to train", async () => {
    const study = await pruned(60, 2);
    const stopped = study.trials
      .filter(({ state }) => state === "pruned")
      .map(({ number }) => number);
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 400; seed++) {
      const plan = auditPlan(study, { sample: 5, seed });
      expect(new Set(plan.finish).size).toBe(5);
      expect(plan.stepsLeft).toEqual([7, 7, 7, 7, 7]);
      for (const number of plan.finish) counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual(stopped);
    const expected = 2000 / stopped.length;
    for (const count of counts.values())
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    expect(auditPlan(study, { sample: 1000 }).finish).toEqual(stopped);
  });

  it("tells how ranks at a step foretell the end", async () => {
    const study = await pruned(300, 3);
    // No trial was stopped: all of `finished` is there, with full curves.
    const all = study.trials.map(({ number, params }) => {
      const curve = curveOf(params as { start: number; end: number });
      return told(number, study.trials[number]!.point, curve[9]!, { reports: reportsOf(...curve) });
    });
    const { correlations, savedSteps } = prunerAudit(viewOf(space, all), []);
    expect(correlations.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(Math.abs(correlations[0]!.correlation)).toBeLessThan(0.2);
    expect(correlations[9]!.correlation).toBeCloseTo(1, 12);
    // Step 6 is (4 start + 5 end) / 9: Pearson's 5 / √41 = .78, of even draws Spearman's is close to it.
    expect(correlations[5]!.correlation).toBeCloseTo(5 / Math.sqrt(41), 1);
    expect(savedSteps).toBe(0);
  });

  it("turns with the direction, refuses trials that were not stopped, and needs none", () => {
    const trials = [
      told(0, { start: 0, end: 0 }, 8, { reports: reportsOf(1, 8) }),
      told(1, { start: 0, end: 0 }, 1, {
        state: "pruned",
        values: undefined,
        reports: reportsOf(1),
      }),
    ];
    const study = viewOf(space, trials, { value: "maximize" });
    expect(prunerAudit(study, [{ trial: 1, value: 9 }])).toMatchObject({
      falseKills: [1],
      rate: 1,
      savedSteps: 1,
    });
    expect(prunerAudit(study, [{ trial: 1, value: 7 }])).toMatchObject({ falseKills: [], rate: 0 });
    expect(prunerAudit(study, [{ trial: 1, value: NaN }]).falseKills).toEqual([]);
    expect(() => prunerAudit(study, [{ trial: 0, value: 1 }])).toThrow(/did not stop/);
    expect(() => prunerAudit(study, undefined as never)).toThrow(/auditPlan\(study\)/);
    for (const [finished, options, message] of [
      [[{ trial: 1, value: 9 }], { level: 0 }, "level is 0."],
      [[{ trial: 1, value: 9 }], { level: NaN }, "level is NaN. Give a probability"],
      [[{ trial: 1, value: 9 }], { tolerance: NaN }, "tolerance is NaN."],
      [[{ trial: 1, value: "9" }], {}, 'Trial 1 came to "9".'],
      [
        [
          { trial: 1, value: 9 },
          { trial: 1, value: 9 },
        ],
        {},
        "Trial 1 stands twice",
      ],
    ] as const)
      expect(() => prunerAudit(study, finished as never, options)).toThrow(message);
    const nothing = prunerAudit(viewOf(space, []), []);
    expect(nothing).toMatchObject({ audited: 0, correlations: [] });
    expect(nothing.rate).toBeUndefined();
    expect(auditPlan(viewOf(space, []))).toEqual({ finish: [], pruned: 0, stepsLeft: [] });
  });
});
