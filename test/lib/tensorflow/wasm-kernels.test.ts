import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { backend } from "../../../lib/tensorflow/index.ts";
import { randomStream } from "../../../lib/math/random.ts";

// The oracle is TensorFlow.js's own plain backend, which has these kernels.
beforeAll(async () => {
  await backend();
  await tf.setBackend("wasm");
});

function noise(shape: number[], seed: number): tf.Tensor {
  const random = randomStream(seed);
  const size = shape.reduce((product, each) => product * each, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

async function onBoth(compute: () => tf.Tensor[]): Promise<[number[][], number[][]]> {
  const results: number[][][] = [];
  for (const name of ["wasm", "cpu"]) {
    await tf.setBackend(name);
    const before = tf.memory().numTensors;
    const tensors = tf.tidy(compute);
    results.push(tensors.map((each) => [...each.shape, ...each.dataSync()]));
    tf.dispose(tensors);
    expect(tf.memory().numTensors).toBe(before);
  }
  await tf.setBackend("wasm");
  return results as [number[][], number[][]];
}

async function expectSame(compute: () => tf.Tensor[]): Promise<void> {
  const [wasm, cpu] = await onBoth(compute);
  expect(wasm.length).toBe(cpu.length);
  wasm.forEach((values, index) => {
    expect(values.length).toBe(cpu[index]!.length);
    const scale = Math.max(...cpu[index]!.map(Math.abs));
    const largest = Math.max(...values.map((value, at) => Math.abs(value - cpu[index]![at]!)));
    expect(largest / scale).toBeLessThan(2e-6);
  });
}

describe("gradients on WASM are those of the plain backend", () => {
  for (const pad of ["same", "valid"] as const) {
    for (const stride of [1, 2]) {
      it(`conv2d, padding ${pad}, stride ${stride}`, () =>
        expectSame(() => {
          const x = noise([3, 8, 7, 2], 1) as tf.Tensor4D;
          const filter = noise([3, 2, 2, 5], 2) as tf.Tensor4D;
          return tf.grads((a: tf.Tensor, b: tf.Tensor) =>
            tf.sum(tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad))),
          )([x, filter]);
        }));

      it(`depthwise, padding ${pad}, stride ${stride}`, () =>
        expectSame(() => {
          const x = noise([2, 6, 7, 3], 3) as tf.Tensor4D;
          const filter = noise([3, 3, 3, 2], 4) as tf.Tensor4D;
          return tf.grads((a: tf.Tensor, b: tf.Tensor) =>
            tf.mean(tf.square(tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad))),
          )([x, filter]);
        }));
    }
  }

  it("gather, hence an embedding", () =>
    expectSame(() => {
      const table = noise([6, 4], 5);
      const ids = tf.tensor1d([0, 5, 5, 2], "int32");
      return [tf.grad((a: tf.Tensor) => tf.sum(tf.square(tf.gather(a, ids))))(table)];
    }));
});

it("the process keeps its own way with unhandled rejections", () => {
  const listeners = ["uncaughtException", "unhandledRejection"].flatMap((event) =>
    process.listeners(event as "uncaughtException").map(String),
  );
  expect(listeners.filter((text) => /ExitStatus|throw reason/.test(text))).toEqual([]);
});
