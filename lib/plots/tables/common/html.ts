import { escapeText } from "../../common/words.ts";
import { type Column, columnTexts, isNumeric } from "./column.ts";

/** So many rows stand in the HTML, which every host shows: GitHub, nbconvert, VS Code. */
const MOST_ROWS = 50;

/** The table as HTML without scripts and styles of its own beyond alignment; every text is escaped. */
export function tableHtml(
  title: string,
  columns: readonly Column[],
  rows: number,
  best: readonly number[],
  remark: string,
): string {
  const shown = Math.min(rows, MOST_ROWS);
  const texts = columns.map(columnTexts);
  const align = (column: Column) =>
    ` style="text-align:${isNumeric(column) ? "right" : "left"};white-space:nowrap"`;
  const head = columns
    .map((column) => `<th${align(column)}>${escapeText(column.name ?? column.key)}</th>`)
    .join("");
  const body = Array.from({ length: shown }, (_, row) => {
    const cells = columns.map((column, k) => {
      const text = escapeText(texts[k]![row] ?? "");
      const isBold = best.includes(row) || column.marked?.includes(row);
      return `<td${align(column)}>${isBold && text !== "" ? `<b>${text}</b>` : text}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  }).join("");
  const below = [rows > shown ? `${shown} of ${rows} rows.` : "", remark].filter(
    (part) => part !== "",
  );
  return (
    `<p><b>${escapeText(title)}</b></p>` +
    `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>` +
    (below.length > 0 ? `<p>${escapeText(below.join(" "))}</p>` : "")
  );
}
