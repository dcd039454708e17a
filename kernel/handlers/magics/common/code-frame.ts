import { MagicError } from "./magic.ts";

/**
 * The code of a magic's line behind its options, without blanks and semicolons at its end.
 * @throws MagicError where there is none
 */
export function codeFrame(
  magic: string,
  text: string,
  from: number,
): { from: number; to: number; code: string } {
  const to = text.replace(/[\s;]+$/, "").length;
  const code = text.slice(from, to);
  if (code.trim() === "") {
    throw new MagicError(`${magic} wants a statement behind it; for a whole cell write %${magic}.`);
  }
  return { from, to, code };
}
