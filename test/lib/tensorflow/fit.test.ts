import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  backend,
  digits,
  DivergedError,
  fit,
  type Dataset,
  type MlpParams,
} from "../../../lib/tensorflow/index.ts";
import { float, openStudy, pruners, tuners } from "../../../lib/index.ts";
import { FakePruned, fakeTrial } from "./fake-trial.ts";

const good: MlpParams = { hidden: [64], learningRate: 0.01, batchSize: 32 };
const small: MlpParams = { hidden: [8], learningRate: 0.01, batchSize: 128 };
let data: Dataset;

beforeAll(async () => {
  data = await digits();
  await backend();
});

describe("learning", () => {
  it("reads digits: above 90% in three epochs, and its loss falls", async () => {
    const { valAccuracy, valLoss, history, epochs } = await fit(good, data, { epochs: 3, seed: 1 });
    expect(epochs).toBe(3);
    expect(valAccuracy).toBeGreaterThan(0.9);
    expect(valLoss).toBeLessThan(history[0]!.valLoss);
    expect(history.at(-1)).toMatchObject({ epoch: 3, valLoss, valAccuracy });
  });

  const variants: Record<string, MlpParams> = {
    "a linear model": { layers: 0, learningRate: 0.05 },
    "three layers": { layers: 3, neurons: 32, learningRate: 0.01 },
    tanh: { ...good, activation: "tanh" },
    sigmoid: { ...good, activation: "sigmoid" },
    elu: { ...good, activation: "elu" },
    selu: { ...good, activation: "selu" },
    softplus: { ...good, activation: "softplus" },
    sgd: { ...good, optimizer: "sgd", learningRate: 0.2 },
    momentum: { ...good, optimizer: { kind: "sgd", momentum: 0.9 }, learningRate: 0.05 },
    nesterov: {
      ...good,
      optimizer: { kind: "sgd", momentum: 0.9, nesterov: true },
      learningRate: 0.05,
    },
    rmsprop: { ...good, optimizer: "rmsprop", learningRate: 0.005 },
    l1: { ...good, regularization: "l1", alpha: 1e-4 },
    l2: { ...good, penalty: { kind: "l2", alpha: 1e-4 } },
  };
  for (const [name, params] of Object.entries(variants)) {
    it(`learns with ${name}`, async () => {
      const { valAccuracy } = await fit(params, data, { epochs: 4, seed: 3 });
      expect(valAccuracy).toBeGreaterThan(0.85);
    });
  }

  it("a strong penalty keeps the network from fitting", async () => {
    for (const kind of ["l1", "l2"] as const) {
      const free = await fit(good, data, { epochs: 2, seed: 1 });
      const held = await fit({ ...good, penalty: { kind, alpha: 0.3 } }, data, {
        epochs: 2,
        seed: 1,
      });
      expect(held.valLoss).toBeGreaterThan(free.valLoss * 2);
    }
  });
});

describe("the same seed", () => {
  it("gives the same bits, also beside another training", async () => {
    const alone = await fit(small, data, { epochs: 3, seed: 5 });
    const [again, other] = await Promise.all([
      fit(small, data, { epochs: 3, seed: 5 }),
      fit(small, data, { epochs: 3, seed: 6 }),
    ]);
    expect(again).toEqual(alone);
    expect(other.valLoss).not.toBe(alone.valLoss);
  });

  it("is the trial's, unless one is given", async () => {
    const own = await fit(small, data, { epochs: 1, trial: fakeTrial({ seed: 11 }) });
    const same = await fit(small, data, { epochs: 1, seed: 11 });
    const given = await fit(small, data, { epochs: 1, seed: 12, trial: fakeTrial({ seed: 11 }) });
    expect(own.valLoss).toBe(same.valLoss);
    expect(given.valLoss).not.toBe(own.valLoss);
  });

  it("needs nothing global: Math.random is never called", async () => {
    const real = Math.random;
    Math.random = () => {
      throw new Error("a global draw");
    };
    try {
      await expect(fit(small, data, { epochs: 1 })).resolves.toMatchObject({ epochs: 1 });
    } finally {
      Math.random = real;
    }
  });
});

describe("with a trial", () => {
  it("reports the validation loss of each epoch, from step 1", async () => {
    const trial = fakeTrial();
    const { history } = await fit(small, data, { epochs: 3, trial });
    expect(trial.reports).toEqual(
      history.map(({ epoch, valLoss }) => ({ step: epoch, value: valLoss })),
    );
    expect(trial.reports.map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(trial.notes).toEqual({ step: "epoch" });
  });

  it("reports the accuracy where asked", async () => {
    const trial = fakeTrial();
    const { valAccuracy } = await fit(small, data, { epochs: 1, trial, report: "valAccuracy" });
    expect(trial.reports).toEqual([{ step: 1, value: valAccuracy }]);
  });

  it.each([
    [{ valAccuracy: "maximize" }, "valAccuracy"],
    [{ score: "maximize" }, "valAccuracy"],
    [{ score: "minimize" }, "valLoss"],
    [{ valLoss: "minimize" }, "valLoss"],
  ] as const)("reports what its study optimizes: %o", async (objectives, measure) => {
    const trial = { ...fakeTrial(), objectives };
    const result = await fit(small, data, { epochs: 1, trial });
    expect(trial.reports).toEqual([{ step: 1, value: result[measure] }]);
  });

  it("of a study that maximizes, the best are kept and the worst are stopped", async () => {
    const study = await openStudy({
      space: { learningRate: float(1e-6, 0.1, { log: true }) },
      objectives: { valAccuracy: "maximize" },
      pruner: pruners.median({ startupTrials: 2 }),
      tuner: tuners.random(),
      seed: 1,
    });
    for (const learningRate of [0.01, 0.02, 1e-6, 0.03]) study.enqueue({ learningRate });
    await study.optimize(
      async (trial) =>
        (await fit({ ...small, ...trial.params }, data, { trial, epochs: 3 })).valAccuracy,
      { until: { trials: 4 } },
    );
    expect(study.trials[2]!.state).toBe("pruned");
    expect(study.best!.value).toBe((study.best!.reports.at(-1) ?? {}).value);
  });

  it("stops when the pruner says so, and passes its error on", async () => {
    const trial = fakeTrial({ stopAt: 2 });
    await expect(fit(small, data, { epochs: 50, trial })).rejects.toBeInstanceOf(FakePruned);
    expect(trial.reports).toHaveLength(2);
  });

  it("stops between two batches when the signal aborts, by its reason", async () => {
    const controller = new AbortController();
    const trial = fakeTrial({ signal: controller.signal });
    const reason = new Error("the user's stop");
    // An epoch of 1078 single steps lasts far longer than the first turn of the event loop.
    setImmediate(() => setImmediate(() => controller.abort(reason)));
    await expect(fit({ ...good, batchSize: 1 }, data, { epochs: 9, trial })).rejects.toBe(reason);
    expect(trial.reports).toEqual([]);
  });

  it("does not begin where the signal has aborted already", async () => {
    const reason = new Error("too late");
    const signal = AbortSignal.abort(reason);
    await expect(fit(small, data, { signal })).rejects.toBe(reason);
  });
});

describe("manners", () => {
  it("lets timers run while it trains", async () => {
    let fired = 0;
    const timer = setInterval(() => fired++, 1);
    await fit({ ...good, batchSize: 4 }, data, { epochs: 2 });
    clearInterval(timer);
    expect(fired).toBeGreaterThan(3);
  });

  it("leaves no tensor behind, however it ends", async () => {
    const optimizers: MlpParams["optimizer"][] = [
      "sgd",
      "adam",
      "rmsprop",
      { kind: "sgd", momentum: 0.9 },
    ];
    const before = tf.memory().numTensors;
    for (const optimizer of optimizers) {
      await fit({ ...small, optimizer, regularization: "l2" }, data, { epochs: 1 });
      await fit({ ...small, optimizer }, data, { trial: fakeTrial({ stopAt: 1 }) }).catch(() => {});
    }
    await fit({ ...small, optimizer: "sgd", learningRate: 1e30 }, data).catch(() => {});
    await fit({ ...small, activation: "wrong" as "relu" }, data).catch(() => {});
    expect(tf.memory().numTensors).toBe(before);
  });

  it("says when a network diverged, and why", async () => {
    const wild = fit({ ...small, optimizer: "sgd", learningRate: 1e30 }, data, { epochs: 2 });
    await expect(wild).rejects.toBeInstanceOf(DivergedError);
    await expect(wild).rejects.toThrow(/learning rate 1e\+30 is too high for the optimizer "sgd"/);
  });

  it("with patience, ends once the loss has not fallen, and returns the best epoch", async () => {
    const { history, epochs, valLoss } = await fit(
      { ...good, learningRate: 0.05, batchSize: 16 },
      data,
      { epochs: 60, patience: 2 },
    );
    const losses = history.map((each) => each.valLoss);
    expect(epochs).toBeLessThan(60);
    expect(valLoss).toBe(Math.min(...losses));
    expect(losses.indexOf(valLoss)).toBe(epochs - 3);
  });

  it("refuses epochs that are none", async () => {
    await expect(fit(small, data, { epochs: 0 })).rejects.toThrow("epochs is 0");
  });
});

describe("a paused study", () => {
  /** A trial that is held from its `batch`-th look on, until `resume` is called. */
  function held(batch: number) {
    const state = { looks: 0, resume: () => {} };
    const resumed = new Promise<void>((resolve) => (state.resume = resolve));
    let reach!: () => void;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const untilResumed = () => {
      if (++state.looks !== batch) return undefined;
      reach();
      return resumed;
    };
    return { state, reached, untilResumed };
  }
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn++) await new Promise((done) => setImmediate(done));
  };

  it("is waited for between two batches, and changes no bit of the result", async () => {
    const { state, reached, untilResumed } = held(17);
    const trial = Object.assign(fakeTrial({ seed: 5 }), { untilResumed });
    const training = fit(small, data, { epochs: 3, trial });
    await reached;
    await turns(20);
    expect(state.looks).toBe(17);
    state.resume();
    const { history } = await training;
    expect(history).toEqual((await fit(small, data, { epochs: 3, seed: 5 })).history);
  });

  it("is left where a signal ends the training", async () => {
    const { reached, untilResumed } = held(17);
    const controller = new AbortController();
    const trial = Object.assign(fakeTrial({ seed: 5 }), { untilResumed });
    const training = fit(small, data, { epochs: 3, trial, signal: controller.signal });
    await reached;
    controller.abort(new FakePruned());
    await expect(training).rejects.toBeInstanceOf(FakePruned);
  });
});
