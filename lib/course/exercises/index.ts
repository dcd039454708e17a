// Derived from the folder by scripts/build-course.mjs; do not edit.
import { gridSize as gridSize01 } from "./01-why-tuning-is-hard/grid-size.ts";
import { halfBlind as halfBlind01 } from "./01-why-tuning-is-hard/half-blind.ts";

/** Every exercise of the course, by lesson and name. */
export const exercises = {
  "01-why-tuning-is-hard": {
    "grid-size": gridSize01,
    "half-blind": halfBlind01,
  },
};
