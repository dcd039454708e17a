import { unknownOption } from "../space/wording.ts";
import { StudyError } from "./errors.ts";

/**
 * Refuses an option that a function does not have: a misspelt one would be a silent default.
 *
 * @param what the function as a user writes it: "analysis.importance"
 * @param known every option, so that the compiler misses one that is left out
 * @param elsewhere what other libraries call it → what it is called here
 * @throws StudyError naming the option, and the one that may have been meant
 */
export function knownOptions<Options extends object>(
  what: string,
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
  elsewhere: Readonly<Record<string, string>> = {},
): void {
  const message = unknownOption(what, options, Object.keys(known), elsewhere);
  if (message !== undefined) throw new StudyError(message);
}
