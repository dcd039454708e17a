import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { padded, plotlyRange, position, type Range, type Scale, ticksFor } from "./common/axis.ts";
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
import { counted, formatMeasure, formatNumber } from "./common/numbers.ts";
import { tint, token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { capital, cut, escapeText } from "./common/words.ts";
import {
  type TerminatorData,
  terminatorData,
  type TerminatorPlotOptions,
} from "./terminator/data.ts";
import { knownOptions } from "./common/known-options.ts";

export type { TerminatorPlotOptions } from "./terminator/data.ts";

const HEIGHT = 380;

/**
 * Whether going on is worth it: how much better the optimum can still be than the best trial (a bound that
 * holds in nine of ten cases), beside what a value is uncertain by anyway. Where the first falls below the
 * second, more search only fits noise. Optuna's terminator improvement.
 *
 * @example
 * plots.terminator(study);
 *
 * @throws FigureError where the study has no objective of that name
 */
export function terminator(study: StudyView, options: TerminatorPlotOptions = {}): Figure {
  knownOptions("plots.terminator", options, { objective: true, leastTrials: true, error: true });
  const data = terminatorData(study, options);
  const alt = terminatorAlt(data);
  return new Figure({ id: "terminator", height: HEIGHT, spec: terminatorSpec(data), alt });
}

/** Kind, finding and counts in a sentence or two. */
export function terminatorAlt(data: TerminatorData): string {
  const last = data.points.at(-1);
  if (last === undefined) return `What is left to gain cannot be told: ${data.reason}.`;
  const gain = formatMeasure(last.regretBound);
  const error = formatMeasure(last.error);
  const head = `What is left to gain after ${counted(last.complete, "complete trial")}: at most ${gain}`;
  return data.enough === undefined
    ? `${head}, more than the error of a value, ${error}.`
    : `${head}, less than the error of a value, ${error}, since ${formatNumber(data.enough.complete)} were complete.`;
}

function title(data: TerminatorData): string {
  const last = data.points.at(-1)!;
  const measure = escapeText(cut(data.objective.measure, 32));
  return data.enough === undefined
    ? `Going on may still gain up to ${formatMeasure(last.regretBound)} of ${measure}`
    : `After ${formatNumber(data.enough.complete)} trials there is no more to gain than noise`;
}

const ERROR_WORDS = {
  given: "as given",
  folds: "from its folds",
  replicates: "from trials of the same point",
  model: "as the model finds it",
} as const;

function key(data: TerminatorData): string {
  const from = data.errorFrom === undefined ? "" : `, ${ERROR_WORDS[data.errorFrom]}`;
  return [
    tint("belief", "<b>━ at most so much better</b>") + " is the optimum (90% sure)",
    `${tint("done", "<b>– –</b>")} what a value is uncertain by${from}`,
  ].join(" &nbsp;&nbsp;");
}

function terminatorSpec(data: TerminatorData): PlotlySpec {
  const last = data.points.at(-1);
  if (last === undefined) {
    return emptySpec(capital(data.reason), ["study.optimize(…, { more: 20 }) adds trials"]);
  }
  const { points, enough } = data;
  const all = points.flatMap(({ regretBound, error }) => [regretBound, error]);
  const positive = all.filter((value) => value > 0);
  const scale: Scale = positive.length === all.length ? "log" : "linear";
  const inner: Range = {
    low: all.reduce((low, value) => Math.min(low, value), Infinity),
    high: all.reduce((high, value) => Math.max(high, value), -Infinity),
  };
  const range = padded(scale, inner, 0.12, 0.12);
  const x = points.map(({ complete }) => complete);
  const [first = 0] = x;
  const room = Math.max(1, (last.complete - first) * 0.02);
  const hover = points.map(
    ({ complete, trial, regretBound, error }) =>
      `<b>trial ${trial}</b> · ${formatNumber(complete)} complete<br>` +
      `at most ${formatMeasure(regretBound)} better<br>uncertain by ${formatMeasure(error)}`,
  );
  const measure = escapeText(cut(data.objective.measure, 40));
  return {
    data: [
      lineTrace(
        x,
        points.map(({ error }) => error),
        { color: token("done"), width: 2, dash: "dash" },
      ),
      lineTrace(
        x,
        points.map(({ regretBound }) => regretBound),
        { color: token("belief"), width: 2.5 },
      ),
      pointTrace(
        x,
        points.map(({ regretBound }) => regretBound),
        hover,
        { size: 7, color: token("belief"), line: { color: token("paper"), width: 1 } },
        { cliponaxis: false },
      ),
    ],
    layout: baseLayout({
      title: title(data),
      subtitle: key(data),
      margin: { l: 64, r: 132, t: 96, b: 46 },
      more: {
        xaxis: xAxis(
          { range: [first - room, last.complete + room], nticks: 10 },
          "complete trials",
        ),
        yaxis: yAxis({ type: scale, range: plotlyRange(scale, range), ...ticksFor(scale, range) }),
        annotations: [
          axisNote(`${measure}, difference${scale === "log" ? " (log)" : ""}`, -48),
          ...endLabels(data, scale, range),
          ...(enough === undefined
            ? []
            : [
                note(enough.complete, 1, `<b>enough: ${formatNumber(enough.complete)}</b>`, "ink", {
                  yref: "paper",
                  side: "center",
                  stand: "bottom",
                  dy: 4,
                }),
              ]),
        ],
        shapes:
          enough === undefined
            ? []
            : [
                {
                  type: "line",
                  xref: "x",
                  yref: "paper",
                  x0: enough.complete,
                  x1: enough.complete,
                  y0: 0,
                  y1: 1,
                  line: { color: token("ink"), width: 1.2, dash: "3px,3px" },
                },
              ],
      },
    }),
  };
}

/** Pixels that two labels need between their middles, each of two lines. */
const LABEL_GAP = 36;

/** The two values at the right end, moved apart where they are close. */
function endLabels(data: TerminatorData, scale: Scale, range: Range): Record<string, unknown>[] {
  const last = data.points.at(-1)!;
  const [low, high] = plotlyRange(scale, range);
  const pixels = HEIGHT - 96 - 46;
  const place = (value: number) => position(scale, value);
  const apart = ((place(last.regretBound) - place(last.error)) / (high - low)) * pixels;
  const missing = Math.max(0, LABEL_GAP - Math.abs(apart)) / 2;
  const up = apart >= 0 ? missing : -missing;
  const label = (value: number, words: string, colour: "beliefText" | "done", dy: number) =>
    note(1, place(value), `<b>${formatMeasure(value)}</b><br>${words}`, colour, {
      xref: "paper",
      dx: 10,
      dy,
    });
  return [
    label(last.regretBound, "left to gain", "beliefText", up),
    label(last.error, "error of a value", "done", -up),
  ];
}
