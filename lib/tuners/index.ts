// Derived from the folder by scripts/registries.mjs; do not edit.
import { anneal } from "./anneal.ts";
import { asha } from "./asha.ts";
import { auto } from "./auto.ts";
import { bayesian } from "./bayesian.ts";
import { bohb } from "./bohb.ts";
import { cmaEs } from "./cma-es.ts";
import { dehb } from "./dehb.ts";
import { differentialEvolution } from "./differential-evolution.ts";
import { forest } from "./forest.ts";
import { gaussianProcess } from "./gaussian-process.ts";
import { genetic } from "./genetic.ts";
import { grid } from "./grid.ts";
import { hyperband } from "./hyperband.ts";
import { mix } from "./mix.ts";
import { nsga2 } from "./nsga2.ts";
import { nsga3 } from "./nsga3.ts";
import { partialFixed } from "./partial-fixed.ts";
import { quasiRandom } from "./quasi-random.ts";
import { racing } from "./racing.ts";
import { random } from "./random.ts";
import { tpe } from "./tpe.ts";
import { zoom } from "./zoom.ts";

/** Every search method, by the name that users know it by. */
export const tuners = {
  anneal,
  asha,
  auto,
  bayesian,
  bohb,
  cmaEs,
  dehb,
  differentialEvolution,
  forest,
  gaussianProcess,
  genetic,
  grid,
  hyperband,
  mix,
  nsga2,
  nsga3,
  partialFixed,
  quasiRandom,
  racing,
  random,
  tpe,
  zoom,
};
