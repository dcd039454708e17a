import type { CellRange } from "../../../language/language.ts";
import {
  decodeMappings,
  encodeMappings,
  joinMappings,
  type Mapping,
} from "../../../emit/source-map.ts";
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
  const starts = lineStarts(cell);
  const from = placeOf(starts, start);
  const to = placeOf(starts, Math.max(end ?? start + 1, start));
  return { ...from, endLine: to.line, endColumn: to.column };
}

/** The whole line that a range begins in, for what a magic's line became. */
export function lineInCell(cell: string, { line }: CellRange): CellRange {
  const text = cell.split("\n")[line] ?? "";
  return { line, column: text.search(/\S|$/), endLine: line, endColumn: text.trimEnd().length };
}

/**
 * A source map (JSON) from compiled code to `code`, as one to the cell: tracebacks and the debugger then
 * show the columns of what the user wrote. What a magic's line became lies where the line begins.
 */
export function mapInCell({ edits, code }: CellReading, cell: string, map: string): string {
  if (!edits.any) return map;
  const toCell: Mapping[][] = [[]];
  const starts = lineStarts(cell);
  let place = { line: 0, column: 0 };
  let lineStart = 0;
  for (let offset = 0; offset <= code.length; offset++) {
    const old = edits.toOld(offset);
    if (old !== undefined) place = placeOf(starts, old);
    else if (offset === lineStart) place = { line: toCell.length - 1, column: 0 };
    toCell.at(-1)!.push([offset - lineStart, place.line, place.column]);
    if (code[offset] === "\n") {
      toCell.push([]);
      lineStart = offset + 1;
    }
  }
  const compiled = JSON.parse(map) as { mappings: string };
  const mappings = encodeMappings(joinMappings(decodeMappings(compiled.mappings), toCell));
  return JSON.stringify({ ...compiled, mappings });
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let each = 0; each < line; each++) at = text.indexOf("\n", at) + 1;
  return at + column;
}

/** The offsets at which the lines of a text begin. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function placeOf(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, column: offset - starts[low]! };
}
