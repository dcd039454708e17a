// Derived from the folder by scripts/registries.mjs; do not edit.
import { auto } from "./auto.ts";
import { bayesian } from "./bayesian.ts";
import { grid } from "./grid.ts";
import { random } from "./random.ts";
import { tpe } from "./tpe.ts";

/** Every search method, by the name that users know it by. */
export const tuners = { auto, bayesian, grid, random, tpe };
