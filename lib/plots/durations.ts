import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { plotlyRange, position, ticksFor } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { axisNote, baseLayout, markers, note, pointTrace, xAxis, yAxis } from "./common/layout.ts";
import { counted, formatDuration, formatMeasure } from "./common/numbers.ts";
import { railAxis, railBands, railNote, railShape, ticksBesideRail } from "./common/rail.ts";
import { textTable } from "./common/text-table.ts";
import { thinned } from "./common/thinning.ts";
import { tint, token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { trialHover } from "./common/trial-words.ts";
import { axisTitle, capital, cut, escapeText } from "./common/words.ts";
import { type DurationsData, durationsData, type TimedTrial } from "./durations/data.ts";
import { knownOptions } from "./common/known-options.ts";

/** Pixels of the figure. */
const HEIGHT = 400;
const MARGIN = { l: 64, r: 120, t: 92, b: 48 };

/**
 * How long trials took against what they came to: whether good ones are dear. Trials that were stopped early
 * stand at their last value, failed ones and those far beyond on the rail; the line joins those that nothing
 * beats in both.
 *
 * @param options `objective`: which; the first where left out
 * @throws FigureError for an unknown objective
 * @example
 * plots.durations(study);
 */
export function durations(study: StudyView, options: { objective?: string } = {}): Figure {
  knownOptions("plots.durations", options, { objective: true });
  const data = durationsData(study, options.objective);
  const finding = findingOf(data);
  return new Figure({
    id: "durations",
    height: HEIGHT,
    spec: durationsSpec(data, finding),
    alt: altOf(data, finding),
    text: `${finding}\n${tableOf(data)}`,
  });
}

/** Seconds with as many digits as tell: "0.42 s", "8.1 s", "2 min 20 s". */
export function shortDuration(seconds: number): string {
  if (seconds < 1) return `${Number(seconds.toPrecision(2))} s`;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}

/** What was found; plain text. */
function findingOf(data: DurationsData): string {
  const { best, median } = data;
  if (median === undefined) return "No trial has ended yet";
  const half = `Half of the complete trials took under ${shortDuration(median)}`;
  if (data.complete.length === 0) return "No trial is complete yet";
  if (best === undefined) return half;
  return `${half}; the best took ${shortDuration(best.seconds)}`;
}

function altOf(data: DurationsData, finding: string): string {
  const counts = `${data.complete.length} complete, ${data.early.length} stopped early, ${data.failed.length} failed`;
  return `Durations of ${counted(data.all, "trial")} against ${cut(data.objective.measure, 60)}: ${finding}; ${counts}.`;
}

function tableOf(data: DurationsData): string {
  const rows = data.front.map(({ trial, seconds, value }) => [
    `trial ${trial.number}`,
    shortDuration(seconds),
    formatMeasure(value),
  ]);
  return rows.length === 0
    ? "nothing to compare yet"
    : textTable([["not beaten in both", "took", "value"], ...rows], [1, 2]);
}

function durationsSpec(data: DurationsData, finding: string): PlotlySpec {
  const { seconds, region, objective } = data;
  if (seconds === undefined || region === undefined)
    return emptySpec(finding, ["study.optimize(…) starts one"]);
  const { direction } = objective;
  const bands = railBands(direction, HEIGHT - MARGIN.t - MARGIN.b);
  const at = (points: readonly TimedTrial[], onRail: boolean, marker: Record<string, unknown>) => {
    const [low, high] = plotlyRange(seconds.scale, seconds.range);
    const shown = thinned(
      points.filter((point) => point.rail === onRail),
      (point) => (position(seconds.scale, point.seconds) - low) / (high - low),
      (point) => (onRail ? 0 : region.unit(point.value)),
    );
    return pointTrace(
      shown.map((point) => point.seconds),
      shown.map((point) => (onRail ? 0 : (point.value ?? null))),
      shown.map(
        (point) =>
          `${trialHover(point.trial, objective.measure)}<br>took ${shortDuration(point.seconds)}`,
      ),
      marker,
      onRail ? { yaxis: "y2", cliponaxis: false } : { cliponaxis: false },
    );
  };
  const best = data.best === undefined ? [] : [data.best];
  const others = data.complete.filter((point) => point !== data.best);
  const { scale } = seconds;
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        x: data.front.map((point) => point.seconds),
        y: data.front.map((point) => point.value ?? null),
        line: { color: token("axis"), width: 1.5, shape: "hv" },
        hoverinfo: "skip",
      },
      at(data.early, false, markers.pruned(6.5)),
      at(data.early, true, markers.pruned(6.5)),
      at(others, false, markers.complete(8)),
      at(others, true, markers.complete(7)),
      at(data.failed, true, markers.failed(8)),
      at(best, false, markers.best(11)),
      at(best, true, markers.best(9)),
    ],
    layout: baseLayout({
      title: escapeText(finding),
      subtitle: keyOf(data),
      margin: MARGIN,
      more: {
        xaxis: xAxis(
          {
            type: scale,
            range: plotlyRange(scale, seconds.range),
            ...ticksFor(scale, seconds.range),
            anchor: "free",
            position: 0,
          },
          scale === "log" ? "seconds (log)" : "seconds",
        ),
        yaxis: yAxis({
          type: region.scale,
          range: plotlyRange(region.scale, region.range),
          ...ticksBesideRail(direction, region.scale, region.range),
          domain: bands.plot,
        }),
        yaxis2: railAxis(bands),
        annotations: [
          axisNote(axisTitle(objective.name, direction), -48),
          railNote(direction),
          ...best
            .filter(({ rail }) => !rail)
            .map(({ trial, seconds: took, value }) =>
              note(
                position(scale, took),
                position(region.scale, value ?? 0),
                `<b>${formatMeasure(value)}</b> trial ${trial.number}`,
                "bestText",
                { dx: 9, dy: direction === "minimize" ? -9 : 9 },
              ),
            ),
        ],
        shapes: [railShape(bands)],
      },
    }),
  };
}

function keyOf(data: DurationsData): string {
  const parts = [`${tint("done", "●")} ${data.complete.length} complete`];
  if (data.early.length > 0)
    parts.push(
      `${tint("pruned", "<b>○</b>")} ${data.early.length} stopped early, at their last value`,
    );
  if (data.failed.length > 0)
    parts.push(`${tint("failed", "<b>×</b>")} ${data.failed.length} failed`);
  if (data.front.length > 1)
    parts.push(`${tint("axis", "<b>━</b>")} none is both better and shorter`);
  return capital(parts.join(" &nbsp;&nbsp;"));
}
