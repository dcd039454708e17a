/** What a model believed along one parameter, drawn: belief above, what a point was worth below. */
import type { PlotlySpec } from "../../display/host.ts";
import { plotlyRange, position, ticksFor } from "../common/axis.ts";
import { backedNote } from "../common/labels.ts";
import { axisNote, baseLayout, note, xAxis, yAxis } from "../common/layout.ts";
import { formatMeasure } from "../common/numbers.ts";
import { spread } from "../common/spread.ts";
import { token } from "../common/theme.ts";
import { axisTitle, escapeText } from "../common/words.ts";
import type { BeliefData } from "./belief-data.ts";
import { choiceTraces, lineTraces, within } from "./belief-traces.ts";
import { beliefKey, beliefTitle } from "./belief-words.ts";
import {
  axisWords,
  HEIGHT,
  remarkNotes,
  throughLabel,
  throughLine,
  tightAxis,
  topMargin,
} from "./frame.ts";

const MARGIN = { l: 64, r: 104, b: 50 };

/** Parts of the height between the margins: what is believed, the rail above or below it, the decision. */
const DECISION: [number, number] = [0, 0.23];
const RAIL_SHARE = 0.058;
const PLOT: [number, number] = [0.35, 1];

export function beliefSpec(data: BeliefData): PlotlySpec {
  const { axis, chosen, objective, scale, range } = data;
  const margin = { ...MARGIN, t: topMargin(chosen.remarks) };
  const hasRail = data.seen.some(({ rail }) => rail);
  const isAbove = objective.direction === "minimize";
  const plot: [number, number] = !hasRail
    ? PLOT
    : isAbove
      ? [PLOT[0], PLOT[1] - RAIL_SHARE - 0.012]
      : [PLOT[0] + RAIL_SHARE + 0.012, PLOT[1]];
  const rail: [number, number] = isAbove
    ? [PLOT[1] - RAIL_SHARE, PLOT[1]]
    : [PLOT[0], PLOT[0] + RAIL_SHARE];
  return {
    data: axis.isCategorical ? choiceTraces(data) : lineTraces(data),
    layout: baseLayout({
      title: beliefTitle(data),
      subtitle: beliefKey(data),
      margin,
      more: {
        xaxis: xAxis(
          { ...tightAxis(axis), anchor: "y2" },
          axisWords(axis, !data.hasOthers, chosen),
        ),
        yaxis: yAxis({
          type: scale,
          range: plotlyRange(scale, range),
          ...ticksFor(scale, range),
          domain: plot,
        }),
        yaxis2: { domain: DECISION, range: [0, 1.2], visible: false, fixedrange: true },
        yaxis3: {
          domain: hasRail ? rail : [0.995, 1],
          range: [-1, 1],
          visible: false,
          fixedrange: true,
        },
        shapes: [...(hasRail ? [railShape(rail)] : []), ...bestLine(data), throughLine(data.at.x)],
        annotations: [
          ...notes(data, hasRail, (HEIGHT - margin.t - margin.b) * (plot[1] - plot[0])),
          ...remarkNotes(chosen.remarks, margin.t),
        ],
      },
    }),
  };
}

function railShape([low, high]: [number, number]): Record<string, unknown> {
  return {
    type: "rect",
    xref: "paper",
    yref: "paper",
    x0: 0,
    x1: 1,
    y0: low,
    y1: high,
    fillcolor: token("rail"),
    line: { width: 0 },
    layer: "below",
  };
}

function bestLine({ best }: BeliefData): Record<string, unknown>[] {
  if (best === undefined) return [];
  return [
    {
      type: "line",
      xref: "paper",
      yref: "y",
      x0: 0,
      x1: 1,
      y0: best,
      y1: best,
      line: { color: token("best"), width: 1.5, dash: "5px,4px" },
      layer: "below",
    },
  ];
}

function notes(data: BeliefData, hasRail: boolean, pixels: number): Record<string, unknown>[] {
  const { axis, chosen, objective, scale, range, slice, best } = data;
  const measure = axisTitle(objective.name, objective.direction, scale === "log");
  const [low, high] = plotlyRange(scale, range);
  const pixelOf = (value: number) =>
    ((position(scale, within(data, value)) - low) / (high - low)) * pixels;
  const ends = [
    ...(axis.isCategorical
      ? []
      : [
          {
            value: slice.at(-1)!.quantiles[2]!,
            html: "<b>expected</b>",
            colour: "beliefText" as const,
            size: 1,
          },
        ]),
    ...(best === undefined
      ? []
      : [
          {
            value: best,
            html: `${data.isMeasured ? "best so far" : "to beat"}<br><b>${formatMeasure(best)}</b>`,
            colour: "bestText" as const,
            size: 2,
          },
        ]),
  ];
  const places = ends.map(({ value }) => Math.min(pixels - 8, Math.max(8, pixelOf(value))));
  const moved = spread(places, 26, { low: 8, high: pixels - 8 });
  return [
    axisNote(measure, -48),
    throughLabel(chosen, axis, measure, 900 - MARGIN.l - MARGIN.r),
    ...backedNote(0, DECISION[1], escapeText(data.acquisition), "running", {
      xref: "paper",
      yref: "paper",
      stand: "bottom",
      dx: -48,
      dy: 4,
    }),
    ...ends.map(({ html, colour }, k) =>
      note(1, low, html, colour, { xref: "paper", dx: 8, dy: Math.round(moved[k]!) }),
    ),
    ...(hasRail
      ? [
          note(0, 0, objective.direction === "minimize" ? "above" : "below", "text", {
            xref: "paper",
            yref: "y3",
            side: "right",
            dx: -8,
          }),
        ]
      : []),
  ];
}
