import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import type { Storage } from "../../../lib/study/storage.ts";
import type { Trial } from "../../../lib/study/trial.ts";
import { type Tuner, type TunerSpec, WAIT } from "../../../lib/study/tuner.ts";
import { deferred, open } from "./open.ts";

/** Pauses every trial at step 2, and goes on with those whose report there was below a half. */
const halves: TunerSpec = {
  name: "halves",
  pruner: {
    name: "halves",
    prune: ({ reports }) => (reports.at(-1)!.step === 2 ? "pause" : false),
  },
  create: () => ({
    name: "halves",
    ask: ({ number }) => ({ x: ((number * 7) % 10) / 10 }),
    promote: ({ trials }) =>
      trials.find(({ state, value }) => state === "paused" && value! < 0.5)?.number,
  }),
};

/** Four steps, each counted; goes on where it stopped. */
function training(steps: [number, number][] = []) {
  const objective = async (trial: Trial<{ x: number }>) => {
    for (let step = ((trial.checkpoint as number | undefined) ?? 0) + 1; step <= 4; step++) {
      steps.push([trial.number, step]);
      trial.save(step);
      await trial.report(trial.params.x, step);
    }
    return trial.params.x;
  };
  return { steps, objective };
}

describe("a paused trial", () => {
  for (const concurrency of [1, 3])
    it(`goes on from its checkpoint when it is promoted, each step trained once, at concurrency ${concurrency}`, async () => {
      const study = await open({ tuner: halves });
      const { steps, objective } = training();
      await study.optimize(objective, { until: { trials: 10 }, concurrency });
      expect(study.counts).toMatchObject({ complete: 5, paused: 5, running: 0 });
      expect(new Set(steps.map(String)).size).toBe(steps.length);
      expect(steps).toHaveLength(5 * 4 + 5 * 2);
      for (const { state, reports, value, params } of study.trials) {
        expect(reports.map(({ step }) => step)).toEqual(
          state === "complete" ? [1, 2, 3, 4] : [1, 2],
        );
        expect(value).toBe(params.x);
      }
      expect(study.best!.params.x).toBe(0);
    });

  it("goes on in another process that opens the study, if it can begin anew", async () => {
    const storage = memoryStorage();
    const never: TunerSpec = {
      ...halves,
      create: (context) => ({ ...halves.create(context), promote: () => undefined }),
    };
    const first = await open({ tuner: never, storage });
    await first.optimize(training().objective, { until: { trials: 4 } });
    expect(first.counts.paused).toBe(4);
    const second = await open({ tuner: halves, storage });
    const starts: unknown[] = [];
    await second.optimize(
      async (trial) => (starts.push([trial.checkpoint, trial.reports.length]), 1),
      { until: { trials: 4 } },
    );
    expect(starts).toEqual([
      [undefined, 2],
      [undefined, 2],
      [undefined, 2],
    ]);
    await first.refresh();
    expect(second.counts).toMatchObject({ complete: 3, paused: 1 });
  });

  it("is a tuner's own affair: its pruner cannot be replaced", async () => {
    await expect(
      open({ tuner: halves, pruner: { name: "other", prune: () => false } }),
    ).rejects.toThrow("tuners.halves brings its own pruner");
  });
});

describe("a tuner that waits", () => {
  /** Two points at a time: the next two only when both have ended. */
  const pairs: TunerSpec = {
    name: "pairs",
    create(): Tuner {
      return {
        name: "pairs",
        ask: ({ trials, number }) => {
          const others = trials.filter((trial) => trial.number !== number);
          const isWhole = others.length % 2 === 0;
          const busy = others.some(({ state }) => state === "running");
          return isWhole && busy ? WAIT : { x: number / 10 };
        },
      };
    },
  };

  it("is asked again when a trial has ended", async () => {
    const study = await open({ tuner: pairs });
    let running = 0;
    let most = 0;
    await study.optimize(
      async (trial) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, trial.number % 3));
        running--;
        return 1;
      },
      { until: { trials: 8 }, concurrency: 4 },
    );
    expect(study.counts.complete).toBe(8);
    expect(most).toBe(2);
  });

  it("can be stopped while it waits", async () => {
    const study = await open({ tuner: pairs });
    const begun = deferred();
    const stop = new AbortController();
    const ending = study.optimize(
      (trial) => {
        if (trial.number === 1) begun.resolve();
        return new Promise<number>(() => undefined);
      },
      { until: { trials: 8 }, concurrency: 4, signal: stop.signal },
    );
    await begun.promise;
    stop.abort();
    await expect(ending).rejects.toThrow("The study was stopped");
    expect(study.counts).toMatchObject({ interrupted: 2, running: 0 });
  });

  it("says so where trials are asked for by hand", async () => {
    const study = await open({ tuner: pairs });
    const trial = await study.ask();
    await study.ask();
    await expect(study.ask()).rejects.toThrow("Tell one first");
    await study.tell(trial, 1);
    await expect(study.ask()).rejects.toThrow("Tell one first");
  });
});

describe("a lane that finds nothing to do", () => {
  it("learns that the study is over also where the last trial is in the books but not yet out of its hands", async () => {
    const [writing, isWriting, isAsked] = [deferred(), deferred(), deferred()];
    const tuner: TunerSpec = {
      name: "two",
      create: () => ({
        name: "two",
        ask({ number }) {
          if (number < 2) return { x: number / 2 };
          isAsked.resolve();
          return undefined;
        },
        promote: () => undefined,
        state: () => 0,
      }),
    };
    const memory = memoryStorage();
    let written = 0;
    const storage: Storage = {
      name: "slow",
      async open(...asked) {
        const stored = await memory.open(...asked);
        return {
          ...stored,
          async keep(key, value) {
            if (written++ === 0) {
              isWriting.resolve();
              await writing.promise;
            }
            return stored.keep(key, value);
          },
        };
      },
    };
    const study = await open({ tuner, storage });
    const ending = study.optimize(
      async ({ number }) => {
        if (number === 1) await isWriting.promise;
        return number;
      },
      { concurrency: 2, until: { trials: 5 } },
    );
    // The other lane has been told that there is no more; its promises have all been served.
    await isAsked.promise;
    await new Promise((resolve) => setImmediate(resolve));
    writing.resolve();
    expect((await ending).reason).toBe("exhausted");
    expect(study.counts.complete).toBe(2);
  });
});
