/** The hyperparameters of a multi-layer perceptron: what `fit` accepts, checked and made uniform. */

const ACTIVATIONS = ["relu", "tanh", "sigmoid", "elu", "selu", "softplus", "linear"] as const;
const OPTIMIZERS = ["sgd", "adam", "rmsprop"] as const;
const PENALTIES = ["none", "l1", "l2"] as const;

/** What a neuron does with its weighted sum. */
export type Activation = (typeof ACTIVATIONS)[number];
export type OptimizerKind = (typeof OPTIMIZERS)[number];
export type PenaltyKind = (typeof PENALTIES)[number];

/**
 * How the weights follow the gradient: a name, or the name with its own settings, as
 * `oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } })` draws it.
 */
export type OptimizerParam =
  | OptimizerKind
  | {
      readonly kind: "sgd";
      /** Share of the last step that is kept, 0 ≤ momentum < 1. Default 0. */
      readonly momentum?: number;
      /** Nesterov's variant. Default false. */
      readonly nesterov?: boolean;
    }
  | {
      readonly kind: "adam";
      /** Decay of the mean of gradients. Default 0.9. */
      readonly beta1?: number;
      /** Decay of the mean of their squares. Default 0.999. */
      readonly beta2?: number;
    }
  | {
      readonly kind: "rmsprop";
      /** Decay of the mean of squared gradients. Default 0.9. */
      readonly decay?: number;
      /** Default 0. */
      readonly momentum?: number;
    };

/** What is added to the loss to keep weights small: a name, or the name with its own strength. */
export type PenaltyParam =
  | PenaltyKind
  | { readonly kind: "none" }
  | {
      readonly kind: "l1" | "l2";
      /** Strength, ≥ 0. Default 1e-4. */
      readonly alpha?: number;
    };

/** The hyperparameters of a multi-layer perceptron. All have defaults. */
export interface MlpParams {
  /** Hidden layers, if `hidden` is not given; 0 makes a linear model. Default 1. */
  readonly layers?: number;
  /** Neurons of each hidden layer, if `hidden` is not given. Default 64. */
  readonly neurons?: number;
  /** Neurons of each hidden layer, one by one. */
  readonly hidden?: readonly number[];
  /** Size of a step. Default 0.001 for adam and rmsprop, 0.1 for sgd. */
  readonly learningRate?: number;
  /** Default "adam". */
  readonly optimizer?: OptimizerParam;
  /** Examples per step. Default 32. */
  readonly batchSize?: number;
  /** Default "relu". */
  readonly activation?: Activation;
  /** Default "none". The same as `penalty`. */
  readonly regularization?: PenaltyParam;
  /** Default "none". */
  readonly penalty?: PenaltyParam;
  /** Strength of a penalty given by its name alone. Default 1e-4. */
  readonly alpha?: number;
}

/** {@link MlpParams} with every choice made. */
export interface MlpSettings {
  readonly hidden: readonly number[];
  readonly learningRate: number;
  readonly optimizer: Exclude<OptimizerParam, string>;
  readonly batchSize: number;
  readonly activation: Activation;
  readonly penalty: { readonly kind: PenaltyKind; readonly alpha: number };
}

const NAMES = [
  "layers",
  "neurons",
  "hidden",
  "learningRate",
  "optimizer",
  "batchSize",
  "activation",
  "regularization",
  "penalty",
  "alpha",
];

const SETTINGS: Record<OptimizerKind, readonly string[]> = {
  sgd: ["momentum", "nesterov"],
  adam: ["beta1", "beta2"],
  rmsprop: ["decay", "momentum"],
};

/** A hyperparameter has a value that a network cannot be built from. */
export class ParameterError extends Error {
  override name = "ParameterError";
}

/**
 * Checks the hyperparameters and fills in what is left out.
 *
 * @throws ParameterError naming the parameter, its value and what is accepted
 */
export function mlpSettings(params: MlpParams): MlpSettings {
  for (const name of Object.keys(params)) {
    // Silently ignoring one would let a tuner vary a typo.
    if (!NAMES.includes(name)) {
      throw new ParameterError(
        `The network has no parameter "${name}"; it knows ${NAMES.join(", ")}. Take out what is not for the network: const { ${name}, ...rest } = trial.params`,
      );
    }
  }
  // Defaults are for what is left out; null, which JSON may bring, is refused like any wrong value.
  const { optimizer: chosen = "adam", batchSize = 32, activation = "relu" } = params;
  const optimizer = optimizerSettings(chosen);
  const { learningRate = optimizer.kind === "sgd" ? 0.1 : 0.001 } = params;
  return {
    hidden: hiddenLayers(params),
    learningRate: number("learningRate", learningRate, (value) => value > 0, "a number above 0"),
    optimizer,
    batchSize: count("batchSize", batchSize, 1),
    activation: oneOfNames("activation", activation, ACTIVATIONS),
    penalty: penaltySettings(params),
  };
}

function hiddenLayers({ hidden, layers, neurons }: MlpParams): number[] {
  if (hidden === undefined) {
    const size = count("neurons", neurons === undefined ? 64 : neurons, 1);
    return Array<number>(count("layers", layers === undefined ? 1 : layers, 0)).fill(size);
  }
  if (layers !== undefined || neurons !== undefined) {
    throw new ParameterError(
      "hidden says how many neurons each layer has; layers and neurons say it too. Give one or the other.",
    );
  }
  if (!Array.isArray(hidden)) throw wrong("hidden", hidden, "a list of numbers of neurons");
  return hidden.map((size, index) => count(`hidden[${index}]`, size, 1));
}

function optimizerSettings(value: OptimizerParam): Exclude<OptimizerParam, string> {
  if (typeof value === "string") {
    return { kind: oneOfNames("optimizer", value, OPTIMIZERS) } as { kind: OptimizerKind };
  }
  if (typeof value !== "object" || value === null) {
    throw wrong("optimizer", value, `${quoted(OPTIMIZERS)}, or { kind, … }`);
  }
  const kind = oneOfNames("optimizer.kind", value.kind, OPTIMIZERS);
  for (const [name, setting] of Object.entries(value)) {
    if (name === "kind" || setting === undefined) continue;
    if (!SETTINGS[kind].includes(name)) {
      throw new ParameterError(
        `The optimizer "${kind}" has no parameter "${name}"; it knows ${SETTINGS[kind].join(", ")}.`,
      );
    }
    if (name === "nesterov") {
      if (typeof setting !== "boolean") throw wrong("optimizer.nesterov", setting, "true or false");
    } else {
      number(`optimizer.${name}`, setting, (x) => x >= 0 && x < 1, "a number from 0 to below 1");
    }
  }
  return value;
}

function penaltySettings({ regularization, penalty, alpha }: MlpParams): MlpSettings["penalty"] {
  if (regularization !== undefined && penalty !== undefined) {
    throw new ParameterError(
      "regularization and penalty are the same parameter. Give one of them.",
    );
  }
  const name = regularization === undefined ? "penalty" : "regularization";
  const value =
    regularization === undefined ? (penalty === undefined ? "none" : penalty) : regularization;
  if (typeof value === "string") {
    return { kind: oneOfNames(name, value, PENALTIES), alpha: strength("alpha", alpha) };
  }
  if (typeof value !== "object" || value === null) {
    throw wrong(name, value, `${quoted(PENALTIES)}, or { kind, alpha }`);
  }
  const kind = oneOfNames(`${name}.kind`, value.kind, PENALTIES);
  const own = "alpha" in value ? value.alpha : undefined;
  return { kind, alpha: strength(`${name}.alpha`, own ?? alpha) };
}

function strength(name: string, given: number | undefined): number {
  return number(name, given ?? 1e-4, (value) => value >= 0, "a number from 0");
}

function count(name: string, value: unknown, least: number): number {
  const accepted = `a whole number from ${least}`;
  return number(name, value, (x) => Number.isInteger(x) && x >= least, accepted);
}

function number(
  name: string,
  value: unknown,
  holds: (value: number) => boolean,
  accepted: string,
): number {
  if (typeof value !== "number" || !Number.isFinite(value) || !holds(value)) {
    throw wrong(name, value, accepted);
  }
  return value;
}

function oneOfNames<T extends string>(name: string, value: unknown, names: readonly T[]): T {
  const found = names.find((each) => each === value);
  if (found === undefined) throw wrong(name, value, quoted(names));
  return found;
}

function quoted(names: readonly string[]): string {
  return names.map((each) => `"${each}"`).join(", ");
}

function wrong(name: string, value: unknown, accepted: string): ParameterError {
  const shown = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "undefined");
  return new ParameterError(`${name} is ${shown}; it accepts ${accepted}.`);
}
