/** The rail: a strip beside the plot on which gathers what lies beyond the region that decides. */
import type { Direction } from "../../study/observer.ts";
import { plotlyRange, position, type Range, type Scale, type Ticks, ticksFor } from "./axis.ts";
import { note } from "./layout.ts";
import { token } from "./theme.ts";

/** Pixels of the rail, and between it and the plot. */
const RAIL = { compact: 11, full: 18, gap: 4 };

/** Where plot and rail lie, as parts of the height between the margins. */
export interface Bands {
  readonly plot: [number, number];
  readonly rail: [number, number];
}

/** The rail lies above what is to be made small, below what is to be made large. */
export function railBands(direction: Direction, pixels: number, compact = false): Bands {
  const rail = (compact ? RAIL.compact : RAIL.full) / pixels;
  const gap = RAIL.gap / pixels;
  return direction === "minimize"
    ? { plot: [0, 1 - rail - gap], rail: [1 - rail, 1] }
    : { plot: [rail + gap, 1], rail: [0, rail] };
}

/** The grey strip of a rail. */
export function railShape({ rail }: Bands): Record<string, unknown> {
  return {
    type: "rect",
    xref: "paper",
    yref: "paper",
    x0: 0,
    x1: 1,
    y0: rail[0],
    y1: rail[1],
    fillcolor: token("rail"),
    line: { width: 0 },
    layer: "below",
  };
}

/** "above" or "below" beside the rail, which is the axis y2. */
export function railNote(direction: Direction, compact = false): Record<string, unknown> {
  return note(0, 0, direction === "minimize" ? "above" : "below", "text", {
    xref: "paper",
    yref: "y2",
    side: "right",
    dx: -8,
    size: compact ? 11 : 12,
  });
}

/** The axis of a rail: marks stand at 0. */
export function railAxis({ rail }: Bands): Record<string, unknown> {
  return { domain: rail, range: [-1, 1], visible: false, fixedrange: true };
}

/** Ticks of the values, without one whose text would touch the rail's. */
export function ticksBesideRail(direction: Direction, scale: Scale, range: Range): Ticks {
  const { tickvals, ticktext } = ticksFor(scale, range);
  const [low, high] = plotlyRange(scale, range);
  const clear = (value: number) => {
    const part = (position(scale, value) - low) / (high - low);
    return direction === "minimize" ? part < 0.95 : part > 0.05;
  };
  return {
    tickvals: tickvals.filter(clear),
    ticktext: ticktext.filter((_, i) => clear(tickvals[i] ?? NaN)),
  };
}
