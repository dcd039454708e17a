// Choices without an order, and little else.
import { boolean, choice } from "../../../dist/lib/space/parameters.js";
import { randomStream } from "../../../dist/lib/math/random.js";
import { sum } from "./tools.mjs";

const LETTERS = ["a", "b", "c", "d", "e", "f"];
const names = (count) => Array.from({ length: count }, (_, k) => `c${k}`);
const record = (count, parameter) =>
  Object.fromEntries(names(count).map((name) => [name, parameter()]));

/**
 * A table of losses for each choice, and for pairs of neighbouring parameters a smaller one. The optimum is
 * planted: the first letters of `best` cost nothing, alone and in pairs, and all others cost something.
 */
function pairs(count, letters, best, seed) {
  const random = randomStream(seed);
  const cost = (isBest) => (isBest ? 0 : 0.05 + random.uniform());
  const single = best.map((good) => letters.map((letter) => cost(letter === good)));
  const double = best.map((good, k) => {
    const next = best[(k + 1) % count];
    return letters.map((one) => letters.map((other) => 1.5 * cost(one === good && other === next)));
  });
  return (params) => {
    const places = names(count).map((name) => letters.indexOf(params[name]));
    return sum(
      places.map((place, k) => single[k][place] + double[k][place][places[(k + 1) % count]]),
    );
  };
}

const BEST8 = ["c", "a", "d", "b", "d", "c", "a", "b"];
const eight = pairs(8, LETTERS.slice(0, 4), BEST8, 51);

/**
 * Leading ones on a hidden pattern of twelve switches, in blocks of three: a block counts only as a whole,
 * and a little for each switch that is right.
 */
const PATTERN = [1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0].map(Boolean);
function blocks(params) {
  const right = PATTERN.map((wanted, k) => params[`c${k}`] === wanted);
  const whole = [0, 1, 2, 3].map((block) => right.slice(3 * block, 3 * block + 3).every(Boolean));
  const single = sum(right.map((isRight, k) => (isRight ? 0 : 0.1 + 0.01 * k)));
  return single + sum(whole.map((isWhole, block) => (isWhole ? 0 : 0.5 + 0.1 * block)));
}

/** A pipeline's choices: most of the loss hangs on two of them, and one undoes another. */
const LOSS = {
  scale: { none: 0.2, standard: 0, robust: 0.02, rank: 0.06 },
  impute: { mean: 0.03, median: 0, constant: 0.07 },
  reduce: { none: 0.05, pca: 0, kernel: 0.04, random: 0.09 },
  select: { none: 0.02, variance: 0.015, forest: 0, lasso: 0.01 },
  encode: { onehot: 0, target: 0.01, hash: 0.05, ordinal: 0.08 },
  model: { linear: 0.15, tree: 0.12, forest: 0.02, boosted: 0, neighbours: 0.1, kernel: 0.05 },
  sample: { none: 0, over: 0.012, under: 0.05 },
};
function pipeline(params) {
  const alone = sum(Object.entries(LOSS).map(([name, losses]) => losses[params[name]]));
  const isTree = ["tree", "forest", "boosted"].includes(params.model);
  // Trees need no scaling, and the others suffer from ordinal codes and from the rank of a kernel.
  const scaling = isTree ? -LOSS.scale[params.scale] * 0.8 : 0;
  const clash = !isTree && params.encode === "ordinal" ? 0.15 : 0;
  return (
    alone + scaling + clash + (params.reduce === "kernel" && params.scale === "rank" ? 0.1 : 0)
  );
}

const categorical = (space, value, at) => ({
  family: "categorical",
  space,
  value,
  at,
  optimum: value(at),
});

export const problems = {
  pairs8: categorical(
    record(8, () => choice(LETTERS.slice(0, 4))),
    eight,
    Object.fromEntries(BEST8.map((letter, k) => [`c${k}`, letter])),
  ),
  blocks12: categorical(
    record(12, boolean),
    blocks,
    Object.fromEntries(PATTERN.map((on, k) => [`c${k}`, on])),
  ),
  pipeline: categorical(
    Object.fromEntries(
      Object.entries(LOSS).map(([name, losses]) => [name, choice(Object.keys(losses))]),
    ),
    pipeline,
    {
      scale: "standard",
      impute: "median",
      reduce: "pca",
      select: "forest",
      encode: "onehot",
      model: "boosted",
      sample: "none",
    },
  ),
};
