/** Axes, rails and notes of the planes of a front. */
import { position, ticksFor } from "../common/axis.ts";
import { note } from "../common/layout.ts";
import { token } from "../common/theme.ts";
import { cut, escapeText } from "../common/words.ts";
import type { ObjectiveAxis, ParetoData } from "./data.ts";
import type { PanelPlace } from "./marks.ts";

/** Ticks that have room, none of them on the rail. */
export function ticksOf(axis: ObjectiveAxis, most: number) {
  const inner =
    axis.edge === undefined
      ? axis.range
      : axis.sign === 1
        ? { low: axis.range.low, high: axis.edge }
        : { low: axis.edge, high: axis.range.high };
  const { tickvals, ticktext } = ticksFor(axis.scale, inner);
  const every = Math.ceil(tickvals.length / most);
  const kept = (_: unknown, k: number) => k % every === 0;
  return { tickvals: tickvals.filter(kept), ticktext: ticktext.filter(kept) };
}

/** "weights (log) · lower is better ←": the arrow points along the axis. Escaped. */
export function measureTitle(axis: ObjectiveAxis, isShort: boolean, isAcross: boolean): string {
  const name =
    escapeText(cut(axis.measure, isShort ? 24 : 48)) + (axis.scale === "log" ? " (log)" : "");
  const better = axis.sign === 1 ? (isAcross ? "←" : "↓") : isAcross ? "→" : "↑";
  return isShort
    ? `${name} ${better}`
    : `${name} · ${axis.sign === 1 ? "lower" : "higher"} is better ${better}`;
}

/** The corner where both would be best; of a small plane outside of it, where nothing lies. */
export function idealNote(
  x: ObjectiveAxis,
  y: ObjectiveAxis,
  [left, right]: readonly [number, number],
  [low, high]: readonly [number, number],
  isSmall: boolean,
): Record<string, unknown>[] {
  const [isLeft, isLow] = [x.sign === 1, y.sign === 1];
  // Above a small plane stands the name of its axis, and the arrows of both names say it as well.
  if (isSmall && !isLow) return [];
  const arrow = isLeft ? (isLow ? "↙" : "↖") : isLow ? "↘" : "↗";
  const out = isSmall
    ? { dx: isLeft ? -6 : 6, dy: -8 }
    : { dx: isLeft ? 5 : -5, dy: isLow ? 4 : -4 };
  const isToTheLeft = isLeft === isSmall;
  return [
    note(
      isLeft ? left : right,
      isLow ? low : high,
      isLeft ? `${arrow} ideal` : `ideal ${arrow}`,
      "text",
      {
        xref: "paper",
        yref: "paper",
        side: isToTheLeft ? "right" : "left",
        stand: isLow === isSmall ? "top" : "bottom",
        size: 11,
        ...out,
      },
    ),
  ];
}

/** What stands on the rails. */
export function railNotes(
  x: ObjectiveAxis,
  y: ObjectiveAxis,
  { xaxis, yaxis }: PanelPlace,
  left: number,
  low: number,
): Record<string, unknown>[] {
  const words = ({ sign }: ObjectiveAxis) => (sign === 1 ? "above" : "below");
  return [
    ...(x.rail === undefined
      ? []
      : [
          note(position(x.scale, x.rail), low, words(x), "text", {
            xref: xaxis,
            yref: "paper",
            side: "center",
            stand: "top",
            dy: -6,
          }),
        ]),
    ...(y.rail === undefined
      ? []
      : [
          note(left, position(y.scale, y.rail), words(y), "text", {
            xref: "paper",
            yref: yaxis,
            side: "right",
            dx: -5,
          }),
        ]),
  ];
}

/** The number of the best compromise, on the side of the front where nothing lies. */
export function compromiseNotes(data: ParetoData): Record<string, unknown>[] {
  const [x, y] = [data.axes[0]!, data.axes[1]!];
  const { compromise } = data.series[0]!;
  if (data.series.length > 1 || compromise === undefined) return [];
  return [
    note(
      position(x.scale, x.place(compromise.values[0]!)),
      position(y.scale, y.place(compromise.values[1]!)),
      `<b>trial ${compromise.trial.number}</b>`,
      "bestText",
      {
        side: x.sign === 1 ? "right" : "left",
        stand: y.sign === 1 ? "top" : "bottom",
        dx: x.sign === 1 ? -9 : 9,
        dy: y.sign === 1 ? -5 : 5,
      },
    ),
  ];
}

export function railShapes(
  x: ObjectiveAxis,
  y: ObjectiveAxis,
  { xaxis, yaxis }: PanelPlace,
): Record<string, unknown>[] {
  const strip = (box: Record<string, unknown>) => ({
    type: "rect",
    ...box,
    fillcolor: token("rail"),
    line: { width: 0 },
    layer: "below",
  });
  const list: Record<string, unknown>[] = [];
  if (x.edge !== undefined) {
    list.push(
      strip({
        xref: xaxis,
        yref: `${yaxis} domain`,
        x0: x.edge,
        x1: x.sign === 1 ? x.range.high : x.range.low,
        y0: 0,
        y1: 1,
      }),
    );
  }
  if (y.edge !== undefined) {
    list.push(
      strip({
        xref: `${xaxis} domain`,
        yref: yaxis,
        x0: 0,
        x1: 1,
        y0: y.edge,
        y1: y.sign === 1 ? y.range.high : y.range.low,
      }),
    );
  }
  return list;
}

/** Dashed lines at the reference, where the user gave one. */
export function referenceShapes(
  data: ParetoData,
  { across, up, xaxis, yaxis }: PanelPlace,
): Record<string, unknown>[] {
  if (data.reference === undefined) return [];
  const line = { color: token("text"), width: 1, dash: "3px,3px" };
  const inside = (axis: ObjectiveAxis, value: number) =>
    position(axis.scale, value) >= position(axis.scale, axis.range.low) &&
    position(axis.scale, value) <= position(axis.scale, axis.range.high);
  const [x, y] = [data.reference[across]!, data.reference[up]!];
  return [
    ...(inside(data.axes[across]!, x)
      ? [{ type: "line", xref: xaxis, yref: `${yaxis} domain`, x0: x, x1: x, y0: 0, y1: 1, line }]
      : []),
    ...(inside(data.axes[up]!, y)
      ? [{ type: "line", xref: `${xaxis} domain`, yref: yaxis, x0: 0, x1: 1, y0: y, y1: y, line }]
      : []),
  ];
}
