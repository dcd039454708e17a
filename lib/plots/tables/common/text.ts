import { displayWidth } from "../../common/display-width.ts";
import { counted } from "../../common/numbers.ts";
import { textTable } from "../../common/text-table.ts";
import { cut } from "../../common/words.ts";
import { type Column, columnTexts, isNumeric } from "./column.ts";

/** Rows and places of a table in a terminal. */
const MOST_ROWS = 20;
const MOST_WIDTH = 110;
const MOST_CELL = 28;

/** The table in aligned columns: as many as have room, then how many are left out. */
export function tableText(title: string, columns: readonly Column[], rows: number): string {
  if (columns.length === 0 || rows === 0) return title;
  const shown = Math.min(rows, MOST_ROWS);
  const cells = columns.map((column) => [
    cut(column.name ?? column.key, MOST_CELL),
    ...columnTexts(column)
      .slice(0, shown)
      .map((text) => cut(text, MOST_CELL)),
  ]);
  let room = MOST_WIDTH;
  const fitting = cells.findIndex((column) => {
    room -= Math.max(...column.map(displayWidth)) + 2;
    return room < 0;
  });
  const count = fitting < 0 ? cells.length : Math.max(1, fitting);
  const lines = Array.from({ length: shown + 1 }, (_, row) =>
    cells.slice(0, count).map((column) => column[row] ?? ""),
  );
  const right = columns.flatMap((column, k) => (k < count && isNumeric(column) ? [k] : []));
  const left = [
    rows > shown ? counted(rows - shown, "more row") : "",
    count < cells.length ? counted(cells.length - count, "more column") : "",
  ].filter((part) => part !== "");
  return [
    title,
    textTable(lines, right),
    ...(left.length > 0 ? [`… ${left.join(", ")}`] : []),
  ].join("\n");
}
