import type { PlotlySpec } from "../display/host.ts";
import { linearTicks, plotlyRange, position, ticksFor } from "./common/axis.ts";
import { endLabels } from "./common/end-labels.ts";
import { Figure } from "./common/figure.ts";
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
import { formatMeasure } from "./common/numbers.ts";
import { namedStudies, type SeriesStyle, seriesStyle, type Studies } from "./common/series.ts";
import { token } from "./common/theme.ts";
import { timeUnit } from "./common/time-unit.ts";
import { emptySpec } from "./common/too-little.ts";
import { axisTitle, cut, escapeText } from "./common/words.ts";
import { type CostCurve, type CostData, costData, type CostMeasure } from "./cost/data.ts";
import { amount, axisWords, costAlt, costKey, costText, costTitle } from "./cost/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** Pixels of the figure. */
const HEIGHT = 380;
const MARGIN = { l: 64, t: 96, b: 48 };

/** Options of {@link cost}. */
export interface CostOptions {
  /** Which objective; default the first. */
  readonly objective?: string;
  /**
   * What is counted: `seconds` by the clock, `computeSeconds` of all trials together, or `steps` (epochs,
   * folds) that trials reported. Default `steps` where there are reports, else `seconds`.
   */
  readonly by?: CostMeasure;
}

/**
 * What quality costs: the best value so far against what had been spent on all trials by then, stopped and
 * failed ones too, and where half of the gain was reached. Of one study or several.
 *
 * @example
 * plots.cost(study);
 * @throws FigureError where the studies have no such objective in common
 */
export function cost(studies: Studies, options: CostOptions = {}): Figure {
  knownOptions("plots.cost", options, { objective: true, by: true });
  const data = costData(namedStudies(studies), options);
  return new Figure({
    id: "cost",
    height: HEIGHT,
    spec: costSpec(data),
    alt: costAlt(data),
    text: costText(data),
  });
}

function costSpec(data: CostData): PlotlySpec {
  const shown = data.curves.filter(({ points }) => points.length > 0);
  if (shown.length === 0) {
    return emptySpec("No trial is complete yet", ["what quality costs is drawn from the first on"]);
  }
  const unit = data.by === "steps" ? 1 : timeUnit(data.most).seconds;
  const most = data.most / unit || 1;
  const range = plotlyRange(data.scale, data.range);
  const { objective } = data;
  const styles = data.curves.map((_, k): SeriesStyle =>
    data.curves.length === 1 ? { colour: "best", width: 2.5, dash: "solid" } : seriesStyle(k),
  );
  return {
    // The first leads: it is drawn last, on top.
    data: data.curves.flatMap((_, k) => traces(data, data.curves.length - 1 - k, styles, unit)),
    layout: baseLayout({
      title: escapeText(costTitle(data)),
      subtitle: costKey(data),
      margin: { ...MARGIN, r: data.curves.length === 1 ? 96 : 168 },
      more: {
        xaxis: xAxis(
          { range: [-most * 0.01, most * 1.01], ...linearTicks({ low: 0, high: most }, 7) },
          escapeText(axisWords(data)),
        ),
        yaxis: yAxis({ type: data.scale, range, ...ticksFor(data.scale, data.range) }),
        annotations: [
          axisNote(axisTitle(objective.name, objective.direction), -48),
          ...endLabels(
            shown.map((curve) => ({
              x: most,
              y: position(data.scale, curve.points.at(-1)!.best),
              html: labelOf(data, curve),
              colour:
                data.curves.length === 1 ? "bestText" : styles[data.curves.indexOf(curve)]!.colour,
            })),
            range,
            HEIGHT - MARGIN.t - MARGIN.b,
          ),
          ...mark(data, unit, range).annotations,
        ],
        shapes: mark(data, unit, range).shapes,
      },
    }),
  };
}

function labelOf(data: CostData, curve: CostCurve): string {
  const value = formatMeasure(curve.points.at(-1)!.best);
  return data.curves.length === 1
    ? `<b>${value}</b>`
    : `<b>${escapeText(cut(curve.name, 14))}</b> ${value}`;
}

function traces(data: CostData, k: number, styles: readonly SeriesStyle[], unit: number) {
  const { points, name } = data.curves[k]!;
  const { colour, width, dash } = styles[k]!;
  const x = points.map((point) => point[data.by] / unit);
  const y = points.map(({ best }) => best);
  // The last only repeats the best at the end.
  const better = points.filter(
    (point, place) => place === 0 || point.best !== points[place - 1]!.best,
  );
  const single = data.curves.length === 1;
  return [
    lineTrace(x, y, { shape: "hv", color: token(colour), width, dash }),
    // From its end on to the label: nothing more was spent.
    lineTrace([x.at(-1) ?? null, data.most / unit], [y.at(-1) ?? null, y.at(-1) ?? null], {
      color: token(colour),
      width: 1,
      dash: "1px,4px",
    }),
    pointTrace(
      better.map((point) => point[data.by] / unit),
      better.map(({ best }) => best),
      better.map((point) =>
        [
          `<b>trial ${point.trial}</b> · ${escapeText(data.objective.measure)} ${formatMeasure(point.best)}`,
          ...(single ? [] : [escapeText(name)]),
          `after ${escapeText(amount(data, point[data.by]))}`,
        ].join("<br>"),
      ),
      { ...markers.best(single ? 9 : 6), color: token(colour) },
      { cliponaxis: false },
    ),
  ];
}

/** One study: where half of the gain was reached. Several: how much sooner the best was as good as the next. */
function mark(data: CostData, unit: number, range: readonly [number, number]) {
  const dashed = (x0: number, x1: number, y0: number, y1: number) => ({
    type: "line",
    x0,
    x1,
    y0: data.scale === "log" ? 10 ** y0 : y0,
    y1: data.scale === "log" ? 10 ** y1 : y1,
    line: { color: token("ink"), width: 1.2, dash: "3px,3px" },
  });
  const label = (x: number, html: string) => {
    // Late in the study there is no room to the right of the line.
    const isLate = x > 0.7 * (data.most / unit);
    const side = isLate ? "right" : "left";
    return note(x, range[0], html, "ink", { side, dx: isLate ? -6 : 6, dy: 11, weight: 600 });
  };
  const half = data.curves.length === 1 ? data.curves[0]!.half : undefined;
  if (half !== undefined) {
    const x = half.spent / unit;
    return {
      shapes: [dashed(x, x, position(data.scale, half.value), range[0])],
      annotations: [label(x, `half of the gain: ${escapeText(amount(data, half.spent))}`)],
    };
  }
  const { lead } = data;
  if (lead === undefined || lead.spent >= lead.against) return { shapes: [], annotations: [] };
  const y = position(data.scale, lead.value);
  const [x, end] = [lead.spent / unit, lead.against / unit];
  return {
    shapes: [dashed(x, end, y, y), dashed(x, x, y, range[0])],
    annotations: [label(x, escapeText(amount(data, lead.spent)))],
  };
}
