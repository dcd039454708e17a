import type { TunerSpec } from "../study/tuner.ts";
import { tpe, type TpeOptions } from "./tpe.ts";

/**
 * Model-based search: learns from the trials so far where to look next. It chooses among the models that
 * there are; for now that is always TPE, whose options it takes.
 *
 * @throws TunerError as `tpe` does
 */
export function bayesian(options: TpeOptions = {}): TunerSpec {
  const chosen = tpe(options);
  return {
    name: "bayesian",
    create: (context) => Object.assign(chosen.create(context), { name: "bayesian" }),
  };
}
