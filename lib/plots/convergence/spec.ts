/** Best values so far, drawn as steps: for convergence, and for the history of several studies. */
import type { PlotlySpec } from "../../display/host.ts";
import { linearTicks } from "../common/axis.ts";
import {
  endLabelNotes,
  endText,
  improvementDots,
  labelMargin,
  leadMarks,
  linesAxis,
  stepTrace,
} from "../common/best-lines.ts";
import { axisNote, baseLayout, xAxis } from "../common/layout.ts";
import { type SeriesStyle, seriesStyle } from "../common/series.ts";
import { emptySpec } from "../common/too-little.ts";
import { trialHover } from "../common/trial-words.ts";
import { axisTitle, capital, cut, escapeText } from "../common/words.ts";
import type { ConvergenceData, ConvergenceLine } from "./data.ts";
import { convergenceTitle } from "./words.ts";

/** Pixels of the figure. */
export const CONVERGENCE_HEIGHT = 400;

/** A single study's line is the best so far; of several each has a colour. */
function styleOf(data: ConvergenceData, place: number): SeriesStyle {
  return data.lines.length === 1
    ? { colour: "best", width: 2.5, dash: "solid" }
    : seriesStyle(place);
}

/** The Plotly spec: a line of steps for each study. */
export function convergenceSpec(data: ConvergenceData): PlotlySpec {
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
          {
            range: [data.by === "number" ? -data.end / 50 : 0, data.end * 1.01],
            ...linearTicks({ low: 0, high: data.end }, 6),
          },
          data.by === "number" ? "trial" : "trials finished",
        ),
        yaxis: linesAxis(scale, range),
        annotations: [
          axisNote(axisTitle(objective.name, objective.direction), -48),
          ...endLabelNotes(labels, {
            scale,
            range,
            pixels: CONVERGENCE_HEIGHT - margin.t - margin.b,
            end: data.end,
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
    `best ${measure} so far, by ${data.by === "number" ? "the number of the trial" : "finished trials"}`,
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
