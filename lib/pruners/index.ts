// Derived from the folder by scripts/registries.mjs; do not edit.
import { asha } from "./asha.ts";
import { hyperband } from "./hyperband.ts";
import { median } from "./median.ts";
import { none } from "./none.ts";
import { patient } from "./patient.ts";
import { percentile } from "./percentile.ts";
import { threshold } from "./threshold.ts";
import { wilcoxon } from "./wilcoxon.ts";

/** Every rule that stops trials early, by the name that users know it by. */
export const pruners = { asha, hyperband, median, none, patient, percentile, threshold, wilcoxon };
