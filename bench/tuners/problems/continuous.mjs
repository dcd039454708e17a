// Continuous problems in the unit cube: shifted, most of them rotated, d = 2 … 50. The shapes are those of
// the BBOB suite (Hansen et al., "Real-parameter black-box optimization benchmarking 2009: noiseless
// functions definitions") and classics of Bayesian optimization.
import { randomStream } from "../../../dist/lib/math/random.js";
import { at, atShift, centred, cube, rotation, shift, sum, vector } from "./tools.mjs";

export function branin([first, second]) {
  const a = 15 * first - 5;
  const b = 15 * second;
  const bend = b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6;
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10;
}
export const BRANIN = { optimum: 0.39788735772973816, at: at([(Math.PI + 5) / 15, 2.275 / 15]) };

const STEEPNESS = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const CENTRES = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];
const HEIGHTS = [1, 1.2, 3, 3.2];

export function hartmann6(x) {
  return -sum(
    HEIGHTS.map((height, i) => {
      const away = CENTRES[i].map((place, k) => STEEPNESS[i][k] * (x[k] - 1e-4 * place) ** 2);
      return height * Math.exp(-sum(away));
    }),
  );
}
const HARTMANN_AT = [0.20168952, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730054];
export const HARTMANN = { optimum: -3.32236801141551, at: at(HARTMANN_AT) };

export const rosenbrock = (z) =>
  sum(z.slice(1).map((next, k) => 100 * (next - z[k] ** 2) ** 2 + (1 - z[k]) ** 2));

export const rastrigin = (z) => sum(z.map((v) => v * v - 10 * Math.cos(2 * Math.PI * v) + 10));

/** Axes from 1 to 10^power in steps of equal factors. */
export const ellipsoid = (z, power) =>
  sum(z.map((v, k) => 10 ** ((power * k) / (z.length - 1)) * v * v));

export function ackley(z) {
  const root = Math.sqrt(sum(z.map((v) => v * v)) / z.length);
  const waves = sum(z.map((v) => Math.cos(2 * Math.PI * v))) / z.length;
  return -20 * Math.exp(-0.2 * root) - Math.exp(waves) + 20 + Math.E;
}

function levy(w) {
  const last = w.at(-1);
  const inner = w.slice(0, -1).map((v) => (v - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * v + 1) ** 2));
  const ends = (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2);
  return Math.sin(Math.PI * w[0]) ** 2 + sum(inner) + ends;
}

/** Gallagher's peaks: the highest at the shift, 20 lower ones, each a turned Gaussian of its own widths. */
function peaks(d) {
  const random = randomStream(21, d);
  const hills = Array.from({ length: 21 }, (_, index) => ({
    height: index === 0 ? 10 : 1.1 + (8 * (index - 1)) / 19,
    centre: Array.from({ length: d }, (__, k) =>
      index === 0 ? shift(k) : 0.05 + 0.9 * random.uniform(),
    ),
    widths: Array.from({ length: d }, () => 10 ** (0.6 + 1.2 * random.uniform())),
  }));
  const turn = rotation(d, 22);
  return (x) => {
    const heights = hills.map(({ height, centre, widths }) => {
      const moved = x.map((value, k) => value - centre[k]);
      const turned = turn.map((row) => sum(row.map((value, k) => value * moved[k])));
      return height * Math.exp(-sum(turned.map((value, k) => widths[k] * value * value)) / 2);
    });
    return 10 - Math.max(...heights);
  };
}

/** |z|^(2 … 6): ever flatter along the later axes. */
const powers = (z) =>
  Math.sqrt(sum(z.map((v, k) => Math.abs(v) ** (2 + (4 * k) / (z.length - 1)))));

/** Styblinski and Tang's, its deep well at the shift: every coordinate has a second, higher one. */
const WELL = -2.903534027771177;
const wells = (z) =>
  sum(z.map((v) => v + WELL).map((v) => (v ** 4 - 16 * v * v + 5 * v) / 2 + 39.16616570377142));

const continuous = (d, value, more = {}) => ({
  family: "continuous",
  space: cube(d),
  value: (params) => value(vector(params, d)),
  optimum: 0,
  at: atShift(d),
  ...more,
});

const turned = (d, scale, seed, shape) => {
  const turn = rotation(d, seed);
  return continuous(d, (x) => shape(centred(x, scale, turn)));
};

export const problems = {
  branin: continuous(2, branin, BRANIN),
  rastrigin3: turned(3, 4, 31, rastrigin),
  rosenbrock4: turned(4, 4, 32, (z) => rosenbrock(z.map((v) => v + 1))),
  peaks5: continuous(5, peaks(5)),
  hartmann6: continuous(6, hartmann6, HARTMANN),
  ackley6: turned(6, 20, 33, ackley),
  ellipsoid8: turned(8, 5, 34, (z) => ellipsoid(z, 4)),
  levy10: continuous(10, (x) => levy(centred(x, 10).map((v) => 1 + v / 2))),
  powers12: turned(12, 5, 35, powers),
  wells20: continuous(20, (x) => wells(centred(x, 5))),
  // Six of fifty coordinates matter; where they stand is not in order.
  hartmann50: continuous(50, (x) => hartmann6([41, 7, 29, 13, 3, 22].map((k) => x[k])), {
    optimum: HARTMANN.optimum,
    at: {
      ...atShift(50),
      ...Object.fromEntries([41, 7, 29, 13, 3, 22].map((k, i) => [`x${k}`, HARTMANN_AT[i]])),
    },
  }),
  ellipsoid50: continuous(50, (x) => ellipsoid(centred(x, 5), 2)),
};
