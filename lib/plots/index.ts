// Derived from the folder by scripts/registries.mjs; do not edit.
import { convergence } from "./convergence.ts";
import { cost } from "./cost.ts";
import { curves } from "./curves.ts";
import { history } from "./history.ts";
import { importances } from "./importances.ts";
import { landscape } from "./landscape.ts";
import { parallel } from "./parallel.ts";
import { regret } from "./regret.ts";
import { terminator } from "./terminator.ts";
import { timeline } from "./timeline.ts";

/** Every figure by its name. */
export const plots = {
  convergence,
  cost,
  curves,
  history,
  importances,
  landscape,
  parallel,
  regret,
  terminator,
  timeline,
};
