// Derived from the folder by scripts/registries.mjs; do not edit.
import { best } from "./best.ts";
import { results } from "./results.ts";
import { space } from "./space.ts";
import { trials } from "./trials.ts";

/** Every table by its name. */
export const tables = { best, results, space, trials };
