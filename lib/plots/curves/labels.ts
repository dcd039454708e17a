/** Labels of the curves: values at their ends, and what happens at each rung. */
import { position } from "../common/axis.ts";
import { note } from "../common/layout.ts";
import { counted, formatMeasure } from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { axisTitle, escapeText } from "../common/words.ts";
import type { Curve, CurvesData } from "./data.ts";
import type { Rung } from "./rungs.ts";

/** The value at the best curve's end, and the numbers of those that run. */
export function endLabels(data: CurvesData, compact: boolean): Record<string, unknown>[] {
  const list: Record<string, unknown>[] = [];
  const at = (curve: Curve): [number, number] => [
    position(data.xScale, curve.steps.at(-1) ?? 0),
    curve.rail ? 0 : position(data.yScale, curve.values.at(-1) ?? 0),
  ];
  for (const curve of data.running.length <= 8 ? data.running : []) {
    if (curve.steps.length === 0) continue;
    const [x, y] = at(curve);
    list.push(
      note(x, y, `<b>${curve.trial.number}</b>`, "running", {
        side: curve.rail ? "left" : "center",
        stand: curve.rail ? "middle" : "bottom",
        dx: curve.rail ? 8 : 0,
        dy: curve.rail ? 0 : 8,
        size: compact ? 11 : 12,
        yref: curve.rail ? "y2" : "y",
      }),
    );
  }
  if (data.best && data.best.steps.length > 0) {
    const [x, y] = at(data.best);
    const value = `<b>${formatMeasure(data.best.trial.value)}</b>`;
    const text = compact ? value : `${value}<br>trial ${data.best.trial.number}`;
    const yref = data.best.rail ? "y2" : "y";
    list.push(note(x, y, text, "bestText", { dx: 10, size: compact ? 12 : 13, yref }));
  }
  return list;
}

/** Pixels of a heading, and of the plot; the true width is only known to whoever draws. */
const HEADING = 128;
const PLOT = 740;

/** Pixels of a letter above the value axis, and how far left of the plot these words begin. */
const LETTER = 6.2;
const BEGINS = -48;

/** Whether the first rung stands so far left that its heading would cover the words above the value axis. */
export function raisesAxisNote(data: CurvesData): boolean {
  const first = data.rungs[0]?.step;
  const words = BEGINS + LETTER * axisTitle(data.objective, data.direction).length + 8;
  return first !== undefined && pixelsBetween(data, data.xRange.low, first) < words + HEADING / 2;
}

function pixelsBetween(data: CurvesData, one: number, other: number): number {
  const { low, high } = data.xRange;
  const width = Math.max(position(data.xScale, high) - position(data.xScale, low), 1e-12);
  return ((position(data.xScale, other) - position(data.xScale, one)) / width) * PLOT;
}

/** Who comes to each rung, and who goes on, above it; what would cover a neighbour is left out. */
export function rungHeadings(data: CurvesData): Record<string, unknown>[] {
  const pixels = (one: number, other: number) => pixelsBetween(data, one, other);
  const end = data.complete.length + (data.best ? 1 : 0);
  const headings = data.rungs.map((rung) => ({ at: rung.step, html: headingOf(data, rung) }));
  const last = data.rungs.at(-1);
  if (end > 0 && last !== undefined && last.step < data.horizon) {
    const horizon = stepWords(data, data.horizon);
    if (pixels(last.step, data.horizon) < HEADING) {
      // One heading says both, above the end.
      const words = `${last.arrive} arrive, ${tint("done", `${end} end at ${data.horizon}`)}`;
      headings.splice(-1, 1, {
        at: last.step,
        html: `<b>${stepWords(data, last.step)}</b><br>${words}`,
      });
    } else headings.push({ at: data.horizon, html: `<b>${horizon}</b><br>${end} reach the end` });
  }
  const kept: typeof headings = [];
  // From the right: the last rung and the end decide most.
  for (const heading of headings.toReversed()) {
    const next = kept.at(-1);
    if (next === undefined || pixels(heading.at, next.at) >= HEADING) kept.push(heading);
  }
  return kept.map(({ at, html }) =>
    note(position(data.xScale, at), 1, html, "text", {
      yref: "paper",
      side: "center",
      stand: "bottom",
      dy: 4,
    }),
  );
}

function headingOf(data: CurvesData, rung: Rung): string {
  const goOn = tint("done", `${rung.goOn} go on`);
  return `<b>${stepWords(data, rung.step)}</b><br>${rung.arrive} arrive, ${goOn}`;
}

function stepWords(data: CurvesData, step: number): string {
  return counted(step, escapeText(data.step));
}
