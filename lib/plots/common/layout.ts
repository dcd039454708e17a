/** What is the same in every figure: the frame, annotations and marks, all in token colours. */
import { displayWidth } from "./display-width.ts";
import { FONT, token, type TokenName } from "./theme.ts";

const axis = {
  gridcolor: token("grid"),
  zeroline: false,
  linecolor: token("axis"),
  tickcolor: token("axis"),
  ticklen: 4,
  tickfont: { size: 12, color: token("text") },
  automargin: false,
};

/** A horizontal axis with a line and outside ticks. */
export function xAxis(options: Record<string, unknown>, title = ""): Record<string, unknown> {
  return {
    ...axis,
    showgrid: false,
    showline: true,
    ticks: "outside",
    title: { text: title, font: { size: 12, color: token("text") }, standoff: 8 },
    ...options,
  };
}

/** A vertical axis: grid lines, no line of its own. */
export function yAxis(options: Record<string, unknown>): Record<string, unknown> {
  return { ...axis, showgrid: true, showline: false, ticks: "", ...options };
}

/** Pixels that a figure of a tick takes, a raised one, a dot or thin space, and those between text and axis. */
const TICK = { figure: 6.8, raised: 5.8, thin: 3.4, gap: 12 };

function tickWidth(html: string): number {
  const text = html.replace(/<[^>]*>/g, "").replace(/&[^;]*;/g, "x");
  const raised = text.match(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g)?.length ?? 0;
  const thin = text.match(/[.\u2009]/g)?.length ?? 0;
  return (
    (displayWidth(text) - raised - thin) * TICK.figure + raised * TICK.raised + thin * TICK.thin
  );
}

/** Pixels that the numbers beside the leftmost vertical axes need: a cut number is another number. */
function neededLeft(more: Record<string, unknown>): number {
  const widths = Object.entries(more)
    .filter(([name]) => /^yaxis\d*$/.test(name))
    .flatMap(([, one]) => {
      const { ticktext, anchor } = one as { ticktext?: unknown; anchor?: unknown };
      const across = more[`xaxis${String(anchor ?? "x").slice(1)}`] as { domain?: number[] };
      const isLeftmost = (across?.domain?.[0] ?? 0) === 0;
      return isLeftmost && Array.isArray(ticktext) ? ticktext.map(String) : [];
    })
    .map(tickWidth);
  return Math.ceil(Math.max(0, ...widths)) + TICK.gap;
}

/** A note that stands left of the plot, as above an axis, stays where it is in the figure. */
function movedNote(note: Record<string, unknown>, wider: number): Record<string, unknown> {
  const isBeside = note["xref"] === "paper" && note["x"] === 0 && note["xanchor"] === "left";
  const shift = Number(note["xshift"] ?? 0);
  return isBeside && shift < 0 ? { ...note, xshift: shift - wider } : note;
}

/** Title, key, margins and axes of a figure. */
export interface Frame {
  /** What was found, escaped. Empty in a compact figure. */
  title: string;
  /** The key, escaped, with tinted marks. */
  subtitle: string;
  /** The left one is widened where the numbers beside the axis need more. */
  margin: { l: number; r: number; t: number; b: number };
  /** Axes, shapes, annotations. */
  more: Record<string, unknown>;
}

/** A figure's layout: transparent paper, no legend, a user's zoom kept across updates. */
export function baseLayout(frame: Frame): Record<string, unknown> {
  const wider = Math.max(0, neededLeft(frame.more) - frame.margin.l);
  const notes = frame.more["annotations"] as Record<string, unknown>[] | undefined;
  return {
    font: { family: FONT, size: 12, color: token("ink") },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    hovermode: "closest",
    dragmode: "zoom",
    uirevision: "study",
    ...(frame.title === "" ? {} : { title: figureTitle(frame.title, frame.subtitle) }),
    hoverlabel: {
      bgcolor: token("hover"),
      bordercolor: "rgba(0,0,0,0)",
      font: { family: FONT, size: 12, color: token("hoverText") },
      align: "left",
    },
    margin: { ...frame.margin, l: frame.margin.l + wider, pad: 0 },
    ...frame.more,
    ...(wider > 0 && notes ? { annotations: notes.map((one) => movedNote(one, wider)) } : {}),
  };
}

function figureTitle(title: string, subtitle: string): Record<string, unknown> {
  return {
    text: title,
    x: 0,
    xref: "container",
    xanchor: "left",
    y: 1,
    yref: "container",
    yanchor: "top",
    pad: { l: 16, t: 14 },
    font: { size: 16, color: token("ink"), weight: 600 },
    subtitle: { text: subtitle, font: { size: 12.5, color: token("text") } },
  };
}

/** How a note is placed and drawn. */
export interface NoteOptions {
  size?: number;
  weight?: number;
  /** Which side of the text is at the point: left (default), center or right. */
  side?: "left" | "center" | "right";
  /** Which part of its height is at the point: middle (default), bottom or top. */
  stand?: "middle" | "bottom" | "top";
  /** Pixels to the right and upwards. */
  dx?: number;
  dy?: number;
  xref?: string;
  yref?: string;
}

/**
 * A text at a place. On a log axis the place is the logarithm (Plotly's rule for annotations).
 *
 * @param html escaped text
 */
export function note(
  x: number,
  y: number,
  html: string,
  colour: TokenName,
  options: NoteOptions = {},
): Record<string, unknown> {
  const side = options.side ?? "left";
  return {
    x,
    y,
    text: html,
    showarrow: false,
    font: {
      size: options.size ?? 12,
      color: token(colour),
      ...(options.weight === undefined ? {} : { weight: options.weight }),
    },
    xanchor: side,
    yanchor: options.stand ?? "middle",
    xshift: options.dx ?? 0,
    yshift: options.dy ?? 0,
    xref: options.xref ?? "x",
    yref: options.yref ?? "y",
    align: side,
  };
}

/** The text above the value axis. */
export function axisNote(html: string, left: number): Record<string, unknown> {
  return note(0, 1, html, "text", {
    xref: "paper",
    yref: "paper",
    stand: "bottom",
    dy: 5,
    dx: left,
  });
}

/** The marker of each kind of trial, the same in every figure; sizes in pixels. */
export const markers = {
  complete: (size: number) => ({
    size,
    color: token("done"),
    line: { color: token("paper"), width: 1 },
  }),
  best: (size: number) => ({
    size,
    color: token("best"),
    line: { color: token("paper"), width: 1.5 },
  }),
  running: (size: number) => ({
    symbol: "circle-open-dot",
    size,
    color: token("running"),
    line: { color: token("running"), width: 2 },
  }),
  pruned: (size: number) => ({
    symbol: "circle-open",
    size,
    color: token("pruned"),
    line: { color: token("pruned"), width: 1.4 },
  }),
  prunedEnd: (size: number) => ({
    symbol: "line-ew",
    size,
    color: token("pruned"),
    line: { color: token("pruned"), width: 2 },
  }),
  failed: (size: number) => ({
    symbol: "x-thin",
    size,
    color: token("failed"),
    line: { color: token("failed"), width: 2 },
  }),
  failedHalo: (size: number) => ({
    symbol: "x-thin",
    size: size + 2,
    color: token("paper"),
    line: { color: token("paper"), width: 6 },
  }),
};

/** Points of one kind. `hover` is escaped HTML, one text for each point. */
export function pointTrace(
  x: readonly (number | null)[],
  y: readonly (number | null)[],
  hover: readonly string[],
  marker: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "markers",
    x,
    y,
    marker,
    hovertext: hover,
    hoverinfo: "text",
    ...more,
  };
}

/** A line without hover. */
export function lineTrace(
  x: readonly (number | null)[],
  y: readonly (number | null)[],
  line: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: "scatter", mode: "lines", x, y, line, hoverinfo: "skip", ...more };
}
