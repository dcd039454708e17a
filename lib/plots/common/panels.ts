/** Panels beside and below one another: where each lies in the figure, and ticks that fit into it. */
import type { ParameterAxis } from "./parameter-axis.ts";
import { roughWidth } from "./labels.ts";
import { formatSetting } from "./trial-words.ts";
import { cut, escapeText } from "./words.ts";

/** A panel's place, as parts of the plotting area. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Pixels of a grid of panels. */
export interface GridSizes {
  readonly columns: number;
  readonly rows: number;
  /** Of the plotting area. */
  readonly width: number;
  readonly height: number;
  readonly gapX: number;
  readonly gapY: number;
}

/** The places of panels from left to right, then down. */
export function gridCells(count: number, sizes: GridSizes): Cell[] {
  const { columns, rows, width, height, gapX, gapY } = sizes;
  const wide = (width - gapX * (columns - 1)) / columns;
  const high = (height - gapY * (rows - 1)) / rows;
  return Array.from({ length: count }, (_, k) => {
    const [row, column] = [Math.floor(k / columns), k % columns];
    const left = column * (wide + gapX);
    const top = row * (high + gapY);
    return {
      row,
      column,
      x: [left / width, (left + wide) / width],
      y: [Math.max(0, 1 - (top + high) / height), 1 - top / height],
    };
  });
}

/** "x", "x2", "x3"…: the axis of a panel as traces name it. */
export function axisName(letter: "x" | "y", place: number): string {
  return place === 0 ? letter : `${letter}${place + 1}`;
}

/** "xaxis", "xaxis2"…: the same axis as a layout names it. */
export function axisKey(letter: "x" | "y", place: number): string {
  return `${letter}axis${place === 0 ? "" : place + 1}`;
}

/** The ticks of a parameter in a panel of so many pixels: names of choices cut to their room, or some left out. */
export function fittingTicks(
  axis: ParameterAxis,
  pixels: number,
): { tickvals: number[]; ticktext: string[] } {
  const { tickvals, ticktext } = axis.ticks;
  if (axis.isCategorical) {
    const room = pixels / Math.max(1, axis.choices.length);
    const letters = Math.floor((room - 4) / 6.4);
    const names = tickvals.map((place) => formatSetting(axis.choices[place]));
    const longest = Math.max(0, ...names.map((name) => [...name].length));
    if (letters >= Math.min(4, longest))
      return {
        tickvals,
        ticktext: names.map((name) => escapeText(cut(name, Math.max(2, letters)))),
      };
    const every = Math.ceil((6.4 * Math.min(longest, 8) + 8) / room);
    const kept = tickvals.filter((_, k) => k % every === 0);
    return {
      tickvals: kept,
      ticktext: kept.map((place) => escapeText(cut(formatSetting(axis.choices[place]), 8))),
    };
  }
  const widest = Math.max(0, ...ticktext.map((text) => roughWidth(text)));
  const most = Math.max(2, Math.floor(pixels / (widest + 10)));
  const every = Math.ceil(tickvals.length / most);
  return {
    tickvals: tickvals.filter((_, k) => k % every === 0),
    ticktext: ticktext.filter((_, k) => k % every === 0),
  };
}
