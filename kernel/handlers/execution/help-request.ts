import { splitMagics } from "../magics/split.ts";

/** What a cell like `Math.max?` asks about. */
export interface HelpRequest {
  /** The expression: `Math.max`. */
  readonly expression: string;
  /** 1 for `??`: all that is known. */
  readonly detail: 0 | 1;
}

/**
 * Reads a cell that is nothing but an expression with one or two question marks after or before it, as
 * IPython has it. No TypeScript ends or begins so; undefined for every other cell.
 */
export function helpRequest(cell: string): HelpRequest | undefined {
  const line = splitMagics(cell).code.trim();
  const found = /^(\?{0,2})\s*([^?\s][^?\n]*?)\s*(\?{0,2})\s*;?$/.exec(line);
  if (!found) return undefined;
  const [, before = "", expression = "", after = ""] = found;
  if ((before === "") === (after === "")) return undefined;
  return { expression, detail: (before + after).length > 1 ? 1 : 0 };
}
