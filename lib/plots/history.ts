import type { PlotlySpec } from "../display/host.ts";
import { drawnNumber, plotlyRange, position } from "./common/axis.ts";
import { railAxis, railBands, railNote, railShape, ticksBesideRail } from "./common/rail.ts";
import { type NamedStudy, namedStudies, type Studies } from "./common/series.ts";
import { convergenceData } from "./convergence/data.ts";
import { CONVERGENCE_HEIGHT, convergenceSpec } from "./convergence/spec.ts";
import { convergenceAlt, convergenceText } from "./convergence/words.ts";
import { Figure } from "./common/figure.ts";
import { type HistoryData, historyData, type HistoryPoint } from "./history/data.ts";
import {
  axisNote,
  baseLayout,
  lineTrace,
  markers,
  note,
  pointTrace,
  xAxis,
  yAxis,
} from "./common/layout.ts";
import {
  allFailed,
  historyAlt,
  historyKey,
  historyText,
  historyTitle,
  trialCount,
} from "./history/words.ts";
import { runningLabels } from "./history/labels.ts";
import { formatMeasure } from "./common/numbers.ts";
import { emptySpec } from "./common/too-little.ts";
import { token } from "./common/theme.ts";
import { thinned } from "./common/thinning.ts";
import { errorText, trialHover } from "./common/trial-words.ts";
import { axisTitle, cut, escapeText } from "./common/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** Pixels of the figure. */
const HEIGHT = 380;

/** Which objective a history is about. */
export interface HistoryFigureOptions {
  /** The first where left out. */
  objective?: string;
}

/**
 * The history of a study: every trial's value by its number, and the best so far as a line. Trials
 * that failed, and those far worse than what decides, are gathered on a rail. Of several studies the best so
 * far of each.
 *
 * Optuna calls it plot_optimization_history.
 *
 * @param studies one, a list, or studies by the names to show
 * @throws FigureError for an unknown objective, or studies that cannot be compared
 * @example
 * plots.history(study);
 */
export function history(studies: Studies, options: HistoryFigureOptions = {}): Figure {
  knownOptions("plots.history", options, { objective: true });
  const [first, ...others] = namedStudies(studies);
  if (first === undefined || others.length > 0) {
    return severalHistories(namedStudies(studies), options.objective);
  }
  const data = historyData(first.study, options);
  return new Figure({
    id: "history",
    height: HEIGHT,
    spec: historySpec(data),
    alt: historyAlt(data),
    text: historyText(data),
  });
}

function severalHistories(studies: readonly NamedStudy[], objective: string | undefined): Figure {
  const data = convergenceData(studies, { objective, by: "number" });
  return new Figure({
    id: "history",
    height: CONVERGENCE_HEIGHT,
    spec: convergenceSpec(data),
    alt: convergenceAlt(data),
    text: convergenceText(data),
  });
}

function marginsOf(compact: boolean) {
  return compact ? { l: 46, r: 62, t: 24, b: 26 } : { l: 64, r: 116, t: 92, b: 46 };
}

/**
 * The Plotly spec of a history. Its traces are always there, in the same order, so that a live
 * figure can be updated in place.
 *
 * @param height pixels
 * @param compact as in the live panel: no title, smaller marks
 */
export function historySpec(data: HistoryData, height = HEIGHT, compact = false): PlotlySpec {
  if (!compact && data.complete.length + data.running.length + data.pruned.length === 0) {
    return tooLittle(data);
  }
  const margin = marginsOf(compact);
  const bands = railBands(data.direction, height - margin.t - margin.b, compact);
  const range = data.range ?? (data.scale === "log" ? { low: 0.1, high: 1 } : { low: 0, high: 1 });
  const ticks = data.range
    ? ticksBesideRail(data.direction, data.scale, range)
    : { tickvals: [], ticktext: [] };
  const left = (compact ? 4 : 16) - margin.l;
  return {
    data: traces(data, compact),
    layout: baseLayout({
      title: compact ? "" : historyTitle(data),
      subtitle: historyKey(data),
      margin,
      more: {
        xaxis: xAxis(
          {
            range: [-(data.lastNumber + 1) / 50, data.lastNumber + 1.2],
            // Below the rail, also where that is below the plot.
            anchor: "free",
            position: 0,
            ...wholeTicks(data, compact),
          },
          compact ? "" : "trial",
        ),
        yaxis: yAxis({
          type: data.scale,
          range: plotlyRange(data.scale, range),
          ...ticks,
          domain: bands.plot,
        }),
        yaxis2: railAxis(bands),
        annotations: notes(data, compact, left),
        shapes: [railShape(bands)],
      },
    }),
  };
}

/** Ticks at whole trial numbers, also where there are only a few. */
function wholeTicks(data: HistoryData, compact: boolean): Record<string, unknown> {
  if (data.lastNumber < 6) return { dtick: 1, tick0: 0 };
  return { nticks: compact ? 5 : 10 };
}

/** From so many trials on the live picture's hovers are short. */
const MANY = 400;

/** About three pixels of the panel's history a cell, half a mark; so many marks of a kind fill it. */
const COMPACT_GRID = { columns: 190, rows: 50, most: 1500 };

function traces(data: HistoryData, compact: boolean): Record<string, unknown>[] {
  // A live picture of very many trials is sent again and again: there, parameters are left out, and where a
  // place says all that a hover would, Plotly makes its text.
  const brief = compact && trialCount(data) > MANY;
  const round = data.range ? drawnNumber(data.scale, data.range) : Number;
  const hover = (points: HistoryPoint[]) =>
    points.map((point) => trialHover(point.trial, data.measure, brief));
  const dots = (
    points: HistoryPoint[],
    onRail: boolean,
    marker: Record<string, unknown>,
  ): Record<string, unknown> => {
    const low = data.range ? position(data.scale, data.range.low) : 0;
    const span = data.range ? position(data.scale, data.range.high) - low : 1;
    const shown = thinned(
      points.filter((point) => point.rail === onRail),
      (point) => point.number / (data.lastNumber + 1),
      (point) =>
        onRail || data.range === undefined
          ? 0
          : (position(data.scale, point.value ?? 0) - low) / span,
      compact ? COMPACT_GRID : undefined,
    );
    const isTemplate = brief && !onRail;
    return pointTrace(
      shown.map((point) => point.number),
      shown.map(({ value }) => (onRail ? 0 : value === undefined ? null : round(value))),
      isTemplate ? [] : hover(shown),
      marker,
      onRail
        ? { yaxis: "y2", cliponaxis: false }
        : isTemplate
          ? { hovertemplate: `<b>trial %{x}</b> · ${measure} %{y:.3~g}<extra></extra>` }
          : {},
    );
  };
  const measure = escapeText(cut(data.measure)).replaceAll("%{", "%&#123;");
  const better = new Set(data.improvements);
  const others = data.complete.filter((point) => !better.has(point));
  const early = [...data.pruned, ...data.interrupted];
  const line = data.improvements.map((point) => ({ x: point.number, y: point.value ?? null }));
  const end = line.at(-1);
  if (end) line.push({ x: data.newest, y: end.y });
  return [
    dots(early, false, markers.pruned(compact ? 5 : 6)),
    dots(early, true, markers.pruned(compact ? 5 : 6)),
    lineTrace(
      line.map((point) => point.x),
      line.map((point) => point.y),
      { shape: "hv", color: token("best"), width: 2.5 },
    ),
    dots(others, false, markers.complete(compact ? 6 : 7.5)),
    dots(others, true, markers.complete(compact ? 5 : 6)),
    dots(data.improvements, false, markers.best(compact ? 7.5 : 9)),
    dots(data.improvements, true, markers.best(compact ? 6 : 7)),
    dots(data.running, false, markers.running(compact ? 10 : 12)),
    dots(data.running, true, markers.running(compact ? 10 : 12)),
    dots(data.failed, true, markers.failed(compact ? 7 : 8)),
  ];
}

function notes(data: HistoryData, compact: boolean, left: number): Record<string, unknown>[] {
  const list = [
    axisNote(axisTitle(data.objective, data.direction), left),
    railNote(data.direction, compact),
    ...runningLabels(data),
  ];
  const best = data.improvements.at(-1);
  if (best?.value !== undefined && data.range) {
    const at = position(data.scale, best.value);
    list.push(
      note(data.newest, at, `<b>${formatMeasure(best.value)}</b>`, "bestText", {
        size: compact ? 12 : 14,
        dx: 12,
        dy: compact ? 0 : 9,
      }),
    );
    if (!compact) {
      list.push(
        note(data.newest, at, `best, trial ${best.number}`, "bestText", { dx: 12, dy: -8 }),
      );
    }
  } else if (compact && data.failed.length > 0 && data.running.length === 0) {
    const error = data.failed[0] ? errorText(data.failed[0].trial) : "";
    const place = { xref: "paper", yref: "paper", side: "center" } as const;
    list.push(
      note(0.5, 0.5, `<b>${escapeText(allFailed(data.failed.length))}</b>`, "ink", place),
      note(0.5, 0.5, escapeText(cut(error, 60)), "text", { ...place, dy: -18 }),
    );
  }
  return list;
}

/** The same frame with one sentence where there is nothing to draw. */
function tooLittle(data: HistoryData): PlotlySpec {
  if (data.failed.length === 0) {
    return emptySpec("No trial yet", ["study.optimize(…) starts one"]);
  }
  const count = data.failed.length;
  const first = data.failed[0];
  return emptySpec(
    allFailed(count),
    first
      ? [cut(errorText(first.trial), 70), `study.trials[${first.number}].error shows where`]
      : [],
    Math.min(count, 20),
  );
}
