import type { Cell, Column } from "./column.ts";

/**
 * Columns as CSV (RFC 4180): a head, then a line for each row, ended by CRLF. Numbers keep all their digits;
 * NaN, Infinity and -Infinity are written so; nothing is an empty field, an empty text is `""`.
 */
export function csvOf(columns: readonly Column[], rows: number): string {
  const lines = [columns.map(({ key }) => field(key)).join(",")];
  for (let row = 0; row < rows; row++) {
    lines.push(columns.map(({ values }) => field(values[row] ?? null)).join(","));
  }
  return lines.map((line) => `${line}\r\n`).join("");
}

function field(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  return value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
