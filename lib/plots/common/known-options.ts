import { unknownOption } from "../../space/wording.ts";
import { FigureError } from "./figure-error.ts";

/** What Optuna calls it, and KerasTuner, and what it is called here. */
const ELSEWHERE = { params: "parameters", target_name: "objective", target: "objective" };

/**
 * Refuses an option that a figure or table does not have: a misspelt one would draw something else in silence.
 *
 * @param what its name as a user writes it: "plots.history"
 * @param known every option, so that the compiler misses one that is left out
 * @throws FigureError naming the option, and the one that may have been meant
 */
export function knownOptions<Options extends object>(
  what: string,
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
): void {
  const message = unknownOption(what, options, Object.keys(known), ELSEWHERE);
  if (message !== undefined) throw new FigureError(message);
}
