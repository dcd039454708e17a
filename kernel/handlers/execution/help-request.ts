import type { JsonObject } from "../../wire/message.ts";
import { helpPage } from "../magics/common/help-page.ts";
import { magics } from "../magics/common/registry.ts";

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
  const line = cell.trim();
  const found = /^(\?{0,2})\s*([^?\s][^?\n]*?)\s*(\?{0,2})\s*;?$/.exec(line);
  if (!found) return undefined;
  const [, before = "", expression = "", after = ""] = found;
  if ((before === "") === (after === "")) return undefined;
  return { expression, detail: (before + after).length > 1 ? 1 : 0 };
}

/** The page that a cell like `%time?` or `?%%time` asks for. */
export function magicHelp(cell: string): JsonObject | undefined {
  const found = /^\s*(\?{0,2})\s*%{1,2}([\w-]+)\s*(\?{0,2})\s*$/.exec(cell);
  if (!found || (found[1] === "") === (found[3] === "")) return undefined;
  const magic = magics.get(found[2]!);
  return magic && { source: "page", data: helpPage(magic), start: 0 };
}
