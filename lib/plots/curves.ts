import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { linearTicks, logTicks, plotlyRange, position, type Ticks } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { axisNote, baseLayout, xAxis, yAxis } from "./common/layout.ts";
import { formatTicks } from "./common/numbers.ts";
import { railAxis, railBands, railNote, railShape, ticksBesideRail } from "./common/rail.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { axisTitle, cut, escapeText } from "./common/words.ts";
import { type CurvesData, curvesData } from "./curves/data.ts";
import { endLabels, raisesAxisNote, rungHeadings } from "./curves/labels.ts";
import { curvesTraces } from "./curves/traces.ts";
import { curveCount, curvesAlt, curvesKey, curvesText, curvesTitle } from "./curves/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** Pixels of the figure, and of the panel's. */
const HEIGHT = { full: 430, compact: 214 };

/** What can be said about the rungs, where reports alone do not tell. */
export interface CurvesFigureOptions {
  /** The steps at which trials are judged. Default: those at which they were stopped, where they are few. */
  rungs?: readonly number[];
  /** One in so many goes on from a rung. Default: under ASHA, the factor that explains who went on. */
  reductionFactor?: number;
  /** At most so many curves: the best and running ones, then the newest. Default 1000. */
  most?: number;
}

/**
 * The intermediate values that trials reported, one curve each: the best on top, those stopped early
 * ended by a bar, failed ones by a cross; where trials are stopped at fixed steps, how many go on and, under
 * ASHA, the cut as it stands now: the value of the last that would go on. Curves that run away end on a rail.
 *
 * Optuna calls it plot_intermediate_values.
 *
 * @throws FigureError where a rung is no positive number
 * @example
 * plots.curves(study);
 */
export function curves(study: StudyView, options: CurvesFigureOptions = {}): Figure {
  knownOptions("plots.curves", options, { rungs: true, reductionFactor: true, most: true });
  const data = curvesData(study, { ...options, cuts: true });
  return new Figure({
    id: "curves",
    height: HEIGHT.full,
    spec: curvesSpec(data),
    alt: curvesAlt(data),
    text: curvesText(data),
  });
}

/**
 * The Plotly spec of the curves. Its traces are always there, in the same order.
 *
 * @param compact as in the live panel
 */
export function curvesSpec(data: CurvesData, compact = false): PlotlySpec {
  if (!compact && curveCount(data) === 0) {
    return emptySpec("No intermediate values yet", [
      "await trial.report(value, step) in the objective records one",
    ]);
  }
  const yRange =
    data.yRange ?? (data.yScale === "log" ? { low: 0.1, high: 1 } : { low: 0, high: 1 });
  const headings = !compact && data.rungs.length > 0;
  const raised = headings && raisesAxisNote(data);
  const ticks = data.yRange
    ? ticksBesideRail(data.direction, data.yScale, yRange)
    : { tickvals: [], ticktext: [] };
  const margin = compact
    ? { l: 46, r: 62, t: 24, b: 26 }
    : { l: 64, r: 96, t: headings ? (raised ? 132 : 118) : 96, b: 46 };
  const left = (compact ? 4 : 16) - margin.l;
  const height = compact ? HEIGHT.compact : HEIGHT.full;
  const bands = railBands(data.direction, height - margin.t - margin.b, compact);
  const beyond = railed(data);
  // A live figure keeps its frame: there the rail is always reserved.
  const rail = compact || beyond;
  return {
    data: curvesTraces(data, compact),
    layout: baseLayout({
      title: compact ? "" : curvesTitle(data),
      subtitle: curvesKey(data),
      margin,
      more: {
        xaxis: xAxis(
          {
            type: data.xScale,
            range: xPlotlyRange(data),
            anchor: "free",
            position: 0,
            ...xTicks(data, compact),
          },
          compact ? "" : escapeText(data.step) + (data.xScale === "log" ? " (log)" : ""),
        ),
        yaxis: yAxis({
          type: data.yScale,
          range: plotlyRange(data.yScale, yRange),
          ...ticks,
          domain: rail ? bands.plot : [0, 1],
        }),
        yaxis2: railAxis(bands),
        annotations: [
          {
            ...axisNote(
              compact ? compactTitle(data) : axisTitle(data.objective, data.direction),
              left,
            ),
            ...(raised ? { yshift: 42 } : {}),
          },
          ...(beyond ? [railNote(data.direction, compact)] : []),
          ...endLabels(data, compact),
          ...(headings ? rungHeadings(data) : []),
        ],
        shapes: [...(beyond ? [railShape(bands)] : []), ...rungLines(data)],
      },
    }),
  };
}

function railed(data: CurvesData): boolean {
  const all = [data.complete, data.pruned, data.failed, data.running, data.interrupted].flat();
  return all.some(({ rail }) => rail) || data.best?.rail === true;
}

function rungLines(data: CurvesData): Record<string, unknown>[] {
  return data.rungs.map((rung) => ({
    type: "line",
    xref: "x",
    yref: "paper",
    x0: rung.step,
    x1: rung.step,
    y0: 0,
    y1: 0.985,
    line: { color: token("axis"), width: 1, dash: "3px,3px" },
    layer: "below",
  }));
}

function compactTitle(data: CurvesData): string {
  const words = `${escapeText(cut(data.measure, 40))} by ${escapeText(data.step)}`;
  return data.leftOut > 0 ? `${words} · the last ${curveCount(data)} trials` : words;
}

function xPlotlyRange(data: CurvesData): [number, number] {
  const { low, high } = data.xRange;
  if (data.xScale === "log") return plotlyRange("log", { low: low * 0.94, high: high * 1.06 });
  const room = Math.max(high - low, 1) * 0.02;
  return [low - room, high + room];
}

/** Ticks at the ends, then at the rungs, then at round steps: each where it does not touch one before it. */
function xTicks(data: CurvesData, compact: boolean): Ticks {
  if (data.yRange === undefined) return { tickvals: [], ticktext: [] };
  const { low, high } = data.xRange;
  const round =
    data.xScale === "log" ? logTicks({ low, high }) : linearTicks({ low, high }, compact ? 5 : 8);
  const places = data.rungs.map((rung) => rung.step);
  if (data.rungs.length === 0 || !compact) places.push(...round.tickvals);
  const span = position(data.xScale, high) - position(data.xScale, low);
  const distance = (a: number, b: number) =>
    Math.abs(position(data.xScale, a) - position(data.xScale, b)) / Math.max(span, 1e-12);
  const kept = high > low ? [low, high] : [low];
  for (const place of places) {
    if (!Number.isInteger(place) && Number.isInteger(low)) continue;
    if (place < low || place > high) continue;
    if (kept.every((other) => distance(place, other) > 0.06)) kept.push(place);
  }
  kept.sort((one, other) => one - other);
  return { tickvals: kept, ticktext: formatTicks(kept) };
}
