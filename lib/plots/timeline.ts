import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { linearTicks } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout, markers, note, pointTrace, xAxis, yAxis } from "./common/layout.ts";
import { formatPercent } from "./common/numbers.ts";
import { firstObjective, trialHover } from "./common/trial-words.ts";
import { token, type TokenName } from "./common/theme.ts";
import { type TimeUnit, timeUnit } from "./common/time-unit.ts";
import { emptySpec } from "./common/too-little.ts";
import {
  type BarKind,
  shownBars,
  type TimelineBar,
  type TimelineData,
  timelineData,
} from "./timeline/data.ts";
import {
  seconds,
  timelineAlt,
  timelineKey,
  timelineText,
  timelineTitle,
} from "./timeline/words.ts";

const MARGIN = { l: 64, r: 64, t: 76, b: 48 };

/**
 * When trials ran: a bar for each over the clock, one lane for as many as ran at once, how busy each lane
 * was, and where paused trials went on.
 *
 * @example
 * plots.timeline(study);
 */
export function timeline(study: StudyView): Figure {
  const data = timelineData(study);
  const height = Math.round(MARGIN.t + MARGIN.b + laneHeight(data) * Math.max(1, data.lanes));
  return new Figure({
    id: "timeline",
    height: data.trials === 0 ? 240 : height,
    spec: timelineSpec(study, data),
    alt: timelineAlt(data),
    text: timelineText(data),
  });
}

/** Pixels: few lanes are broad, many share what a figure may be high. */
function laneHeight({ lanes }: TimelineData): number {
  return Math.max(Math.min(44, 330 / Math.max(1, lanes)), Math.min(7, 1200 / Math.max(1, lanes)));
}

/** How a kind of bar looks: its height says what its colour says. */
const BARS: Readonly<
  Record<BarKind, { fill: TokenName; line: TokenName; height: number; text: TokenName }>
> = {
  complete: { fill: "done", line: "paper", height: 0.74, text: "paper" },
  pruned: { fill: "pruned", line: "paper", height: 0.42, text: "ink" },
  interrupted: { fill: "paper", line: "pruned", height: 0.42, text: "text" },
  failed: { fill: "failed", line: "paper", height: 0.42, text: "paper" },
  running: { fill: "runningSoft", line: "running", height: 0.74, text: "ink" },
  best: { fill: "best", line: "paper", height: 0.74, text: "paper" },
};

function timelineSpec(study: StudyView, data: TimelineData): PlotlySpec {
  if (data.trials === 0) {
    return data.waiting > 0
      ? emptySpec("No trial has begun yet", [`${data.waiting} are waiting`])
      : emptySpec("No trial yet", ["study.optimize(…) starts one"]);
  }
  const unit = timeUnit(data.seconds);
  const most = data.seconds / unit.seconds || 1;
  const bars = shownBars(data);
  const kinds = Object.keys(BARS) as BarKind[];
  const every = Math.ceil(data.lanes / 16);
  const ticked = Array.from({ length: data.lanes }, (_, lane) => lane).filter(
    (lane) => lane % every === 0,
  );
  const ends = (kind: BarKind) => bars.filter((bar) => bar.kind === kind && bar.isLast);
  const resumed = bars.filter(({ pause }) => pause > 0);
  const at = (
    list: readonly TimelineBar[],
    marker: Record<string, unknown>,
    side: "start" | "end",
  ) =>
    pointTrace(
      list.map((bar) => bar[side] / unit.seconds),
      list.map(({ lane }) => -lane),
      list.map(() => ""),
      marker,
      { hoverinfo: "skip", cliponaxis: false },
    );
  return {
    data: [
      ...kinds.map((kind) =>
        barTrace(
          study,
          data,
          bars.filter((bar) => bar.kind === kind),
          kind,
          unit,
        ),
      ),
      at(
        resumed,
        {
          symbol: "line-ns",
          size: Math.min(18, 0.6 * laneHeight(data)),
          line: { color: token("ink"), width: 1.4 },
        },
        "start",
      ),
      at(ends("failed"), markers.failedHalo(7), "end"),
      at(ends("failed"), markers.failed(7), "end"),
      at(ends("running"), markers.running(11), "end"),
    ],
    layout: baseLayout({
      title: timelineTitle(data),
      subtitle: timelineKey(data),
      margin: MARGIN,
      more: {
        barmode: "overlay",
        bargap: 0,
        uniformtext: { minsize: 11, mode: "hide" },
        xaxis: xAxis(
          { range: [-most * 0.004, most * 1.004], ...linearTicks({ low: 0, high: most }, 8) },
          `${unit.word} since the first trial began`,
        ),
        yaxis: yAxis({
          range: [-data.lanes + 0.45, 0.55],
          showgrid: false,
          tickvals: ticked.map((lane) => -lane),
          ticktext: ticked.map((lane) => (data.lanes <= 8 ? `lane ${lane + 1}` : String(lane + 1))),
        }),
        // What is not covered by a bar is idle.
        shapes: Array.from({ length: Math.min(data.lanes, 64) }, (_, lane) => ({
          type: "rect",
          x0: 0,
          x1: most,
          y0: -lane - 0.37,
          y1: -lane + 0.37,
          fillcolor: token("rail"),
          line: { width: 0 },
          layer: "below",
        })),
        annotations:
          data.trials < 2
            ? []
            : ticked.map((lane) =>
                note(1, -lane, formatPercent(data.busyOf[lane] ?? 0), "text", {
                  xref: "paper",
                  dx: 8,
                }),
              ),
      },
    }),
  };
}

function barTrace(
  study: StudyView,
  data: TimelineData,
  bars: readonly TimelineBar[],
  kind: BarKind,
  unit: TimeUnit,
): Record<string, unknown> {
  const { fill, line, height, text } = BARS[kind];
  const { measure } = firstObjective(study);
  const many = data.bars.length > 400;
  return {
    type: "bar",
    orientation: "h",
    base: bars.map(({ start }) => start / unit.seconds),
    x: bars.map(({ start, end }) => (end - start) / unit.seconds),
    y: bars.map(({ lane }) => -lane),
    width: height,
    marker: {
      color: token(fill),
      line: {
        color: token(line),
        width: kind === "interrupted" || kind === "running" ? 1.2 : many ? 0 : 0.8,
      },
    },
    ...(many || laneHeight(data) < 16
      ? {}
      : {
          text: bars.map(({ trial }) => String(trial.number)),
          textposition: "inside",
          insidetextanchor: "middle",
          textangle: 0,
          textfont: { size: 11, color: token(text) },
        }),
    hovertext: bars.map(
      ({ trial, start, end, pause }) =>
        `${trialHover(trial, measure, many)}<br>ran ${seconds(end - start)}, from ${seconds(start)} on${pause > 0 ? `, after a pause of about ${seconds(pause)}` : ""}`,
    ),
    hoverinfo: "text",
  };
}
