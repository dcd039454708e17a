// Derived from the folder by scripts/registries.mjs; do not edit.
import { grid } from "./grid.ts";
import { random } from "./random.ts";

/** Every search method, by the name that users know it by. */
export const tuners = { grid, random };
