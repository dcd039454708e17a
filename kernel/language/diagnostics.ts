/** What the language server says of the cell in work → what the user is told. */

import type { Diagnostic } from "./language.ts";
import { HEADER_LINES } from "./overlay.ts";
import { isBare, packageName } from "./project-config.ts";

/** A diagnostic of the language server protocol, as far as it is used. */
export interface LspDiagnostic {
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  severity?: number;
  code?: number | string;
  message: string;
}

const ERROR = 1;
/** Cannot find module. */
export const MODULE_NOT_FOUND = new Set([2307, 2792, 2732]);
/** Errors that never stop a cell. */
const IGNORED = new Set([
  2306, // a file that is no module
  2695, // `a, b`: the left side is unused
  1203, // `export =`, harmless here
]);

/** "… implicitly has an 'any' type", in all its forms; 7016 is a package without types. */
const isImplicitAny = (code: number) =>
  code >= 7005 && code <= 7057 && (code < 7027 || code > 7030);

/** The module that a diagnostic complains of. */
export function missingModule(diagnostic: LspDiagnostic): string | undefined {
  if (!MODULE_NOT_FOUND.has(Number(diagnostic.code))) return undefined;
  return /'([^']+)'/.exec(diagnostic.message)?.[1];
}

/**
 * Errors in the cell's own lines.
 * @param exists whether Node would find a module for which TypeScript found no declarations
 */
export function cellDiagnostics(
  items: readonly LspDiagnostic[],
  code: string,
  exists: (specifier: string) => boolean,
): Diagnostic[] {
  const lines = code.split("\n").length;
  const diagnostics: Diagnostic[] = [];
  for (const item of items) {
    const { start, end } = item.range;
    const line = start.line - HEADER_LINES;
    const number = Number(item.code);
    if (item.severity !== ERROR || IGNORED.has(number) || isImplicitAny(number)) continue;
    if (line < 0 || line >= lines) continue; // the header's and the footer's own
    const module = missingModule(item);
    if (module !== undefined && exists(module)) continue;
    diagnostics.push({
      message: module === undefined ? item.message : notFound(module),
      ...(typeof item.code === "number" ? { code: item.code } : {}),
      line,
      column: start.character,
      endLine: Math.min(end.line - HEADER_LINES, lines - 1),
      endColumn: end.character,
    });
  }
  return diagnostics;
}

function notFound(module: string): string {
  const what = `Cannot find module '${module}'.`;
  return isBare(module) ? `${what} Install it with %install ${packageName(module)}` : what;
}
