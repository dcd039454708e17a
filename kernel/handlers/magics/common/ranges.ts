import type { CellRange } from "../../../language/language.ts";
import type { CellReading } from "./read-cell.ts";

/** A range of the code as a range of the cell; undefined for what the user did not write. */
export function rangeInCell(
  { edits, code }: CellReading,
  cell: string,
  range: CellRange,
): CellRange | undefined {
  if (!edits.any) return range;
  const start = edits.toOld(offsetOf(code, range.line, range.column));
  const end = edits.toOld(offsetOf(code, range.endLine, range.endColumn));
  if (start === undefined) return undefined;
  const from = placeOf(cell, start);
  const to = placeOf(cell, Math.max(end ?? start + 1, start));
  return { ...from, endLine: to.line, endColumn: to.column };
}

/** The whole line that a range begins in, for what a magic's line became. */
export function lineInCell(cell: string, { line }: CellRange): CellRange {
  const text = cell.split("\n")[line] ?? "";
  return { line, column: text.search(/\S|$/), endLine: line, endColumn: text.trimEnd().length };
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let each = 0; each < line; each++) at = text.indexOf("\n", at) + 1;
  return at + column;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length - 1, column: offset - start };
}
