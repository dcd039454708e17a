import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import type { Scalar } from "../study/trial-record.ts";
import { ticksFor } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { backedNote, roughWidth, wrapped } from "./common/labels.ts";
import { baseLayout, note } from "./common/layout.ts";
import { formatMeasure } from "./common/numbers.ts";
import type { ParameterAxis } from "./common/parameter-axis.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { formatSetting } from "./common/trial-words.ts";
import { cut, escapeText } from "./common/words.ts";
import { FLOOR, type ParallelData, parallelData } from "./parallel/data.ts";
import { lineShapes, pointTraces } from "./parallel/lines.ts";
import { parallelAlt, parallelKey, parallelText, parallelTitle } from "./parallel/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What {@link parallel} shows. */
export interface ParallelOptions {
  /** Parameters by path or name, in the order to draw; left out: all, or the ten most important. */
  readonly parameters?: readonly string[];
  /** The objective on the last axis; left out: the first. */
  readonly objective?: string;
}

const HEIGHT = 440;
const MARGIN = { l: 30, r: 66, t: 124, b: 34 };

/** Pixels for which labels are laid out. */
const WIDTH = 900;

/**
 * Parallel coordinates: one line for each trial over an axis for each parameter, the objective at the right.
 * Lines of better trials are darker, the best lies on top with its settings, and a line dips to the rail
 * where its trial does not have the parameter.
 *
 * @throws FigureError for a parameter or an objective that the study does not have
 * @example
 * plots.parallel(study, { parameters: ["learningRate", "momentum"] });
 */
export function parallel(study: StudyView, options: ParallelOptions = {}): Figure {
  knownOptions("plots.parallel", options, { parameters: true, objective: true });
  const data = parallelData(study, options);
  return new Figure({
    id: "parallel",
    height: hasRail(data) ? HEIGHT : HEIGHT - 60,
    spec: parallelSpec(data),
    alt: parallelAlt(data),
    text: parallelText(data),
  });
}

function parallelSpec(data: ParallelData): PlotlySpec {
  if (data.lines.length === 0 && data.best === undefined) {
    return emptySpec("No trial yet", ["study.optimize(…) starts one"]);
  }
  if (data.axes.length === 0) {
    return emptySpec("No parameter varies", ["parallel coordinates need at least one"]);
  }
  const last = data.axes.length;
  const axis = { visible: false, fixedrange: true };
  const bottom = hasRail(data) ? -0.04 : FLOOR - 0.05;
  return {
    data: pointTraces(data),
    layout: baseLayout({
      title: parallelTitle(data),
      subtitle: parallelKey(data),
      margin: { ...MARGIN, l: leftOf(data), r: rightOf(data), b: hasRail(data) ? MARGIN.b : 10 },
      more: {
        dragmode: false,
        xaxis: { ...axis, range: [-0.35, last + 0.25] },
        yaxis: { ...axis, range: [bottom, 1.02] },
        shapes: [...rules(data), ...lineShapes(data)],
        annotations: [
          ...data.axes.flatMap((one, place) => axisNotes(data, one, place)),
          ...valueNotes(data),
          ...bestNotes(data),
        ],
      },
    }),
  };
}

const place = (unit: number): number => FLOOR + (1 - FLOOR) * unit;

function rules(data: ParallelData): Record<string, unknown>[] {
  const rule = (x: number, isValue: boolean) => ({
    type: "line",
    x0: x,
    x1: x,
    y0: FLOOR,
    y1: 1,
    line: { color: token(isValue ? "text" : "axis"), width: isValue ? 1.5 : 1 },
    layer: "below",
  });
  const rail = (x: number) => ({
    type: "rect",
    x0: x - 0.07,
    x1: x + 0.07,
    y0: -0.01,
    y1: 0.085,
    fillcolor: token("rail"),
    line: { width: 0 },
    layer: "below",
  });
  return [
    ...data.axes.flatMap((_, x) => (data.absences[x] === "" ? [] : [rail(x)])),
    ...(withoutValue(data) > 0 ? [rail(data.axes.length)] : []),
    ...data.axes.map((_, x) => rule(x, false)),
    rule(data.axes.length, true),
  ];
}

function withoutValue(data: ParallelData): number {
  return data.lines.filter(({ value }) => value === undefined).length;
}

/** Whether any line leaves an axis for the rail. */
function hasRail(data: ParallelData): boolean {
  return data.absences.some((words) => words !== "") || withoutValue(data) > 0;
}

/** Pixels at the left: the names of the first axis stand there. */
function leftOf({ axes }: ParallelData): number {
  const names = axes[0]?.ticks.ticktext ?? [];
  const needed = 28 + Math.max(0, ...names.map((name) => roughWidth(name, 11)));
  const beside = (0.35 * (WIDTH - MARGIN.l - MARGIN.r)) / (axes.length + 0.6);
  return Math.round(Math.max(MARGIN.l, needed - beside));
}

/** Pixels at the right: the best value stands there, beside the axis. */
function rightOf({ best }: ParallelData): number {
  return Math.max(MARGIN.r, 24 + Math.ceil(roughWidth(formatMeasure(best?.value), 12)));
}

/** How many letters of a bold name have room between two axes. */
function room(data: ParallelData): number {
  const between = (WIDTH - MARGIN.l - MARGIN.r) / (data.axes.length + 0.6);
  return Math.max(6, Math.min(24, Math.floor((between - 2) / 7)));
}

function heading(data: ParallelData, x: number, name: string): Record<string, unknown> {
  const lines = wrapped(name, room(data)).map(escapeText);
  return note(x, 1, `<b>${lines.join("<br>")}</b>`, "ink", {
    side: "center",
    stand: "bottom",
    dy: 22,
  });
}

function axisNotes(data: ParallelData, axis: ParameterAxis, x: number): Record<string, unknown>[] {
  const chosen = data.best?.trial.point[axis.path];
  const notes = [heading(data, x, axis.name)];
  axis.ticks.tickvals.forEach((tick, k) => {
    const setting = axis.isCategorical ? axis.choices[tick] : tick;
    const unit = axis.unit(setting);
    if (unit === undefined) return;
    const isBest = isNamedByTick(axis, chosen) && setting === chosen;
    const text = axis.ticks.ticktext[k] ?? "";
    const shown = isBest ? `<b>${text}</b>` : text;
    const colour = isBest ? "bestText" : "text";
    notes.push(...backedNote(x, place(unit), shown, colour, { side: "right", dx: -6, size: 11 }));
  });
  const absence = data.absences[x] ?? "";
  if (absence !== "") {
    const lines = wrapped(absence, room(data) + 2).map(escapeText);
    notes.push(
      note(x, 0, lines.join("<br>"), "text", { side: "center", stand: "top", dy: -3, size: 11 }),
    );
  }
  return notes;
}

/** Ticks nearer to the best value than this part of the height give way to it. */
const CLEAR = 0.05;

function valueNotes(data: ParallelData): Record<string, unknown>[] {
  const { objective, value, best, beyond } = data;
  const x = data.axes.length;
  const isLow = objective.direction === "minimize";
  const notes = [
    heading(data, x, cut(objective.measure, 2 * room(data))),
    note(x, 1, isLow ? "lower is better ↓" : "higher is better ↑", "text", {
      side: "center",
      stand: "bottom",
      dy: 7,
      size: 11,
    }),
  ];
  const { tickvals, ticktext } = ticksFor(value.scale, value.range);
  const taken = best ? [value.unit(best.value)] : [];
  if (beyond > 0) {
    const end = isLow ? 1 : 0;
    taken.push(end);
    const text = `${beyond} ${isLow ? "above" : "below"}`;
    notes.push(...backedNote(x, place(end), text, "text", { dx: 8, size: 11 }));
  }
  tickvals.forEach((tick, k) => {
    const unit = value.unit(tick);
    if (taken.some((other) => Math.abs(other - unit) < CLEAR)) return;
    notes.push(...backedNote(x, place(unit), ticktext[k] ?? "", "text", { dx: 8, size: 11 }));
  });
  if (withoutValue(data) > 0) {
    const words = data.counts.failed > 0 ? "failed" : "no value";
    notes.push(note(x, 0, words, "text", { side: "center", stand: "top", dy: -3, size: 11 }));
  }
  return notes;
}

/** Whether a setting stands at a tick of a few: then the tick is lit instead of a second label beside it. */
function isNamedByTick(axis: ParameterAxis, setting: Scalar | undefined): boolean {
  if (axis.isCategorical)
    return axis.ticks.tickvals.includes(axis.choices.indexOf(setting as Scalar));
  const isWhole = axis.dimension?.kind === "int" && axis.scale === "linear";
  return isWhole && axis.ticks.tickvals.includes(Number(setting));
}

/** The best one's settings beside its line; a choice is named by its tick already. */
function bestNotes(data: ParallelData): Record<string, unknown>[] {
  const { best } = data;
  if (best === undefined) return [];
  const settings = data.axes.flatMap((axis, x) => {
    const setting = best.trial.point[axis.path];
    if (setting === undefined || isNamedByTick(axis, setting)) return [];
    const text = `<b>${escapeText(formatSetting(setting))}</b>`;
    return backedNote(x, best.heights[x] ?? 0, text, "bestText", { dx: 8, dy: 9 });
  });
  const x = data.axes.length;
  const value = `<b>${formatMeasure(best.value)}</b>`;
  return [
    ...settings,
    ...backedNote(x, best.heights[x] ?? 0, value, "bestText", { dx: 9, size: 13 }),
  ];
}
