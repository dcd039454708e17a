// Problems with constraints on the outcome, told beside the value: feasible where ≤ 0. Only feasible points
// count.
import { choice, float } from "../../../dist/lib/space/parameters.js";
import { branin } from "./continuous.mjs";
import { problems as mixed } from "./mixed.mjs";

/** Gardner et al. (2014): a thin feasible band in a plane of waves. */
const gardner = ({ x, y }) => ({
  value: Math.sin(x) + y,
  constraints: { band: Math.sin(x) * Math.sin(y) + 0.95 },
});

/** Branin where two of its three wells are out of bounds. */
function fenced({ x0, x1 }) {
  const away = ((x0 - 0.9) / 0.34) ** 2 + ((x1 - 0.05) / 0.4) ** 2 - 1;
  return { value: branin([x0, x1]), constraints: { fence: away } };
}

const BATCHES = [16, 32, 64, 128, 256];

/** A network that must fit into memory and answer in time; the unconstrained best does neither. */
function fitting(params) {
  const { units, layers, batch } = params;
  const weights = (64 * units + (layers - 1) * units * units + 10 * units) / 1000;
  const memory = (weights + 0.05 * batch * units * layers) / 60 - 1;
  const time = (weights / 30 + layers * 0.4) / 2 - 1;
  const value = mixed.training.value(params) + 0.02 * Math.abs(Math.log2(batch) - 7);
  return { value, constraints: { memory, time } };
}

/** The best that fits: every number of units, layers and batch, at the best of all else. */
function findBestFit() {
  let best = { value: Infinity };
  for (let layers = 1; layers <= 5; layers++)
    for (let units = 4; units <= 1024; units++)
      for (const batch of BATCHES) {
        const rate = 10 ** (-2.3 - 0.25 * (layers - 1));
        const at = {
          rate,
          units,
          layers,
          dropout: 0.2,
          activation: "relu",
          optimizer: "adam",
          batch,
        };
        const { value, constraints } = fitting(at);
        const fits = Object.values(constraints).every((by) => by <= 0);
        if (fits && value < best.value) best = { value, at };
      }
  return best;
}
const bestFit = findBestFit();

export const problems = {
  gardner: {
    family: "constrained",
    space: { x: float(0, 6), y: float(0, 6) },
    value: gardner,
    // Where sin x = −1: the band's edge there is sin y = 0.95.
    optimum: Math.asin(0.95) - 1,
    at: { x: 1.5 * Math.PI, y: Math.asin(0.95) + 1e-9 },
  },
  fenced: {
    family: "constrained",
    space: { x0: float(0, 1), x1: float(0, 1) },
    value: fenced,
    // The well that the fence leaves.
    optimum: 0.39788735772973816,
    at: { x0: (3 * Math.PI + 5) / 15, x1: 2.475 / 15 },
  },
  fitting: {
    family: "constrained",
    space: { ...mixed.training.space, batch: choice(BATCHES) },
    value: fitting,
    optimum: bestFit.value,
    at: bestFit.at,
  },
};
