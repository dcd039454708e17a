import type { Diagnostic } from "../../language/language.ts";

/**
 * A diagnostic with the line it means, as a compiler prints it:
 *
 * ```text
 * Cell [3]:2:7 - TS2322: Type 'string' is not assignable to type 'number'.
 *
 *   2 | const x: number = "a";
 *     |       ^
 * ```
 */
export function codeFrame(cellName: string, code: string, diagnostic: Diagnostic): string {
  const { line, column, endLine, endColumn, message } = diagnostic;
  const number = diagnostic.code === undefined ? "" : `TS${diagnostic.code}: `;
  const source = code.split(/\r\n|\n|\r/)[line] ?? "";
  const gutter = String(line + 1);
  // Tabs are kept, so that the caret stands under its column whatever the tab's width.
  const indent = source.slice(0, column).replaceAll(/[^\t]/g, " ");
  const end = endLine === line ? endColumn : source.length;
  const carets = "^".repeat(Math.max(1, end - column));
  return [
    `${cellName}:${line + 1}:${column + 1} - ${number}${message}`,
    "",
    `  ${gutter} | ${source}`,
    `  ${" ".repeat(gutter.length)} | ${indent}${carets}`,
  ].join("\n");
}
