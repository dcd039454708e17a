import { show } from "../space/wording.ts";
import { StudyError } from "../study/errors.ts";

/**
 * Checks the level of an interval.
 *
 * @throws StudyError where it is no probability
 */
export function checkLevel(level: number): void {
  if (!(typeof level === "number" && level > 0 && level < 1))
    throw new StudyError(`level is ${show(level)}. Give a probability, for instance 0.9.`);
}
