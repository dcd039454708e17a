// The eight problems of the quality bench: each with its space (as plain data that both sides read), its
// function of a point, and its known optimum. functions.py states the same in Python; run.mjs checks that
// the two agree on random points before it measures anything.

const float = (name, low, high, log = false) => ({ kind: "float", name, low, high, log });
const int = (name, low, high, log = false) => ({ kind: "int", name, low, high, log });
const choice = (name, choices) => ({ kind: "choice", name, choices });
const cube = (d) => Array.from({ length: d }, (_, k) => float(`x${k}`, 0, 1));
const vector = (point, d) => Array.from({ length: d }, (_, k) => point[`x${k}`]);

/** Shift of coordinate k, so that no optimum lies in the centre or at a bound. */
export const shift = (k) => 0.5 + 0.2 * Math.sin(1.7 * k + 1);

const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];
const C = [1, 1.2, 3, 3.2];

function hartmann6(x) {
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    let distance = 0;
    for (let j = 0; j < 6; j++) distance += A[i][j] * (x[j] - 1e-4 * P[i][j]) ** 2;
    sum -= C[i] * Math.exp(-distance);
  }
  return sum;
}

function branin(x) {
  const a = 15 * x[0] - 5;
  const b = 15 * x[1];
  const bend = b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6;
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10;
}

function rosenbrock(x) {
  const z = x.map((value, k) => 4 * (value - shift(k)) + 1);
  let sum = 0;
  for (let k = 0; k < z.length - 1; k++) sum += 100 * (z[k + 1] - z[k] ** 2) ** 2 + (1 - z[k]) ** 2;
  return sum;
}

function levy(x) {
  const w = x.map((value, k) => 1 + 5 * (value - shift(k)));
  const last = w[w.length - 1];
  let sum = Math.sin(Math.PI * w[0]) ** 2;
  for (let k = 0; k < w.length - 1; k++)
    sum += (w[k] - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * w[k] + 1) ** 2);
  return sum + (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2);
}

function ackley(x) {
  let squares = 0;
  let cosines = 0;
  x.forEach((value, k) => {
    const t = 20 * (value - shift(k));
    squares += t * t;
    cosines += Math.cos(2 * Math.PI * t);
  });
  const d = x.length;
  return -20 * Math.exp(-0.2 * Math.sqrt(squares / d)) - Math.exp(cosines / d) + 20 + Math.E;
}

/** A validation loss as networks have it: log rate, log units, layers, batch, activation. */
function network(p) {
  const rate =
    Math.log10(p.rate) + 2.3 + 0.25 * (p.layers - 1) + (p.optimizer === "sgd" ? -0.8 : 0);
  const width = (Math.log2(p.units) - 6.5) / 3;
  const loss =
    0.12 * rate ** 2 +
    0.08 * width ** 2 +
    0.05 * (p.layers - 3) ** 2 +
    0.3 * (p.dropout - 0.2) ** 2;
  const by = { relu: 0, tanh: 0.05, sigmoid: 0.2 };
  return loss + by[p.activation] + (p.optimizer === "sgd" ? 0.04 : 0);
}

/** The optimizer decides which parameters there are. */
function conditional(p) {
  const decay = 0.05 * (Math.log10(p.decay) + 4) ** 2;
  if (p.optimizer === "adam") return decay + 0.3 * (Math.log10(p.adamRate) + 2.5) ** 2;
  if (p.optimizer === "sgd") {
    return decay + 0.05 + 0.3 * (Math.log10(p.sgdRate) + 1) ** 2 + 2 * (p.momentum - 0.9) ** 2;
  }
  return decay + 0.4;
}

/** Where the shifted ones have their optimum: every coordinate at its shift. */
const shifted = (d) => Object.fromEntries(Array.from({ length: d }, (_, k) => [`x${k}`, shift(k)]));
/** Dixon and Szegö's values of the two classics, in the unit cube. */
const BRANIN_AT = { x0: (Math.PI + 5) / 15, x1: 2.275 / 15 };
const HARTMANN_AT = Object.fromEntries(
  [0.20168952, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730054].map((x, k) => [
    `x${k}`,
    x,
  ]),
);

/**
 * `at`: where the optimum is. `space`: a branch stands under `oneOf`. `seen` is what the tuner is told where that is not the truth;
 * `normal` gives standard normal noise for the trial.
 */
export const problems = {
  branin: {
    space: cube(2),
    value: (p) => branin(vector(p, 2)),
    optimum: 0.39788735772973816,
    at: BRANIN_AT,
  },
  hartmann6: {
    space: cube(6),
    value: (p) => hartmann6(vector(p, 6)),
    optimum: -3.32236801141551,
    at: HARTMANN_AT,
  },
  rosenbrock5: {
    space: cube(5),
    value: (p) => rosenbrock(vector(p, 5)),
    optimum: 0,
    at: shifted(5),
  },
  levy8: { space: cube(8), value: (p) => levy(vector(p, 8)), optimum: 0, at: shifted(8) },
  ackley5: { space: cube(5), value: (p) => ackley(vector(p, 5)), optimum: 0, at: shifted(5) },
  network: {
    space: [
      float("rate", 1e-5, 1, true),
      int("units", 4, 1024, true),
      int("layers", 1, 5),
      { kind: "float", name: "dropout", low: 0, high: 0.5, log: false, step: 0.1 },
      choice("activation", ["relu", "tanh", "sigmoid"]),
      choice("optimizer", ["adam", "sgd"]),
    ],
    value: network,
    // At the integer of units nearest to 2^6.5, whose share is below 1e-6.
    optimum: 0.08 * ((Math.log2(91) - 6.5) / 3) ** 2,
    at: {
      rate: 10 ** -2.8,
      units: 91,
      layers: 3,
      dropout: 0.2,
      activation: "relu",
      optimizer: "adam",
    },
  },
  conditional: {
    space: [
      float("decay", 1e-8, 1e-1, true),
      {
        kind: "oneOf",
        name: "optimizer",
        branches: {
          adam: [float("adamRate", 1e-5, 1, true)],
          sgd: [float("sgdRate", 1e-5, 1, true), float("momentum", 0, 0.99)],
          plain: [],
        },
      },
    ],
    value: conditional,
    optimum: 0,
    at: { decay: 1e-4, optimizer: "adam", adamRate: 10 ** -2.5 },
  },
  "noisy hartmann6": {
    space: cube(6),
    value: (p) => hartmann6(vector(p, 6)),
    noise: 0.2,
    optimum: -3.32236801141551,
    at: HARTMANN_AT,
  },
};
