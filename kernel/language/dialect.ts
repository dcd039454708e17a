/** Whether a cell is plain TypeScript or has JSX. */

import { parseSync } from "oxc-parser";
import type { Dialect } from "./compile.ts";

const parses = (code: string, dialect: Dialect) =>
  parseSync(`cell.${dialect}`, code, { sourceType: "module" }).errors.length === 0;

/** The dialect in which the text parses; of unfinished text, the one it looks like. */
export function dialectOf(code: string): Dialect {
  if (!code.includes("<") || parses(code, "ts")) return "ts";
  return parses(code, "tsx") || /<\/|\/>/.test(code) ? "tsx" : "ts";
}
