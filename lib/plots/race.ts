import type { RaceResult } from "../analysis/race.ts";
import type { PlotlySpec } from "../display/host.ts";
import type { Direction } from "../study/observer.ts";
import { linearTicks, plotlyRange, position, type Range, ticksFor } from "./common/axis.ts";
import { leadMarks, stepTrace } from "./common/best-lines.ts";
import { Figure } from "./common/figure.ts";
import { axisNote, baseLayout, note, xAxis, yAxis } from "./common/layout.ts";
import { counted, formatMeasure } from "./common/numbers.ts";
import { type SeriesStyle, seriesStyle } from "./common/series.ts";
import { spread } from "./common/spread.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { axisTitle, cut, escapeText, measureName } from "./common/words.ts";
import { type RaceData, raceData, type RaceLine } from "./race/data.ts";
import { rankPanel } from "./race/ranks.ts";
import { contestant, raceAlt, raceFinding, raceText } from "./race/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What a race's result does not know of itself. */
export interface RaceFigureOptions {
  /** Name of the objective, for the axis: "valError". Default "value". */
  objective?: string;
  /** Which way it is better. Default "minimize". */
  direction?: Direction;
  /** The best value there is, where it is known: a line at the floor, and values instead of distances from it. */
  optimum?: number;
  /** What the floor is: "the best of all 2 187 networks". Default "the optimum". */
  floor?: string;
  /** The contestant whom the lead is measured over. Default: "random", else the one that ends worst. */
  baseline?: string;
}

/** Pixels of the figure. */
const HEIGHT = 420;
const MARGIN = { l: 64, r: 24, t: 96, b: 48 };
/** Where along the width, between the margins, the race ends and the ranks begin. */
const RACE_END = 0.7;

/**
 * A race between tuners: the median of the best value so far over all seeds with the band between the
 * quartiles, and the mean rank of each with its 95% interval. The dotted line measures in trials how far the
 * winner is ahead of the baseline; the floor shows what is possible.
 *
 * @throws FigureError where what is given is no result of `analysis.race`, or there is no such baseline
 * @example
 * plots.race(await analysis.race({ space, objective, tuners, trials: 60 }));
 */
export function race(result: RaceResult, options: RaceFigureOptions = {}): Figure {
  knownOptions("plots.race", options, {
    objective: true,
    direction: true,
    optimum: true,
    floor: true,
    baseline: true,
  });
  const data = raceData(result, options);
  return new Figure({
    id: "race",
    height: HEIGHT,
    spec: raceSpec(data, options.floor ?? "the optimum"),
    alt: raceAlt(data),
    text: raceText(data),
  });
}

function raceSpec(data: RaceData, floor: string): PlotlySpec {
  const { lines, range, scale, lead } = data;
  if (range === undefined)
    return emptySpec("No trial of the race is complete", ["give the race more trials or seeds"]);
  const others = lines.filter(({ isBaseline }) => !isBaseline);
  const drawn = lines.map((line) => ({
    line,
    style: line.isBaseline ? seriesStyle(0, true) : seriesStyle(others.indexOf(line)),
  }));
  const pixels = HEIGHT - MARGIN.t - MARGIN.b;
  const marks = lead === undefined ? { shapes: [], notes: [] } : leadMarks(lead, scale, range);
  const floorMarks = floorOf(data, floor, range);
  const ends = labelsOf(drawn, data, range, pixels);
  const ranks = rankPanel(
    drawn.map(({ line, style }, k) => ({ line, style, height: ends.heights[k]! / pixels })),
  );
  return {
    data: [
      ...drawn.toReversed().map(({ line, style }) => bandTrace(line, style)),
      ...drawn.toReversed().map(({ line, style }) => stepTrace(line, style, hoverOf(line, data))),
      ...ranks.traces,
    ],
    layout: baseLayout({
      title: escapeText(raceFinding(data)),
      subtitle: `best ${escapeText(cut(measureName(data.objective), 40))} so far: median over ${counted(data.seeds, "seed")}, band from the 25th to the 75th percentile`,
      margin: MARGIN,
      more: {
        xaxis: xAxis(
          {
            range: [0, data.trials * 1.01],
            domain: [0, RACE_END],
            ...linearTicks({ low: 0, high: data.trials }, 6),
          },
          "trials finished",
        ),
        yaxis: yAxis({
          type: scale,
          range: plotlyRange(scale, range),
          ...ticksFor(scale, range),
        }),
        ...ranks.axes,
        annotations: [
          axisNote(titleOfAxis(data), -48),
          ...ends.notes,
          ...marks.notes,
          ...floorMarks.notes,
          ...initialNotes(data),
        ],
        shapes: [
          {
            type: "rect",
            xref: "x",
            yref: "paper",
            x0: 0,
            x1: data.initial,
            y0: 0,
            y1: 1,
            fillcolor: token("rail"),
            line: { width: 0 },
            layer: "below",
          },
          ...marks.shapes,
          ...floorMarks.shapes,
        ],
      },
    }),
  };
}

function titleOfAxis(data: RaceData): string {
  if (data.isRegret) return "distance from the optimum · lower is better ↓";
  return axisTitle(data.objective, data.direction);
}

/** Names and values at the lines' ends, moved apart; their heights in pixels, which the ranks share. */
function labelsOf(
  drawn: readonly { line: RaceLine; style: SeriesStyle }[],
  data: RaceData,
  range: Range,
  pixels: number,
) {
  const [low, high] = plotlyRange(data.scale, range);
  const heights = drawn.map(({ line }) => {
    const place = position(data.scale, line.points.at(-1)?.value ?? range.high);
    return ((Math.min(high, Math.max(low, place)) - low) / (high - low)) * pixels;
  });
  const moved = spread(heights, 20, { low: 10, high: pixels - 10 });
  const notes = drawn.map(({ line, style }, k) =>
    note(
      RACE_END,
      moved[k]! / pixels,
      `<b>${escapeText(cut(contestant(line), 18))}</b> ${formatMeasure(line.points.at(-1)?.value)}`,
      style.colour,
      { xref: "paper", yref: "paper", dx: 10 },
    ),
  );
  return { heights: moved, notes };
}

/** The band between the quartiles, as one closed shape of steps. */
function bandTrace(line: RaceLine, style: SeriesStyle): Record<string, unknown> {
  const upper: [number, number][] = [];
  const lower: [number, number][] = [];
  line.band.forEach(({ x, low, high }, k) => {
    const end = line.band[k + 1]?.x ?? line.end;
    upper.push([x, high], [end, high]);
    lower.push([x, low], [end, low]);
  });
  const around = [...upper, ...lower.toReversed()];
  return {
    type: "scatter",
    mode: "lines",
    x: around.map(([x]) => x),
    y: around.map(([, y]) => y),
    fill: "toself",
    fillcolor: token(style.colour),
    opacity: 0.12,
    line: { width: 0, color: token(style.colour) },
    hoverinfo: "skip",
  };
}

function hoverOf(line: RaceLine, data: RaceData): string[] {
  const head = `<b>${escapeText(cut(contestant(line)))}</b>`;
  const bands = new Map(line.band.map((one) => [one.x, one]));
  return line.points.map(({ x, value }) => {
    const band = bands.get(x);
    const quartiles =
      band === undefined
        ? ""
        : `<br>half of the runs ${formatMeasure(band.low)} to ${formatMeasure(band.high)}`;
    return `${head} · trial ${x} of ${data.trials}<br>median ${formatMeasure(value)}${quartiles}`;
  });
}

function floorOf(data: RaceData, words: string, range: Range) {
  const { optimum, scale } = data;
  if (optimum === undefined) return { shapes: [], notes: [] };
  const [low, high] = plotlyRange(scale, range);
  const place = position(scale, optimum);
  if (place < low || place > high) return { shapes: [], notes: [] };
  return {
    shapes: [
      {
        type: "line",
        xref: "paper",
        x0: 0,
        x1: RACE_END,
        y0: optimum,
        y1: optimum,
        line: { color: token("axis"), width: 2 },
        layer: "below",
      },
    ],
    notes: [
      note(RACE_END, place, `${escapeText(cut(words, 48))}, ${formatMeasure(optimum)}`, "text", {
        xref: "paper",
        side: "right",
        stand: data.direction === "minimize" ? "top" : "bottom",
        dx: -6,
        size: 11,
      }),
    ],
  };
}

function initialNotes(data: RaceData): Record<string, unknown>[] {
  if (data.initial < 1 || data.initial / data.trials < 0.12) return [];
  return [
    note(data.initial, 1, `the same ${counted(data.initial, "random point")}`, "text", {
      yref: "paper",
      side: "left",
      stand: "top",
      dx: 6,
      dy: -4,
      size: 11,
    }),
  ];
}
