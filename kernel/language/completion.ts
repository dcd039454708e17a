/** The language server's completions as Jupyter wants them. */

import { plainNames } from "./document-text.ts";
import type { CompletionItem } from "./language.ts";
import { PREFIX } from "./overlay.ts";
import type { LineIndex } from "./positions.ts";

interface Position {
  line: number;
  character: number;
}

/** A completion of the language server protocol, as far as it is used. */
export interface LspCompletion {
  label: string;
  kind?: number;
  sortText?: string;
  filterText?: string;
  insertText?: string;
  detail?: string;
  data?: unknown;
  textEdit?: {
    newText: string;
    range?: { start: Position; end: Position };
    insert?: { start: Position; end: Position };
    replace?: { start: Position; end: Position };
  };
}

/** Names of the protocol's kinds, by number. */
const KINDS: Record<number, string> = {
  2: "method",
  3: "function",
  4: "constructor",
  5: "field",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  11: "unit",
  12: "value",
  13: "enum",
  14: "keyword",
  17: "path",
  19: "path",
  20: "enum member",
  21: "constant",
  25: "type parameter",
};

/** The members of every function: Function.prototype's and those of each function itself; ECMA-262, section 20.2. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set([
  "apply",
  "arguments",
  "bind",
  "call",
  "caller",
  "length",
  "name",
  "prototype",
  "toString",
  "[Symbol]",
]);
/** Those that together only a function has. */
const OF_FUNCTIONS_ALONE = ["apply", "bind", "call"];

const BEFORE = /[\p{ID_Continue}$#]*$/u;
const AFTER = /^[\p{ID_Continue}$]*/u;

/** A completion with the item it came from, so that its detail can be fetched. */
export interface RankedCompletion extends CompletionItem {
  source: LspCompletion;
}

/**
 * Filters by what stands before the cursor and orders by the server's own ranking, then by name.
 * @param index lines of `code`
 * @param headerLines lines before the code in the document that was asked
 */
export function completions(
  items: readonly LspCompletion[],
  code: string,
  offset: number,
  index: LineIndex,
  headerLines: number,
): { items: RankedCompletion[]; start: number; end: number } {
  const word = BEFORE.exec(code.slice(0, offset))![0];
  let start = offset - word.length;
  let end = offset + AFTER.exec(code.slice(offset))![0].length;
  // Names of properties that need quotes, and parts of strings, say themselves what they replace.
  const edit = items.find((item) => item.textEdit)?.textEdit;
  const range = edit?.range ?? edit?.replace ?? edit?.insert;
  if (range && items.every((item) => item.textEdit)) {
    start = index.offset(range.start.line - headerLines, range.start.character);
    end = index.offset(range.end.line - headerLines, range.end.character);
  }
  const typed = code.slice(start, offset).toLowerCase();
  const seen = new Set<string>();
  const found = items.filter(({ label, filterText }) => {
    if (label.startsWith(PREFIX) || seen.has(label)) return false;
    seen.add(label);
    return (filterText ?? label).toLowerCase().startsWith(typed);
  });
  const exact = code.slice(start, offset);
  // What every function has stands behind what this one has of its own.
  const isFunction = OF_FUNCTIONS_ALONE.every((name) => items.some(({ label }) => label === name));
  const rank = (item: LspCompletion) =>
    (isFunction && OF_FUNCTIONS.has(item.label) ? "1" : "0") +
    (item.label.startsWith(exact) ? "0" : "1") +
    (item.sortText ?? "");
  found.sort((a, b) => compare(rank(a), rank(b)) || compare(a.label, b.label));
  return {
    items: found.map((source) => ({
      label: source.label,
      insertText: source.textEdit?.newText ?? source.insertText ?? source.label,
      kind: KINDS[source.kind ?? 0] ?? "text",
      ...(source.detail ? { detail: oneLine(source.detail) } : {}),
      source,
    })),
    start,
    end,
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A type in a few words. */
export const oneLine = (detail: string): string => {
  const line = plainNames(detail)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^\(alias\) /, "");
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
};
