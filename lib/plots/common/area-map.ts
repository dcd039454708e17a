/** A filled map of two parameters: colour says how good, and what is not known fades out. */
import type { Direction } from "../../study/observer.ts";
import { drawnNumber, linearTicks, logTicks, position, type Ticks } from "./axis.ts";
import type { Deciding } from "./deciding.ts";
import { roughWidth } from "./labels.ts";
import { note } from "./layout.ts";
import type { ParameterAxis } from "./parameter-axis.ts";
import { areaScale } from "./quality.ts";
import { token } from "./theme.ts";
import { cut, escapeText } from "./words.ts";

/** Values over two parameters. */
export interface AreaGrid {
  /** Coordinates, increasing. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** One row for each y: 0 (worst that is shown) … 1 (best); null where there is no value. */
  readonly quality: readonly (readonly (number | null)[])[];
  /** The same shape: 0 where a value is known … 1 where nothing is; left out where all is known. */
  readonly doubt?: readonly (readonly number[])[];
  /** Whether one of the two is a choice, whose bands have straight edges. */
  readonly hasBands?: boolean;
}

/** A value as a quality: 0 at the worse end of what decides, 1 at its better end. */
export function qualityOf(deciding: Deciding, direction: Direction, value: number): number {
  const unit = deciding.unit(value);
  return direction === "minimize" ? 1 - unit : unit;
}

/** Coordinates of a map along one parameter: evenly over its range where it is a number; both edges of every band where it is a choice. */
export function gridCoordinates(axis: ParameterAxis, count: number): number[] {
  if (axis.isCategorical) {
    // A hair apart, so that bands are flat and their edges straight.
    return axis.choices.flatMap((_, place) => [place - 0.4995, place + 0.4995]);
  }
  const { dimension } = axis;
  const [low = 0, high = 1] =
    dimension === undefined || dimension.kind === "categorical"
      ? []
      : [axis.unit(dimension.low), axis.unit(dimension.high)];
  return Array.from(
    { length: count },
    (_, k) => axis.valueAtUnit(low + (k / (count - 1)) * (high - low)) as number,
  );
}

/** What is faded, from a little to nearly all: beyond each of these the paper covers a further part. */
const FADES = [0.55, 0.65, 0.74, 0.82, 0.9];
const COVER = 0.36;

/** Where a map lies in a figure. */
export interface MapPlace {
  readonly xaxis: string;
  readonly yaxis: string;
}

/**
 * The traces of a map, below all marks.
 *
 * @param bar the colour bar's part; left out: none
 */
export function mapTraces(
  grid: AreaGrid,
  place: MapPlace,
  bar?: Record<string, unknown>,
): Record<string, unknown>[] {
  const { x, y } = grid;
  const smoothing = grid.hasBands === true ? 0 : 1;
  const fill = {
    type: "contour",
    ...place,
    x,
    y,
    z: grid.quality,
    zmin: 0,
    zmax: 1,
    zauto: false,
    autocontour: false,
    contours: { coloring: "fill", start: 0.04, end: 0.96, size: 0.04, showlines: false },
    line: { width: 0, smoothing },
    colorscale: areaScale,
    showscale: bar !== undefined,
    hoverinfo: "skip",
    ...(bar === undefined ? {} : { colorbar: bar }),
  };
  if (grid.doubt === undefined) return [fill];
  const least = grid.doubt.flat().reduce((one, other) => Math.max(one, other), 0);
  return [
    fill,
    ...FADES.filter((from) => from < least).map((from) => ({
      type: "contour",
      ...place,
      x,
      y,
      z: grid.doubt,
      autocontour: false,
      // Plotly shades what a constraint keeps out.
      contours: { type: "constraint", operation: "<", value: from },
      fillcolor: token("paper"),
      opacity: COVER,
      line: { width: 0, color: token("paper"), smoothing },
      showscale: false,
      hoverinfo: "skip",
    })),
  ];
}

/** Coordinates of a grid as they are drawn; those beside the edges of choices stay as they are. */
export function drawnCoordinates(axis: ParameterAxis, places: readonly number[]): number[] {
  return axis.isCategorical ? [...places] : places.map(drawnNumber(axis.scale, axis.range));
}

/** Pixels of the colour bar. */
const BAR = { length: 190, thickness: 9, above: 36 };

/**
 * The colour bar of a map, above its right end; worse on the left.
 *
 * @param height pixels of the figure
 * @param top pixels above the map
 */
export function qualityBar(
  deciding: Deciding,
  direction: Direction,
  height: number,
  top: number,
): Record<string, unknown> {
  const { tickvals, ticktext } = barTicks(deciding);
  return {
    orientation: "h",
    x: 1,
    xanchor: "right",
    y: 1 - (top - BAR.above) / height,
    yref: "container",
    yanchor: "top",
    xpad: 0,
    ypad: 0,
    len: BAR.length,
    lenmode: "pixels",
    thickness: BAR.thickness,
    outlinewidth: 0,
    ticklen: 3,
    tickcolor: token("axis"),
    tickfont: { size: 11, color: token("text") },
    tickvals: tickvals.map((value) => qualityOf(deciding, direction, value)),
    ticktext,
    tickangle: 0,
    title: { text: "" },
  };
}

/** What the colour bar measures, left of it. */
export function barNote(deciding: Deciding, measure: string): Record<string, unknown> {
  const name = escapeText(cut(measure, 30)) + (deciding.scale === "log" ? " (log)" : "");
  return note(1, 1, `${name}, better →`, "text", {
    xref: "paper",
    yref: "paper",
    side: "right",
    dx: -BAR.length - 14,
    dy: BAR.above - BAR.thickness / 2,
  });
}

/** At most five, and no more than their texts have room for. */
function barTicks({ scale, range }: Deciding): Ticks {
  const { tickvals, ticktext } = scale === "log" ? logTicks(range) : linearTicks(range, 4);
  const inside = tickvals.flatMap((value, k) => {
    const part =
      (position(scale, value) - position(scale, range.low)) /
      (position(scale, range.high) - position(scale, range.low));
    return part > 0.03 && part < 0.97 ? [k] : [];
  });
  const widest = Math.max(0, ...inside.map((k) => roughWidth(ticktext[k]!, 11)));
  const most = Math.min(5, Math.max(1, Math.floor(BAR.length / (widest + 10))));
  const every = Math.ceil(inside.length / most);
  const kept = inside.filter((_, k) => k % every === 0);
  return {
    tickvals: kept.map((k) => tickvals[k]!),
    ticktext: kept.map((k) => ticktext[k]!),
  };
}

const SHADES = [" ", "░", "▒", "▓", "█"];

/**
 * A map in characters, the better the denser; blank where nothing is known.
 *
 * @param marks signs at places 0…1 from left and from below
 */
export function mapText(
  quality: (across: number, up: number) => number | null,
  marks: readonly { readonly across: number; readonly up: number; readonly sign: string }[],
  columns = 44,
  rows = 14,
): string[] {
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_cell, column) => {
      const value = quality((column + 0.5) / columns, 1 - (row + 0.5) / rows);
      if (value === null) return " ";
      return SHADES[Math.min(SHADES.length - 1, Math.floor(value * SHADES.length))]!;
    }),
  );
  for (const { across, up, sign } of marks) {
    const row = Math.min(rows - 1, Math.max(0, Math.floor((1 - up) * rows)));
    const column = Math.min(columns - 1, Math.max(0, Math.floor(across * columns)));
    lines[row]![column] = sign;
  }
  return lines.map((line) => `│${line.join("")}│`);
}
