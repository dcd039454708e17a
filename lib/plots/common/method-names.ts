/** How tuners and pruners are called in sentences. */
import { cut } from "./words.ts";

const TUNERS: Readonly<Record<string, string>> = {
  asha: "ASHA",
  anneal: "simulated annealing",
  auto: "auto",
  bayesian: "Bayesian search",
  bohb: "BOHB",
  cmaEs: "CMA-ES",
  dehb: "DEHB",
  differentialEvolution: "differential evolution",
  forest: "the forest",
  gaussianProcess: "the Gaussian process",
  genetic: "the genetic search",
  grid: "grid search",
  hyperband: "Hyperband",
  nsga2: "NSGA-II",
  nsga3: "NSGA-III",
  quasiRandom: "quasi-random search",
  racing: "racing",
  random: "random search",
  tpe: "TPE",
  zoom: "zooming",
};

const PRUNERS: Readonly<Record<string, string>> = {
  asha: "ASHA",
  bohb: "BOHB",
  dehb: "DEHB",
  hyperband: "Hyperband",
  median: "the median rule",
  percentile: "the percentile rule",
  threshold: "the threshold",
  wilcoxon: "the signed-rank test",
};

/** A tuner in a sentence: "the Gaussian process"; an unknown name as it is. Plain text. */
export function tunerWords(name: string): string {
  return Object.hasOwn(TUNERS, name) ? TUNERS[name]! : cut(name);
}

/** A pruner in a sentence: "ASHA", "the median rule"; undefined where its name is not known. */
export function prunerWords(name: string): string | undefined {
  return Object.hasOwn(PRUNERS, name) ? PRUNERS[name] : undefined;
}
