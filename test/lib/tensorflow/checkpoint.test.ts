import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { TrialPruned } from "../../../lib/study/errors.ts";
import {
  backend,
  digits,
  fit,
  type Dataset,
  type FitOptions,
  type FitResult,
  type MlpParams,
} from "../../../lib/tensorflow/index.ts";
import { fakeTrial } from "./fake-trial.ts";

const small: MlpParams = { hidden: [8], learningRate: 0.01, batchSize: 128 };
let data: Dataset;

beforeAll(async () => {
  data = await digits();
  await backend();
});

/** Trains as often as it takes until the trial is not paused any more; counts the batches of each call. */
async function inParts(
  params: MlpParams,
  trial: ReturnType<typeof fakeTrial>,
  options: FitOptions,
): Promise<{ result: FitResult; parts: number }> {
  for (let parts = 1; ; parts++) {
    try {
      return { result: await fit(params, data, { ...options, trial }), parts };
    } catch (error) {
      if (!(error instanceof TrialPruned)) throw error;
    }
  }
}

const optimizers: Record<string, MlpParams["optimizer"]> = {
  sgd: "sgd",
  adam: "adam",
  "adam with other betas": { kind: "adam", beta1: 0.8, beta2: 0.97 },
  rmsprop: "rmsprop",
  momentum: { kind: "sgd", momentum: 0.9 },
  nesterov: { kind: "sgd", momentum: 0.9, nesterov: true },
};

describe("a training that was paused", () => {
  for (const [name, optimizer] of Object.entries(optimizers)) {
    it(`comes to the same bits as one that was not: ${name}`, async () => {
      const params = { ...small, optimizer: optimizer! };
      const whole = await fit(params, data, { epochs: 9, seed: 4 });
      const trial = fakeTrial({ seed: 4, pauseAt: [2, 3, 7] });
      const { result, parts } = await inParts(params, trial, { epochs: 9 });
      expect(parts).toBe(4);
      expect(result).toStrictEqual(whole);
      // Each epoch is told once, so each was trained once.
      expect(trial.reports).toEqual(
        whole.history.map(({ epoch, valLoss }) => ({ step: epoch, value: valLoss })),
      );
    });
  }

  it("trains no batch twice", async () => {
    const real = tf.Optimizer.prototype.minimize;
    let batches = 0;
    tf.Optimizer.prototype.minimize = function (this: tf.Optimizer, ...given) {
      batches++;
      return real.apply(this, given);
    } as typeof real;
    try {
      await inParts(small, fakeTrial({ pauseAt: [2] }), { epochs: 9 });
      expect(batches).toBe(9 * Math.ceil(data.train.rows / 128));
    } finally {
      tf.Optimizer.prototype.minimize = real;
    }
  });

  it("keeps its patience, and its best epoch, over a pause", async () => {
    const params: MlpParams = { hidden: [64], learningRate: 0.05, batchSize: 16 };
    const whole = await fit(params, data, { epochs: 60, patience: 2, seed: 1 });
    const last = whole.epochs - 1;
    const trial = fakeTrial({ seed: 1, pauseAt: [last] });
    const { result } = await inParts(params, trial, { epochs: 60, patience: 2 });
    expect(result).toStrictEqual(whole);
  });

  it("can go on from the same checkpoint again, to the same bits", async () => {
    const trial = fakeTrial({ pauseAt: [2] });
    await fit(small, data, { epochs: 4, trial }).catch(() => {});
    const { checkpoint } = trial;
    const goOn = () => fit(small, data, { epochs: 4, trial: { ...fakeTrial(), checkpoint } });
    expect(await goOn()).toStrictEqual(await goOn());
  });

  it("trains again what is lost where there is no checkpoint, and tells it once", async () => {
    const whole = await fit(small, data, { epochs: 4, seed: 1 });
    const trial = fakeTrial({ pauseAt: [2] });
    await fit(small, data, { epochs: 4, trial }).catch(() => {});
    trial.checkpoint = undefined;
    expect(await fit(small, data, { epochs: 4, trial })).toStrictEqual(whole);
    expect(trial.reports.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  });

  it("leaves a checkpoint alone that is not its own, and refuses one of another network", async () => {
    const mine = { weights: "of my own" };
    const trial = { ...fakeTrial(), checkpoint: mine as unknown };
    await expect(fit(small, data, { epochs: 1, trial })).resolves.toMatchObject({ epochs: 1 });
    const paused = fakeTrial({ pauseAt: [1] });
    await fit(small, data, { epochs: 2, trial: paused }).catch(() => {});
    await expect(fit({ ...small, hidden: [9] }, data, { trial: paused })).rejects.toThrow(
      /checkpoint is of a network with other layers \(512, 8, 80, 10 weights, not 576, 9, 90, 10\)/,
    );
  });

  it("leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    for (const optimizer of Object.values(optimizers)) {
      const params = { ...small, optimizer: optimizer! };
      await inParts(params, fakeTrial({ pauseAt: [1] }), { epochs: 2 });
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
