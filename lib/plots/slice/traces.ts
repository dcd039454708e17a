/** The marks of one panel of slices. */
import { drawnNumber, position, valueAt } from "../common/axis.ts";
import type { Deciding } from "../common/deciding.ts";
import { lineTrace, pointTrace } from "../common/layout.ts";
import { formatMeasure } from "../common/numbers.ts";
import { token } from "../common/theme.ts";
import { thinned } from "../common/thinning.ts";
import { KINDS, markerOf, type TrialKind } from "../common/trial-kinds.ts";
import { formatSetting, stateSentence } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import type { SliceData, SlicePanel, SlicePoint } from "./data.ts";

/** The rail's middle and far edge beyond the region that decides, as parts of it. */
export const RAIL = { middle: 0.085, edge: 0.14 };

/** A value beyond the worse end of the region by a part of it. */
export function beyond({ objective, value }: SliceData, part: number): number {
  const [low, high] = spanOf(value);
  const place =
    objective.direction === "minimize" ? high + part * (high - low) : low - part * (high - low);
  return valueAt(value.scale, place);
}

function spanOf({ scale, range }: Deciding): [number, number] {
  return [position(scale, range.low), position(scale, range.high)];
}

/** What a panel holds: the trend below, then marks from the least to the most important. */
export function panelTraces(
  data: SliceData,
  panel: SlicePanel,
  axes: { xaxis: string; yaxis: string },
): Record<string, unknown>[] {
  const rail = beyond(data, RAIL.middle);
  const round = {
    x: drawnNumber(panel.axis.scale, panel.axis.range),
    y: drawnNumber(data.value.scale, data.value.range),
  };
  const size = data.panels.length > 4 ? 6 : 7;
  const marks = (kind: TrialKind) => {
    const marker = markerOf(kind, size);
    const own = shown(data, panel, kind);
    return pointTrace(
      own.map(({ x }) => round.x(x)),
      own.map(({ y }) => round.y(y ?? rail)),
      own.map((point) => hover(data, panel, point)),
      kind === "complete"
        ? { ...marker, opacity: own.map(({ age }) => Math.round(30 + 70 * age) / 100) }
        : marker,
      { ...axes, cliponaxis: false },
    );
  };
  return [...trendTraces(panel, axes, round), ...KINDS.map(marks)];
}

/** A panel is a part of the width. */
const GRID = { columns: 150, rows: 100, most: 800 };

/** Of very many trials those that would cover one another are drawn once. */
function shown(data: SliceData, panel: SlicePanel, kind: TrialKind): SlicePoint[] {
  const own = panel.points.filter((point) => point.kind === kind);
  const { scale, range } = panel.axis;
  const [left, right] = [position(scale, range.low), position(scale, range.high)];
  return thinned(
    own,
    ({ x }) => (position(scale, x) - left) / (right - left),
    ({ y }) => (y === undefined ? 1.1 : data.value.unit(y)),
    GRID,
  );
}

/** From so many trials on hovers leave out what the place of the mark says. */
const MANY = 200;

function hover(data: SliceData, { axis, points }: SlicePanel, { trial }: SlicePoint): string {
  if (points.length > MANY)
    return `<b>trial ${trial.number}</b> · ${formatMeasure(data.objective.valueOf(trial))}`;
  const head = `<b>trial ${trial.number}</b> · ${escapeText(stateSentence(trial, data.objective.measure))}`;
  const setting = escapeText(cut(formatSetting(trial.point[axis.path]), 120));
  return `${head}<br>${escapeText(cut(axis.name, 60))} ${setting}`;
}

function trendTraces(
  { trend }: SlicePanel,
  axes: { xaxis: string; yaxis: string },
  round: { x: (value: number) => number; y: (value: number) => number },
): Record<string, unknown>[] {
  if (trend === undefined) return [];
  const around = [...trend.high, ...trend.low.toReversed()];
  return [
    lineTrace(
      [...trend.x, ...trend.x.toReversed()].map(round.x),
      around.map(round.y),
      { width: 0, shape: "linear" },
      { ...axes, fill: "toself", fillcolor: token("done"), opacity: 0.13, hoveron: "fills" },
    ),
    lineTrace(
      trend.x.map(round.x),
      trend.middle.map(round.y),
      { color: token("done"), width: 1.5 },
      { ...axes, opacity: 0.6 },
    ),
  ];
}
