import { describe, expect, it, onTestFinished, vi } from "vitest";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import { StudyStopped, TrialPruned } from "../../../lib/study/errors.ts";
import type { Plan } from "../../../lib/study/observer.ts";
import type { Trial } from "../../../lib/study/trial.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { tuners } from "../../../lib/tuners/index.ts";
import { deferred, never, open } from "./open.ts";

/** Everything that can go on without new events has gone on; on a busy machine a study takes breath in between. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("pause and resume", () => {
  it("begins no trial, holds running ones where they report, and goes on", async () => {
    const study = await open();
    const begun: number[] = [];
    const reported: number[] = [];
    const run = study.optimize(
      async (trial) => {
        begun.push(trial.number);
        if (trial.number === 1) study.pause();
        await trial.report(trial.number, 1);
        reported.push(trial.number);
        return trial.number;
      },
      { until: { trials: 4 } },
    );
    await settled();
    expect(study.isPaused).toBe(true);
    expect(begun).toEqual([0, 1]);
    // The report is recorded; the objective waits for its answer.
    expect(study.trials[1]!.reports).toHaveLength(1);
    expect(reported).toEqual([0]);
    study.resume();
    expect((await run).reason).toBe("trials");
    expect(reported).toEqual([0, 1, 2, 3]);
    expect(study.isPaused).toBe(false);
  });

  it("holds an objective that awaits untilResumed, and one that does not when it is done", async () => {
    const study = await open();
    const steps: string[] = [];
    const paused = deferred();
    const run = study.optimize(
      async (trial) => {
        expect(trial.untilResumed()).toBeUndefined();
        study.pause();
        paused.resolve();
        await trial.untilResumed();
        steps.push("went on");
        return 1;
      },
      { until: { trials: 1 } },
    );
    await paused.promise;
    await settled();
    expect(steps).toEqual([]);
    study.resume();
    await run;
    expect(steps).toEqual(["went on"]);
  });

  it("can be stopped: what waits is interrupted", async () => {
    const stop = new AbortController();
    const study = await open();
    const reasons: unknown[] = [];
    const run = study.optimize(
      async (trial) => {
        study.pause();
        await trial.untilResumed()!.catch((reason: unknown) => {
          reasons.push(reason);
          throw reason;
        });
        return 1;
      },
      { until: { trials: 5 }, signal: stop.signal, concurrency: 2 },
    );
    await settled();
    stop.abort();
    await expect(run).rejects.toBeInstanceOf(StudyStopped);
    expect(reasons[0]).toBeInstanceOf(StudyStopped);
    expect(study.isPaused).toBe(false);
    expect(study.counts).toMatchObject({ interrupted: study.trials.length, complete: 0 });
  });

  it("lets study.stop() end it after the trials that have begun", async () => {
    const study = await open();
    const run = study.optimize(
      async (trial) => {
        study.pause();
        await trial.untilResumed();
        return 1;
      },
      { until: { trials: 5 } },
    );
    await settled();
    study.stop();
    expect((await run).reason).toBe("stopped");
    expect(study.counts.complete).toBe(1);
  });

  it("spends none of the run's seconds, and says how long it stood still", async () => {
    // The clock stands, save where it is put on: a machine that is held up takes none of a study's time.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const study = await open();
    let plan: Plan | undefined;
    const paused = deferred();
    const run = study.optimize(
      async (trial) => {
        study.pause();
        paused.resolve();
        await trial.untilResumed();
        return 1;
      },
      {
        until: { trials: 1, seconds: 1 },
        observers: [{ started: (_study, given) => void (plan = given) }],
      },
    );
    await paused.promise;
    await vi.advanceTimersByTimeAsync(1100);
    expect(plan!.stoodStill).toBeCloseTo(1100);
    study.resume();
    expect((await run).reason).toBe("trials");
  });

  it("tells observers, once for each change", async () => {
    const study = await open();
    const told: boolean[] = [];
    await study.optimize(
      async () => {
        study.pause();
        study.pause();
        study.resume();
        study.resume();
        return 1;
      },
      { until: { trials: 1 }, observers: [{ steered: () => void told.push(study.isPaused) }] },
    );
    expect(told).toEqual([true, false]);
  });
});

describe("prune", () => {
  it("aborts the trial's signal and records it as pruned at its last report, at once", async () => {
    const study = await open();
    const running = deferred<Trial>();
    const seen: string[] = [];
    const run = study.optimize(
      async (trial) => {
        if (trial.number > 0) return 1;
        await trial.report(0.5, 1);
        await trial.report(0.4, 2);
        running.resolve(trial);
        await new Promise((_, reject) =>
          trial.signal.addEventListener("abort", () => reject(trial.signal.reason as Error)),
        );
        return 1;
      },
      {
        until: { trials: 2 },
        callbacks: [({ number, state }) => void seen.push(`${number} ${state}`)],
      },
    );
    const trial = await running.promise;
    const record = await study.prune(trial);
    expect(record).toMatchObject({ number: 0, state: "pruned", value: 0.4 });
    expect(trial.signal.reason).toBeInstanceOf(TrialPruned);
    await run;
    expect(seen).toEqual(["0 pruned", "1 complete"]);
    expect(study.counts).toMatchObject({ pruned: 1, complete: 1, failed: 0 });
  });

  it("ends a trial that waits in a pause, and one whose objective never comes back", async () => {
    const study = await open();
    const plans: Plan[] = [];
    const begun = deferred();
    const stop = new AbortController();
    const run = study.optimize(
      (trial) => {
        if (trial.number === 1) begun.resolve();
        return never();
      },
      {
        until: { trials: 9 },
        concurrency: 2,
        signal: stop.signal,
        observers: [{ started: (_study, plan) => void plans.push(plan) }],
      },
    );
    await begun.promise;
    expect(await plans[0]!.prune(1)).toBe(true);
    expect(await plans[0]!.prune(1)).toBe(false);
    expect(await plans[0]!.prune(7)).toBe(false);
    expect(study.trials.map(({ state }) => state)).toEqual(["running", "pruned"]);
    stop.abort();
    await expect(run).rejects.toThrow(
      "1 finished trial stays, and 1 running trial was interrupted",
    );
  });

  it("says by name what cannot be pruned", async () => {
    const study = await open();
    await study.optimize(() => 1, { until: { trials: 1 } });
    await expect(study.prune(0)).rejects.toThrow("Trial 0 has ended as complete");
    await expect(study.prune(4)).rejects.toThrow("There is no trial 4");
    await using asked = await study.ask();
    expect(await study.prune(asked)).toMatchObject({ state: "pruned" });
  });
});

const space = {
  rate: float(1e-4, 1e-1, { log: true }),
  units: int(1, 64),
  kind: choice(["a", "b", "c"]),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
};
const box = {
  rate: [1e-3, 1e-2],
  units: [8, 16],
  kind: ["b", "c"],
  "optimizer.momentum": [0.5, 0.6],
} as const;

function isInside({ point }: { point: Readonly<Record<string, unknown>> }): boolean {
  const { rate, units, kind } = point as { rate: number; units: number; kind: string };
  const momentum = point["optimizer.momentum"] as number | undefined;
  return (
    rate >= 1e-3 &&
    rate <= 1e-2 &&
    units >= 8 &&
    units <= 16 &&
    kind !== "a" &&
    (momentum === undefined || (momentum >= 0.5 && momentum <= 0.6))
  );
}

/** Those that can serve the space above, made as simply as they can be. */
const every: Record<string, () => TunerSpec> = {
  anneal: () => tuners.anneal(),
  asha: () => tuners.asha({ maxResource: 9 }),
  auto: () => tuners.auto(),
  bayesian: () => tuners.bayesian(),
  bohb: () => tuners.bohb({ maxResource: 9, rounds: 3 }),
  cmaEs: () => tuners.cmaEs(),
  dehb: () => tuners.dehb({ maxResource: 9, rounds: 3 }),
  differentialEvolution: () => tuners.differentialEvolution(),
  forest: () => tuners.forest(),
  gaussianProcess: () => tuners.gaussianProcess(),
  genetic: () => tuners.genetic(),
  hyperband: () => tuners.hyperband({ maxResource: 9, rounds: 3 }),
  partialFixed: () => tuners.partialFixed({ fixed: { kind: "b" }, tuner: tuners.random() }),
  quasiRandom: () => tuners.quasiRandom(),
  random: () => tuners.random(),
  tpe: () => tuners.tpe(),
  zoom: () => tuners.zoom(),
};

describe("narrow", () => {
  it.each(Object.entries(every))(
    "keeps %s to the box from then on, until it is cleared",
    async (_name, make) => {
      const study = await open({ space, tuner: make() });
      let narrowedAt = Infinity;
      let clearedAt = Infinity;
      await study.optimize(
        (trial) => {
          const { rate, units } = trial.params as { rate: number; units: number };
          // After this trial, as a user who watches would.
          if (trial.number === 12) {
            study.narrow(box);
            narrowedAt = trial.number;
          }
          if (trial.number === 26) {
            study.narrow(null);
            clearedAt = trial.number;
          }
          return Math.abs(Math.log10(rate) + 1) + units / 64;
        },
        { until: { trials: 40 }, more: 40 },
      );
      const inBox = study.trials.filter(({ number }) => number > narrowedAt && number <= clearedAt);
      expect(inBox).toHaveLength(14);
      expect(inBox.filter((trial) => !isInside(trial))).toEqual([]);
      expect(study.box).toBeUndefined();
      expect(study.trials.filter((trial) => trial.number > 26 && !isInside(trial))).not.toEqual([]);
      expect(study.trials).toHaveLength(40);
    },
  );

  it("reads short names, cuts to the range and to its steps, and holds for ask too", async () => {
    const study = await open({ space });
    study.narrow({ optimizer: ["sgd"], units: [60.5, 900], rate: [1e-9, 1] });
    expect(study.box).toEqual({ "optimizer.kind": ["sgd"], units: [61, 64] });
    for (let n = 0; n < 8; n++) {
      const trial = await study.ask();
      expect(trial.params.optimizer.kind).toBe("sgd");
      expect(trial.params.units).toBeGreaterThanOrEqual(61);
      await study.tell(trial, 1);
    }
  });

  it("leaves of a grid what lies in the box, each point once", async () => {
    const study = await open({ space: { n: int(1, 10), m: int(1, 10) }, tuner: tuners.grid() });
    const end = await study.optimize((trial) => {
      if (trial.number === 4) study.narrow({ n: [4, 5], m: [9, 10] });
      return 1;
    });
    expect(end.reason).toBe("exhausted");
    const points = study.trials.slice(5).map(({ params }) => `${params.n} ${params.m}`);
    const all = ["4 10", "4 9", "5 10", "5 9"];
    const before = study.trials.slice(0, 5).map(({ params }) => `${params.n} ${params.m}`);
    expect(points.toSorted()).toEqual(all.filter((point) => !before.includes(point)));
  });

  it("leaves enqueued points alone", async () => {
    const study = await open({ space });
    study.narrow(box);
    await study.enqueue({ rate: 0.1, units: 1, kind: "a", optimizer: { kind: "adam" } } as never);
    await study.optimize(() => 1, { until: { trials: 2 } });
    expect(study.trials.map(isInside)).toEqual([false, true]);
  });

  it("ends a study whose box holds nothing more to try", async () => {
    const study = await open({ space: { n: int(1, 100) } });
    study.narrow({ n: [4, 6] });
    const end = await study.optimize(() => 1, { until: { trials: 50 } });
    expect(end.message).toBe("What the study was narrowed to has been tried.");
    expect(study.trials.map(({ point }) => point["n"]).toSorted()).toEqual([4, 5, 6]);
  });

  it.each([
    [{ speed: [0, 1] }, 'no parameter "speed". It has "rate", "units"'],
    [{ unit: [0, 1] }, 'Did you mean "units"?'],
    [{ rate: [1, 2] }, "Nothing of rate lies from 1 to 2: it goes from 0.0001 to 0.1"],
    [{ rate: [0.01, 0.001] }, "Give its lowest and its highest value, within 0.0001 to 0.1"],
    [{ rate: 0.01 }, "Give its lowest and its highest value"],
    [{ kind: ["z"] }, 'Give some of "a", "b", "c"'],
    [{ kind: [] }, 'Give some of "a", "b", "c"'],
    [7, "narrow was given 7"],
  ])("says by name what is wrong: %j", async (wrong, message) => {
    const study = await open({ space });
    expect(() => study.narrow(wrong as never)).toThrow(message);
    expect(study.box).toBeUndefined();
  });
});
