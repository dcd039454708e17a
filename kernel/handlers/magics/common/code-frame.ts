import { MagicError } from "./magic.ts";
import { scanLines } from "./scan.ts";

/**
 * The code of a magic's line behind its options, without blanks, semicolons and a comment at its end.
 * @throws MagicError where there is none
 */
export function codeFrame(
  magic: string,
  text: string,
  from: number,
): { from: number; to: number; code: string } {
  let end = text.length;
  // What is put behind the code must not become part of the comment.
  scanLines(
    text,
    () => undefined,
    (start, stop) => {
      if (stop === text.length) end = start;
    },
  );
  const to = text.slice(0, end).replace(/[\s;]+$/, "").length;
  const code = text.slice(from, to);
  if (code.trim() === "") {
    throw new MagicError(`${magic} wants a statement behind it; for a whole cell write %${magic}.`);
  }
  return { from, to, code };
}
