/** A Gaussian process for pictures: smooth enough to be believed, with noise for all that is not drawn. */
import {
  fitGaussianProcess,
  type GaussianProcess,
  type GpData,
  type GpParameters,
} from "../../models/gaussian-process.ts";

/**
 * What may be chosen. A likelihood over few columns likes to explain every trial by a ripple of its own, so
 * the shortest lengthscale is a fifth of the range, and some noise there always is.
 */
const LENGTHSCALES = [0.2, 0.3, 0.45, 0.7, 1.1, 2, 5];
const NOISES = [0.01, 0.03, 0.08, 0.2, 0.4, 0.8];
const SIGNALS = [0.3, 1, 3];

/** How often every parameter is chosen anew, given the others. */
const ROUNDS = 2;

/**
 * The process with the highest likelihood among these, one hyperparameter at a time.
 *
 * @param data standardised values
 */
export function smoothProcess(data: GpData): GaussianProcess {
  const processOf = (start: GpParameters) => fitGaussianProcess(data, { start, maxIterations: 0 });
  let best = processOf({
    signal: 1,
    noise: 0.08,
    lengthscales: data.columns.map(() => 0.7),
  });
  const improve = (change: (parameters: GpParameters) => GpParameters[]): void => {
    for (const parameters of change(best.parameters)) {
      const tried = processOf(parameters);
      if (tried.logLikelihood > best.logLikelihood) best = tried;
    }
  };
  for (let round = 0; round < ROUNDS; round++) {
    improve((now) => NOISES.map((noise) => ({ ...now, noise })));
    data.columns.forEach((_, column) =>
      improve((now) =>
        LENGTHSCALES.map((length) => ({
          ...now,
          lengthscales: now.lengthscales.map((own, k) => (k === column ? length : own)),
        })),
      ),
    );
    improve((now) => SIGNALS.map((signal) => ({ ...now, signal })));
  }
  return best;
}
