/** What the pictures of a choice share: the belief above, the decision below, one dashed line through both. */
import { token, type TokenName } from "../common/theme.ts";
import { roughWidth } from "../common/labels.ts";
import { note } from "../common/layout.ts";
import type { ParameterAxis } from "../common/parameter-axis.ts";
import { position } from "../common/axis.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import type { Scalar } from "../../study/trial-record.ts";
import type { ChosenTrial } from "../common/explained.ts";

export const HEIGHT = 460;

/** Whether the trial is still to come to a value: "next", else its number. */
export function isNext({ trial }: ChosenTrial): boolean {
  return trial.state === "running" || trial.state === "waiting";
}

/** "next: 0.0023", or "trial 30: 0.0023"; escaped. */
export function nextLabel(chosen: ChosenTrial, axis: ParameterAxis): string {
  const value = formatSetting(chosen.trial.point[axis.path]);
  const who = isNext(chosen) ? "next" : `trial ${chosen.trial.number}`;
  return `<b>${who}: ${escapeText(cut(value, 20))}</b>`;
}

/** The place of a value on the parameter's axis as annotations take it. */
export function annotationPlace(axis: ParameterAxis, x: number): number {
  return position(axis.scale, x);
}

/** The dashed line through all panels. */
export function throughLine(x: number): Record<string, unknown> {
  return {
    type: "line",
    xref: "x",
    yref: "paper",
    x0: x,
    x1: x,
    y0: 0,
    y1: 1,
    line: { color: token("running"), width: 1.3, dash: "3px,3px" },
  };
}

/** The label over that line: within the plot, and clear of the measure, which begins at the left of the same line. */
export function throughLabel(
  chosen: ChosenTrial,
  axis: ParameterAxis,
  measure: string,
  plotWidth: number,
): Record<string, unknown> {
  const value = chosen.trial.point[axis.path];
  const html = nextLabel(chosen, axis);
  const half = roughWidth(html.replace(/<[^>]*>|&[^;]*;/g, ""), 12.5) / 2;
  const x = (axis.unit(value) ?? 0.5) * plotWidth;
  const least = roughWidth(measure, 12) - LEFT_OF_MEASURE + 14 + half;
  // At the right there is a margin to reach into.
  const middle = Math.min(plotWidth + 30 - half, Math.max(x, least));
  return note(annotationPlace(axis, axis.coordinate(value) ?? 0), 1, html, "running", {
    yref: "paper",
    stand: "bottom",
    side: "center",
    dy: 5,
    dx: Math.round(middle - x),
  });
}

/** Pixels left of the plot at which the measure begins. */
const LEFT_OF_MEASURE = 48;

/** The parameter's axis from end to end of its range: what is believed reaches just as far. */
export function tightAxis(axis: ParameterAxis): Record<string, unknown> {
  const { dimension, scale, range } = axis;
  if (dimension === undefined || dimension.kind === "categorical") return axis.plotly;
  const ends = [dimension.low, dimension.high].map((end) => position(scale, end));
  const outside = [range.low, range.high].map((end) => position(scale, end));
  const room = 0.021 * (outside[1]! - outside[0]!);
  // Values of another version of the space may lie beyond.
  const isTight = ends[0]! - outside[0]! < room && outside[1]! - ends[1]! < room;
  return isTight ? { ...axis.plotly, range: ends } : axis.plotly;
}

/** "learningRate (log), the others held at the proposal"; escaped. */
export function axisWords(axis: ParameterAxis, isAlone: boolean, chosen: ChosenTrial): string {
  const name = `${escapeText(cut(axis.name, 40))}${axis.scale === "log" ? " (log)" : ""}`;
  if (isAlone) return name;
  return isNext(chosen)
    ? `${name}, the others held at the proposal`
    : `${name}, the others held as trial ${chosen.trial.number} has them`;
}

/** "learningRate 0.0023", and of a name that ends with a number "hidden 1 = 50"; plain text. */
export function settingWords(axis: ParameterAxis, value: Scalar): string {
  const name = cut(axis.name, 24);
  return `${name}${/\d$/.test(name) ? " =" : ""} ${cut(formatSetting(value), 20)}`;
}

/** A closed band as one trace; its strength is the trace's opacity, since a token has none. */
export function bandTrace(
  x: readonly number[],
  low: readonly number[],
  high: readonly number[],
  colour: TokenName,
  opacity: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "lines",
    x: [...x, ...x.toReversed()],
    y: [...low, ...high.toReversed()],
    fill: "toself",
    fillcolor: token(colour),
    line: { width: 0, color: token(colour), simplify: false },
    opacity,
    hoverinfo: "skip",
    ...more,
  };
}

/** What those around the tuner say, as a line below the key; `top` is the margin above the plot. */
export function remarkNotes(remarks: readonly string[], top: number): Record<string, unknown>[] {
  if (remarks.length === 0) return [];
  return [
    note(0, 1, escapeText(cut(remarks.join("; "), 124)), "text", {
      xref: "paper",
      yref: "paper",
      // Below the key, which the frame places by pixels from the top.
      dy: top - KEY_END,
      dx: -LEFT + 16,
      size: 12,
    }),
  ];
}

/** Pixels from the figure's top to the middle of a line below the key. */
const KEY_END = 74;
/** The left margin of the frames. */
const LEFT = 64;

/** The top margin: a line below the key needs room. */
export function topMargin(remarks: readonly string[]): number {
  return remarks.length === 0 ? 100 : 124;
}
