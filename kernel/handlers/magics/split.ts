/** One magic line of a cell. */
export interface MagicLine {
  name: string;
  /** What follows the name, trimmed. */
  argument: string;
}

export interface SplitCell {
  /** In the order in which they stand. */
  magics: MagicLine[];
  /** The cell with its magic lines blanked: every offset and line number stays what it was. */
  code: string;
}

/**
 * Takes the magic lines from the head of a cell. Only there a line can start with `%` and not be
 * the rest of a division's remainder begun on the line above. Empty lines may stand between them.
 */
export function splitMagics(cell: string): SplitCell {
  const magics: MagicLine[] = [];
  let head = 0;
  let code = "";
  for (const line of cell.split(/(?<=\n)/)) {
    const magic = /^[ \t]*%(%?[^\s%]*)[ \t]*(.*?)\s*$/s.exec(line);
    if (!magic && line.trim() !== "") break;
    if (magic) magics.push({ name: magic[1] ?? "", argument: magic[2] ?? "" });
    code += line.replaceAll(/[^\r\n]/g, " ");
    head += line.length;
  }
  // Without magics the cell stays byte for byte what it was.
  return magics.length === 0 ? { magics, code: cell } : { magics, code: code + cell.slice(head) };
}
