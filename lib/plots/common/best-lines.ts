/** Lines of best values so far, drawn: steps with labels at their ends, and the lead measured between them. */
import type { Direction } from "../../study/observer.ts";
import {
  notBelowZero,
  padded,
  plotlyRange,
  position,
  type Range,
  type Scale,
  snapped,
  ticksFor,
  valueAt,
} from "./axis.ts";
import { backedNote } from "./labels.ts";
import { lineTrace, markers, note, pointTrace, yAxis } from "./layout.ts";
import type { BestLine, Lead } from "./lead.ts";
import { formatMeasure, formatNumber } from "./numbers.ts";
import type { SeriesStyle } from "./series.ts";
import { spread } from "./spread.ts";
import { token } from "./theme.ts";
import { cut, escapeText } from "./words.ts";

/** Of the heights that lines have along their way, the share that is surely shown. */
const SHOWN = 0.9;
/** How far beyond that lines are still shown, as a part of the span from the best. */
const BEYOND = 0.15;
/** So many places along x are looked at. */
const PLACES = 60;

/**
 * The range of values that decides: from the best to where lines are for most of their way. Before, they
 * come from beyond the edge.
 */
export function linesRange(
  lines: readonly BestLine[],
  scale: Scale,
  direction: Direction,
): Range | undefined {
  const sign = direction === "minimize" ? 1 : -1;
  const costs: number[] = [];
  for (const { points, end } of lines) {
    const start = points[0]?.x ?? 0;
    for (let k = 0; k <= PLACES && points.length > 0; k++) {
      const x = start + ((end - start) * k) / PLACES;
      const value = points.findLast((point) => point.x <= x + 1e-12)?.value;
      if (value !== undefined) costs.push(sign * position(scale, value));
    }
  }
  if (costs.length === 0) return undefined;
  costs.sort((one, other) => one - other);
  const best = costs[0]!;
  const most = costs[Math.round(SHOWN * (costs.length - 1))]!;
  const worst = Math.min(costs.at(-1)!, most + BEYOND * (most - best));
  const ends = [valueAt(scale, sign * best), valueAt(scale, sign * worst)];
  const range = { low: Math.min(...ends), high: Math.max(...ends) };
  const wide = snapped(scale, padded(scale, range, 0.13, 0.08));
  return notBelowZero(scale, wide, [range.low]);
}

/** The vertical axis of such lines. */
export function linesAxis(scale: Scale, range: Range): Record<string, unknown> {
  return yAxis({ type: scale, range: plotlyRange(scale, range), ...ticksFor(scale, range) });
}

/** A line as steps, with a hover at each improvement. */
export function stepTrace(
  line: BestLine,
  style: SeriesStyle,
  hover: readonly string[],
): Record<string, unknown> {
  const x = line.points.map((point) => point.x);
  const y = line.points.map(({ value }) => value);
  if (y.length > 0) [x[x.length], y[y.length]] = [line.end, y.at(-1)!];
  return {
    ...lineTrace(x, y, {
      shape: "hv",
      color: token(style.colour),
      width: style.width,
      dash: style.dash,
    }),
    hovertext: [...hover, ...(hover.length > 0 ? [hover.at(-1)!] : [])],
    hoverinfo: "text",
  };
}

/** Dots where a line improves. */
export function improvementDots(line: BestLine, hover: readonly string[]): Record<string, unknown> {
  return pointTrace(
    line.points.map(({ x }) => x),
    line.points.map(({ value }) => value),
    hover,
    markers.best(8),
    { cliponaxis: false },
  );
}

/** The text at the end of a line. */
export interface EndLabel {
  /** Where the line ends, on the value axis. */
  readonly value: number;
  readonly name: string;
  /** What stands after the name: its value. Plain text. */
  readonly text: string;
  readonly style: SeriesStyle;
  /** Where along x the line ends: well before the others its label stands there. Left out: at the edge. */
  readonly end?: number;
}

/** Where end labels are placed. */
export interface LabelFrame {
  readonly scale: Scale;
  readonly range: Range;
  /** The height of the plot in pixels. */
  readonly pixels: number;
  /** Where along x the longest line ends. */
  readonly end: number;
}

/** A line that ends before this part of the longest has its label at its own end. */
const EARLY = 0.75;

/** Letters of a name at a line's end. */
const LONGEST = 18;
/** Pixels between two labels, of a letter, and between line and label. */
const APART = 16;
const LETTER = 6.7;
const GAP = 10;

/** The right margin that the labels need: 60 to 200 pixels. */
export function labelMargin(labels: readonly EndLabel[]): number {
  const letters = labels.map(({ name, text }) => cut(name, LONGEST).length + text.length + 1);
  return Math.min(200, Math.max(60, Math.round(GAP + 6 + LETTER * Math.max(0, ...letters))));
}

/**
 * Labels at the right edge, moved apart; those of lines that end early begin at their own ends, where the
 * rest of the way and the margin have room for them, with paper behind them, since other lines go on there.
 */
export function endLabelNotes(
  labels: readonly EndLabel[],
  { scale, range, pixels, end: last }: LabelFrame,
): Record<string, unknown>[] {
  const [low, high] = plotlyRange(scale, range);
  const place = ({ value }: EndLabel) => Math.min(high, Math.max(low, position(scale, value)));
  const wanted = (label: EndLabel) => ((place(label) - low) / (high - low)) * pixels;
  const moved = spread(labels.map(wanted), APART, { low: 6, high: pixels });
  return labels.flatMap((label, k) => {
    const { name, text, style, end = last } = label;
    const html = `<b>${escapeText(cut(name, LONGEST))}</b>${text === "" ? "" : ` ${escapeText(text)}`}`;
    const colour = style.colour === "best" ? "bestText" : style.colour;
    const dy = moved[k]! - wanted(label);
    return end < EARLY * last
      ? backedNote(end, place(label), html, colour, { dx: GAP / 2, dy })
      : [note(1, place(label), html, colour, { xref: "paper", dx: GAP, dy })];
  });
}

/** The dotted line that measures a lead, with the number where the leader was there. */
export function leadMarks(
  lead: Lead,
  scale: Scale,
  range: Range,
): { shapes: Record<string, unknown>[]; notes: Record<string, unknown>[] } {
  const line = { color: token("ink"), width: 1.5, dash: "3px,3px" };
  const place = position(scale, lead.value);
  const [low, high] = plotlyRange(scale, range);
  if (place < low || place > high) return { shapes: [], notes: [] };
  return {
    shapes: [
      { type: "line", x0: lead.at, x1: lead.end, y0: lead.value, y1: lead.value, line },
      {
        type: "line",
        x0: lead.at,
        x1: lead.at,
        yref: "paper",
        y0: 0,
        y1: (place - low) / (high - low),
        line,
      },
    ],
    notes: [
      note(lead.at, 0, `<b>${formatNumber(lead.at)}</b>`, "ink", {
        yref: "paper",
        stand: "bottom",
        dx: 6,
        dy: 5,
        size: 13,
      }),
    ],
  };
}

/** The value at the end of a line. */
export function endText(line: BestLine): string {
  return formatMeasure(line.points.at(-1)?.value);
}
