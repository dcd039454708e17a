import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { position, ticksFor } from "./common/axis.ts";
import { dodgeWidth } from "./common/dodge.ts";
import { Figure } from "./common/figure.ts";
import { axisNote, baseLayout, note, xAxis, yAxis } from "./common/layout.ts";
import { formatNumber } from "./common/numbers.ts";
import { axisKey, axisName, type Cell, fittingTicks, gridCells } from "./common/panels.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { axisTitle, cut, escapeText } from "./common/words.ts";
import { type SliceData, sliceData, type SlicePanel } from "./slice/data.ts";
import { beyond, panelTraces, RAIL } from "./slice/traces.ts";
import { sliceAlt, sliceFinding, sliceKey, sliceText } from "./slice/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What {@link slice} shows. */
export interface SliceOptions {
  /** Parameters by path or name, in the order to draw; left out: all, or the eight most important. */
  readonly parameters?: readonly string[];
  /** Left out: the first. */
  readonly objective?: string;
}

/**
 * The value of every trial by each of its parameters, one panel for each: the best as a star, what was stopped
 * early and what failed too, what is far worse on a rail. Above each panel what the trials advise, where they
 * say it clearly; the band is the middle half of the values near each setting.
 *
 * @throws FigureError for a parameter or an objective that the study does not have
 * @example
 * plots.slice(study, { parameters: ["learningRate", "momentum"] });
 */
export function slice(study: StudyView, options: SliceOptions = {}): Figure {
  knownOptions("plots.slice", options, { parameters: true, objective: true });
  const data = sliceData(study, options);
  const grid = gridOf(data.panels.length);
  return new Figure({
    id: "slice",
    height: grid.total,
    spec: sliceSpec(data, grid),
    alt: sliceAlt(data),
    text: sliceText(data),
  });
}

/** Pixels for which panels are laid out. */
const WIDTH = 900;
const MARGIN = { l: 60, r: 18, t: 136, b: 52 };
const GAP = { x: 20, y: 92 };

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly total: number;
}

function gridOf(count: number): Grid {
  const most = Math.max(1, count);
  const columns = most <= 4 ? most : most <= 6 || most === 9 ? 3 : 4;
  const rows = Math.ceil(most / columns);
  const plot = rows === 1 ? 210 : 150;
  return { columns, rows, total: MARGIN.t + MARGIN.b + rows * plot + (rows - 1) * GAP.y };
}

function sliceSpec(data: SliceData, grid: Grid): PlotlySpec {
  if (Object.values(data.counts).every((count) => count === 0))
    return emptySpec("No trial yet", ["study.optimize(…) starts one"]);
  if (data.panels.length === 0)
    return emptySpec("No parameter varies", ["a slice needs at least one"]);
  const width = WIDTH - MARGIN.l - MARGIN.r;
  const height = grid.total - MARGIN.t - MARGIN.b;
  const cells = gridCells(data.panels.length, { ...grid, width, height, gapX: GAP.x, gapY: GAP.y });
  const { objective, value } = data;
  return {
    data: data.panels.flatMap((panel, place) =>
      panelTraces(data, panel, { xaxis: axisName("x", place), yaxis: axisName("y", place) }),
    ),
    layout: baseLayout({
      title: escapeText(sliceFinding(data)),
      subtitle: sliceKey(data),
      margin: MARGIN,
      more: {
        ...Object.assign({}, ...cells.map((cell, place) => axes(data, cell, place, width))),
        annotations: [
          axisNote(axisTitle(objective.name, objective.direction, value.scale === "log"), -44),
          ...cells.flatMap((cell, place) => headings(data, cell, place, width)),
        ].map((one, k) => (k === 0 ? { ...one, yshift: 42 } : one)),
        shapes: data.hasRail ? cells.map((_, place) => rail(data, place)) : [],
      },
    }),
  };
}

/** The axes of one panel; those of the values move together. */
function axes(data: SliceData, cell: Cell, place: number, width: number): Record<string, unknown> {
  const { axis } = data.panels[place]!;
  const { value, objective, hasRail } = data;
  const end = position(value.scale, beyond(data, hasRail ? RAIL.edge : 0));
  const [low, high] = [
    position(value.scale, value.range.low),
    position(value.scale, value.range.high),
  ];
  const pixels = (cell.x[1] - cell.x[0]) * width;
  const ticks = ticksFor(value.scale, value.range);
  const aside = 0.6 * dodgeWidth(axis);
  const isDodgedNumber = !axis.isCategorical && aside > 0;
  const inner = {
    tickvals: ticks.tickvals,
    ticktext: cell.column === 0 ? ticks.ticktext : ticks.ticktext.map(() => ""),
  };
  return {
    [axisKey("x", place)]: xAxis({
      ...axis.plotly,
      ...(isDodgedNumber ? { range: [axis.range.low - aside, axis.range.high + aside] } : {}),
      ...fittingTicks(axis, pixels),
      domain: [...cell.x],
      anchor: axisName("y", place),
    }),
    [axisKey("y", place)]: yAxis({
      type: value.scale,
      range: objective.direction === "minimize" ? [low, end] : [end, high],
      ...inner,
      domain: [...cell.y],
      anchor: axisName("x", place),
      ...(place === 0 ? {} : { matches: "y" }),
    }),
  };
}

/** Name and advice above a panel, and below it how many trials do not have the parameter. */
function headings(
  data: SliceData,
  cell: Cell,
  place: number,
  width: number,
): Record<string, unknown>[] {
  const panel = data.panels[place]!;
  const pixels = (cell.x[1] - cell.x[0]) * width;
  const at = { xref: "paper", yref: "paper" } as const;
  const name = `<b>${escapeText(cut(panel.axis.name, Math.floor(pixels / 7.6)))}</b>`;
  const advice = escapeText(cut(panel.advice.replace(/ \(.*\)$/, ""), Math.floor(pixels / 5.9)));
  const advised = data.panels.some((one) => one.advice !== "");
  const list = [
    note(cell.x[0], cell.y[1], name, "ink", {
      ...at,
      stand: "bottom",
      dy: advised ? 21 : 6,
      size: 13,
    }),
    note(cell.x[0], cell.y[1], advice, "text", { ...at, stand: "bottom", dy: 5 }),
    note(cell.x[1], cell.y[0], absence(panel), "text", {
      ...at,
      side: "right",
      stand: "top",
      dy: -22,
      size: 11,
    }),
  ];
  if (data.hasRail && cell.column === 0) {
    const words = data.objective.direction === "minimize" ? "above" : "below";
    const y = position(data.value.scale, beyond(data, RAIL.middle));
    list.push(
      note(cell.x[0], y, words, "text", {
        xref: "paper",
        yref: axisName("y", place),
        side: "right",
        dx: -6,
        size: 11,
      }),
    );
  }
  return list.filter(({ text }) => text !== "");
}

function absence({ absent, points }: SlicePanel): string {
  if (absent === 0) return "";
  return `${formatNumber(absent)} of ${formatNumber(absent + points.length)} trials have none`;
}

function rail(data: SliceData, place: number): Record<string, unknown> {
  return {
    type: "rect",
    xref: `${axisName("x", place)} domain`,
    yref: axisName("y", place),
    x0: 0,
    x1: 1,
    y0: beyond(data, 0.03),
    y1: beyond(data, RAIL.edge),
    fillcolor: token("rail"),
    line: { width: 0 },
    layer: "below",
  };
}
