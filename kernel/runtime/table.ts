/** Data frames → tables, known by their shape, so that no data-frame package is imported here. */

/** Rows and columns that a table shows at most; what is left out is said below it. */
const ROWS = 20;
const COLUMNS = 20;

interface Frame {
  columns: unknown[];
  index: unknown[];
  values: unknown[];
  shape: number[];
}

/** The table of a frame or series of danfojs (or one of the same shape); undefined for anything else. */
export function tableOf(value: unknown): { html: string; text: string } | undefined {
  const frame = frameOf(value);
  if (frame === undefined) return undefined;
  const rows = frame.values.slice(0, ROWS).map((row) => (Array.isArray(row) ? row : [row]));
  const columns = frame.columns.slice(0, COLUMNS).map(String);
  const cells = rows.map((row) => columns.map((_, at) => cellText(row[at])));
  const labels = rows.map((_, at) => String(frame.index[at] ?? at));
  const total = `${frame.values.length} rows × ${frame.columns.length} columns`;

  const head = `<tr><th></th>${columns.map((name) => `<th>${escape(name)}</th>`).join("")}</tr>`;
  const body = cells
    .map(
      (row, at) =>
        `<tr><th>${escape(labels[at]!)}</th>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`,
    )
    .join("");
  const html = `<table class="dataframe"><thead>${head}</thead><tbody>${body}</tbody></table><p>${total}</p>`;

  const lines = [["", ...columns], ...cells.map((row, at) => [labels[at]!, ...row])];
  const widths = lines[0]!.map((_, column) =>
    Math.max(...lines.map((line) => line[column]!.length)),
  );
  const text = lines
    .map((line) => line.map((cell, column) => cell.padStart(widths[column]!)).join("  "))
    .join("\n");
  return { html, text: `${text}\n\n${total}` };
}

function frameOf(value: unknown): Frame | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const name = value.constructor?.name;
  if (name !== "DataFrame" && name !== "Series") return undefined;
  const { columns, index, values, shape } = value as Partial<Frame>;
  const lists = [columns, index, values, shape].every(Array.isArray);
  return lists ? { columns: columns!, index: index!, values: values!, shape: shape! } : undefined;
}

function cellText(value: unknown): string {
  if (typeof value === "number" && !Number.isInteger(value))
    return String(Number(value.toPrecision(6)));
  return value === null || value === undefined ? "" : String(value);
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
