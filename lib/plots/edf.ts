import type { PlotlySpec } from "../display/host.ts";
import { plotlyRange, position, ticksFor } from "./common/axis.ts";
import { type EndLabel, endLabelNotes, labelMargin } from "./common/best-lines.ts";
import { Figure } from "./common/figure.ts";
import {
  axisNote,
  baseLayout,
  lineTrace,
  note,
  pointTrace,
  xAxis,
  yAxis,
} from "./common/layout.ts";
import { formatMeasure, formatPercent } from "./common/numbers.ts";
import { namedStudies, type SeriesStyle, seriesStyle, type Studies } from "./common/series.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { axisTitle, cut, escapeText } from "./common/words.ts";
import { type EdfData, edfData, type EdfLine, shareAt } from "./edf/data.ts";
import { edfAlt, edfFinding, edfText } from "./edf/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** Pixels of the figure. */
const HEIGHT = 400;

/**
 * How often studies come to good values: the share of each one's complete trials that are at least as good as
 * a value. The line further to the better side is that of the better study. Trials that were stopped early
 * have no final value and are not counted.
 *
 * Optuna calls it plot_edf.
 *
 * @param studies one, a list, or studies by the names to show
 * @throws FigureError for an unknown objective, or studies that cannot be compared
 * @example
 * plots.edf(study);
 */
export function edf(studies: Studies, options: { objective?: string } = {}): Figure {
  knownOptions("plots.edf", options, { objective: true });
  const data = edfData(namedStudies(studies), options.objective);
  return new Figure({
    id: "edf",
    height: HEIGHT,
    spec: edfSpec(data),
    alt: edfAlt(data),
    text: edfText(data),
  });
}

function edfSpec(data: EdfData): PlotlySpec {
  const { range, scale, objective, level } = data;
  if (range === undefined)
    return emptySpec("No trial is complete yet", ["study.optimize(…) starts one"]);
  const drawn = data.lines
    .map((line, place) => ({ line, style: styleOf(data, place) }))
    .filter(({ line }) => line.values.length > 0);
  const isMinimized = objective.direction === "minimize";
  const edge = isMinimized ? range.high : range.low;
  const labels: EndLabel[] = drawn.map(({ line, style }) => ({
    value: shareAt(line, range.high, objective.sign),
    name: line.name,
    text: `best ${formatMeasure(line.values[0])}`,
    style,
  }));
  const margin = { l: 64, r: data.lines.length === 1 ? 32 : labelMargin(labels), t: 96, b: 48 };
  const shares: [number, number] = [0, 1.04];
  return {
    data: [
      ...drawn.toReversed().map(({ line, style }) => stepsOf(line, style, edge, data)),
      bestDots(drawn),
    ],
    layout: baseLayout({
      title: escapeText(edfFinding(data)),
      subtitle: subtitleOf(data),
      margin,
      more: {
        xaxis: xAxis(
          { type: scale, range: plotlyRange(scale, range), ...ticksFor(scale, range) },
          axisTitle(objective.name, objective.direction, scale === "log")
            .replace(" ↓", "")
            .replace(" ↑", ""),
        ),
        yaxis: yAxis({
          range: shares,
          tickvals: [0, 0.25, 0.5, 0.75, 1],
          ticktext: ["0", "25%", "50%", "75%", "100%"],
        }),
        annotations: [
          axisNote("share of complete trials at least this good", -48),
          ...(data.lines.length === 1
            ? drawn.map(({ line }) => bestNote(line, data))
            : edgeLabels(labels, HEIGHT - margin.t - margin.b)),
          ...(level === undefined
            ? []
            : [
                note(
                  position(scale, level.value),
                  1,
                  `<b>${formatMeasure(level.value)}</b>`,
                  "ink",
                  {
                    yref: "paper",
                    // On the side where no line is.
                    side: isMinimized ? "right" : "left",
                    stand: "top",
                    dx: isMinimized ? -6 : 6,
                    size: 13,
                  },
                ),
              ]),
        ],
        shapes: level === undefined ? [] : [levelLine(level.value)],
      },
    }),
  };
}

function styleOf(data: EdfData, place: number): SeriesStyle {
  return data.lines.length === 1
    ? { colour: "done", width: 2.5, dash: "solid" }
    : seriesStyle(place);
}

function edgeLabels(labels: readonly EndLabel[], pixels: number): Record<string, unknown>[] {
  return endLabelNotes(labels, {
    scale: "linear",
    range: { low: 0, high: 1.04 },
    pixels,
    end: 1,
  });
}

/** The best of a single study, at its dot. */
function bestNote(line: EdfLine, { scale }: EdfData): Record<string, unknown> {
  const text = `<b>${formatMeasure(line.values[0])}</b>`;
  return note(position(scale, line.values[0]!), line.shares[0]!, text, "bestText", {
    side: scale === "log" ? "right" : "center",
    stand: "bottom",
    dx: scale === "log" ? 4 : 0,
    dy: 7,
  });
}

/** Steps: the share holds from a value to the next one that is worse. */
function stepsOf(
  line: EdfLine,
  style: SeriesStyle,
  edge: number,
  data: EdfData,
): Record<string, unknown> {
  const { sign } = data.objective;
  const x = [line.values[0]!, ...line.values];
  const y = [0, ...line.shares];
  if (sign * edge > sign * line.values.at(-1)!) {
    x.push(edge);
    y.push(y.at(-1)!);
  }
  const name = data.lines.length === 1 ? "" : `<b>${escapeText(cut(line.name))}</b><br>`;
  const hover = x.map(
    (value, k) =>
      `${name}${formatPercent(y[k]!)} of its trials come to ${formatMeasure(value)} or better`,
  );
  return {
    ...lineTrace(x, y, {
      shape: "hv",
      color: token(style.colour),
      width: style.width,
      dash: style.dash,
    }),
    hovertext: hover,
    hoverinfo: "text",
  };
}

/** Where each line begins: its study's best. */
function bestDots(
  drawn: readonly { line: EdfLine; style: SeriesStyle }[],
): Record<string, unknown> {
  return pointTrace(
    drawn.map(({ line }) => line.values[0]!),
    drawn.map(({ line }) => line.shares[0]!),
    drawn.map(
      ({ line }) => `<b>${escapeText(cut(line.name))}</b><br>best ${formatMeasure(line.values[0])}`,
    ),
    {
      size: 9,
      color: token("best"),
      line: { color: drawn.map(({ style }) => token(style.colour)), width: 2 },
    },
  );
}

function levelLine(value: number): Record<string, unknown> {
  return {
    type: "line",
    x0: value,
    x1: value,
    yref: "paper",
    y0: 0,
    y1: 1,
    line: { color: token("ink"), width: 1.5, dash: "3px,3px" },
    layer: "below",
  };
}

function subtitleOf(data: EdfData): string {
  const stopped = data.lines.reduce((sum, line) => sum + line.stopped, 0);
  const counts = data.lines
    .slice(0, 5)
    .map(({ name, complete }) =>
      data.lines.length === 1
        ? `${complete} complete trials`
        : `${escapeText(cut(name))} ${complete}`,
    )
    .join(", ");
  const more = data.lines.length > 5 ? ", …" : "";
  const head = data.lines.length === 1 ? counts : `complete trials: ${counts}${more}`;
  return stopped > 0 ? `${head}; ${stopped} stopped early are not counted` : head;
}
