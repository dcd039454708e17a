/** A frame as text and as HTML. */
import { escapeHtml } from "./escape.ts";
import type { Frame } from "./frames.ts";

/** Columns that a table shows at most, and characters of a cell; what is left out is said. */
const COLUMNS = 20;
const CELL = 80;

interface Cells {
  head: string[];
  rows: string[][];
  labels: string[];
  total: string;
}

/** The table as text, numbers of rows and columns below it. */
export function tableText(frame: Frame): string {
  const { head, rows, labels, total } = cellsOf(frame);
  const lines = [["", ...head], ...rows.map((row, at) => [labels[at]!, ...row])];
  const widths = lines[0]!.map((_, column) =>
    Math.max(...lines.map((line) => line[column]!.length)),
  );
  const text = lines
    .map((line) => line.map((cell, column) => cell.padStart(widths[column]!)).join("  "))
    .join("\n");
  return `${text}\n\n${total}`;
}

/** The table as HTML, as front ends style data frames. */
export function tableHtml(frame: Frame): string {
  const { head, rows, labels, total } = cellsOf(frame);
  const cell = (tag: string, text: string) => `<${tag}>${escapeHtml(text)}</${tag}>`;
  const top = `<tr><th></th>${head.map((name) => cell("th", name)).join("")}</tr>`;
  const body = rows
    .map(
      (row, at) =>
        `<tr>${cell("th", labels[at]!)}${row.map((text) => cell("td", text)).join("")}</tr>`,
    )
    .join("");
  return `<table class="dataframe"><thead>${top}</thead><tbody>${body}</tbody></table><p>${total}</p>`;
}

function cellsOf(frame: Frame): Cells {
  const head = frame.columns.slice(0, COLUMNS);
  const rows = frame.rows.map((row) => head.map((_, at) => cellText(row[at])));
  const labels = rows.map((_, at) => frame.labels?.[at] ?? String(at));
  const parts = [
    ...(rows.length < frame.total ? [`the first ${rows.length} rows`] : []),
    ...(head.length < frame.columns.length ? [`the first ${head.length} columns`] : []),
  ];
  const cut = parts.length > 0 ? ` (shown: ${parts.join(", ")})` : "";
  const total = `${frame.total} rows × ${frame.columns.length} columns${cut}`;
  return { head: head.map(shortened), rows, labels, total };
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && !Number.isInteger(value)) {
    return String(Number(value.toPrecision(6)));
  }
  if (Object.is(value, -0)) return "-0";
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  }
  return shortened(String(value));
}

/** One line, and not a long one. */
function shortened(text: string): string {
  const line = text.slice(0, CELL + 1).replace(/\s/g, " ");
  return line.length > CELL ? `${line.slice(0, CELL - 1)}…` : line;
}
