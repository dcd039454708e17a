// Floats, integers, logarithmic ranges and choices together, without conditions.
import { boolean, choice, float, int } from "../../../dist/lib/space/parameters.js";
import { ackley, rastrigin } from "./continuous.mjs";
import { shift, sum } from "./tools.mjs";

const PENALTY = { relu: 0, tanh: 0.05, sigmoid: 0.2 };

/** A validation loss as networks have it: the best rate depends on layers and optimizer. */
function training(p) {
  const slow = p.optimizer === "sgd";
  const rate = Math.log10(p.rate) + 2.3 + 0.25 * (p.layers - 1) + (slow ? -0.8 : 0);
  const width = (Math.log2(p.units) - 6.5) / 3;
  const shape = 0.08 * width ** 2 + 0.05 * (p.layers - 3) ** 2 + 0.3 * (p.dropout - 0.2) ** 2;
  return 0.12 * rate ** 2 + shape + PENALTY[p.activation] + (slow ? 0.04 : 0);
}

/** A boosted forest's: rate and number of trees trade against each other, depth against leaf size. */
function boosting(p) {
  const shrink = Math.log10(p.rate) + Math.log10(p.trees) - 1.4;
  const grow = p.depth - 5.2 - 0.8 * Math.log2(p.leaf / 8);
  const drawn = (p.rows - 0.72) ** 2 + 0.6 * (p.columns - 0.55) ** 2;
  const growing = { depth: 0, leaf: 0.02 + 0.01 * Math.abs(p.depth - 7), oblivious: 0.035 }[p.grow];
  const late = 0.015 * (Math.log10(p.trees) - 2.9) ** 2;
  const more = 0.01 * (Math.log10(p.lambda) - 0.3) ** 2;
  return (
    Math.sqrt(1e-4 + 0.09 * shrink ** 2 + 0.004 * grow ** 2 + 0.12 * drawn) -
    0.01 +
    growing +
    late +
    more
  );
}

/** Where each of three choices puts the optimum, and how deep it lies there. */
const PLACES = { north: 0.21, east: 0.66, south: 0.47, west: 0.83 };
const DEPTHS = { north: 0.6, east: 0, south: 1.1, west: 0.3 };

function valleys(p) {
  const x = [p.a, p.b, p.c].map((value, k) => value - PLACES[p.valley] + 0.1 * (k - 1));
  const cells = [p.i - 7, p.j - 3].map((value) => value / 4);
  return DEPTHS[p.valley] + ackley([...x.map((v) => 6 * v), ...cells]) + (p.mirror ? 0.4 : 0);
}

/** Rastrigin's waves on three reals and three integers. */
function waves(p) {
  const reals = [p.x0, p.x1, p.x2].map((value, k) => 3 * (value - shift(k)));
  const integers = [p.i0 - 6, p.i1 + 3, p.i2 - 1];
  return rastrigin(reals) + sum(integers.map((value, k) => 0.5 * (k + 1) * value * value));
}

/** Reals and steps that lean on each other in a ring. */
function stepped(p) {
  const gaps = [p.a - 0.35, p.b - 0.6, p.c - 2.25, p.d + 1.5];
  const turned = gaps.map((gap, k) => gap - 0.4 * (gaps[(k + 1) % 4] ?? 0));
  const size = Math.log2(p.size / 48);
  return (
    sum(turned.map((v, k) => (k + 1) * v * v)) + 0.5 * size * size + (p.mode === "b" ? 0 : 0.15)
  );
}

const mixed = (space, value, at, optimum = value(at)) => ({
  family: "mixed",
  space,
  value,
  at,
  optimum,
});

export const problems = {
  training: mixed(
    {
      rate: float(1e-5, 1, { log: true }),
      units: int(4, 1024, { log: true }),
      layers: int(1, 5),
      dropout: float(0, 0.5, { step: 0.1 }),
      activation: choice(["relu", "tanh", "sigmoid"]),
      optimizer: choice(["adam", "sgd"]),
    },
    training,
    {
      rate: 10 ** -2.8,
      // The integer nearest to 2^6.5.
      units: 91,
      layers: 3,
      dropout: 0.2,
      activation: "relu",
      optimizer: "adam",
    },
  ),
  boosting: mixed(
    {
      rate: float(1e-3, 1, { log: true }),
      trees: int(10, 2000, { log: true }),
      depth: int(2, 12),
      leaf: int(1, 100, { log: true }),
      rows: float(0.3, 1),
      columns: float(0.2, 1),
      lambda: float(1e-3, 100, { log: true }),
      grow: choice(["depth", "leaf", "oblivious"]),
    },
    boosting,
    {
      // 794 is the integer nearest to 10^2.9; with 6 levels and leaves of 16 the growth is exactly right.
      rate: 10 ** 1.4 / 794,
      trees: 794,
      depth: 6,
      leaf: 16,
      rows: 0.72,
      columns: 0.55,
      lambda: 10 ** 0.3,
      grow: "depth",
    },
  ),
  valleys: mixed(
    {
      a: float(0, 1),
      b: float(0, 1),
      c: float(0, 1),
      i: int(0, 20),
      j: int(0, 10),
      valley: choice(["north", "east", "south", "west"]),
      mirror: boolean(),
    },
    valleys,
    { a: 0.76, b: 0.66, c: 0.56, i: 7, j: 3, valley: "east", mirror: false },
  ),
  waves: mixed(
    {
      x0: float(0, 1),
      x1: float(0, 1),
      x2: float(0, 1),
      i0: int(-10, 10),
      i1: int(-10, 10),
      i2: int(-10, 10),
    },
    waves,
    { x0: shift(0), x1: shift(1), x2: shift(2), i0: 6, i1: -3, i2: 1 },
  ),
  stepped: mixed(
    {
      a: float(0, 1, { step: 0.05 }),
      b: float(0, 1),
      c: float(0, 5, { step: 0.25 }),
      d: float(-4, 4),
      size: int(8, 256, { step: 8 }),
      mode: choice(["a", "b", "c"]),
    },
    stepped,
    { a: 0.35, b: 0.6, c: 2.25, d: -1.5, size: 48, mode: "b" },
  ),
};
