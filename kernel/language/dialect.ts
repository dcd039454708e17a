/** Whether a cell is plain or has JSX. */

import { parseSync } from "../emit/packages.ts";
import type { Dialect } from "./compile.ts";
import type { SourceLanguage } from "./language.ts";

/** Whether a text can be read in a dialect. */
export const parses = (code: string, dialect: Dialect) =>
  parseSync(`cell.${dialect}`, code, {
    sourceType: dialect.startsWith("js") ? "unambiguous" : "module",
  }).errors.length === 0;

/** The dialect in which the text parses; of unfinished text, the one it looks like. */
export function dialectOf(code: string, language: SourceLanguage = "typescript"): Dialect {
  const [plain, jsx] =
    language === "javascript" ? (["js", "jsx"] as const) : (["ts", "tsx"] as const);
  if (!code.includes("<") || parses(code, plain)) return plain;
  return parses(code, jsx) || /<\/|\/>/.test(code) ? jsx : plain;
}
