import { describe, expect, it } from "vitest";
import { confirmPlan, confirmSummary } from "../../../lib/analysis/retrain/confirm.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { fixedTrial } from "../../../lib/study/fixed-trial.ts";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import { openStudyWith } from "../../../lib/study/open-study.ts";
import type { Trial } from "../../../lib/study/trial.ts";
import { random } from "../../../lib/tuners/random.ts";
import { none } from "../../../lib/pruners/none.ts";
import { thisThread } from "../../../lib/workers/this-thread.ts";
import { line, open } from "./open.ts";

const storage = () => memoryStorage();

function openConfirming(shared = storage()) {
  return openStudyWith(
    { space: line, seed: 3, storage: shared },
    {
      tuner: () => random(),
      pruner: () => none(),
      storage: () => shared,
      surroundings: () => ({ runner: thisThread, observers: [] }),
      confirming: { plan: confirmPlan, summary: confirmSummary },
    },
  );
}

/** Noise as large as all differences. */
const noisy = (trial: Trial<{ x: number }>) =>
  trial.params.x * 0.1 + randomStream(trial.seed).normal();

describe("confirm", () => {
  it("trains the best few again with fresh seeds, the same for all, and adds no trial", async () => {
    const study = await openConfirming();
    await study.optimize(noisy, { until: { trials: 30 } });
    const seen: [number, number][] = [];
    const confirmed = await study.confirm({
      top: 3,
      seeds: 4,
      onRun: ({ trial, seed }, done, of) => {
        seen.push([trial, seed]);
        expect([done, of]).toEqual([seen.length, 12]);
      },
    });
    expect(study.trials).toHaveLength(30);
    const seeds = new Set(seen.map(([, seed]) => seed));
    expect(seeds.size).toBe(4);
    for (const seed of seeds) expect(study.trials.every((trial) => trial.seed !== seed)).toBe(true);
    const best = study.trials.toSorted((one, other) => one.value! - other.value!).slice(0, 3);
    expect(new Set(confirmed.map(({ trial }) => trial))).toEqual(
      new Set(best.map(({ number }) => number)),
    );
    for (const { trial, mean, runs } of confirmed) {
      const { params } = study.trials[trial]!;
      const values = [...seeds].map((seed) => params.x * 0.1 + randomStream(seed).normal());
      expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 4, 12);
      expect(runs).toBe(4);
    }
  });

  it("keeps what was trained: another process trains only what is missing", async () => {
    const shared = storage();
    const first = await openConfirming(shared);
    await first.optimize(noisy, { until: { trials: 8 } });
    await first.confirm({ top: 2, seeds: 2 });
    const second = await openConfirming(shared);
    let calls = 0;
    await second.confirm({ top: 2, seeds: 3, train: () => (calls++, Number.NaN) });
    expect(calls).toBe(2);
    const confirmed = await second.confirm({ top: 2, seeds: 3, train: () => 1 });
    expect(confirmed.map(({ runs, failed }) => [runs, failed])).toEqual([
      [3, 1],
      [3, 1],
    ]);
  });

  it("can be stopped though a training never settles", async () => {
    const study = await openConfirming();
    await study.optimize(noisy, { until: { trials: 4 } });
    const stop = new AbortController();
    const confirming = study.confirm({
      signal: stop.signal,
      train: () => {
        stop.abort();
        return new Promise<number>(() => undefined);
      },
    });
    await expect(confirming).rejects.toThrow("The study was stopped");
  });

  it("says what is missing", async () => {
    const study = await openConfirming();
    await expect(study.confirm()).rejects.toThrow("There is no objective to train with");
    await expect(study.confirm({ train: noisy })).rejects.toThrow("No trial is complete yet");
    await expect(study.confirm({ train: 5 as never })).rejects.toThrow("train is 5");
    await expect(study.confirm({ train: noisy, tops: 3 } as never)).rejects.toThrow(
      'confirm has no option "tops"',
    );
  });
});

describe("replicates", () => {
  it("train the same settings with several seeds, and the mean counts", async () => {
    const study = await open();
    const seeds: number[] = [];
    await study.optimize(
      (trial) => {
        seeds.push(trial.seed);
        return trial.seed % 100;
      },
      { until: { trials: 2 }, replicates: 3 },
    );
    expect(new Set(seeds).size).toBe(6);
    for (const [number, trial] of study.trials.entries()) {
      const own = seeds.slice(3 * number, 3 * number + 3).map((seed) => seed % 100);
      expect(trial.value).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / 3, 12);
      expect(trial.notes["replicates"]).toEqual(own.map((value) => ({ value })));
    }
  });

  it("are a whole number", async () => {
    const study = await open();
    await expect(study.optimize(() => 1, { until: { trials: 1 }, replicates: 0 })).rejects.toThrow(
      "replicates is 0",
    );
  });
});

describe("trials that are added", () => {
  it("stand in the history as they were run elsewhere", async () => {
    const study = await open();
    await study.add(
      { params: { x: 0.2 }, result: 3, reports: [{ step: 1, value: 4 }], notes: { from: "paper" } },
      { params: { x: 0.4 }, state: "pruned", reports: [{ step: 1, value: 9 }] },
      { params: { x: 0.6 }, state: "failed" },
      { params: { x: 0.8 }, result: 1, constraints: { memory: 5 } },
    );
    expect(study.trials.map(({ state, value, by }) => [state, value, by])).toEqual([
      ["complete", 3, "added"],
      ["pruned", 9, "added"],
      ["failed", undefined, "added"],
      ["complete", 1, "added"],
    ]);
    expect(study.trials[0]).toMatchObject({ notes: { from: "paper" }, params: { x: 0.2 } });
    expect(study.best!.number).toBe(0);
    const end = await study.optimize(() => 0, { until: { trials: 5 } });
    expect(end.reason).toBe("trials");
    expect(study.trials).toHaveLength(5);
  });

  it("are checked before any is added", async () => {
    const study = await open();
    const good = { params: { x: 0.1 }, result: 1 };
    await expect(study.add(good, { params: { x: 7 }, result: 1 })).rejects.toThrow("Parameter x");
    await expect(study.add(good, { params: { x: 0.5 } })).rejects.toThrow("returned undefined");
    await expect(study.add(good, { params: { x: 0.5 }, result: Number.NaN })).rejects.toThrow(
      "NaN",
    );
    await expect(
      study.add({ ...good, reports: [2, 1].map((step) => ({ step, value: 0 })) }),
    ).rejects.toThrow("Report 1");
    for (const value of [Number.NaN, "5", null])
      await expect(
        study.add({ ...good, constraints: { memory: value as number } }),
      ).rejects.toThrow('The constraint "memory" of an added trial');
    await expect(study.add({ ...good, constraints: 5 as never })).rejects.toThrow(
      "for each by name",
    );
    await expect(study.add({ ...good, reports: 5 as never })).rejects.toThrow("Give an array");
    await expect(study.add(null as never)).rejects.toThrow("Write study.add(");
    expect(study.trials).toHaveLength(0);
  });
});

describe("retries", () => {
  it("try again what threw, as a new trial with the same settings, so often and no more", async () => {
    const study = await open();
    const calls = new Map<number, number>();
    await study.optimize(
      ({ params: { x } }) => {
        const call = (calls.get(x) ?? 0) + 1;
        calls.set(x, call);
        if (call < 3) throw new Error(`refused ${x} ${call}`);
        return x;
      },
      { until: { trials: 9 }, retries: 2, equalErrors: Infinity },
    );
    expect(study.counts).toMatchObject({ complete: 3, failed: 6 });
    expect([...calls.values()]).toEqual([3, 3, 3]);
    const never = await open();
    await never.optimize(
      ({ params: { x } }) => {
        throw new Error(String(x));
      },
      { until: { trials: 6 }, retries: 1, equalErrors: Infinity },
    );
    expect(new Set(never.trials.map(({ params }) => params.x)).size).toBe(3);
  });

  it("leave alone what diverged", async () => {
    const study = await open();
    await study.optimize(() => Number.NaN, {
      until: { trials: 4 },
      retries: 3,
      equalErrors: Infinity,
    });
    expect(new Set(study.trials.map(({ params }) => params.x)).size).toBe(4);
  });
});

describe("a fixed trial", () => {
  it("runs an objective outside of a study", async () => {
    const trial = fixedTrial({ x: 0.5 }, { seed: 9 });
    const value = await (async ({ params, seed, report }: typeof trial) => {
      await trial.report(params.x, 1);
      expect(report).toBeTypeOf("function");
      return params.x + seed;
    })(trial);
    expect(value).toBe(9.5);
    expect(trial.reports.map((each) => each.value)).toEqual([0.5]);
  });
});
