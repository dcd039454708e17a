// The studies that the gallery's figures are drawn from: small networks trained on the handwritten
// digits of notebooks/data. `record.mjs` runs them, `load.mjs` reads what came of it.

const EPOCHS = 27;

/** What varies in the network: the space of the README. */
const networkSpace = ({ float, int, choice, oneOf, list }) => ({
  learningRate: float(1e-4, 3, { log: true }),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
  hidden: list(int(16, 256, { log: true }), { min: 1, max: 3 }),
  activation: choice(["sigmoid", "tanh", "relu"]),
  batchSize: choice([16, 32, 64]),
  penalty: oneOf({ none: {}, l1: { alpha: float(1e-6, 1e-2, { log: true }) } }),
});

const loss = async (trial, { fit, data }) =>
  (await fit(trial.params, data, { trial, epochs: EPOCHS })).valLoss;

/** How many weights and biases a network of these hidden layers has. */
const weightsOf = (hidden) =>
  [64, ...hidden].reduce(
    (sum, inputs, layer, sizes) => sum + (inputs + 1) * (sizes[layer + 1] ?? 10),
    0,
  );

/** Name → what it searches, how, and what one trial trains. */
export const studies = {
  digits: {
    space: networkSpace,
    objectives: { valLoss: "minimize" },
    tuner: ({ tuners }) => tuners.bayesian(),
    pruner: ({ pruners }) => pruners.asha({ minResource: 3, reductionFactor: 2 }),
    seed: 5,
    trials: 60,
    concurrency: 2,
    objective: loss,
  },
  random: {
    space: networkSpace,
    objectives: { valLoss: "minimize" },
    tuner: ({ tuners }) => tuners.random(),
    pruner: ({ pruners }) => pruners.asha({ minResource: 3, reductionFactor: 2 }),
    seed: 17,
    trials: 60,
    objective: loss,
  },
  hyperband: {
    space: networkSpace,
    objectives: { valLoss: "minimize" },
    tuner: ({ tuners }) => tuners.hyperband({ maxResource: EPOCHS }),
    seed: 5,
    // One round of all its brackets.
    trials: ({ tuners }) => tuners.hyperband({ maxResource: EPOCHS }).schedule.trials,
    objective: loss,
  },
  asha: {
    space: networkSpace,
    objectives: { valLoss: "minimize" },
    tuner: ({ tuners }) => tuners.asha({ maxResource: EPOCHS }),
    seed: 3,
    trials: 60,
    objective: loss,
  },
  sizes: {
    space: networkSpace,
    objectives: { valError: "minimize", weights: "minimize" },
    tuner: ({ tuners }) => tuners.nsga2({ population: 16 }),
    seed: 2,
    trials: 80,
    async objective(trial, { fit, data }) {
      const { valAccuracy } = await fit(trial.params, data, { epochs: 8, seed: trial.seed });
      return { valError: 1 - valAccuracy, weights: weightsOf(trial.params.hidden) };
    },
  },
  threeGoals: {
    space: networkSpace,
    objectives: { valError: "minimize", weights: "minimize", seconds: "minimize" },
    tuner: ({ tuners }) => tuners.nsga3(),
    seed: 4,
    trials: 80,
    async objective(trial, { fit, data }) {
      const begun = performance.now();
      const { valAccuracy } = await fit(trial.params, data, { epochs: 6, seed: trial.seed });
      const seconds = (performance.now() - begun) / 1000;
      return { valError: 1 - valAccuracy, weights: weightsOf(trial.params.hidden), seconds };
    },
  },
  pair: {
    // Two parameters, so that all of it can be seen; `landscape` below is what there is to find.
    space: ({ float }) => ({
      learningRate: float(1e-3, 1, { log: true }),
      momentum: float(0, 0.99),
    }),
    objectives: { valLoss: "minimize" },
    tuner: ({ tuners }) => tuners.gaussianProcess(),
    seed: 1,
    trials: 30,
    objective: (trial, parts) => pairLoss(trial.params, parts),
  },
  genetic: {
    space: networksSpace,
    objectives: { valError: "minimize" },
    tuner: ({ tuners }) => tuners.genetic({ population: 12 }),
    seed: 9,
    trials: 60,
    duplicates: "avoid",
    objective: (trial, { table }) => networkError(table("networks"), trial.params),
  },
};

/** Validation loss after four epochs of a network with 32 hidden neurons; what diverges counts as 10. */
async function pairLoss({ learningRate, momentum }, { fit, data }) {
  try {
    const params = { hidden: [32], learningRate, optimizer: { kind: "sgd", momentum } };
    return Math.min(10, (await fit(params, data, { epochs: 4, seed: 0 })).valLoss);
  } catch (error) {
    if (error.name === "DivergedError") return 10;
    throw error;
  }
}

const SIDE = 25;

/** Seven hyperparameters with three values each: 2187 networks. */
const NETWORKS = {
  optimizer: ["sgd", "momentum", "adam"],
  learningRate: [0.001, 0.01, 0.1],
  layers: [1, 2, 3],
  neurons: [16, 64, 128],
  batchSize: [64, 32, 16],
  activation: ["sigmoid", "tanh", "relu"],
  penalty: [0.01, 0, 0.0001],
};

export function networksSpace({ choice, ordinal }) {
  return Object.fromEntries(
    Object.entries(NETWORKS).map(([name, values]) => [
      name,
      typeof values[0] === "string" ? choice(values) : ordinal(values),
    ]),
  );
}

const places = Object.entries(NETWORKS);

/** Where a network stands in the table: the last parameter varies fastest. */
const rowOf = (params) =>
  places.reduce((row, [name, values]) => row * 3 + values.indexOf(params[name]), 0);

/** The validation error of one of the 2187, trained before. */
export const networkError = ({ values }, params) => values[rowOf(params)];

/** Name → everything that there is to find, trained one by one. */
export const tables = {
  landscape: {
    axes: {
      learningRate: Array.from({ length: SIDE }, (_, k) => 10 ** (-3 + (3 * k) / (SIDE - 1))),
      momentum: Array.from({ length: SIDE }, (_, k) => (0.99 * k) / (SIDE - 1)),
    },
    value: pairLoss,
  },
  networks: {
    axes: NETWORKS,
    async value(params, { fit, data }) {
      const { optimizer, penalty, ...rest } = params;
      const momentum = optimizer === "momentum" ? 0.9 : 0;
      const whole = {
        ...rest,
        optimizer: optimizer === "adam" ? "adam" : { kind: "sgd", momentum },
        penalty: penalty === 0 ? "none" : { kind: "l1", alpha: penalty },
      };
      try {
        return 1 - (await fit(whole, data, { epochs: 4, seed: 0 })).valAccuracy;
      } catch (error) {
        if (error.name === "DivergedError") return 0.9;
        throw error;
      }
    },
  },
};

/** Name → a race on what was tabled before; three minutes each. */
export const races = {
  race: (core, { table }) => {
    const networks = table("networks");
    const { random, zoom, genetic, gaussianProcess } = core.tuners;
    return {
      space: core.compileSpace(networksSpace(core)),
      objective: ({ params }) => networkError(networks, params),
      objectives: { valError: "minimize" },
      tuners: {
        random: () => random(),
        zoom: () => zoom(),
        genetic: () => genetic(),
        gaussianProcess: () => gaussianProcess(),
      },
      trials: 60,
      seeds: 25,
      optimum: Math.min(...networks.values),
    };
  },
};

/** Name → the best of a study, trained again with fresh seeds; NaN where the training diverged. */
export const confirmations = {
  confirmed: {
    study: "digits",
    top: 6,
    seeds: 5,
    async train(params, seed, { fit, data }) {
      try {
        return (await fit(params, data, { epochs: EPOCHS, seed })).valLoss;
      } catch (error) {
        if (error.name === "DivergedError") return NaN;
        throw error;
      }
    },
  },
};
