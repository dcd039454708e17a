// What tuners with rungs do in a study: epochs that are trained, by an objective that goes on from checkpoints.
import { beforeAll, describe, expect, it } from "vitest";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import { float } from "../../../lib/space/parameters.ts";
import { StudyStopped } from "../../../lib/study/errors.ts";
import type { Trial } from "../../../lib/study/trial.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { backend, type Dataset, digits, fit } from "../../../lib/tensorflow/index.ts";
import { asha } from "../../../lib/tuners/asha.ts";
import { bohb } from "../../../lib/tuners/bohb.ts";
import { dehb } from "../../../lib/tuners/dehb.ts";
import { hyperband } from "../../../lib/tuners/hyperband.ts";
import { random } from "../../../lib/tuners/random.ts";
import { open } from "../study/open.ts";
import { curve } from "./curves.ts";

/** Trains epoch by epoch, takes down each, and lets other trials have their turn in between. */
function training(epochs: number, lossOf = curve) {
  const trained: [trial: number, epoch: number][] = [];
  const objective = async (trial: Trial<{ x: number }>): Promise<number> => {
    const losses = lossOf(trial.params.x, trial.seed, epochs);
    const begun = (trial.checkpoint as number | undefined) ?? 0;
    for (let epoch = begun + 1; epoch <= epochs; epoch++) {
      trained.push([trial.number, epoch]);
      await new Promise<void>((resolve) => setImmediate(resolve));
      trial.save(epoch);
      await trial.report(losses[epoch - 1]!, epoch);
    }
    return losses.at(-1)!;
  };
  return { trained, objective };
}

/** How many trials were trained to each epoch; throws where one was trained twice, or out of order. */
function epochsOf(trained: readonly [number, number][]): Map<number, number> {
  const last = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const [trial, epoch] of trained) {
    expect(epoch, `trial ${trial}`).toBe((last.get(trial) ?? 0) + 1);
    last.set(trial, epoch);
    counts.set(epoch, (counts.get(epoch) ?? 0) + 1);
  }
  return counts;
}

/** Everything but the times. */
function facts(trials: readonly TrialRecord[]) {
  return trials.map(({ number, state, point, value, reports }) => {
    return {
      number,
      state,
      point,
      value,
      reports: reports.map(({ step, value: at }) => [step, at]),
    };
  });
}

describe("asha in a study", () => {
  const rungs = () => asha({ tuner: random(), maxResource: 27, reductionFactor: 3 });

  for (const concurrency of [1, 8]) {
    it(`trains what theory says, each epoch once, ${concurrency} at once`, async () => {
      // The best come first, so that nobody who went on is overtaken.
      let begun = 0;
      const order = new Map<number, number>();
      const { trained, objective } = training(27, (_, seed) => {
        if (!order.has(seed)) order.set(seed, begun++);
        return Array<number>(27).fill(order.get(seed)!);
      });
      const study = await open({ tuner: rungs() });
      const end = await study.optimize(objective, { until: { trials: 54 }, concurrency });
      expect(end.reason).toBe("trials");
      const counts = epochsOf(trained);
      const schedule = rungs().schedule(54);
      expect([1, 3, 9, 27].map((epoch) => counts.get(epoch))).toEqual([54, 18, 6, 2]);
      expect(schedule.brackets[0]?.rungs.map(({ trials }) => trials)).toEqual([54, 18, 6, 2]);
      expect(trained.length).toBe(schedule.epochs);
      expect(study.counts).toMatchObject({ complete: 2, paused: 52, running: 0 });
    });
  }

  it("goes on around trials that fail, also between two rungs", async () => {
    const { trained, objective } = training(9);
    const study = await open({ tuner: asha({ maxResource: 9, reductionFactor: 3 }) });
    await study.optimize(
      async (trial) => {
        if (trial.number % 7 === 3) throw new Error(`no ${trial.number}`);
        if (trial.checkpoint === 1 && trial.number % 2 === 0) throw new RangeError("on the way");
        return objective(trial);
      },
      { until: { trials: 40 }, concurrency: 4, equalErrors: Infinity },
    );
    epochsOf(trained);
    expect(study.trials.length).toBe(40);
    const { paused, complete, failed } = study.counts;
    expect(paused + complete + failed).toBe(40);
    expect(complete).toBeGreaterThan(0);
    expect(failed).toBeGreaterThan(6);
    const halfway = study.trials.filter(({ state, reports }) => {
      return state === "failed" && reports.length === 1;
    });
    expect(halfway.length).toBeGreaterThan(0);
  });

  it("is stopped and goes on, with those that were interrupted left behind", async () => {
    const storage = memoryStorage();
    const options = { tuner: rungs(), storage };
    const first = await open(options);
    const stop = new AbortController();
    const { trained, objective } = training(27);
    await expect(
      first.optimize(objective, {
        until: { trials: 40 },
        concurrency: 4,
        signal: stop.signal,
        callbacks: [({ number }) => void (number === 20 && stop.abort())],
      }),
    ).rejects.toThrow(StudyStopped);
    const lost = first.counts.interrupted;
    expect(lost).toBeGreaterThan(0);
    await first.optimize(objective, { until: { trials: 40 }, concurrency: 4 });
    epochsOf(trained.filter(([trial]) => first.trials[trial]!.state !== "interrupted"));
    expect(first.counts).toMatchObject({ running: 0, interrupted: lost });
    expect(first.trials.length).toBe(40 + lost);
    for (const { state, reports } of first.trials) {
      if (state === "paused") expect([1, 3, 9]).toContain(reports.length);
    }
  });

  it("fails a trial that reports NaN, and promotes others", async () => {
    const study = await open({ tuner: asha({ maxResource: 9, reductionFactor: 3 }) });
    const { objective } = training(9, (x, seed, epochs) =>
      curve(x, seed, epochs).map((loss, epoch) => (x > 0.8 && epoch >= 1 ? NaN : loss)),
    );
    await study.optimize(objective, { until: { trials: 30 }, equalErrors: Infinity });
    expect(study.counts.running).toBe(0);
    expect(study.counts.complete).toBeGreaterThan(0);
    expect(study.best!.params.x).toBeLessThan(0.8);
  });

  it("tells an objective that begins anew after a pause what to do", async () => {
    const study = await open({ tuner: asha({ maxResource: 9, reductionFactor: 3 }) });
    await study.optimize(
      async (trial) => {
        for (let epoch = 1; epoch <= 9; epoch++) await trial.report(trial.params.x, epoch);
        return trial.params.x;
      },
      { until: { trials: 6 } },
    );
    const failed = study.trials.filter(({ state }) => state === "failed");
    expect(failed.length).toBeGreaterThan(0);
    for (const { error } of failed) {
      expect(error?.message).toMatch(
        /step 1 after step 1\. The trial had been paused there: let the objective go on from trial\.checkpoint/,
      );
    }
  });

  it("gives the same study again under the same seed", async () => {
    const play = async () => {
      const study = await open({ tuner: asha({ maxResource: 9 }), seed: 11 });
      await study.optimize(training(9).objective, { until: { trials: 30 } });
      return facts(study.trials);
    };
    expect(await play()).toEqual(await play());
  });
});

describe("hyperband's kin in a study", () => {
  const kinds: Record<string, (options: { maxResource: number }) => ReturnType<typeof hyperband>> =
    {
      hyperband,
      bohb,
      dehb,
    };
  for (const [name, make] of Object.entries(kinds)) {
    for (const concurrency of [1, 8]) {
      it(`${name} runs its printed schedule and ends by itself, each epoch once, ${concurrency} at once`, async () => {
        const tuner = make({ maxResource: 9 });
        const { trained, objective } = training(9);
        const study = await open({ tuner });
        const end = await study.optimize(objective, { concurrency });
        expect(end.reason).toBe("exhausted");
        expect(study.trials.length).toBe(tuner.schedule.trials);
        epochsOf(trained);
        expect(trained.length).toBe(tuner.schedule.epochs);
        let first = 0;
        for (const { trials, rungs, fresh } of tuner.schedule.brackets) {
          const own = study.trials.slice(first, (first += trials));
          for (const [index, rung] of rungs.entries()) {
            const came = own.filter(({ reports }) => reports.length >= rung.epoch).length;
            const above = rungs.slice(index + 1).reduce((sum, each) => sum + each.trials, 0);
            expect(came).toBe(rung.trials + (fresh ? above : 0));
          }
        }
      });
    }

    it(`${name} goes on in a study that is opened again, as if it had not been closed`, async () => {
      const whole = await open({ tuner: make({ maxResource: 9 }), seed: 6 });
      await whole.optimize(training(9).objective);
      const storage = memoryStorage();
      const { objective } = training(9);
      // The objective's own checkpoints outlive the study.
      const kept = new Map<number, number>();
      const keeping = (trial: Trial<{ x: number }>) => {
        const checkpoint = kept.get(trial.number);
        return objective(
          new Proxy(trial, {
            get(target, key) {
              if (key === "checkpoint") return checkpoint;
              if (key === "save") return (epoch: number) => kept.set(trial.number, epoch);
              const value: unknown = Reflect.get(target, key, target);
              return typeof value === "function" ? value.bind(target) : value;
            },
          }),
        );
      };
      for (let part = 0; part < 4; part++) {
        const study = await open({ tuner: make({ maxResource: 9 }), seed: 6, storage });
        let ended = 0;
        const callbacks = [() => void (++ended === 7 && study.stop())];
        await study.optimize(keeping, { callbacks });
        if (part === 3) expect(facts(study.trials)).toEqual(facts(whole.trials));
      }
    });
  }

  it("go the mirrored way where the objective is maximized", async () => {
    for (const make of Object.values(kinds)) {
      const play = async (direction: "minimize" | "maximize") => {
        const sign = direction === "minimize" ? 1 : -1;
        const study = await open({ tuner: make({ maxResource: 9 }), direction });
        const { objective } = training(9, (x, seed, epochs) =>
          curve(x, seed, epochs).map((loss) => sign * loss),
        );
        await study.optimize(objective);
        return study.trials.map(({ point, state, reports }) => [point, state, reports.length]);
      };
      expect(await play("maximize")).toEqual(await play("minimize"));
    }
  });

  it("halves a bracket as far as it was filled where the study ends early", async () => {
    const study = await open({ tuner: hyperband({ maxResource: 27 }) });
    const { trained, objective } = training(27);
    await study.optimize(objective, { until: { trials: 10 } });
    const counts = epochsOf(trained);
    expect([1, 3, 9, 27].map((epoch) => counts.get(epoch))).toEqual([10, 3, 1, 1]);
    expect(study.best).toBeDefined();
  });

  for (const concurrency of [1, 8]) {
    it(`ends where a finite space has no more points, with the best trained to the end, ${concurrency} at once`, async () => {
      for (const tuner of [
        hyperband({ maxResource: 9 }),
        asha({ maxResource: 9, reductionFactor: 3 }),
      ]) {
        const study = await open({ tuner, space: { x: float(0, 1, { step: 0.1 }) } });
        const { trained, objective } = training(9);
        const end = await study.optimize(objective, { until: { trials: 100 }, concurrency });
        expect(end.reason).toBe("exhausted");
        expect(study.trials.length).toBe(11);
        epochsOf(trained);
        const { complete, running } = study.counts;
        expect(running).toBe(0);
        expect(complete).toBeGreaterThan(0);
      }
    });
  }
});

describe("fit under asha", () => {
  let data: Dataset;
  beforeAll(async () => {
    data = await digits();
    await backend();
  });

  it("comes to what training without a pause comes to, and trains each epoch once", async () => {
    const study = await open({
      space: { learningRate: float(1e-3, 1e-1, { log: true }) },
      tuner: asha({ tuner: random(), maxResource: 9, reductionFactor: 3 }),
    });
    const params = (learningRate: number) => ({ hidden: [8], batchSize: 128, learningRate });
    await study.optimize(
      async (trial) => {
        const { valLoss } = await fit(params(trial.params.learningRate), data, {
          trial,
          epochs: 9,
        });
        return valLoss;
      },
      { until: { trials: 9 }, concurrency: 3 },
    );
    const done = study.trials.filter(({ state }) => state === "complete");
    expect(done.length).toBeGreaterThan(0);
    for (const { params: found, reports, value, seed } of done) {
      const { history, valLoss } = await fit(params(found.learningRate), data, { epochs: 9, seed });
      expect(reports.map((report) => [report.step, report.value])).toEqual(
        history.map((epoch) => [epoch.epoch, epoch.valLoss]),
      );
      expect(value).toBe(valLoss);
    }
  });
});
