import { describe, expect, it } from "vitest";
import { subset } from "../../../lib/space/combinations.ts";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import type { DefiningStudy } from "../../../lib/study/define-by-run.ts";
import type { DefiningTrial } from "../../../lib/study/defining-trial.ts";
import { none } from "../../../lib/pruners/none.ts";
import { openStudyWith } from "../../../lib/study/open-study.ts";
import type { Storage } from "../../../lib/study/storage.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { thisThread } from "../../../lib/workers/this-thread.ts";

/** A study without a space. */
function openDefining(
  options: { tuner?: TunerSpec; storage?: Storage; seed?: number } = {},
): Promise<DefiningStudy<"value">> {
  return openStudyWith(
    { seed: 1, ...options },
    {
      tuner: () => random(),
      pruner: () => none(),
      storage: (given) => (given as Storage | undefined) ?? memoryStorage(),
      surroundings: () => ({ runner: thisThread, observers: [] }),
    },
  );
}

/** What may vary depends on what was drawn: the layers' widths on how many there are. */
function network(trial: DefiningTrial): number {
  const rate = trial.float("rate", 1e-5, 1e-1, { log: true });
  const layers = trial.int("layers", 1, 3);
  let loss = Math.abs(Math.log10(rate) + 3);
  for (let layer = 0; layer < layers; layer++)
    loss += Math.abs(trial.int(`width${layer}`, 4, 64) - 20) / 64;
  if (trial.choice("optimizer", ["adam", "sgd"]) === "sgd") loss += trial.float("momentum", 0, 1);
  return loss;
}

describe("a study whose objective says what may vary", () => {
  it("gives values at once, and records what was asked for and nothing else", async () => {
    const study = await openDefining();
    await study.optimize(network, { until: { trials: 40 } });
    for (const { params, point, state } of study.trials) {
      expect(state).toBe("complete");
      const widths = ["width0", "width1", "width2"].slice(0, params["layers"] as number);
      const momentum = params["optimizer"] === "sgd" ? ["momentum"] : [];
      expect(Object.keys(params)).toEqual(["rate", "layers", ...widths, "optimizer", ...momentum]);
      expect(point).toEqual(params);
    }
    const paths = study.space.dimensions.map(({ path }) => path);
    expect(paths.toSorted()).toEqual(
      ["layers", "momentum", "optimizer", "rate", "width0", "width1", "width2"].toSorted(),
    );
  });

  it("lets a tuner learn: tpe finds better than chance does", async () => {
    const bests = async (tuner: TunerSpec) => {
      const values: number[] = [];
      for (const seed of [1, 2, 3, 4, 5]) {
        const study = await openDefining({ tuner, seed });
        await study.optimize(network, { until: { trials: 60 } });
        values.push(study.best!.value!);
      }
      return values.reduce((sum, value) => sum + value, 0);
    };
    expect(await bests(tpe())).toBeLessThan(0.8 * (await bests(random())));
  });

  it("gives the same trials under the same seed", async () => {
    const run = async () => {
      const study = await openDefining({ tuner: tpe() });
      await study.optimize(network, { until: { trials: 30 } });
      return study.trials.map(({ point }) => point);
    };
    expect(await run()).toEqual(await run());
  });

  it("goes on where it was: the space and the trials are those of before", async () => {
    const storage = memoryStorage();
    const study = await openDefining({ storage, tuner: tpe() });
    await study.optimize(network, { until: { trials: 20 } });
    const again = await openDefining({ storage, tuner: tpe() });
    expect(again.trials.map(({ point }) => point)).toEqual(study.trials.map(({ point }) => point));
    expect(again.space.dimensions.map(({ path }) => path).toSorted()).toEqual(
      study.space.dimensions.map(({ path }) => path).toSorted(),
    );
    await again.optimize(network, { until: { trials: 30 } });
    expect(again.trials).toHaveLength(30);
  });

  it("takes enqueued values where the objective asks for them", async () => {
    const study = await openDefining();
    await study.enqueue({ rate: 0.001, layers: 1, width0: 20, optimizer: "adam" });
    await study.optimize(network, { until: { trials: 1 } });
    expect(study.trials[0]!.params).toEqual({
      rate: 0.001,
      layers: 1,
      width0: 20,
      optimizer: "adam",
    });
    expect(study.best!.value).toBeCloseTo(0, 12);
  });

  it("gives the same value when asked twice in a trial", async () => {
    const study = await openDefining();
    await study.optimize((trial) => trial.float("x", 0, 1) - trial.float("x", 0, 1), { more: 5 });
    expect(study.trials.map(({ value }) => value)).toEqual([0, 0, 0, 0, 0]);
  });

  it("lets a range move from trial to trial, and keeps to it", async () => {
    const study = await openDefining({ tuner: tpe() });
    await study.optimize(
      (trial) => {
        const value = trial.float("x", 0, 1 + trial.number);
        expect(value).toBeLessThanOrEqual(1 + trial.number);
        return value;
      },
      { more: 20 },
    );
    expect(study.space.dimensions).toMatchObject([{ path: "x", low: 0, high: 20 }]);
  });

  it("refuses a name that stood for something else", async () => {
    const study = await openDefining();
    const trial = await study.ask();
    trial.float("lr", 0, 1);
    await study.tell(trial, 1);
    const other = await study.ask();
    expect(() => other.choice("lr", [1, 2])).toThrow(
      "Parameter lr is a choice of [1,2], but was a float from 0 to 1 before.",
    );
    expect(() => other.float("lr", 0.1, 1, { log: true })).toThrow("take another name");
    expect(() => other.float("new", 1, 0)).toThrow("Parameter new: low 1 is above high 0");
    other.float("twice", 0, 1);
    expect(() => other.float("twice", 0, 2)).toThrow("asked for twice twice");
    await study.tell(other, 1);
  });

  it("gives parameters of every kind", async () => {
    const study = await openDefining();
    await study.optimize(
      (trial) => {
        const tags = trial.suggest("tags", subset(["a", "b", "c"], { min: 1, max: 2 }));
        expect(tags.length).toBeGreaterThanOrEqual(1);
        expect(tags.length).toBeLessThanOrEqual(2);
        expect(["s", "m", "l"]).toContain(trial.ordinal("size", ["s", "m", "l"]));
        return tags.length + Number(trial.boolean("flag"));
      },
      { more: 25 },
    );
    expect(study.trials.every(({ state }) => state === "complete")).toBe(true);
  });
});
