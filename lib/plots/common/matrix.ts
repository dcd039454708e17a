/** A matrix of panels, each for a pair of parameters: places, axes, names and rails. */
import { drawnNumber } from "./axis.ts";
import { note, pointTrace, xAxis, yAxis } from "./layout.ts";
import { formatMeasure } from "./numbers.ts";
import type { ShownObjective } from "./objective.ts";
import { type KindedTrial, type PairPoint, pairPoints, type RailedAxis } from "./pair-points.ts";
import { axisKey, axisName, fittingTicks } from "./panels.ts";
import { token } from "./theme.ts";
import { thinned } from "./thinning.ts";
import { KINDS, markerOf, type TrialKind } from "./trial-kinds.ts";
import { formatSetting, stateSentence } from "./trial-words.ts";
import { cut, escapeText } from "./words.ts";

/** One panel: of two different parameters, or on the diagonal of one with itself. */
export interface MatrixPanel {
  readonly across: RailedAxis;
  readonly up: RailedAxis;
  readonly isDiagonal: boolean;
  readonly isBottom: boolean;
  readonly isFirst: boolean;
  /** Names of its axes in traces, and their number. */
  readonly place: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Panels with the pixels of the whole figure. */
export interface Matrix {
  readonly panels: readonly MatrixPanel[];
  readonly height: number;
  readonly margin: {
    readonly l: number;
    readonly r: number;
    readonly t: number;
    readonly b: number;
  };
}

/** Pixels for which panels are laid out. */
const WIDTH = 900;
const MARGIN = { l: 86, r: 18, t: 104, b: 58 };
const GAP = { x: 16, y: 32 };

/**
 * The lower half of a matrix: a panel for each two parameters, and with the diagonal one for each by itself.
 *
 * @param axes at least one with the diagonal, at least two without
 */
export function matrixOf(axes: readonly RailedAxis[], withDiagonal: boolean): Matrix {
  const count = withDiagonal ? axes.length : axes.length - 1;
  const wide = WIDTH - MARGIN.l - MARGIN.r;
  const width = (wide - GAP.x * (count - 1)) / count;
  const height = count === 1 ? 320 : Math.min(190, Math.max(92, 560 / count - GAP.y));
  const total = count * height + (count - 1) * GAP.y;
  const panels: MatrixPanel[] = [];
  for (let row = 0; row < count; row++)
    for (let column = 0; column <= row; column++) {
      const left = column * (width + GAP.x);
      const top = row * (height + GAP.y);
      panels.push({
        across: axes[column]!,
        up: axes[withDiagonal ? row : row + 1]!,
        isDiagonal: withDiagonal && row === column,
        isBottom: row === count - 1,
        isFirst: column === 0,
        place: panels.length,
        x: [left / wide, (left + width) / wide],
        y: [Math.max(0, 1 - (top + height) / total), 1 - top / total],
        width,
        height,
      });
    }
  return { panels, height: Math.round(total + MARGIN.t + MARGIN.b), margin: MARGIN };
}

/** The axes of all panels, as parts of a layout; panels of a row and of a column zoom together. */
export function matrixAxes({ panels }: Matrix): Record<string, unknown> {
  const layout: Record<string, unknown> = {};
  for (const panel of panels) {
    const { across, up, place } = panel;
    const below = panels.find((other) => other.isBottom && other.across === across) ?? panel;
    const beside = panels.find((other) => other.isFirst && other.up === up) ?? panel;
    const ticks = fittingTicks(across.axis, panel.width);
    layout[axisKey("x", place)] = xAxis(
      {
        ...across.axis.plotly,
        range: [...across.range],
        tickvals: ticks.tickvals,
        ticktext: panel.isBottom ? ticks.ticktext : ticks.ticktext.map(() => ""),
        domain: [...panel.x],
        anchor: axisName("y", place),
        ...(below === panel ? {} : { matches: axisName("x", below.place) }),
      },
      panel.isBottom ? escapeText(cut(across.axis.name, Math.floor(panel.width / 7))) : "",
    );
    layout[axisKey("y", place)] = yAxis({
      domain: [...panel.y],
      anchor: axisName("x", place),
      ...(panel.isDiagonal
        ? { rangemode: "tozero", tickvals: [], showgrid: false, fixedrange: true }
        : {
            ...up.axis.plotly,
            range: [...up.range],
            ...uprightTicks(panel),
            ...(beside === panel || beside.isDiagonal
              ? {}
              : { matches: axisName("y", beside.place) }),
          }),
    });
  }
  return layout;
}

function uprightTicks({ up, isFirst, height }: MatrixPanel): Record<string, unknown> {
  const { tickvals, ticktext } = up.axis.ticks;
  const every = Math.ceil(tickvals.length / Math.max(2, Math.floor(height / 16)));
  const kept = tickvals.filter((_, k) => k % every === 0);
  const texts = up.axis.isCategorical
    ? kept.map((place) => escapeText(cut(formatSetting(up.axis.choices[place]), 10)))
    : ticktext.filter((_, k) => k % every === 0);
  return { tickvals: kept, ticktext: isFirst ? texts : kept.map(() => "") };
}

/** The names of rows, above their first panels. */
export function matrixNotes({ panels }: Matrix): Record<string, unknown>[] {
  return panels
    .filter(({ isFirst, isDiagonal }) => isFirst && !isDiagonal)
    .map(({ up, x, y }) =>
      note(x[0], y[1], `<b>${escapeText(cut(up.axis.name, 24))}</b> ↑`, "ink", {
        xref: "paper",
        yref: "paper",
        stand: "bottom",
        dx: -4,
        dy: 5,
      }),
    );
}

/** The rails of what trials do not have, below and at the left of panels. */
export function matrixRails({ panels }: Matrix): Record<string, unknown>[] {
  const rail = (parts: Record<string, unknown>) => ({
    type: "rect",
    fillcolor: token("rail"),
    line: { width: 0 },
    layer: "below",
    ...parts,
  });
  return panels.flatMap(({ across, up, isDiagonal, place }) => {
    const [x, y] = [axisName("x", place), axisName("y", place)];
    const upright = {
      xref: x,
      x0: across.rail.from,
      x1: across.rail.to,
      yref: `${y} domain`,
      y0: 0,
      y1: 1,
    };
    const flat = { yref: y, y0: up.rail.from, y1: up.rail.to, xref: `${x} domain`, x0: 0, x1: 1 };
    return [
      ...(across.hasRail ? [rail(upright)] : []),
      ...(up.hasRail && !isDiagonal ? [rail(flat)] : []),
    ];
  });
}

/** More marks of a kind than this fill a panel. */
const MOST_MARKS = 600;

/** From so many trials on hovers leave out the settings. */
const MANY = 200;

/** The marks of one panel, the most important on top; the marker of complete ones is the figure's own. */
export function matrixMarks(
  panel: MatrixPanel,
  trials: readonly KindedTrial[],
  objective: ShownObjective,
  complete: (points: readonly PairPoint[], size: number) => Record<string, unknown>,
): Record<string, unknown>[] {
  const points = pairPoints(trials, panel.across, panel.up);
  const size = panel.width > 300 ? 9 : panel.width > 180 ? 7.5 : 6;
  const round = {
    x: drawnNumber(panel.across.axis.scale, panel.across.axis.range),
    y: drawnNumber(panel.up.axis.scale, panel.up.axis.range),
  };
  return KINDS.map((kind: TrialKind) => {
    const own = points.filter((point) => point.kind === kind);
    const shown = thinned(
      own,
      ({ x }) => unit(panel.across, x),
      ({ y }) => unit(panel.up, y),
      { columns: panel.width / 2, rows: panel.height / 2, most: MOST_MARKS },
    );
    return pointTrace(
      shown.map(({ x }) => round.x(x)),
      shown.map(({ y }) => round.y(y)),
      shown.map((point) => hover(panel, point, objective, trials.length > MANY)),
      kind === "complete" ? complete(shown, size) : markerOf(kind, kind === "best" ? 5 : size - 1),
      { xaxis: axisName("x", panel.place), yaxis: axisName("y", panel.place), cliponaxis: false },
    );
  });
}

function unit({ axis, range }: RailedAxis, coordinate: number): number {
  const at = axis.scale === "log" ? Math.log10(coordinate) : coordinate;
  return (at - range[0]) / (range[1] - range[0]);
}

function hover(
  { across, up }: MatrixPanel,
  { trial }: PairPoint,
  objective: ShownObjective,
  brief: boolean,
): string {
  if (brief) return `<b>trial ${trial.number}</b> · ${formatMeasure(objective.valueOf(trial))}`;
  const setting = ({ axis }: RailedAxis) =>
    `${escapeText(cut(axis.name, 40))} ${escapeText(cut(formatSetting(trial.point[axis.path]), 60))}`;
  const head = `<b>trial ${trial.number}</b> · ${escapeText(stateSentence(trial, objective.measure))}`;
  return [head, setting(across), setting(up)].join("<br>");
}
