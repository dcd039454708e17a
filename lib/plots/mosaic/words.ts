/** What a mosaic says: title, key, alt text, and what a terminal shows. */
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { textTable } from "../common/text-table.ts";
import { tint } from "../common/theme.ts";
import { cut, escapeText } from "../common/words.ts";
import type { CellState, MosaicData } from "./data.ts";
import type { Shade } from "./colour.ts";
import { levelName } from "./labels.ts";
import type { MosaicLayout } from "./layout.ts";

/** What was found; plain text. */
export function mosaicFinding(data: MosaicData, things: string): string {
  const { best, objective, possible, tried, cells } = data;
  const count = `${formatNumber(tried)} of ${formatNumber(cells.length)} ${cut(things, 30)} tried`;
  if (best === undefined) return count;
  const measure = cut(objective.measure, 30);
  const least = possible === undefined ? "" : ` (possible: ${formatMeasure(possible)})`;
  return `${count}; the best reaches ${measure} ${formatMeasure(best.value)}${least}`;
}

/** How many tried configurations came out so. */
function countOf({ cells }: MosaicData, state: CellState): number {
  return cells.filter((cell) => cell.state === state).length;
}

/** The key: what a cell, its colour and its marks mean; escaped. */
export function mosaicKey(data: MosaicData, shade: Shade | undefined): string {
  const early = countOf(data, "early");
  const failed = countOf(data, "failed");
  const running = countOf(data, "running");
  const parts = [
    shade === undefined
      ? "one cell is one configuration"
      : `a cell's colour is its ${escapeText(cut(data.objective.measure, 24))}`,
    data.tried > 0 ? `${tint("best", "<b>□</b>")} tried` : "",
    early > 0 ? `${tint("pruned", "<b>□</b>")} ${early} stopped early` : "",
    running > 0 ? `${tint("running", "<b>□</b>")} ${running} running` : "",
    failed > 0 ? `${tint("failed", "<b>×</b>")} ${failed} failed` : "",
    data.best ? `${tint("best", "<b>★</b>")} best found` : "",
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function mosaicAlt(data: MosaicData, things: string): string {
  const rest = [
    countOf(data, "early") > 0 ? `${countOf(data, "early")} stopped early` : "",
    countOf(data, "failed") > 0 ? `${countOf(data, "failed")} failed` : "",
  ].filter((part) => part !== "");
  return `Mosaic of ${counted(data.levels.length, "parameter")}: ${mosaicFinding(data, things)}${rest.length === 0 ? "" : `; ${rest.join(", ")}`}.`;
}

/** A table of the outermost parameters: the best value tried in each block, and how many were. */
export function mosaicText(data: MosaicData, layout: MosaicLayout, things: string): string {
  const head = mosaicAlt(data, things);
  const row = layout.rows.levels[0];
  const column = layout.columns.levels[0];
  if (column === undefined || data.tried === 0) return head;
  const [down, across] = [
    row === undefined ? -1 : data.levels.indexOf(row),
    data.levels.indexOf(column),
  ];
  const { sign } = data.objective;
  const rows = (row?.values ?? [undefined]).slice(0, 12).map((_, r) => [
    row === undefined ? "" : levelName(row, r),
    ...column.values.slice(0, 5).map((__, c) => {
      const own = data.cells.filter(
        ({ state, places }) =>
          state !== undefined && places[across] === c && (down < 0 || places[down] === r),
      );
      const values = own.flatMap(({ trial }) => (trial && data.objective.valueOf(trial)) ?? []);
      const best = values.toSorted((one, other) => sign * (one - other))[0];
      return best === undefined ? `– (${own.length})` : `${formatMeasure(best)} (${own.length})`;
    }),
  ]);
  const names = ["", ...column.values.slice(0, 5).map((_, c) => levelName(column, c))];
  return [
    head,
    "The best tried in each block (how many were tried):",
    textTable([names, ...rows]),
  ].join("\n");
}
