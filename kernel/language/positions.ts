/** Offsets, lines and columns of a cell's text. */

import type { CellRange } from "./language.ts";

/** Turns offsets (UTF-16) of one text into 0-based lines and columns, and back. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.#starts.push(at + 1);
    }
  }

  /** The place of `offset`. */
  at(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: offset - this.#starts[low]! };
  }

  /** The offset of a place; lines beyond the end count as the last. */
  offset(line: number, column: number): number {
    return this.#starts[Math.min(line, this.#starts.length - 1)]! + column;
  }

  range(start: number, end: number): CellRange {
    const from = this.at(start);
    const to = this.at(end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }
}

/** oxc-transform counts UTF-8 bytes where oxc-parser counts UTF-16 units. */
export function utf16Offset(text: string, bytes: number): number {
  return Buffer.from(text).subarray(0, bytes).toString().length;
}
