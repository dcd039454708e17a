import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import {
  linearTicks,
  logTicks,
  plotlyRange,
  position,
  ticksFor,
  type Ticks,
} from "./common/axis.ts";
import { type Curve, type CurvesData, curvesData } from "./curves/data.ts";
import { Figure } from "./common/figure.ts";
import {
  axisNote,
  baseLayout,
  lineTrace,
  markers,
  note,
  pointTrace,
  xAxis,
  yAxis,
} from "./common/layout.ts";
import { counted, formatMeasure, formatNumber, formatTicks } from "./common/numbers.ts";
import { tint, token, type TokenName } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { trialHover } from "./common/trial-words.ts";
import { axisTitle, capital, cut, escapeText } from "./common/words.ts";

/**
 * The intermediate values that trials reported, one curve each: the best on top, those stopped early
 * ended by a bar, failed ones by a cross; where trials are stopped at fixed steps, how many go on.
 *
 * @example
 * plots.curves(study);
 */
export function curves(study: StudyView): Figure {
  const data = curvesData(study);
  const alt = curvesAlt(data);
  return new Figure({ id: "curves", height: 430, spec: curvesSpec(data), alt });
}

/** Kind, finding and counts in one sentence. */
export function curvesAlt(data: CurvesData): string {
  const count = curveCount(data);
  if (count === 0) return "Learning curves: no trial has reported an intermediate value yet.";
  const best = data.best
    ? `the best, trial ${data.best.trial.number}, ends at ${formatMeasure(data.best.values.at(-1))}`
    : "none complete";
  const counts = [
    `${data.complete.length + (data.best ? 1 : 0)} complete`,
    data.pruned.length > 0 ? `${data.pruned.length} stopped early` : "",
    data.failed.length > 0 ? `${data.failed.length} failed` : "",
    data.running.length > 0 ? `${data.running.length} running` : "",
  ].filter((part) => part !== "");
  const what = `${cut(data.measure, 60)} by ${data.step}`;
  return `Curves of ${counted(count, "trial")}, ${what}: ${best}; ${counts.join(", ")}.`;
}

function curveCount(data: CurvesData): number {
  const others = [data.complete, data.pruned, data.failed, data.running, data.interrupted];
  return others.reduce((sum, list) => sum + list.length, 0) + (data.best ? 1 : 0);
}

/**
 * The Plotly spec of the curves. Its ten traces are always there, in the same order.
 *
 * @param compact as in the live panel
 */
export function curvesSpec(data: CurvesData, compact = false): PlotlySpec {
  if (!compact && curveCount(data) === 0) {
    return emptySpec("No intermediate values yet", [
      "await trial.report(value, step) in the objective records one",
    ]);
  }
  const left = compact ? -42 : -48;
  const yRange =
    data.yRange ?? (data.yScale === "log" ? { low: 0.1, high: 1 } : { low: 0, high: 1 });
  const yTicks = data.yRange ? ticksFor(data.yScale, yRange) : { tickvals: [], ticktext: [] };
  const headings = !compact && data.rungs.length > 0;
  return {
    data: traces(data, compact),
    layout: baseLayout({
      title: compact ? "" : title(data),
      subtitle: key(data),
      margin: compact
        ? { l: 46, r: 62, t: 24, b: 26 }
        : { l: 64, r: 96, t: headings ? 118 : 96, b: 46 },
      more: {
        xaxis: xAxis(
          { type: data.xScale, range: xPlotlyRange(data), ...xTicks(data, compact) },
          compact ? "" : escapeText(data.step) + (data.xScale === "log" ? " (log)" : ""),
        ),
        yaxis: yAxis({ type: data.yScale, range: plotlyRange(data.yScale, yRange), ...yTicks }),
        annotations: [
          axisNote(compact ? compactTitle(data) : axisTitle(data.objective, data.direction), left),
          ...labels(data, compact),
          ...(headings ? rungHeadings(data) : []),
        ],
        shapes: data.rungs.map((rung) => ({
          type: "line",
          xref: "x",
          yref: "paper",
          x0: rung.step,
          x1: rung.step,
          y0: 0,
          y1: 0.985,
          line: { color: token("axis"), width: 1, dash: "3px,3px" },
          layer: "below",
        })),
      },
    }),
  };
}

function compactTitle(data: CurvesData): string {
  const words = `${escapeText(cut(data.measure, 40))} by ${escapeText(data.step)}`;
  return data.leftOut > 0 ? `${words} · the last ${curveCount(data)} trials` : words;
}

function xPlotlyRange(data: CurvesData): [number, number] {
  const { low, high } = data.xRange;
  if (data.xScale === "log") return plotlyRange("log", { low: low * 0.94, high: high * 1.06 });
  const room = Math.max(high - low, 1) * 0.02;
  return [low - room, high + room];
}

/** Where there are rungs, ticks stand at them; else at round steps, the first and the last among them. */
function xTicks(data: CurvesData, compact: boolean): Ticks {
  if (data.yRange === undefined) return { tickvals: [], ticktext: [] };
  const { low, high } = data.xRange;
  const wanted = compact ? 5 : 8;
  let places: number[];
  if (data.rungs.length > 0) {
    places = [low, ...data.rungs.map((rung) => rung.step), high];
  } else {
    const round =
      data.xScale === "log" ? logTicks({ low, high }) : linearTicks({ low, high }, wanted);
    places = [low, ...round.tickvals, high];
  }
  const distance = (a: number, b: number) =>
    Math.abs(position(data.xScale, a) - position(data.xScale, b)) /
    Math.max(Math.abs(position(data.xScale, high) - position(data.xScale, low)), 1e-12);
  // The ends stay; what stands too close to them or to its neighbour goes.
  const kept: number[] = [low];
  for (const place of places) {
    if (!Number.isInteger(place) && Number.isInteger(low)) continue;
    if (distance(place, high) > 0.06 && distance(place, kept.at(-1) ?? low) > 0.06)
      kept.push(place);
  }
  if (high > low) kept.push(high);
  return { tickvals: kept, ticktext: formatTicks(kept) };
}

/** Above this many points smoothing costs more than it shows. */
const SMOOTH_UP_TO = 4000;

function traces(data: CurvesData, compact: boolean): Record<string, unknown>[] {
  const all = [data.complete, data.pruned, data.failed, data.running, data.interrupted].flat();
  const points = all.reduce((sum, curve) => sum + curve.steps.length, 0);
  const shape = points <= SMOOTH_UP_TO ? { shape: "spline", smoothing: 0.5 } : {};
  // Curves of a kind share a trace, with a gap between them, so that the number of traces is constant.
  const lines = (curves: Curve[], colour: TokenName, width: number, opacity = 1) =>
    lineTrace(
      curves.flatMap((curve) => [...curve.steps, null]),
      curves.flatMap((curve) => [...curve.values, null]),
      { color: token(colour), width, ...shape },
      { opacity },
    );
  const ends = (curves: Curve[], marker: Record<string, unknown>, more = {}) => {
    const drawn = curves.filter((curve) => curve.steps.length > 0);
    return pointTrace(
      drawn.map((curve) => curve.steps.at(-1) ?? null),
      drawn.map((curve) => curve.values.at(-1) ?? null),
      drawn.map((curve) => trialHover(curve.trial, data.measure)),
      marker,
      more,
    );
  };
  const early = [...data.pruned, ...data.interrupted];
  const best = data.best ? [data.best] : [];
  return [
    lines([...early, ...data.failed], "pruned", 1, compact ? 0.55 : 0.7),
    ends(early, markers.prunedEnd(compact ? 6 : 8)),
    lines(data.complete, "done", 1.2, compact ? 0.4 : 0.75),
    ends(data.complete, { ...markers.complete(compact ? 4 : 5), opacity: 0 }),
    ends(data.failed, markers.failedHalo(8), { hoverinfo: "skip" }),
    ends(data.failed, markers.failed(8)),
    lines(best, "best", compact ? 2.5 : 3),
    ends(best, markers.best(8), { cliponaxis: false }),
    lines(data.running, "running", 2.5),
    ends(data.running, markers.running(11), { cliponaxis: false }),
  ];
}

/** The value at the best curve's end, and the numbers of those that run. */
function labels(data: CurvesData, compact: boolean): Record<string, unknown>[] {
  const list: Record<string, unknown>[] = [];
  const at = (curve: Curve): [number, number] => [
    position(data.xScale, curve.steps.at(-1) ?? 0),
    position(data.yScale, curve.values.at(-1) ?? 0),
  ];
  for (const curve of data.running.length <= 8 ? data.running : []) {
    if (curve.steps.length === 0) continue;
    const [x, y] = at(curve);
    list.push(
      note(x, y, `<b>${curve.trial.number}</b>`, "running", {
        side: "center",
        stand: "bottom",
        dy: 8,
        size: compact ? 11 : 12,
      }),
    );
  }
  if (data.best && data.best.steps.length > 0) {
    const [x, y] = at(data.best);
    const value = `<b>${formatMeasure(data.best.trial.value)}</b>`;
    const text = compact ? value : `${value}<br>trial ${data.best.trial.number}`;
    list.push(note(x, y, text, "bestText", { dx: 10, size: compact ? 12 : 13 }));
  }
  return list;
}

function rungHeadings(data: CurvesData): Record<string, unknown>[] {
  const end = data.complete.length + (data.best ? 1 : 0);
  const step = (count: number) => counted(count, escapeText(data.step));
  const heading = (at: number, first: string, second: string) =>
    note(position(data.xScale, at), 1, `<b>${first}</b><br>${second}`, "text", {
      yref: "paper",
      side: "center",
      stand: "bottom",
      dy: 4,
    });
  const list = data.rungs.map((rung) =>
    heading(
      rung.step,
      step(rung.step),
      `${rung.arrive} arrive, ${tint("done", `${rung.goOn} go on`)}`,
    ),
  );
  if (end > 0 && !data.rungs.some((rung) => rung.step === data.horizon)) {
    list.push(heading(data.horizon, step(data.horizon), `${end} reach the end`));
  }
  return list;
}

function title(data: CurvesData): string {
  const best = data.best;
  const name = escapeText(cut(data.measure, 40));
  if (!best) return `${capital(name)}: no trial is complete yet`;
  const value = formatMeasure(best.trial.value);
  const full = curveCount(data) * data.horizon;
  if (data.pruned.length > 0 && data.spent < full && data.leftOut === 0) {
    const spent = `${formatNumber(data.spent)} of ${counted(full, escapeText(data.step))}`;
    return `Stopping early found ${name} ${value} with ${spent}`;
  }
  return `Trial ${best.trial.number} ends best, at ${name} ${value}`;
}

function key(data: CurvesData): string {
  const gap = " &nbsp;&nbsp;";
  const parts: string[] = [];
  if (data.best) parts.push(tint("best", "<b>━ best</b>"));
  if (data.complete.length > 0) parts.push(`${tint("done", "<b>━</b>")} trained to the end`);
  if (data.running.length > 0) parts.push(`${tint("running", "<b>━◉</b>")} running`);
  if (data.pruned.length > 0) {
    const where = data.rungs.length > 0 ? "stopped at a rung" : "stopped early";
    parts.push(`${tint("pruned", "<b>━‒</b>")} ${where}`);
  }
  if (data.failed.length > 0) parts.push(`${tint("failed", "<b>×</b>")} failed`);
  if (data.interrupted.length > 0) parts.push(`${tint("pruned", "<b>━‒</b>")} interrupted`);
  if (data.leftOut > 0) parts.push(`${counted(data.leftOut, "older curve")} not drawn`);
  return parts.join(gap);
}
