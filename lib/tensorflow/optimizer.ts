import * as tf from "@tensorflow/tfjs";
import type { MlpSettings } from "./mlp-params.ts";

/** TensorFlow.js's optimizer of these settings; the caller disposes it. */
export function optimizer(settings: Pick<MlpSettings, "optimizer" | "learningRate">): tf.Optimizer {
  const { learningRate, optimizer: chosen } = settings;
  switch (chosen.kind) {
    case "sgd":
      return chosen.momentum || chosen.nesterov
        ? momentum(learningRate, chosen.momentum ?? 0, chosen.nesterov ?? false)
        : tf.train.sgd(learningRate);
    case "adam":
      return tf.train.adam(learningRate, chosen.beta1, chosen.beta2);
    case "rmsprop":
      return tf.train.rmsprop(learningRate, chosen.decay, chosen.momentum);
  }
}

/** `dispose` of TensorFlow.js 4.22's momentum optimizer forgets the scalar that its parent class made. */
function momentum(rate: number, share: number, nesterov: boolean): tf.Optimizer {
  const made = tf.train.momentum(rate, share, nesterov);
  const { c: forgotten } = made as unknown as { c: tf.Tensor };
  const dispose = made.dispose.bind(made);
  made.dispose = () => {
    dispose();
    forgotten.dispose();
  };
  return made;
}
