/**
 * Source maps, version 3: reading the mappings of one and joining two, so that the text which runs
 * leads straight back to the cell.
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUE_OF = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUE_OF[DIGITS.charCodeAt(i)] = i;

/** [column, source line, source column] of each mapped place of a line, by column. */
export type Mapping = [column: number, line: number, sourceColumn: number];

/** The mappings of each generated line; those without a source are left out. One source is assumed. */
export function decodeMappings(mappings: string): Mapping[][] {
  const lines: Mapping[][] = [];
  let current: Mapping[] = [];
  lines.push(current);
  let column = 0;
  let line = 0;
  let sourceColumn = 0;
  let field = 0;
  let value = 0;
  let shift = 0;
  const endSegment = () => {
    if (field >= 4) current.push([column, line, sourceColumn]);
    field = 0;
  };
  for (let i = 0; i < mappings.length; i++) {
    const char = mappings.charCodeAt(i);
    if (char === 59 /* ; */) {
      endSegment();
      current = [];
      lines.push(current);
      column = 0;
    } else if (char === 44 /* , */) {
      endSegment();
    } else {
      const digit = VALUE_OF[char]!;
      value |= (digit & 31) << shift;
      if (digit & 32) {
        shift += 5;
        continue;
      }
      const signed = value & 1 ? -(value >>> 1) : value >>> 1;
      if (field === 0) column += signed;
      else if (field === 2) line += signed;
      else if (field === 3) sourceColumn += signed;
      field++;
      value = 0;
      shift = 0;
    }
  }
  endSegment();
  return lines;
}

function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest ? digit | 32 : digit];
  } while (rest);
  return text;
}

/** The `mappings` text of a map with one source. */
export function encodeMappings(lines: readonly (readonly Mapping[])[]): string {
  let text = "";
  let previousLine = 0;
  let previousColumn = 0;
  lines.forEach((mappings, index) => {
    if (index) text += ";";
    let generated = 0;
    mappings.forEach(([column, line, sourceColumn], position) => {
      if (position) text += ",";
      text +=
        vlq(column - generated) +
        "A" +
        vlq(line - previousLine) +
        vlq(sourceColumn - previousColumn);
      generated = column;
      previousLine = line;
      previousColumn = sourceColumn;
    });
  });
  return text;
}

/** The last mapping at or before `column`. */
function find(mappings: readonly Mapping[] | undefined, column: number): Mapping | undefined {
  if (!mappings) return undefined;
  let low = 0;
  let high = mappings.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (mappings[middle]![0] <= column) low = middle + 1;
    else high = middle - 1;
  }
  return mappings[high];
}

/** `outer` leads from the final text to a text in between, `inner` from there to the cell: the two as one. */
export function joinMappings(
  outer: readonly (readonly Mapping[])[],
  inner: readonly (readonly Mapping[])[],
): Mapping[][] {
  return outer.map((mappings) => {
    const joined: Mapping[] = [];
    for (const [column, line, sourceColumn] of mappings) {
      const origin = find(inner[line] as Mapping[] | undefined, sourceColumn);
      if (origin) joined.push([column, origin[1], origin[2]]);
    }
    return joined;
  });
}
