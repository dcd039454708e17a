/** The names of levels beside and above a mosaic, and in a line below it what has no room there. */
import { roughWidth } from "../common/labels.ts";
import { note } from "../common/layout.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import type { MosaicLevels } from "./data.ts";
import type { MosaicLayout, Side } from "./layout.ts";

/** How a level is called where its parameter is not: "sgd", "layers 2", "no momentum". Plain text. */
export function levelName({ name, values }: MosaicLevels, level: number): string {
  const value = values[level];
  if (value === undefined) return cut(`no ${name}`, 20);
  return typeof value === "string" && value !== ""
    ? cut(value, 20)
    : cut(`${name} ${formatSetting(value)}`, 24);
}

/** A level by its value alone. Plain text. */
export function levelValue({ values }: MosaicLevels, level: number): string {
  const value = values[level];
  return value === undefined ? "–" : cut(formatSetting(value), 12);
}

/** The slots of a side that share the first `depth + 1` parameters: where each such block lies, and its level. */
function blocks(side: Side, depth: number): { level: number; from: number; to: number }[] {
  const inner = side.levels
    .slice(depth + 1)
    .reduce((product, { values }) => product * values.length, 1);
  const count = side.levels[depth]!.values.length;
  return Array.from({ length: side.slots.length / inner }, (_, block) => ({
    level: block % count,
    from: side.slots[block * inner]![0],
    to: side.slots[(block + 1) * inner - 1]![1],
  }));
}

/** Whether texts of a depth have room across, for so many pixels a cell. */
function fitsAcross(
  side: Side,
  depth: number,
  pixels: number,
  text: LevelText,
  size: number,
): boolean {
  const level = side.levels[depth];
  if (level === undefined) return false;
  const longest = Math.max(...level.values.map((_, k) => roughWidth(text(level, k), size)));
  return blocks(side, depth).every(({ from, to }) => (to - from) * pixels > longest + 4);
}

type LevelText = (level: MosaicLevels, place: number) => string;

/** How many parameters of each side are named at it, and whether the outermost columns say their parameter. */
export interface Named {
  readonly rows: number;
  readonly columns: number;
  readonly isWhole: boolean;
}

/** How many depths have their names at the sides: two at most, as far as there is room. */
export function namedDepths({ rows, columns }: MosaicLayout, pixels: number): Named {
  const down = (depth: number) =>
    rows.levels[depth] !== undefined &&
    blocks(rows, depth).every(({ from, to }) => (to - from) * pixels >= 11);
  const isWhole = fitsAcross(columns, 0, pixels, levelName, 13);
  const first = isWhole || fitsAcross(columns, 0, pixels, levelValue, 13);
  return {
    rows: down(0) ? (down(1) ? 2 : 1) : 0,
    columns: first ? (fitsAcross(columns, 1, pixels, levelValue, 11) ? 2 : 1) : 0,
    isWhole,
  };
}

/** Pixels that the names at the left need. */
export function leftMargin(layout: MosaicLayout, named: Named): number {
  const { rows } = layout;
  const widest = (depth: number, size: number) => {
    const level = rows.levels[depth];
    if (level === undefined || named.rows <= depth) return 0;
    const text = depth === 0 ? levelName : levelValue;
    return Math.max(...level.values.map((_, k) => roughWidth(text(level, k), size)));
  };
  const corner = cornerNames(layout, named).map((text) => 28 + roughWidth(text, 11));
  const beside = 24 + widest(0, 13) + (named.rows > 1 ? 16 + widest(1, 11) : 0);
  return Math.round(Math.min(220, Math.max(beside, ...corner)));
}

/** The names of what stands at the sides by its values alone: "learningRate ↓", "layers →". Plain text. */
function cornerNames({ rows, columns }: MosaicLayout, named: Named): string[] {
  return [
    named.rows > 1 ? `${cut(rows.levels[1]!.name, 14)} ↓` : "",
    named.columns > 0 && !named.isWhole ? `${cut(columns.levels[0]!.name, 14)} →` : "",
    named.columns > 1 ? `${cut(columns.levels[1]!.name, 14)} →` : "",
  ].filter((part) => part !== "");
}

/** All names as annotations; `left` and `pixels` are the widths beside the cells and from there on. */
export function mosaicLabels(
  layout: MosaicLayout,
  named: Named,
  left: number,
  pixels: number,
): Record<string, unknown>[] {
  const { rows, columns } = layout;
  const list: Record<string, unknown>[] = [];
  const middle = ({ from, to }: { from: number; to: number }) => (from + to) / 2;
  const outer = named.isWhole ? levelName : levelValue;
  if (named.rows > 0)
    for (const block of blocks(rows, 0)) {
      const text = `<b>${escapeText(levelName(rows.levels[0]!, block.level))}</b>`;
      list.push(note(0, middle(block), text, "ink", { xref: "paper", dx: -left + 16 }));
    }
  if (named.rows > 1)
    for (const block of blocks(rows, 1)) {
      const text = escapeText(levelValue(rows.levels[1]!, block.level));
      list.push(
        note(0, middle(block), text, "text", { xref: "paper", side: "right", dx: -7, size: 11 }),
      );
    }
  if (named.columns > 0)
    for (const block of blocks(columns, 0)) {
      const text = `<b>${escapeText(outer(columns.levels[0]!, block.level))}</b>`;
      const dy = named.columns > 1 ? 20 : 4;
      list.push(note(middle(block), 0, text, "ink", { side: "center", stand: "bottom", dy }));
    }
  if (named.columns > 1)
    for (const block of blocks(columns, 1)) {
      const text = escapeText(levelValue(columns.levels[1]!, block.level));
      list.push(
        note(middle(block), 0, text, "text", { side: "center", stand: "bottom", dy: 3, size: 11 }),
      );
    }
  const corner = cornerNames(layout, named).map(escapeText);
  if (corner.length > 0)
    list.push(
      note(0, 0, corner.join("<br>"), "text", {
        xref: "paper",
        side: "right",
        stand: "bottom",
        dx: -7,
        dy: 3,
        size: 11,
      }),
    );
  list.push(
    note(0, 0, insideLines(layout, named, pixels).join("<br>"), "text", {
      xref: "paper",
      yref: "paper",
      stand: "top",
      dy: -7,
      size: 11,
    }),
  );
  return list.filter(({ text }) => text !== "");
}

/**
 * "inside a block", "rows: activation sigmoid, tanh, relu", "columns: penalty 0.01, 0": what has no names at the sides,
 * in lines of so many pixels; escaped.
 */
export function insideLines(
  { rows, columns }: MosaicLayout,
  named: Named,
  pixels: number,
): string[] {
  const parts = (side: Side, word: string, from: number) =>
    side.levels.slice(from).map((level, k, all) => {
      const values = level.values.slice(0, 6).map((_, place) => levelValue(level, place));
      const more = level.values.length > values.length ? ", …" : "";
      const group = k < all.length - 1 ? `groups of ${word}` : word;
      return `${group}: ${cut(level.name, 16)} ${values.join(", ")}${more}`;
    });
  const all = [...parts(rows, "rows", named.rows), ...parts(columns, "columns", named.columns)];
  if (all.length === 0) return [];
  const lines: string[][] = [["inside a block"]];
  for (const part of all) {
    const line = lines.at(-1)!;
    if (roughWidth([...line, part].join("    "), 11) > pixels) lines.push([part]);
    else line.push(part);
  }
  return lines.map((line) => line.map(escapeText).join(" &nbsp;&nbsp; "));
}
