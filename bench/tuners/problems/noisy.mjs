// Problems whose values come with noise: `noise` is its standard deviation, the same draws for every player.
// Scores are by the values without it.
import { atShift, centred, cube, rotation, vector } from "./tools.mjs";
import { branin, BRANIN, ellipsoid, hartmann6, HARTMANN } from "./continuous.mjs";
import { problems as mixed } from "./mixed.mjs";

const noisy = (d, noise, value, more = {}) => ({
  family: "noisy",
  space: cube(d),
  value: (params) => value(vector(params, d)),
  noise,
  optimum: 0,
  at: atShift(d),
  ...more,
});

const turn = rotation(10, 41);

export const problems = {
  noisyBranin: noisy(2, 5, branin, BRANIN),
  noisyHartmann6: noisy(6, 0.2, hartmann6, HARTMANN),
  noisyEllipsoid10: noisy(10, 20, (x) => ellipsoid(centred(x, 5, turn), 1.5)),
  noisyTraining: { ...mixed.training, family: "noisy", noise: 0.05 },
};
