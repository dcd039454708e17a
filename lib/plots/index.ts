// Derived from the folder by scripts/registries.mjs; do not edit.
import { brackets } from "./brackets.ts";
import { confirmed } from "./confirmed.ts";
import { contour } from "./contour.ts";
import { convergence } from "./convergence.ts";
import { cost } from "./cost.ts";
import { curves } from "./curves.ts";
import { distribution } from "./distribution.ts";
import { durations } from "./durations.ts";
import { edf } from "./edf.ts";
import { evaluations } from "./evaluations.ts";
import { genealogy } from "./genealogy.ts";
import { history } from "./history.ts";
import { hypervolumeHistory } from "./hypervolume-history.ts";
import { importances } from "./importances.ts";
import { landscape } from "./landscape.ts";
import { mosaic } from "./mosaic.ts";
import { parallel } from "./parallel.ts";
import { paretoFront } from "./pareto-front.ts";
import { partialDependence } from "./partial-dependence.ts";
import { race } from "./race.ts";
import { rank } from "./rank.ts";
import { regret } from "./regret.ts";
import { slice } from "./slice.ts";
import { terminator } from "./terminator.ts";
import { timeline } from "./timeline.ts";
import { why } from "./why.ts";

/** Every figure by its name. */
export const plots = {
  brackets,
  confirmed,
  contour,
  convergence,
  cost,
  curves,
  distribution,
  durations,
  edf,
  evaluations,
  genealogy,
  history,
  hypervolumeHistory,
  importances,
  landscape,
  mosaic,
  parallel,
  paretoFront,
  partialDependence,
  race,
  rank,
  regret,
  slice,
  terminator,
  timeline,
  why,
};
