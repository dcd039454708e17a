// Several objectives, all minimised. `reference` is the corner from which hypervolume is measured, `volume`
// the best known: of the true front, densely sampled.
import { hypervolume } from "../../../dist/lib/math/hypervolume.js";
import { load, spaceOf, valueOf } from "../tables/read.mjs";
import { cube, shift, sum, vector } from "./tools.mjs";

/** Zitzler, Deb and Thiele's third (2000), six parameters, its distance shifted: a front in five pieces. */
function zdt3(params) {
  const [first, ...others] = vector(params, 6);
  const distance = 1 + (9 / 5) * sum(others.map((value, k) => Math.abs(value - shift(k + 1))));
  const share = first / distance;
  return [first, distance * (1 - Math.sqrt(share) - share * Math.sin(10 * Math.PI * first))];
}
const zdt3Front = Array.from({ length: 20_001 }, (_, k) => {
  const first = k / 20_000;
  return [first, 1 - Math.sqrt(first) - first * Math.sin(10 * Math.PI * first)];
});

/** Deb, Thiele, Laumanns and Zitzler's second (2002): three objectives, the front an eighth of a sphere. */
function dtlz2(params) {
  const [a, b, ...others] = vector(params, 6);
  const radius = 1 + sum(others.map((value, k) => (value - shift(k + 2)) ** 2));
  const [one, two] = [(a * Math.PI) / 2, (b * Math.PI) / 2];
  return [
    radius * Math.cos(one) * Math.cos(two),
    radius * Math.cos(one) * Math.sin(two),
    radius * Math.sin(one),
  ];
}
/** Below a cube of side 1.2, all but the eighth of the unit ball. */
const DTLZ2_VOLUME = 1.2 ** 3 - Math.PI / 6;

/** A network's loss against its size, from the table of real trainings. */
const table = load("network");
const sizeOf = ({ neurons, layers }) =>
  Math.log10(65 * neurons + (layers - 1) * (neurons + 1) * neurons + 10 * (neurons + 1)) / 5;
const lossAndSize = (params) => [valueOf(table, params), sizeOf(params)];

/** The best loss for each size: one of the table's levels of everything but the neurons. */
function lossAndSizeFront() {
  const [neurons, layers] = table.axes;
  const front = [];
  for (const depth of layers.levels) {
    for (let count = neurons.levels[0]; count <= neurons.levels.at(-1); count++) {
      const loss = bestLoss(count, depth);
      front.push([loss, sizeOf({ neurons: count, layers: depth })]);
    }
  }
  return front;
}

function bestLoss(neurons, layers) {
  const [, , rate, batch, activation] = table.axes;
  let best = Infinity;
  for (const r of rate.levels)
    for (const b of batch.levels)
      for (const a of activation.levels)
        best = Math.min(
          best,
          valueOf(table, { neurons, layers, rate: r, batch: b, activation: a }),
        );
  return best;
}

const SIZE_REFERENCE = [1, sizeOf({ neurons: 128, layers: 3 }) + 0.05];

const several = (space, value, names, reference, volume) => ({
  family: "several",
  space,
  value,
  objectives: names,
  reference,
  volume,
  trials: 100,
});

export const problems = {
  zdt3: several(cube(6), zdt3, ["first", "second"], [1.1, 5], hypervolume(zdt3Front, [1.1, 5])),
  dtlz2: several(cube(6), dtlz2, ["x", "y", "z"], [1.2, 1.2, 1.2], DTLZ2_VOLUME),
  lossAndSize: several(
    spaceOf(table),
    lossAndSize,
    ["loss", "size"],
    SIZE_REFERENCE,
    hypervolume(lossAndSizeFront(), SIZE_REFERENCE),
  ),
};
