import { Figure } from "./common/figure.ts";
import { namedStudies, type Studies } from "./common/series.ts";
import { convergenceData } from "./convergence/data.ts";
import { CONVERGENCE_HEIGHT, convergenceSpec } from "./convergence/spec.ts";
import { convergenceAlt, convergenceText } from "./convergence/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** How a convergence is drawn. */
export interface ConvergenceFigureOptions {
  /** Which objective; the first where left out. */
  objective?: string;
}

/**
 * The best value so far by the trials that finished: of one study, or of several with the lead of the best
 * over the worst. Where some are stopped early, `plots.cost` is the fairer measure.
 *
 * scikit-optimize calls it plot_convergence.
 *
 * @param studies one, a list, or studies by the names to show
 * @throws FigureError for an unknown objective, or studies that cannot be compared
 * @example
 * plots.convergence(study);
 */
export function convergence(studies: Studies, options: ConvergenceFigureOptions = {}): Figure {
  knownOptions("plots.convergence", options, { objective: true });
  const data = convergenceData(namedStudies(studies), options);
  return new Figure({
    id: "convergence",
    height: CONVERGENCE_HEIGHT,
    spec: convergenceSpec(data),
    alt: convergenceAlt(data),
    text: convergenceText(data),
  });
}
