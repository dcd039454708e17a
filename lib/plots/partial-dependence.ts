import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { barNote, mapTraces, qualityBar } from "./common/area-map.ts";
import { padded, plotlyRange, position, type Range, ticksFor, valueAt } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout, note, pointTrace, xAxis, yAxis } from "./common/layout.ts";
import { starMarker } from "./common/map-marks.ts";
import { formatNumber } from "./common/numbers.ts";
import { axisKey, axisName, type Cell, fittingTicks, gridCells } from "./common/panels.ts";
import type { SurrogateKind } from "./common/surrogate.ts";
import { emptySpec } from "./common/too-little.ts";
import { axisTitle, cut, escapeText } from "./common/words.ts";
import { type DependenceData, dependenceData, type Effect } from "./partial-dependence/data.ts";
import { effectTraces } from "./partial-dependence/traces.ts";
import {
  dependenceAlt,
  dependenceKey,
  dependenceText,
  dependenceTitle,
} from "./partial-dependence/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** Options of {@link partialDependence}. */
export interface PartialDependenceOptions {
  /** Parameters by path or name; default the eight with the strongest effect, or four of pairs. */
  readonly parameters?: readonly string[];
  /** Which objective; default the first. */
  readonly objective?: string;
  /** What learns from the trials; default a Gaussian process, and a forest from 13 parameters on. */
  readonly model?: SurrogateKind;
  /** Also a map of each two parameters, below their curves. Default false. */
  readonly pairs?: boolean;
}

/**
 * What each parameter does by itself: the mean of the objective over the trials, were this one parameter set
 * to each value in turn, as a model learns it, with its 50% and 95% bands. The strongest effect comes first.
 *
 * Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29(5), 2001,
 * section 8.2. A conditional parameter is averaged over the trials that have it.
 *
 * @example
 * plots.partialDependence(study, { pairs: true });
 * @throws FigureError for an unknown parameter, objective or model
 */
export function partialDependence(
  study: StudyView,
  options: PartialDependenceOptions = {},
): Figure {
  knownOptions("plots.partialDependence", options, {
    parameters: true,
    objective: true,
    model: true,
    pairs: true,
  });
  const data = dependenceData(study, options);
  const count = Math.max(1, data.effects.length);
  const isMatrix = options.pairs === true && count > 1;
  const columns = isMatrix ? count : count <= 4 ? count : count <= 6 || count === 9 ? 3 : 4;
  const rows = isMatrix ? count : Math.ceil(count / columns);
  const size = rows === 1 ? 220 : 150;
  const height = MARGIN.t + MARGIN.b + rows * size + (rows - 1) * GAP.y;
  const grid = {
    columns,
    rows,
    width: WIDTH - MARGIN.l - MARGIN.r,
    height: height - MARGIN.t - MARGIN.b,
    gapX: isMatrix ? GAP.matrix : GAP.x,
    gapY: GAP.y,
  };
  return new Figure({
    id: "partialDependence",
    height,
    spec: dependenceSpec(data, grid, isMatrix),
    alt: dependenceAlt(data),
    text: dependenceText(data),
  });
}

/** Pixels for which panels are laid out. */
const WIDTH = 900;
const MARGIN = { l: 62, r: 20, t: 128, b: 48 };
const GAP = { x: 20, y: 64, matrix: 44 };

type Grid = Omit<Parameters<typeof gridCells>[1], never>;

function dependenceSpec(data: DependenceData, grid: Grid, isMatrix: boolean): PlotlySpec {
  if (data.effects.length === 0 || data.deciding === undefined) {
    return emptySpec("Too little is known of the parameters yet", [
      "effects are drawn from eight trials that differ on",
    ]);
  }
  const cells = gridCells(grid.columns * grid.rows, grid);
  const { deciding, objective, effects } = data;
  const range = rangeOf(data);
  const cellOf = (row: number, column: number) => cells[row * grid.columns + column]!;
  const curves = effects.map((effect, k) => ({
    effect,
    place: k,
    cell: isMatrix ? cellOf(k, k) : cells[k]!,
  }));
  const maps = data.joint.map((joint, k) => ({
    joint,
    place: effects.length + k,
    cell: cellOf(joint.up, joint.across),
  }));
  const total = MARGIN.t + MARGIN.b + grid.height;
  const bar = qualityBar(deciding, objective.direction, total, MARGIN.t);
  const layout: Record<string, unknown> = {};
  for (const { effect, place, cell } of curves)
    Object.assign(layout, curveAxes(data, effect, place, cell, grid, range, isMatrix));
  for (const { joint, place, cell } of maps) {
    const [x, y] = [effects[joint.across]!.axis, effects[joint.up]!.axis];
    const pixels = (cell.x[1] - cell.x[0]) * grid.width;
    layout[axisKey("x", place)] = xAxis({
      ...x.plotly,
      ...fittingTicks(x, pixels),
      domain: [...cell.x],
      anchor: axisName("y", place),
    });
    layout[axisKey("y", place)] = yAxis({
      ...y.plotly,
      ...(joint.across === 0 ? shortTicks(y.ticks) : { tickvals: [] }),
      showgrid: false,
      domain: [...cell.y],
      anchor: axisName("x", place),
    });
  }
  return {
    data: [
      ...maps.flatMap(({ joint, place }, k) => [
        ...mapTraces(
          joint.grid,
          { xaxis: axisName("x", place), yaxis: axisName("y", place) },
          k === 0 ? bar : undefined,
        ),
        starOf(data, effects[joint.across]!, effects[joint.up]!, place),
      ]),
      ...curves.flatMap(({ effect, place }) =>
        effectTraces(
          data,
          effect,
          { xaxis: axisName("x", place), yaxis: axisName("y", place) },
          range.low,
        ),
      ),
    ],
    layout: baseLayout({
      title: escapeText(dependenceTitle(data)),
      subtitle: dependenceKey(data),
      margin: MARGIN,
      more: {
        ...layout,
        annotations: [
          note(
            0,
            1,
            axisTitle(objective.name, objective.direction, deciding.scale === "log"),
            "text",
            { xref: "paper", yref: "paper", stand: "bottom", dx: -46, dy: 28 },
          ),
          ...curves.flatMap(({ effect, cell }) => headings(effect, cell, grid.width)),
          ...(maps.length > 0 ? [barNote(deciding, objective.measure)] : []),
          ...(isMatrix
            ? effects.slice(1).map(({ axis }, k) =>
                note(0, cellOf(k + 1, 0).y[1], escapeText(cut(axis.name, 18)), "text", {
                  xref: "paper",
                  yref: "paper",
                  stand: "bottom",
                  dx: -46,
                  dy: 6,
                }),
              )
            : []),
        ],
      },
    }),
  };
}

/** All means and 50% bands, and of the 95% bands what does not squash them. */
function rangeOf({ effects, deciding }: DependenceData): Range {
  const { scale } = deciding!;
  const at = (value: number) => position(scale, value);
  const inner = effects
    .flatMap(({ points, star }) => [
      ...points.flatMap(({ value, half }) => [value, ...half]),
      ...(star ? [star.y] : []),
    ])
    .map(at);
  const outer = effects.flatMap(({ points }) => points.flatMap(({ most }) => most)).map(at);
  const [low, high] = [Math.min(...inner), Math.max(...inner)];
  const room = 0.6 * (high - low || 1);
  return padded(
    scale,
    {
      low: valueAt(scale, Math.max(Math.min(...outer), low - room)),
      high: valueAt(scale, Math.min(Math.max(...outer), high + room)),
    },
    0.08,
    0.05,
  );
}

function curveAxes(
  { deciding }: DependenceData,
  { axis }: Effect,
  place: number,
  cell: Cell,
  grid: Grid,
  range: Range,
  isMatrix: boolean,
): Record<string, unknown> {
  const pixels = (cell.x[1] - cell.x[0]) * grid.width;
  const { scale } = deciding!;
  const ticks = ticksFor(scale, range);
  const isFirst = cell.column === 0 || isMatrix;
  return {
    [axisKey("x", place)]: xAxis({
      ...axis.plotly,
      ...fittingTicks(axis, pixels),
      domain: [...cell.x],
      anchor: axisName("y", place),
    }),
    [axisKey("y", place)]: yAxis({
      type: scale,
      range: plotlyRange(scale, range),
      tickvals: ticks.tickvals,
      ticktext: isFirst ? ticks.ticktext : ticks.ticktext.map(() => ""),
      domain: [...cell.y],
      anchor: axisName("x", place),
    }),
  };
}

/** Names of choices cut to the margin. */
function shortTicks({ tickvals, ticktext }: { tickvals: number[]; ticktext: string[] }) {
  return { tickvals, ticktext: ticktext.map((text) => (text.includes("&") ? text : cut(text, 8))) };
}

function headings(
  { axis, absent, tried }: Effect,
  cell: Cell,
  width: number,
): Record<string, unknown>[] {
  const pixels = (cell.x[1] - cell.x[0]) * width;
  const name = `<b>${escapeText(cut(axis.name, Math.floor(pixels / 9)))}</b>${axis.scale === "log" ? " (log)" : ""}`;
  const at = { xref: "paper", yref: "paper" } as const;
  const without =
    absent === 0
      ? ""
      : `${formatNumber(absent)} of ${formatNumber(absent + tried.length)} have none`;
  return [
    note(cell.x[0], cell.y[1], name, "ink", { ...at, stand: "bottom", dy: 6, size: 13 }),
    note(cell.x[1], cell.y[0], without, "text", {
      ...at,
      side: "right",
      stand: "top",
      dy: -22,
      size: 11,
    }),
  ].filter(({ text }) => text !== "");
}

/** The best trial on a map. */
function starOf(
  data: DependenceData,
  across: Effect,
  up: Effect,
  place: number,
): Record<string, unknown> {
  const [x, y] = [across, up].map(({ axis }) =>
    data.best ? axis.coordinate(data.best.point[axis.path]) : undefined,
  );
  const isThere = x !== undefined && y !== undefined;
  return pointTrace(
    isThere ? [x] : [],
    isThere ? [y] : [],
    isThere ? [`<b>trial ${data.best?.number}</b> · the best`] : [],
    starMarker(14),
    {
      xaxis: axisName("x", place),
      yaxis: axisName("y", place),
      cliponaxis: false,
    },
  );
}
