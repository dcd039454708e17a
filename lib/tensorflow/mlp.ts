/**
 * A multi-layer perceptron on TensorFlow.js's tensors.
 *
 * Notation: layer i maps its input a (rows × n) to activation(a · Wᵢ + bᵢ); the last layer has no
 * activation, its outputs are logits, whose softmax are the classes' probabilities.
 */
import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../math/random.ts";
import type { Activation, MlpSettings } from "./mlp-params.ts";

/** A network that the training loop can fit. */
export interface Network {
  /** What training changes. */
  readonly variables: readonly tf.Variable[];
  /** rows × features → rows × classes. */
  logits(x: tf.Tensor2D): tf.Tensor2D;
  /** What is added to the loss; undefined where nothing is. */
  penalty(): tf.Scalar | undefined;
  dispose(): void;
}

const activations: Record<Activation, (x: tf.Tensor2D) => tf.Tensor2D> = {
  relu: tf.relu,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  elu: tf.elu,
  selu: tf.selu,
  softplus: tf.softplus,
  linear: (x) => x,
};

/**
 * Builds the network with fresh weights: Glorot's uniform distribution (Glorot and Bengio, 2010),
 * biases 0, as Keras has it. They are drawn from `random` and not by TensorFlow.js, whose source is
 * the process's global one; so the same stream gives the same weights on every backend.
 */
export function mlp(
  settings: Pick<MlpSettings, "hidden" | "activation" | "penalty">,
  shape: { features: number; classes: number },
  random: RandomStream,
): Network {
  const sizes = [shape.features, ...settings.hidden, shape.classes];
  const layers = sizes.slice(1).map((outputs, index) => {
    const inputs = sizes[index]!;
    const limit = Math.sqrt(6 / (inputs + outputs));
    const draw = () => (random.uniform() * 2 - 1) * limit;
    const initial = Float32Array.from({ length: inputs * outputs }, draw);
    return {
      weights: variable(initial, [inputs, outputs]),
      bias: variable(new Float32Array(outputs), [outputs]),
    };
  });
  const activate = activations[settings.activation];
  const { kind, alpha } = settings.penalty;
  const variables = layers.flatMap(({ weights, bias }) => [weights, bias]);
  return {
    variables,
    logits(x) {
      let values = x;
      layers.forEach(({ weights, bias }, index) => {
        const sums = tf.add(tf.matMul(values, weights as unknown as tf.Tensor2D), bias);
        values = (index < layers.length - 1 ? activate(sums as tf.Tensor2D) : sums) as tf.Tensor2D;
      });
      return values;
    },
    penalty() {
      if (kind === "none" || alpha === 0) return undefined;
      // Biases are free, as in Keras's kernel regularizers.
      const terms = layers.map(({ weights }) =>
        tf.sum(kind === "l1" ? tf.abs(weights) : tf.square(weights)),
      );
      return tf.mul(tf.addN(terms), alpha) as tf.Scalar;
    },
    dispose() {
      tf.dispose(variables);
    },
  };
}

function variable(values: Float32Array, shape: number[]): tf.Variable {
  const initial = tf.tensor(values, shape);
  // A variable holds a reference of its own to the data.
  const made = tf.variable(initial);
  initial.dispose();
  return made;
}
