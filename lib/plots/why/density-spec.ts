/** Two densities and their ratio, drawn. */
import type { PlotlySpec } from "../../display/host.ts";
import { axisNote, baseLayout, lineTrace, pointTrace, xAxis, yAxis } from "../common/layout.ts";
import { backedNote } from "../common/labels.ts";
import { formatNumber } from "../common/numbers.ts";
import { token, type TokenName } from "../common/theme.ts";
import { escapeText } from "../common/words.ts";
import type { DensityAt, DensityData, Rug } from "./density-data.ts";
import { curveLabels } from "./density-labels.ts";
import { densityHover, densityKey, densityTitle, timesWords } from "./density-words.ts";
import {
  axisWords,
  bandTrace,
  remarkNotes,
  throughLabel,
  throughLine,
  tightAxis,
  topMargin,
} from "./frame.ts";

const MARGIN = { l: 64, r: 60, b: 50 };
const DENSITIES: [number, number] = [0.42, 1];
const RATIO: [number, number] = [0, 0.3];

/** Below the densities, as parts of their height: the rugs of the good and of the rest. */
const RUG = { good: -0.075, rest: -0.165, floor: -0.22 };

export function densitySpec(data: DensityData): PlotlySpec {
  const { axis, chosen, slice } = data;
  const top = slice.reduce((most, { good, rest }) => Math.max(most, good, rest), 0) || 1;
  const ratios = ratioRange(data);
  const low = axis.isCategorical ? 0 : RUG.floor * top;
  return {
    data: axis.isCategorical ? choiceTraces(data, ratios) : lineTraces(data, top, ratios),
    layout: baseLayout({
      title: densityTitle(data),
      subtitle: densityKey(data),
      margin: { ...MARGIN, t: topMargin(chosen.remarks) },
      more: {
        barmode: "overlay",
        xaxis: xAxis(
          { ...tightAxis(axis), anchor: "y2" },
          axisWords(axis, data.together === 1, chosen),
        ),
        yaxis: yAxis({
          range: [low, top * 1.14],
          showgrid: false,
          tickvals: [],
          domain: DENSITIES,
          fixedrange: true,
        }),
        yaxis2: yAxis({ type: "log", range: ratios, ...ratioTicks(ratios), domain: RATIO }),
        shapes: [
          {
            type: "line",
            xref: "paper",
            yref: "y2",
            x0: 0,
            x1: 1,
            y0: 1,
            y1: 1,
            line: { color: token("axis"), width: 1 },
            layer: "below",
          },
          throughLine(data.at.x),
        ],
        annotations: [
          ...notes(data, top),
          ...remarkNotes(chosen.remarks, topMargin(chosen.remarks)),
        ],
      },
    }),
  };
}

/** Powers of ten below the largest ratio that are shown. */
const DECADES = 3;

/** The ratios' range as Plotly takes it: 1 is always in it. */
function ratioRange({ slice, candidates, at }: DensityData): [number, number] {
  const logs = [...slice, ...candidates].map(({ ratio }) => Math.log10(ratio));
  const finite = [...logs.filter(Number.isFinite), Math.log10(at.ratio), 0];
  const high = finite.reduce((most, log) => Math.max(most, log), -Infinity);
  const low = finite.reduce((least, log) => Math.min(least, log), Infinity);
  const bottom = Math.min(Math.max(low, high - DECADES), 0, Math.log10(at.ratio));
  const room = 0.14 * Math.max(high - bottom, 0.3);
  return [bottom - room, high + room];
}

/** Factors between ticks, the widest first. */
const TICK_STEPS = [10, 5, 2, 1.5, 1.2];

/** Powers of the widest factor that has at least three of them in the range. */
function ratioTicks([low, high]: [number, number]): { tickvals: number[]; ticktext: string[] } {
  const room = 0.04 * (high - low);
  const ticks = (step: number) =>
    Array.from({ length: 25 }, (_, k) => step ** (k - 12)).filter((value) => {
      const log = Math.log10(value);
      return log >= low + room && log <= high - room;
    });
  const tickvals = TICK_STEPS.map(ticks).find(({ length }) => length > 2) ?? [1];
  const every = Math.ceil(tickvals.length / 5);
  const one = tickvals.indexOf(1);
  const kept = tickvals.filter((_, k) => (k - Math.max(0, one)) % every === 0);
  return {
    tickvals: kept,
    ticktext: kept.map((value) => `${formatNumber(Number(value.toPrecision(2)))}×`),
  };
}

const within = (ratio: number, [low, high]: [number, number]): number =>
  10 ** Math.min(high + 1, Math.max(low - 1, Math.log10(Math.max(ratio, 1e-300))));

function lineTraces(
  data: DensityData,
  top: number,
  ratios: [number, number],
): Record<string, unknown>[] {
  const { slice, candidates, at } = data;
  const x = slice.map((one) => one.x);
  const zero = slice.map(() => 0);
  const ratio = slice.map((one) => within(one.ratio, ratios));
  const decision = { yaxis: "y2" };
  const line = (of: (one: DensityAt) => number, colour: TokenName, width: number) =>
    lineTrace(
      x,
      slice.map(of),
      { color: token(colour), width, shape: "spline", smoothing: 0.6, simplify: false },
      { hoverinfo: "text", hovertext: slice.map((one) => densityHover(data, one)) },
    );
  return [
    bandTrace(
      x,
      zero,
      slice.map(({ rest }) => rest),
      "done",
      0.12,
    ),
    line(({ rest }) => rest, "done", 1.6),
    bandTrace(
      x,
      zero,
      slice.map(({ good }) => good),
      "belief",
      0.2,
    ),
    line(({ good }) => good, "belief", 3),
    rugTrace(data.good, RUG.good * top, "belief"),
    rugTrace(data.rest, RUG.rest * top, "done"),
    bandTrace(
      x,
      slice.map(() => 1),
      ratio.map((value) => Math.max(1, value)),
      "running",
      0.16,
      decision,
    ),
    lineTrace(x, ratio, { color: token("running"), width: 2, simplify: false }, decision),
    pointTrace(
      candidates.map((one) => one.x),
      candidates.map((one) => within(one.ratio, ratios)),
      candidates.map((one) => `a candidate, ${escapeText(timesWords(one.ratio))} as common`),
      { size: 6, color: token("paper"), line: { color: token("running"), width: 1.5 } },
      decision,
    ),
    chosenDot(at, ratios),
  ];
}

function choiceTraces(data: DensityData, ratios: [number, number]): Record<string, unknown>[] {
  const { slice, at } = data;
  const bars = (side: -1 | 1, of: (one: DensityAt) => number, colour: TokenName) => ({
    type: "bar",
    x: slice.map(({ x }) => x + side * 0.15),
    y: slice.map(of),
    width: slice.map(() => 0.27),
    marker: { color: token(colour), line: { width: 0 } },
    hoverinfo: "text",
    hovertext: slice.map((one) => densityHover(data, one)),
  });
  const stems: [(number | null)[], (number | null)[]] = [[], []];
  for (const one of slice) {
    stems[0].push(one.x, one.x, null);
    stems[1].push(1, within(one.ratio, ratios), null);
  }
  return [
    bars(-1, ({ good }) => good, "belief"),
    bars(1, ({ rest }) => rest, "done"),
    lineTrace(...stems, { color: token("running"), width: 2 }, { yaxis: "y2" }),
    pointTrace(
      slice.map(({ x }) => x),
      slice.map(({ ratio }) => within(ratio, ratios)),
      slice.map((one) => densityHover(data, one)),
      { size: 8, color: token("paper"), line: { color: token("running"), width: 1.6 } },
      { yaxis: "y2" },
    ),
    chosenDot(at, ratios),
  ];
}

function rugTrace(rug: readonly Rug[], y: number, colour: TokenName): Record<string, unknown> {
  return pointTrace(
    rug.map(({ x }) => x),
    rug.map(() => y),
    rug.map(({ number }) => `trial ${number}`),
    {
      symbol: "line-ns",
      size: 9,
      color: token(colour),
      line: { color: token(colour), width: 1.5 },
    },
    { cliponaxis: false },
  );
}

function chosenDot(at: DensityAt, ratios: [number, number]): Record<string, unknown> {
  return pointTrace(
    [at.x],
    [within(at.ratio, ratios)],
    [""],
    { size: 11, color: token("running"), line: { color: token("paper"), width: 1.5 } },
    { yaxis: "y2", hoverinfo: "skip", cliponaxis: false },
  );
}

function notes(data: DensityData, top: number): Record<string, unknown>[] {
  const { axis, chosen } = data;
  const what = axis.isCategorical ? "probability" : "density";
  return [
    axisNote(what, -48),
    throughLabel(chosen, axis, what, 900 - MARGIN.l - MARGIN.r),
    ...(axis.isCategorical ? [] : curveLabels(data, top)),
    ...backedNote(0, RATIO[1], ratioWords(data), "running", {
      xref: "paper",
      yref: "paper",
      stand: "bottom",
      dx: -48,
      dy: 4,
    }),
  ];
}

function ratioWords({ together, isWeighed }: DensityData): string {
  const weighed = isWeighed ? ", weighed by what you believe" : "";
  return together > 1
    ? `ratio of the densities of all ${together} parameters together${weighed}: above 1× the best are over-represented`
    : `ratio of the two${weighed}: above 1× the best are over-represented`;
}
