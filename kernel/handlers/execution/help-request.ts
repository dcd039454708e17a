import type { Diagnostic } from "../../language/language.ts";
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

/** A name or a path of names: what is asked about at the end of other code, not the half of a conditional. */
const PATH = /^[\w$.]+$/;

/**
 * The errors of a cell that ends in help requests behind other code, with the advice that such a one stands
 * alone; of every other cell as they are.
 *
 * @param compiles whether a text is a cell
 */
export function withHelpAdvice(
  errors: Diagnostic[],
  code: string,
  compiles: (code: string) => boolean,
): Diagnostic[] {
  const [first, ...others] = errors;
  const lines = code.trimEnd().split(/\r\n|\n|\r/);
  let begin = lines.length;
  let asked: string | undefined;
  for (; begin > 0; begin--) {
    const line = lines[begin - 1]!.trim();
    const help = helpRequest(line);
    if (line !== "" && !(help && PATH.test(help.expression))) break;
    if (help) asked = line.replace(/;$/, "");
  }
  if (!first || asked === undefined || first.line < begin) return errors;
  if (!compiles(lines.slice(0, begin).join("\n"))) return errors;
  const message = `${first.message}\nTo look something up, write ${asked} in a cell of its own.`;
  return [{ ...first, message }, ...others];
}

/** The page that a cell like `%time?` or `?%%time` asks for. */
export function magicHelp(cell: string): JsonObject | undefined {
  const found = /^\s*(\?{0,2})\s*%{1,2}([\w-]+)\s*(\?{0,2})\s*$/.exec(cell);
  if (!found || (found[1] === "") === (found[3] === "")) return undefined;
  const magic = magics.get(found[2]!);
  return magic && { source: "page", data: helpPage(magic), start: 0 };
}
