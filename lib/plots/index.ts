// Derived from the folder by scripts/registries.mjs; do not edit.
import { cost } from "./cost.ts";
import { curves } from "./curves.ts";
import { history } from "./history.ts";
import { parallel } from "./parallel.ts";
import { terminator } from "./terminator.ts";
import { timeline } from "./timeline.ts";

/** Every figure by its name. */
export const plots = { cost, curves, history, parallel, terminator, timeline };
