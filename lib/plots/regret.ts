import type { PlotlySpec } from "../display/host.ts";
import { linearTicks, plotlyRange, ticksFor } from "./common/axis.ts";
import {
  endLabelNotes,
  improvementDots,
  labelMargin,
  leadMarks,
  stepTrace,
} from "./common/best-lines.ts";
import { Figure } from "./common/figure.ts";
import { axisNote, baseLayout, xAxis, yAxis } from "./common/layout.ts";
import { counted, formatMeasure } from "./common/numbers.ts";
import { namedStudies, type SeriesStyle, seriesStyle, type Studies } from "./common/series.ts";
import { textTable } from "./common/text-table.ts";
import { emptySpec } from "./common/too-little.ts";
import { capital, cut, escapeText } from "./common/words.ts";
import type { ConvergenceFigureOptions } from "./convergence.ts";
import { bestLine, leadWords, spentWords } from "./convergence/words.ts";
import { type RegretData, regretData } from "./regret/data.ts";
import { knownOptions } from "./common/known-options.ts";

/** How a regret is drawn. */
export interface RegretFigureOptions extends ConvergenceFigureOptions {
  /** The best value there is, where it is known. Default: the best that any of the studies found. */
  optimum?: number;
}

/** Pixels of the figure. */
const HEIGHT = 400;

/**
 * How far the best value so far is from the optimum, on a log axis: of one study or of several. Where the
 * optimum is not known, distances are from the best that any of them found. scikit-optimize calls it
 * plot_regret.
 *
 * @param studies one, a list, or studies by the names to show
 * @throws FigureError for an unknown objective, or an optimum that a trial surpasses
 * @example
 * plots.regret(study, { optimum: 0 });
 */
export function regret(studies: Studies, options: RegretFigureOptions = {}): Figure {
  knownOptions("plots.regret", options, { objective: true, optimum: true });
  const data = regretData(namedStudies(studies), options);
  const finding = findingOf(data);
  const kind = `Regret of ${counted(data.lines.length, "study", "studies")}`;
  return new Figure({
    id: "regret",
    height: HEIGHT,
    spec: regretSpec(data, finding),
    alt: `${kind}: ${finding}.`,
    text: `${finding}\n${regretText(data)}`,
  });
}

const optimumWords = (data: RegretData) =>
  data.isKnown ? "the optimum" : "the best that was found";

function distanceText(data: RegretData, value: number): string {
  return value <= data.floor ? "0" : formatMeasure(value);
}

/** What was found; plain text. */
function findingOf(data: RegretData): string {
  const best = bestLine({ ...data, objective: { ...data.objective, sign: 1 } });
  if (best === undefined) return "No trial is complete yet";
  const { value, x } = best.points.at(-1)!;
  if (data.lead !== undefined) {
    const [leader, other] = [data.lines[data.lead.leader]!, data.lines[data.lead.other]!];
    return leadWords({ leader: leader.name, other: other.name }, data.lead);
  }
  const who = data.lines.length === 1 ? "" : `${cut(best.name)} `;
  if (value > data.floor)
    return `${who}${capitalUnless(who, formatMeasure(value))} from ${optimumWords(data)} after ${spentWords(data, x)}`;
  return `${who}${capitalUnless(who, "reached")} ${optimumWords(data)} after ${spentWords(data, x)}`;
}

const capitalUnless = (before: string, text: string) => (before === "" ? capital(text) : text);

function regretText(data: RegretData): string {
  const rows = data.lines.map((line) => {
    const last = line.points.at(-1);
    return last === undefined
      ? [cut(line.name, 20), "–", ""]
      : [cut(line.name, 20), distanceText(data, last.value), `after ${spentWords(data, last.x)}`];
  });
  return textTable([["", "distance", ""], ...rows], [1]);
}

function regretSpec(data: RegretData, finding: string): PlotlySpec {
  const { scale, range, lead, lines } = data;
  if (range === undefined)
    return emptySpec("No trial is complete yet", ["study.optimize(…) starts one"]);
  const drawn = lines
    .map((line, place) => ({ line, style: styleOf(lines.length, place) }))
    .filter(({ line }) => line.points.length > 0);
  const labels = drawn.map(({ line, style }) => ({
    value: line.points.at(-1)!.value,
    name: lines.length === 1 ? distanceText(data, line.points.at(-1)!.value) : line.name,
    text: lines.length === 1 ? "" : distanceText(data, line.points.at(-1)!.value),
    style,
    end: line.end,
  }));
  const margin = { l: 64, r: labelMargin(labels), t: 96, b: 48 };
  const hover = (line: RegretData["lines"][number]) =>
    line.points.map(
      ({ value }, k) =>
        `<b>${escapeText(line.name)}</b><br>trial ${line.trials[k]} · ${distanceText(data, value)} from ${optimumWords(data)}`,
    );
  const marks = lead === undefined ? { shapes: [], notes: [] } : leadMarks(lead, scale, range);
  const ticks = ticksFor(scale, range);
  const isZero = lines.some(({ points }) => points.some(({ value }) => value <= data.floor));
  const above = ticks.tickvals.map((value) => !isZero || value > data.floor * 1.4);
  return {
    data: [
      ...drawn.toReversed().map(({ line, style }) => stepTrace(line, style, hover(line))),
      ...(lines.length === 1 ? drawn.map(({ line }) => improvementDots(line, hover(line))) : []),
    ],
    layout: baseLayout({
      title: escapeText(finding),
      subtitle: subtitleOf(data),
      margin,
      more: {
        xaxis: xAxis(
          { range: [0, data.end * 1.01], ...linearTicks({ low: 0, high: data.end }, 6) },
          "trials finished",
        ),
        yaxis: yAxis({
          type: scale,
          range: plotlyRange(scale, range),
          tickvals: [...(isZero ? [data.floor] : []), ...ticks.tickvals.filter((_, k) => above[k])],
          ticktext: [...(isZero ? ["0"] : []), ...ticks.ticktext.filter((_, k) => above[k])],
        }),
        annotations: [
          axisNote(`distance from ${optimumWords(data)} (log) · lower is better ↓`, -48),
          ...endLabelNotes(labels, {
            scale,
            range,
            pixels: HEIGHT - margin.t - margin.b,
            end: data.end,
          }),
          ...marks.notes,
        ],
        shapes: marks.shapes,
      },
    }),
  };
}

function styleOf(count: number, place: number): SeriesStyle {
  return count === 1 ? { colour: "best", width: 2.5, dash: "solid" } : seriesStyle(place);
}

function subtitleOf(data: RegretData): string {
  const measure = escapeText(cut(data.objective.measure, 40));
  const at = `${measure} ${formatMeasure(data.optimum)}`;
  return data.isKnown
    ? `The optimum, ${at}, is known`
    : `Measured from ${at}, the best that ${data.lines.length === 1 ? "it" : "any of them"} found`;
}
