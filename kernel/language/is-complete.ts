/** Whether a text is a whole cell or still being typed, for consoles that ask before they run it. */

import { parseSync } from "../emit/packages.ts";
import type { Lang, SourceType } from "../emit/emit.ts";
import type { Completeness, SourceLanguage } from "./language.ts";

const INDENT = "  ";

/** `is_complete_request`: complete, incomplete (with the next line's indent) or invalid. Magics are complete. */
export function isComplete(code: string, language: SourceLanguage = "typescript"): Completeness {
  if (/^\s*[%!]/.test(code)) return { status: "complete" };
  const [plain, jsx] =
    language === "javascript" ? (["js", "jsx"] as const) : (["ts", "tsx"] as const);
  const verdicts = [verdict(code, plain)];
  if (verdicts[0] !== "complete" && code.includes("<")) verdicts.push(verdict(code, jsx));
  if (verdicts.includes("complete")) return { status: "complete" };
  if (verdicts.includes("incomplete")) return { status: "incomplete", indent: nextIndent(code) };
  return { status: "invalid" };
}

function verdict(code: string, dialect: Lang): Completeness["status"] {
  const read = (sourceType: SourceType) =>
    parseSync(`cell.${dialect}`, code, { sourceType }).errors;
  let errors = read(dialect.startsWith("js") ? "unambiguous" : "module");
  // `for await` at the top is for modules only.
  if (errors.length && dialect.startsWith("js") && !read("module").length) errors = [];
  const [error] = errors;
  if (!error) return "complete";
  const start = error.labels[0]?.start ?? 0;
  // A quote must end on its line; a template and a comment may go on. oxc words the first two alike.
  if (error.message.startsWith("Unterminated")) {
    return code[start] === "`" || error.message.includes("comment") ? "incomplete" : "invalid";
  }
  return start >= code.trimEnd().length ? "incomplete" : "invalid";
}

/** The indent of the last line, and one step more after what opens something. */
function nextIndent(code: string): string {
  const last = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(last)![0];
  const opens = /([{([:?=]|=>|&&|\|\||[+*,-])\s*$/.test(last) && !last.trimEnd().endsWith(",");
  const headWithoutBody = /^\s*(?:if|else|for|while|do|try)\b[^{};]*$/.test(last);
  return opens || headWithoutBody ? indent + INDENT : indent;
}
