import { describe, expect, expectTypeOf, it } from "vitest";
import { ParameterError, type MlpParams } from "../../../lib/tensorflow/index.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import type { InferParams } from "../../../lib/space/infer.ts";
import { choice, float, int, list, oneOf } from "../../../lib/space/parameters.ts";
import type { Scalar } from "../../../lib/study/trial-record.ts";
import { mlpSettings } from "../../../lib/tensorflow/mlp-params.ts";

describe("the hyperparameters of a network", () => {
  it("have defaults", () => {
    expect(mlpSettings({})).toEqual({
      hidden: [64],
      learningRate: 0.001,
      optimizer: { kind: "adam" },
      batchSize: 32,
      activation: "relu",
      penalty: { kind: "none", alpha: 1e-4 },
    });
    expect(mlpSettings({ optimizer: "sgd" }).learningRate).toBe(0.1);
  });

  it("say the same flat and nested", () => {
    const flat = mlpSettings({
      layers: 2,
      neurons: 32,
      optimizer: "sgd",
      regularization: "l2",
      alpha: 0.01,
    });
    const nested = mlpSettings({
      hidden: [32, 32],
      optimizer: { kind: "sgd" },
      penalty: { kind: "l2", alpha: 0.01 },
    });
    expect(flat).toEqual(nested);
  });

  it("take what the spaces of the documentation draw", () => {
    const nested = {
      hidden: list(int(16, 256, { log: true }), { min: 1, max: 3 }),
      learningRate: float(1e-4, 1e-1, { log: true }),
      batchSize: choice([16, 32, 64]),
      activation: choice(["relu", "tanh", "sigmoid"]),
      optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
      penalty: oneOf({ none: {}, l1: { alpha: float(1e-6, 1e-2, { log: true }) } }),
    };
    const flat = {
      layers: choice([1, 2, 3]),
      neurons: int(16, 64),
      optimizer: choice(["sgd", "rmsprop", "adam"]),
      regularization: choice(["none", "l1", "l2"]),
      alpha: float(1e-6, 1e-2),
    };
    expectTypeOf<InferParams<typeof nested>>().toExtend<MlpParams>();
    expectTypeOf<InferParams<typeof flat>>().toExtend<MlpParams>();
    for (const definition of [nested, flat]) {
      const space = compileSpace(definition);
      for (let seed = 0; seed < 20; seed++) {
        const random = randomStream(seed);
        const point: Record<string, Scalar> = {};
        for (const dimension of space.dimensions) {
          if (!space.active(point).includes(dimension)) continue;
          const { kind, path } = dimension;
          if (kind === "categorical") {
            point[path] = dimension.choices[random.int(0, dimension.choices.length - 1)]!;
          } else if (kind === "int") {
            point[path] = random.int(dimension.low, dimension.high);
          } else {
            point[path] = dimension.low + random.uniform() * (dimension.high - dimension.low);
          }
        }
        expect(() => mlpSettings(space.decode(point) as MlpParams)).not.toThrow();
      }
    }
    expectTypeOf<{ activation: "step" }>().not.toExtend<MlpParams>();
  });

  const wrong: [unknown, RegExp][] = [
    [{ learningRate: 0 }, /^learningRate is 0; it accepts a number above 0\.$/],
    [{ learningRate: NaN }, /^learningRate is NaN;/],
    [{ learningRate: "0.1" }, /^learningRate is "0\.1";/],
    [{ hidden: [8, 2.5] }, /^hidden\[1\] is 2\.5; it accepts a whole number from 1\.$/],
    [{ hidden: 8 }, /^hidden is 8; it accepts a list/],
    [{ hidden: [8], layers: 2 }, /Give one or the other/],
    [{ layers: -1 }, /^layers is -1; it accepts a whole number from 0\.$/],
    [{ neurons: 0 }, /^neurons is 0;/],
    [{ batchSize: 1.5 }, /^batchSize is 1\.5;/],
    [{ activation: "Relu" }, /^activation is "Relu"; it accepts "relu", "tanh", "sigmoid"/],
    [{ optimizer: "adamw" }, /^optimizer is "adamw"; it accepts "sgd", "adam", "rmsprop"\.$/],
    [{ optimizer: { kind: "nadam" } }, /^optimizer\.kind is "nadam"/],
    [{ optimizer: { kind: "sgd", momentum: 1 } }, /^optimizer\.momentum is 1; .*below 1/],
    [{ optimizer: { kind: "adam", momentum: 0.5 } }, /"adam" has no parameter "momentum"; .*beta1/],
    [{ optimizer: { kind: "sgd", nesterov: 1 } }, /^optimizer\.nesterov is 1/],
    [{ optimizer: null }, /^optimizer is null/],
    [{ regularization: "L2" }, /^regularization is "L2"; it accepts "none", "l1", "l2"\.$/],
    [{ penalty: { kind: "l2", alpha: -1 } }, /^penalty\.alpha is -1/],
    [{ regularization: "l1", alpha: Infinity }, /^alpha is Infinity/],
    [{ regularization: "l1", penalty: "l1" }, /the same parameter/],
    [{ learnigRate: 0.1 }, /no parameter "learnigRate"; it knows .*learningRate/],
  ];
  for (const [params, message] of wrong) {
    it(`refuse ${JSON.stringify(params)}`, () => {
      expect(() => mlpSettings(params as MlpParams)).toThrow(ParameterError);
      expect(() => mlpSettings(params as MlpParams)).toThrow(message);
    });
  }
});
