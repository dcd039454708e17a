import type { PlotlySpec } from "../display/host.ts";
import {
  endLabelNotes,
  endText,
  improvementDots,
  labelMargin,
  leadMarks,
  linesAxis,
  stepTrace,
} from "./common/best-lines.ts";
import { linearTicks } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { axisNote, baseLayout, xAxis } from "./common/layout.ts";
import { type Studies, namedStudies, type SeriesStyle, seriesStyle } from "./common/series.ts";
import { emptySpec } from "./common/too-little.ts";
import { trialHover } from "./common/trial-words.ts";
import { axisTitle, capital, cut, escapeText } from "./common/words.ts";
import {
  type ConvergenceData,
  type ConvergenceLine,
  convergenceData,
  type SpentBy,
} from "./convergence/data.ts";
import { convergenceAlt, convergenceText, convergenceTitle } from "./convergence/words.ts";

/** How a convergence is drawn. */
export interface ConvergenceFigureOptions {
  /** Which objective; the first where left out. */
  objective?: string;
  /**
   * What is counted: finished "trials" (default); "steps", the epochs that all trials trained, pruned ones too;
   * or "seconds" since the first trial began. Trials are a poor measure where some are stopped early.
   */
  by?: SpentBy;
}

/** Pixels of the figure. */
const HEIGHT = 400;

/**
 * The best value so far by the trials that finished: of one study, or of several with the lead of the best
 * over the worst. scikit-optimize calls it plot_convergence.
 *
 * @param studies one, a list, or studies by the names to show
 * @throws FigureError for an unknown objective, or studies that cannot be compared
 * @example
 * plots.convergence(study);
 */
export function convergence(studies: Studies, options: ConvergenceFigureOptions = {}): Figure {
  const data = convergenceData(namedStudies(studies), options);
  return new Figure({
    id: "convergence",
    height: HEIGHT,
    spec: convergenceSpec(data),
    alt: convergenceAlt(data),
    text: convergenceText(data),
  });
}

/** A single study's line is the best so far; of several each has a colour. */
function styleOf(data: ConvergenceData, place: number): SeriesStyle {
  return data.lines.length === 1
    ? { colour: "best", width: 2.5, dash: "solid" }
    : seriesStyle(place);
}

function convergenceSpec(data: ConvergenceData): PlotlySpec {
  const { objective, scale, range, lead, lines } = data;
  if (range === undefined)
    return emptySpec("No trial is complete yet", ["study.optimize(…) starts one"]);
  const drawn = lines
    .map((line, place) => ({ line, style: styleOf(data, place) }))
    .filter(({ line }) => line.points.length > 0);
  const labels = drawn.map(({ line, style }) => ({
    value: line.points.at(-1)!.value,
    name: lines.length === 1 ? endText(line) : line.name,
    text: lines.length === 1 ? `trial ${line.trials.at(-1)}` : endText(line),
    style,
    end: line.end,
  }));
  const margin = { l: 64, r: labelMargin(labels), t: 96, b: 48 };
  const marks = lead === undefined ? { shapes: [], notes: [] } : leadMarks(lead, scale, range);
  return {
    data: [
      // The first is drawn last: it leads.
      ...drawn.toReversed().map(({ line, style }) => stepTrace(line, style, hoverOf(data, line))),
      ...(lines.length === 1
        ? drawn.map(({ line }) => improvementDots(line, hoverOf(data, line)))
        : []),
    ],
    layout: baseLayout({
      title: convergenceTitle(data),
      subtitle: subtitleOf(data),
      margin,
      more: {
        xaxis: xAxis(
          { range: [0, data.end * 1.01], ...linearTicks({ low: 0, high: data.end }, 6) },
          data.by === "seconds"
            ? "seconds"
            : `${escapeText(data.unit)}s ${data.by === "trials" ? "finished" : "trained, all trials together"}`,
        ),
        yaxis: linesAxis(scale, range),
        annotations: [
          axisNote(axisTitle(objective.name, objective.direction), -48),
          ...endLabelNotes(labels, {
            scale,
            range,
            pixels: HEIGHT - margin.t - margin.b,
            end: data.end,
            direction: objective.direction,
          }),
          ...marks.notes,
        ],
        shapes: marks.shapes,
      },
    }),
  };
}

function subtitleOf(data: ConvergenceData): string {
  const measure = escapeText(cut(data.objective.measure, 40));
  const parts = [
    `best ${measure} so far, by ${data.by === "trials" ? "finished trials" : data.by === "steps" ? `${escapeText(data.unit)}s` : "the clock"}`,
  ];
  if (data.lead !== undefined)
    parts.push(
      `the dotted line measures the lead over ${escapeText(cut(data.lines[data.lead.other]!.name))}`,
    );
  const none = data.lines.filter(({ points }) => points.length === 0);
  if (none.length > 0)
    parts.push(`${none.map(({ name }) => escapeText(cut(name))).join(", ")}: none complete`);
  return capital(parts.join("; "));
}

function hoverOf(data: ConvergenceData, line: ConvergenceLine): string[] {
  const trials = new Map(line.study.trials.map((trial) => [trial.number, trial]));
  const head = data.lines.length === 1 ? "" : `<b>${escapeText(line.name)}</b><br>`;
  return line.trials.map((number) => {
    const trial = trials.get(number);
    return trial === undefined ? head : head + trialHover(trial, data.objective.measure);
  });
}
