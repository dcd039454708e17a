// Derived from the folder by scripts/registries.mjs; do not edit.
import { median } from "./median.ts";
import { none } from "./none.ts";

/** Every rule that stops trials early, by the name that users know it by. */
export const pruners = { median, none };
