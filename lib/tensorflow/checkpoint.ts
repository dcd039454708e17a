/** Where a training stands, as plain numbers: no tensor outlives the call of `fit` that made it. */
import * as tf from "@tensorflow/tfjs";
import type { Epoch } from "./fit.ts";
import type { Network } from "./mlp.ts";

/** First how many steps it made, then its moments. */
type OptimizerState = Awaited<ReturnType<tf.Optimizer["getWeights"]>>;

interface Values {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What `fit` saves when its trial is paused, and goes on from when it is promoted. */
export class FitCheckpoint {
  /** The epochs that were trained. */
  readonly history: readonly Epoch[];
  readonly #weights: readonly Float32Array[];
  readonly #steps: number;
  readonly #moments: readonly Values[];
  /** Adam's running products of its β; undefined for other optimizers. */
  readonly #products: readonly number[] | undefined;

  private constructor(
    history: readonly Epoch[],
    weights: readonly Float32Array[],
    [steps, ...moments]: OptimizerState,
    products: readonly number[] | undefined,
  ) {
    this.history = history;
    this.#weights = weights;
    this.#steps = steps!.tensor.dataSync()[0]!;
    this.#moments = moments.map(({ name, tensor }) => ({
      name,
      shape: tensor.shape,
      values: copyOf(tensor),
    }));
    this.#products = products;
  }

  /** Takes down how a network and its optimizer stand after these epochs. */
  static async take(
    network: Network,
    optimizer: tf.Optimizer,
    history: readonly Epoch[],
  ): Promise<FitCheckpoint> {
    // The moments are the optimizer's own variables; only the first, a count, is made for the caller.
    const state = await optimizer.getWeights();
    const weights = network.variables.map(copyOf);
    const products = productsOf(optimizer)?.map((product) => product.dataSync()[0]!);
    const taken = new FitCheckpoint([...history], weights, state, products);
    state[0]!.tensor.dispose();
    return taken;
  }

  /**
   * Puts a fresh network of the same shape, and its optimizer, where they stood.
   *
   * @throws Error where the network has another shape: its parameters are others
   */
  async restore(network: Network, optimizer: tf.Optimizer): Promise<void> {
    const sizes = network.variables.map(({ size }) => size);
    if (sizes.join() !== this.#weights.map(({ length }) => length).join()) {
      throw new Error(
        `fit: the trial's checkpoint is of a network with other layers (${this.#weights.map(({ length }) => length).join(", ")} weights, not ${sizes.join(", ")}). Keep parameters and data of a paused trial as they were.`,
      );
    }
    const made: tf.Tensor[] = [];
    const tensor = (values: Float32Array, shape: readonly number[]): tf.Tensor => {
      // A copy: the backend may keep the very array, and the checkpoint may be needed again.
      const one = tf.tensor(values.slice(), [...shape]);
      made.push(one);
      return one;
    };
    try {
      network.variables.forEach((variable, index) =>
        variable.assign(tensor(this.#weights[index]!, variable.shape)),
      );
      const steps = tf.scalar(this.#steps, "int32");
      made.push(steps);
      const moments = this.#moments.map(({ name, shape, values }) => ({
        name,
        tensor: tensor(values, shape),
      }));
      await optimizer.setWeights([{ name: "iter", tensor: steps }, ...moments]);
      // `setWeights` computes them as powers, whose last bits differ from those of products.
      productsOf(optimizer)?.forEach((product, index) =>
        product.assign(tensor(Float32Array.of(this.#products![index]!), [])),
      );
    } finally {
      tf.dispose(made);
    }
  }
}

function copyOf(tensor: tf.Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}

/** Adam's β₁ᵗ and β₂ᵗ, which TensorFlow.js 4.22 leaves out of `getWeights`. */
function productsOf(optimizer: tf.Optimizer): tf.Variable[] | undefined {
  const { accBeta1, accBeta2 } = optimizer as unknown as Record<string, tf.Variable | undefined>;
  return accBeta1 && accBeta2 ? [accBeta1, accBeta2] : undefined;
}
