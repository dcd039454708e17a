// Parameters that are there only under others: branches, branches in branches, lists, what branches share.
import { choice, float, int, list, oneOf } from "../../../dist/lib/space/parameters.js";
import { load, spaceOf, valueOf, least } from "../tables/read.mjs";
import { sum } from "./tools.mjs";

const rate = () => float(1e-5, 1, { log: true });

/** The optimizer decides which parameters there are. */
function optimizers({ decay, optimizer: o }) {
  const common = 0.05 * (Math.log10(decay) + 4) ** 2;
  if (o.kind === "adam")
    return (
      common + 0.3 * (Math.log10(o.rate) + 2.5) ** 2 + 0.5 * (Math.log10(1 - o.beta) + 1.2) ** 2
    );
  if (o.kind === "sgd")
    return common + 0.05 + 0.3 * (Math.log10(o.speed) + 1) ** 2 + 2 * (o.momentum - 0.9) ** 2;
  return common + 0.4;
}

/** Two levels of branches: a model, and within it a kernel or a booster with parameters of its own. */
function nested({ size, model: m }) {
  const common = 0.1 * (Math.log2(size) - 5.5) ** 2;
  if (m.kind === "kernel") {
    const cost = 0.15 * (Math.log10(m.cost) - 1) ** 2;
    const k = m.shape;
    if (k.kind === "gauss") return common + cost + 0.3 * (Math.log10(k.gamma) + 1.7) ** 2;
    if (k.kind === "polynomial")
      return common + cost + 0.08 + 0.1 * (k.degree - 3) ** 2 + 0.2 * (k.offset - 0.6) ** 2;
    return common + cost + 0.3;
  }
  if (m.kind === "boosted") {
    const grown = 0.2 * (Math.log10(m.rate) + 1.3 + 0.3 * (m.depth - 5)) ** 2;
    const b = m.booster;
    if (b.kind === "dart")
      return common + 0.03 + grown + 0.8 * (b.drop - 0.15) ** 2 + 0.02 * (m.depth - 5) ** 2;
    return common + 0.06 + grown + 0.02 * (m.depth - 5) ** 2;
  }
  return common + 0.25 + 0.02 * Math.abs(m.neighbours - 5);
}

/** A list of layers, each with a width and a kind: a tapering net of three layers is best. */
const WIDTHS = [7, 6, 5];
function layers({ rate: step, hidden }) {
  const misfit = hidden.map(({ width, unit }, k) => {
    const off = Math.log2(width) - (WIDTHS[k] ?? 4.5);
    return 0.06 * off * off + (unit === "relu" ? 0 : unit === "tanh" ? 0.03 * (k + 1) : 0.12);
  });
  const wrong = Math.log10(step) + 2 + 0.3 * (hidden.length - 3);
  return 0.15 * wrong * wrong + sum(misfit) + 0.12 * Math.abs(hidden.length - 3);
}

/** Two trees side by side; l1 and l2 share one strength, and the schedule's choice shifts the rate. */
function trained({ rate: step, penalty, schedule }) {
  const strength =
    penalty.kind === "none"
      ? 0.15
      : 0.06 * (Math.log10(penalty.strength) + 3.5) ** 2 + (penalty.kind === "l1" ? 0.04 : 0);
  if (schedule.kind === "cosine") {
    const warm = 0.4 * (schedule.warmup - 0.12) ** 2;
    return strength + 0.2 * (Math.log10(step) + 1.6) ** 2 + warm;
  }
  if (schedule.kind === "steps") {
    const drop = 0.1 * (Math.log10(schedule.factor) + 0.6) ** 2 + 0.01 * (schedule.count - 3) ** 2;
    return strength + 0.03 + 0.2 * (Math.log10(step) + 2) ** 2 + drop;
  }
  return strength + 0.2 + 0.2 * (Math.log10(step) + 2.6) ** 2;
}

/** Which of four real kinds of model, and its settings: the tables of real trainings under one choice. */
const MODELS = Object.fromEntries(
  ["neighbours", "linear", "trees", "kernel"].map((name) => [name, load(name)]),
);
const best = Object.entries(MODELS)
  .map(([kind, table]) => ({ kind, ...least(table) }))
  .toSorted((one, other) => one.value - other.value)[0];

const conditional = (space, value, at, optimum = value(at)) => ({
  family: "conditional",
  space,
  value,
  at,
  optimum,
});

export const problems = {
  optimizers: conditional(
    {
      decay: float(1e-8, 1e-1, { log: true }),
      optimizer: oneOf({
        adam: { rate: rate(), beta: float(0.5, 0.999) },
        sgd: { speed: rate(), momentum: float(0, 0.99) },
        plain: {},
      }),
    },
    optimizers,
    { decay: 1e-4, optimizer: { kind: "adam", rate: 10 ** -2.5, beta: 1 - 10 ** -1.2 } },
    0,
  ),
  nested: conditional(
    {
      size: float(8, 512, { log: true }),
      model: oneOf({
        kernel: {
          cost: float(1e-3, 1e3, { log: true }),
          shape: oneOf({
            gauss: { gamma: float(1e-5, 10, { log: true }) },
            polynomial: { degree: int(2, 6), offset: float(0, 1) },
            linear: {},
          }),
        },
        boosted: {
          rate: float(1e-3, 1, { log: true }),
          depth: int(2, 12),
          booster: oneOf({ dart: { drop: float(0, 0.5) }, trees: {} }),
        },
        neighbours: { neighbours: int(1, 30) },
      }),
    },
    nested,
    {
      size: 2 ** 5.5,
      model: { kind: "kernel", cost: 10, shape: { kind: "gauss", gamma: 10 ** -1.7 } },
    },
    0,
  ),
  layers: conditional(
    {
      rate: float(1e-4, 1, { log: true }),
      hidden: list(
        { width: int(4, 512, { log: true }), unit: choice(["relu", "tanh", "sigmoid"]) },
        { min: 1, max: 5 },
      ),
    },
    layers,
    { rate: 0.01, hidden: [128, 64, 32].map((width) => ({ width, unit: "relu" })) },
    0,
  ),
  trained: conditional(
    {
      rate: rate(),
      penalty: oneOf({
        none: {},
        l1: { strength: float(1e-7, 1, { log: true }) },
        l2: { strength: float(1e-7, 1, { log: true }) },
      }),
      schedule: oneOf({
        constant: {},
        cosine: { warmup: float(0, 0.5) },
        steps: { factor: float(0.01, 1, { log: true }), count: int(1, 8) },
      }),
    },
    trained,
    {
      rate: 10 ** -1.6,
      penalty: { kind: "l2", strength: 10 ** -3.5 },
      schedule: { kind: "cosine", warmup: 0.12 },
    },
    0,
  ),
  whichModel: conditional(
    {
      model: oneOf(
        Object.fromEntries(Object.entries(MODELS).map(([kind, table]) => [kind, spaceOf(table)])),
      ),
    },
    ({ model: { kind, ...settings } }) => valueOf(MODELS[kind], settings),
    { model: { kind: best.kind, ...best.at } },
    best.value,
  ),
};
