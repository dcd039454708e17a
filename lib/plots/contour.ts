import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { barNote, mapTraces, qualityBar } from "./common/area-map.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout, note, xAxis, yAxis } from "./common/layout.ts";
import { axisName } from "./common/map-marks.ts";
import { formatNumber } from "./common/numbers.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { roughWidth } from "./common/labels.ts";
import { escapeText } from "./common/words.ts";
import { type ContourData, contourData, type MapTrial, type PairMap } from "./contour/data.ts";
import { marks } from "./contour/marks.ts";
import { contourAlt, contourKey, contourText, contourTitle, railWords } from "./contour/words.ts";
import { knownOptions } from "./common/known-options.ts";

const MARGIN = { l: 84, r: 24, t: 108, b: 52 };

/** Options of {@link contour}. */
export interface ContourOptions {
  /** Two to four parameters, by path or name; default the two most important. More than two make a matrix of maps. */
  readonly parameters?: readonly string[];
  /** Which objective; default the first. */
  readonly objective?: string;
}

/**
 * A map of the objective over two parameters, as a Gaussian process learns it from the trials: the better,
 * the stronger the colour, and pale where little is known. The trials lie on top; those that lack one of the
 * two stand on a rail.
 *
 * Trials that were stopped early count with their last value, and the other parameters as they came: see
 * `partialDependence` for the effect of two parameters by themselves.
 *
 * @example
 * plots.contour(study, { parameters: ["learningRate", "batchSize"] });
 * @throws FigureError for an unknown parameter or objective, or where not two to four are named
 */
export function contour(study: StudyView, options: ContourOptions = {}): Figure {
  knownOptions("plots.contour", options, { parameters: true, objective: true });
  const data = contourData(study, options);
  const rows = Math.max(1, data.axes.length - 1);
  const height = rows === 1 ? 460 : MARGIN.t + MARGIN.b + rows * 190;
  return new Figure({
    id: "contour",
    height: data.axes.length < 2 ? 240 : height,
    spec: contourSpec(study, data, height),
    alt: contourAlt(data),
    text: contourText(data),
  });
}

/** Pixels of a rail, and between it and the map; and between the maps of a matrix. */
const RAIL = { size: 20, gap: 5 };
const GAP = { across: 0.035, up: 30 };
/** The width of a plot is only known to whoever draws it. */
const WIDTH = 790;

function contourSpec(study: StudyView, data: ContourData, height: number): PlotlySpec {
  if (data.axes.length < 2) {
    return emptySpec("A map needs two parameters", [
      data.axes.length === 1
        ? "this study varies one: plots.slice(study) shows it"
        : "this study varies none",
    ]);
  }
  if ((data.pairs[0]?.trials.length ?? 0) === 0) {
    return emptySpec("No trial yet", ["study.optimize(…) starts one; a map is drawn from five on"]);
  }
  const rows = data.axes.length - 1;
  const pixels = height - MARGIN.t - MARGIN.b;
  const rails = rows === 1 ? railsOf(data.pairs[0]!) : { right: [], top: [] };
  const right = rails.right.length > 0 ? (RAIL.size + RAIL.gap) / WIDTH : 0;
  const top = rails.top.length > 0 ? (RAIL.size + RAIL.gap) / pixels : 0;
  const bar = qualityBar(data.deciding, data.objective.direction, height, MARGIN.t);
  const column = (place: number): [number, number] => {
    const width = (1 - right - GAP.across * (rows - 1)) / rows;
    return [place * (width + GAP.across), place * (width + GAP.across) + width];
  };
  const row = (place: number): [number, number] => {
    const gap = GAP.up / pixels;
    const size = (1 - top - gap * (rows - 1)) / rows;
    const low = (rows - place) * (size + gap);
    return [low, low + size];
  };
  const named = data.axes.map((axis) => axisName(axis, rows === 1 ? 40 : 24));
  const isMapped = data.pairs.some(({ grid }) => grid !== undefined);
  const layout: Record<string, unknown> = {
    annotations: [
      ...data.axes.slice(1).map((_, k) =>
        note(0, rows === 1 ? 1 : row(k + 1)[1], named[k + 1]!, "text", {
          xref: "paper",
          yref: "paper",
          stand: "bottom",
          dy: 6,
          dx: -68,
        }),
      ),
      ...(isMapped ? [barNote(data.deciding, data.objective.measure)] : []),
      ...railNotes(study, data, rails, { right, top }),
    ],
    shapes: [
      ...(right > 0 ? [railRect({ x0: 1 - RAIL.size / WIDTH, x1: 1, y0: 0, y1: 1 - top })] : []),
      ...(top > 0 ? [railRect({ x0: 0, x1: 1 - right, y0: 1 - RAIL.size / pixels, y1: 1 })] : []),
    ],
  };
  data.axes.slice(0, -1).forEach((axis, k) => {
    const { plotly } = axis;
    layout[`xaxis${k === 0 ? "" : k + 1}`] = xAxis(
      {
        ...plotly,
        ...(rows > 1 ? fewer(plotly) : {}),
        domain: column(k),
        anchor: "free",
        position: 0,
      },
      named[k],
    );
  });
  data.axes.slice(1).forEach((axis, k) => {
    layout[`yaxis${k === 0 ? "" : k + 1}`] = yAxis({
      ...axis.plotly,
      domain: row(k + 1),
      showgrid: false,
      showline: true,
      ticks: "outside",
    });
  });
  if (right > 0)
    layout["xaxis9"] = {
      domain: [1 - RAIL.size / WIDTH, 1],
      range: [-1, 1],
      visible: false,
      fixedrange: true,
    };
  if (top > 0)
    layout["yaxis9"] = {
      domain: [1 - RAIL.size / pixels, 1],
      range: [-1, 1],
      visible: false,
      fixedrange: true,
    };
  return {
    data: [
      ...data.pairs.flatMap((pair, k) =>
        pairTraces(data, pair, isMapped && k === firstMap(data) ? bar : undefined),
      ),
      ...(right > 0
        ? marks(data, rails.right, { xaxis: "x9", yaxis: "y" }, 7, (point) => [0, point.y])
        : []),
      ...(top > 0
        ? marks(data, rails.top, { xaxis: "x", yaxis: "y9" }, 7, (point) => [point.x, 0])
        : []),
    ],
    layout: baseLayout({
      title: escapeText(contourTitle(data)),
      subtitle: contourKey(data),
      margin: { ...MARGIN, l: leftMargin(data) },
      more: layout,
    }),
  };
}

/** Room for the longest tick of the vertical axes. */
function leftMargin({ axes }: ContourData): number {
  const widths = axes.slice(1).flatMap(({ plotly }) =>
    // A sign that is escaped is one all the same.
    ((plotly as { ticktext?: string[] }).ticktext ?? []).map((text) =>
      roughWidth(text.replace(/&[^;]+;/g, "_")),
    ),
  );
  return Math.max(MARGIN.l, ...widths.map((width) => width + 14));
}

/** Axes of a small map have every other tick, where there are many. */
function fewer(plotly: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { tickvals, ticktext } = plotly as { tickvals: number[]; ticktext: string[] };
  const every = Math.ceil(tickvals.length / 4);
  const kept = (_: unknown, k: number) => k % every === 0;
  return { tickvals: tickvals.filter(kept), ticktext: ticktext.filter(kept) };
}

function firstMap(data: ContourData): number {
  return data.pairs.findIndex(({ grid }) => grid !== undefined);
}

function railsOf({ trials }: PairMap): { right: MapTrial[]; top: MapTrial[] } {
  return {
    right: trials.filter(({ x, y }) => x === undefined && y !== undefined),
    top: trials.filter(({ x, y }) => x !== undefined && y === undefined),
  };
}

function railRect(box: Record<string, number>): Record<string, unknown> {
  return {
    type: "rect",
    xref: "paper",
    yref: "paper",
    ...box,
    fillcolor: token("rail"),
    line: { width: 0 },
    layer: "below",
  };
}

/** Why trials stand on the rails: above the upper one, and along the one on the right. */
function railNotes(
  study: StudyView,
  data: ContourData,
  rails: { right: readonly MapTrial[]; top: readonly MapTrial[] },
  { right, top }: { right: number; top: number },
): Record<string, unknown>[] {
  const [across, up] = data.axes;
  const place = { xref: "paper", yref: "paper" } as const;
  return [
    ...(right > 0
      ? [
          {
            ...note(1, (1 - top) / 2, escapeText(railWords(study, across!)), "text", {
              ...place,
              side: "center",
              size: 11,
              dx: 9,
            }),
            textangle: 90,
          },
        ]
      : []),
    ...(top > 0
      ? [
          note(0.5, 1, escapeText(railWords(study, up!)), "text", {
            ...place,
            side: "center",
            stand: "bottom",
            size: 11,
            dy: 1,
          }),
        ]
      : []),
  ];
}

function pairTraces(data: ContourData, pair: PairMap, bar: Record<string, unknown> | undefined) {
  const axes = {
    xaxis: pair.across === 0 ? "x" : `x${pair.across + 1}`,
    yaxis: pair.up === 1 ? "y" : `y${pair.up}`,
  };
  const map = pair.grid === undefined ? [] : mapTraces(pair.grid, axes, bar);
  if (map[0] !== undefined && data.pairs.length === 1) {
    map[0]["hoverinfo"] = "text";
    map[0]["hovertext"] = pair.expected.map((row) =>
      row.map(
        ({ value, low, high }) =>
          `${formatNumber(value, 2)} (${formatNumber(low, 2)} to ${formatNumber(high, 2)})`,
      ),
    );
  }
  const placed = pair.trials.filter(({ x, y }) => x !== undefined && y !== undefined);
  return [
    ...map,
    ...marks(
      data,
      placed,
      axes,
      data.pairs.length > 1 || placed.length > 150 ? 5 : 8,
      ({ x, y }) => [x, y],
      [pair.across, pair.up],
    ),
  ];
}
