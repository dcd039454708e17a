import type { StudyView } from "../study/observer.ts";
import type { PlotlySpec } from "../display/host.ts";
import { type Bracket, type BracketsData, bracketsData } from "./brackets/data.ts";
import { type PlacedRow, placeRows, pathTrace, rowTraces } from "./brackets/rows.ts";
import {
  bracketsAlt,
  bracketsFinding,
  bracketsKey,
  bracketsText,
  rowLabel,
} from "./brackets/words.ts";
import { plotlyRange, position, type Scale } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout, note, xAxis, yAxis } from "./common/layout.ts";
import { formatMeasure, formatTicks } from "./common/numbers.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { escapeText } from "./common/words.ts";

const MARGIN = { l: 148, r: 108, t: 84, b: 48 };

/**
 * The brackets of Hyperband, or the rungs of successive halving: at each rung the trials that came to it, the
 * best on top; lines lead those that went on to the next. Left of each bracket how many came to each rung and
 * what they cost, right of it the best that came out.
 *
 * Brackets are the tuner's own account where it gives one (hyperband, bohb, asha); of other studies rungs are
 * read from where trials were stopped.
 *
 * @example
 * plots.brackets(study);
 */
export function brackets(study: StudyView): Figure {
  const data = bracketsData(study);
  const rows = placeRows(data.brackets);
  const height = data.brackets.length === 0 ? 240 : Math.round(rows.pixels + MARGIN.t + MARGIN.b);
  return new Figure({
    id: "brackets",
    height,
    spec: bracketsSpec(data, rows),
    alt: bracketsAlt(data),
    text: bracketsText(data),
  });
}

function bracketsSpec(
  data: BracketsData,
  placed: { rows: readonly PlacedRow[]; units: number; dot: number },
): PlotlySpec {
  if (data.brackets.length === 0) {
    return emptySpec("Trials were not judged at rungs", [
      "tuners.hyperband, tuners.asha and pruners.asha judge them at fixed steps",
    ]);
  }
  const steps = [...new Set(data.brackets.flatMap(({ rungs }) => rungs.map(({ step }) => step)))];
  const low = Math.min(...steps);
  const high = Math.max(...steps);
  const scale: Scale = low > 0 && high / low >= 4 ? "log" : "linear";
  const [start, end] = plotlyRange(scale, { low, high });
  const room = Math.max(end - start, 1e-9) * 0.03;
  const best = data.best;
  return {
    data: [
      ...placed.rows.flatMap((row) => rowTraces(row, data, placed.dot)),
      pathTrace(placed.rows[data.bestBracket], best),
    ],
    layout: baseLayout({
      title: escapeText(bracketsFinding(data)),
      subtitle: bracketsKey(data),
      margin: MARGIN,
      more: {
        xaxis: xAxis(
          {
            type: scale,
            range: end > start ? [start - room, end + room] : [start - 1, end + 1],
            ...ticksAt(steps, scale),
          },
          escapeText(data.step) + (scale === "log" ? " (log)" : ""),
        ),
        yaxis: yAxis({ range: [0, placed.units], visible: false, fixedrange: true }),
        annotations: placed.rows.flatMap((row, place) => [
          note(0, row.top, rowLabel(data, row.bracket), "text", {
            xref: "paper",
            side: "left",
            stand: "top",
            dy: 8,
            dx: -MARGIN.l + 16,
          }),
          ...bestNote(row.bracket, row, place === data.bestBracket),
        ]),
        shapes: placed.rows.slice(1).map((row) => ({
          type: "line",
          xref: "paper",
          x0: -0.16,
          x1: 1.1,
          y0: row.top + row.gap / 2,
          y1: row.top + row.gap / 2,
          line: { color: token("grid"), width: 1 },
          layer: "below",
        })),
      },
    }),
  };
}

/** The best that came out of a bracket, at the end of its path. */
function bestNote(bracket: Bracket, row: PlacedRow, isBest: boolean): Record<string, unknown>[] {
  if (bracket.best === undefined) return [];
  const text = `<b>${formatMeasure(bracket.best.value)}</b><br>trial ${bracket.best.trial.number}`;
  return [
    note(1, row.top, text, isBest ? "bestText" : "text", {
      xref: "paper",
      stand: "top",
      dx: 4,
      dy: 8,
      size: isBest ? 13 : 12,
    }),
  ];
}

/** Ticks at the rungs, without those that would touch a higher one. */
function ticksAt(steps: readonly number[], scale: Scale) {
  const sorted = steps.toSorted((one, other) => other - one);
  const span = position(scale, sorted[0]!) - position(scale, sorted.at(-1)!);
  const kept: number[] = [];
  for (const step of sorted) {
    const last = kept.at(-1);
    if (last === undefined || (position(scale, last) - position(scale, step)) / span > 0.05)
      kept.push(step);
  }
  kept.reverse();
  return { tickvals: kept, ticktext: formatTicks(kept) };
}
