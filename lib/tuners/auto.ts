import type { TunerSpec } from "../study/tuner.ts";
import { checkOptions } from "./common/options.ts";
import { random } from "./random.ts";
import { tpe } from "./tpe.ts";

/**
 * The default: chooses a search method for the study. For now that is TPE for one objective and random
 * search for several.
 */
export function auto(options: Record<string, never> = {}): TunerSpec {
  checkOptions("auto", options, []);
  return {
    name: "auto",
    create(context) {
      const single = Object.keys(context.objectives).length === 1;
      const chosen = single ? tpe() : random();
      return Object.assign(chosen.create(context), { name: "auto" });
    },
  };
}
