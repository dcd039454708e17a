import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { linearTicks, position } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { axisNote, baseLayout, markers, note, pointTrace, xAxis, yAxis } from "./common/layout.ts";
import { counted, formatMeasure } from "./common/numbers.ts";
import { token, type TokenName } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { formatSetting, trialHover } from "./common/trial-words.ts";
import { axisTitle, cut, escapeText } from "./common/words.ts";
import type { Bin } from "./distribution/bins.ts";
import { type DistributionData, distributionData } from "./distribution/data.ts";
import {
  bestValue,
  distributionAlt,
  distributionFinding,
  distributionKey,
  distributionText,
} from "./distribution/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What is counted. */
export interface DistributionOptions {
  /** Which objective; the first where left out. */
  objective?: string;
  /** A parameter instead of the objective's values: by its path or its short name. */
  parameter?: string;
}

/**
 * How the values of a study are distributed: complete trials and those stopped early, with quartiles and the
 * best; far beyond what decides, in one bar. With `parameter` how often its values were tried, and those of
 * the best quarter of the trials.
 *
 * Hyperopt calls it main_plot_histogram, scikit-optimize plot_histogram.
 *
 * @throws FigureError for an unknown objective or parameter
 * @example
 * plots.distribution(study);
 * plots.distribution(study, { parameter: "learningRate" });
 */
export function distribution(study: StudyView, options: DistributionOptions = {}): Figure {
  knownOptions("plots.distribution", options, { objective: true, parameter: true });
  const data = distributionData(study, options);
  return new Figure({
    id: "distribution",
    height: 340,
    spec: distributionSpec(data),
    alt: distributionAlt(data),
    text: distributionText(data),
  });
}

/** A bar beyond so many times the others is broken, at so many times their height. */
const BROKEN_FROM = 1.5;
const BROKEN_AT = 1.2;

const sizeOf = ({ first, second }: Bin) => first + second;

function quartileLine(at: number, place: number): Record<string, unknown> {
  return {
    type: "line",
    x0: at,
    x1: at,
    yref: "paper",
    y0: 0,
    y1: 1,
    line: { color: token("ink"), width: place === 1 ? 1.5 : 1, dash: "3px,3px" },
  };
}

/** Two gaps in a bar that is higher than the plot. */
function breakMark({ low, high }: Bin, most: number): Record<string, unknown> {
  const room = (high - low) * 0.06;
  return {
    type: "line",
    x0: low - room,
    x1: high + room,
    y0: most * 0.86,
    y1: most * 0.91,
    line: { color: token("paper"), width: 4 },
  };
}

function distributionSpec(data: DistributionData): PlotlySpec {
  const { beyond } = data;
  const all = [...data.bins, ...(beyond === undefined ? [] : [beyond])];
  if (all.every((bin) => sizeOf(bin) === 0))
    return emptySpec(distributionFinding(data), ["study.optimize(…) tries more"]);
  const isParameter = data.parameter !== undefined;
  const colours: [TokenName, TokenName] = isParameter
    ? ["quality4", "quality1"]
    : ["done", "pruned"];
  const inner = Math.max(1, ...data.bins.map(sizeOf));
  // What lies beyond may be most of all trials: its bar is broken, its count stands on it.
  const isBroken = beyond !== undefined && sizeOf(beyond) > BROKEN_FROM * inner;
  const most = isBroken ? inner * BROKEN_AT : Math.max(...all.map(sizeOf));
  // Room for the quartiles above the label of the best on the highest bar.
  const top = most * (data.quartiles.length > 0 ? 1.26 : 1.14);
  return {
    data: [
      bars(all, "first", colours[0], data, most),
      bars(all, "second", colours[1], data, most),
      ...(data.best === undefined
        ? []
        : [
            pointTrace(
              [data.best.at],
              [0],
              [trialHover(data.best.trial, data.objective.measure)],
              markers.best(11),
              { cliponaxis: false },
            ),
          ]),
    ],
    layout: baseLayout({
      title: escapeText(distributionFinding(data)),
      subtitle: distributionKey(data),
      margin: { l: 64, r: 40, t: 96, b: 62 },
      more: {
        barmode: "stack",
        bargap: 0,
        xaxis: xAxis({ range: data.range, ...data.ticks, showline: true }, titleOf(data)),
        yaxis: yAxis({ range: [0, top], ...wholeTicks(most) }),
        annotations: [
          axisNote("trials", -48),
          ...bestNotes(data),
          ...beyondNotes(data, most),
          ...quartileNotes(data),
        ],
        shapes: [
          ...data.quartiles.map((value, k) => quartileLine(position(data.scale, value), k)),
          ...(isBroken ? [breakMark(beyond, most)] : []),
        ],
      },
    }),
  };
}

function titleOf(data: DistributionData): string {
  const log = data.scale === "log";
  if (data.parameter !== undefined)
    return escapeText(cut(data.parameter, 40)) + (log ? " (log)" : "");
  return axisTitle(data.objective.name, data.objective.direction, log).replace(/ [↓↑]$/, "");
}

function bars(
  bins: readonly Bin[],
  part: "first" | "second",
  colour: TokenName,
  data: DistributionData,
  most: number,
): Record<string, unknown> {
  const what =
    data.parameter === undefined
      ? { first: "complete", second: "stopped early" }[part]
      : { first: "of the best quarter", second: "others" }[part];
  return {
    type: "bar",
    x: bins.map(({ low, high }) => (low + high) / 2),
    y: bins.map((bin) => bin[part] * Math.min(1, most / Math.max(1, sizeOf(bin)))),
    // A sliver of paper between neighbours.
    width: bins.map(({ low, high }) => (high - low) * 0.94),
    marker: { color: token(colour), line: { width: 0 } },
    hovertext: bins.map(
      (bin) => `<b>${escapeText(cut(bin.words))}</b><br>${counted(bin[part], "trial")} ${what}`,
    ),
    hoverinfo: "text",
  };
}

function wholeTicks(most: number) {
  const { tickvals } = linearTicks({ low: 0, high: most }, 4);
  const whole = tickvals.filter((value) => Number.isInteger(value));
  return { tickvals: whole, ticktext: whole.map(String) };
}

/** The best above its bar, in its colour. */
function bestNotes(data: DistributionData): Record<string, unknown>[] {
  const { best } = data;
  if (best === undefined) return [];
  const text = data.parameter === undefined ? formatMeasure(bestValue(data)) : best.text;
  const bin = data.bins.find(({ low, high }) => best.at >= low && best.at <= high);
  const at = bin === undefined ? best.at : (bin.low + bin.high) / 2;
  return [
    note(at, bin === undefined ? 0 : sizeOf(bin), `<b>${escapeText(cut(text))}</b>`, "bestText", {
      side: "center",
      stand: "bottom",
      // Clear of the dot, where the bar is no higher than it.
      dy: 4,
    }),
  ];
}

function beyondNotes(data: DistributionData, most: number): Record<string, unknown>[] {
  const { beyond } = data;
  if (beyond === undefined) return [];
  const at = (beyond.low + beyond.high) / 2;
  return [
    note(at, Math.min(most, sizeOf(beyond)), `<b>${sizeOf(beyond)}</b>`, "text", {
      side: "center",
      stand: "bottom",
      dy: 2,
    }),
    note(at, 0, data.objective.direction === "minimize" ? "above" : "below", "text", {
      side: "center",
      stand: "top",
      dy: -6,
    }),
  ];
}

/** Quartiles nearer to each other than this part of the width share one label. */
const ROOM = 0.13;

/** The values of the quartiles at the top of their lines. */
function quartileNotes(data: DistributionData): Record<string, unknown>[] {
  const [low, middle, high] = data.quartiles;
  if (low === undefined || middle === undefined || high === undefined) return [];
  const format = data.parameter === undefined ? formatMeasure : formatSetting;
  const span = data.range[1] - data.range[0];
  const at = [low, middle, high].map((value) => position(data.scale, value));
  const label = (place: number, text: string, side: "left" | "right") =>
    note(at[place]!, 1, text, "text", {
      yref: "paper",
      side,
      stand: "top",
      dx: side === "left" ? 5 : -5,
      size: 11,
    });
  const isShown = (k: number) => at[k]! >= data.range[0] && at[k]! <= data.range[1];
  const text = `quartiles ${[low, middle, high].map((value) => format(value)).join(" · ")}`;
  const isRight = (at[2]! - data.range[0]) / span > 0.7;
  // One that lies beyond what is drawn has no line at which it could stand.
  const beside = [0, 1, 2].filter(isShown).at(isRight ? 0 : -1);
  if (beside === undefined) return [];
  if (!isShown(0) || !isShown(2)) return [label(beside, text, isRight ? "right" : "left")];
  if ((at[2]! - at[1]!) / span > ROOM)
    return [
      label(0, `25% ${format(low)}`, "right"),
      label(1, `median ${format(middle)}`, "left"),
      label(2, `75% ${format(high)}`, "left"),
    ];
  if ((at[1]! - at[0]!) / span > ROOM)
    return [
      label(0, `25% ${format(low)}`, "right"),
      label(1, `median ${format(middle)} · 75% ${format(high)}`, "right"),
    ];
  return [isRight ? label(0, text, "right") : label(2, text, "left")];
}
