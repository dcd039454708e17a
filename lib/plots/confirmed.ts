import type { PlotlySpec } from "../display/host.ts";
import type { Confirmed } from "../study/confirm.ts";
import type { Direction } from "../study/observer.ts";
import { plotlyRange, ticksFor } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout, lineTrace, markers, note, pointTrace, xAxis, yAxis } from "./common/layout.ts";
import { counted, formatMeasure } from "./common/numbers.ts";
import { textTable } from "./common/text-table.ts";
import { tint, token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { axisTitle } from "./common/words.ts";
import { type ConfirmedData, confirmedData, type ConfirmedRow } from "./confirmed/data.ts";
import { knownOptions } from "./common/known-options.ts";

/** What a confirmation does not know of itself. */
export interface ConfirmedFigureOptions {
  /** Name of the objective, for the axis. Default "value". */
  objective?: string;
  /** Which way it is better. Default: as the result tells. */
  direction?: Direction;
}

/** Pixels of a row, and around the rows. */
const ROW = 38;
const MARGIN = { l: 84, r: 176, t: 92, b: 50 };

/**
 * What the best settings came to when they were trained again with fresh seeds: the mean of each with its
 * 90% interval, beside what the study had seen, which was chosen for being good.
 *
 * @throws FigureError where what is given is not what `study.confirm` came to
 * @example
 * plots.confirmed(await study.confirm());
 */
export function confirmed(
  result: readonly Confirmed[],
  options: ConfirmedFigureOptions = {},
): Figure {
  knownOptions("plots.confirmed", options, { objective: true, direction: true });
  const data = confirmedData(result, options.direction);
  const finding = findingOf(data);
  return new Figure({
    id: "confirmed",
    height: Math.max(220, data.rows.length * ROW + MARGIN.t + MARGIN.b),
    spec: confirmedSpec(data, finding, options.objective ?? "value"),
    alt: altOf(data, finding),
    text: `${finding}\n${tableOf(data)}`,
  });
}

/** What was found; plain text. */
function findingOf(data: ConfirmedData): string {
  const [best] = data.rows;
  if (best?.mean === undefined) return "Nothing was confirmed: no new run came to a value";
  const value = formatMeasure(best.mean);
  const open = data.rows.filter(({ verdict }) => verdict === "open").length;
  const { expected } = data;
  const head =
    expected === undefined || expected.trial === best.trial
      ? `Trial ${best.trial} stays the best: ${value} when trained again, ${formatMeasure(best.observed)} before`
      : `Trial ${best.trial}, not ${expected.trial}, is the best when trained again: ${value}`;
  return open === 0 ? head : `${head}; ${counted(open, "other")} may be as good`;
}

function altOf(data: ConfirmedData, finding: string): string {
  const rows = data.rows
    .slice(0, 6)
    .map(
      ({ trial, mean, observed }) =>
        `trial ${trial} ${formatMeasure(mean)}, seen ${formatMeasure(observed)}`,
    );
  return `Confirmation of ${counted(data.rows.length, "trial")}: ${finding}${rows.length > 0 ? `; ${rows.join("; ")}` : ""}.`;
}

const VERDICTS = { best: "best", open: "may be as good", worse: "worse", none: "all runs failed" };

function verdictText(row: ConfirmedRow): string {
  return row.behind === undefined ? VERDICTS[row.verdict] : `worse by ${formatMeasure(row.behind)}`;
}

function tableOf(data: ConfirmedData): string {
  const rows = data.rows.map((row) => [
    `trial ${row.trial}`,
    formatMeasure(row.observed),
    formatMeasure(row.mean),
    row.interval === undefined ? "" : row.interval.map((value) => formatMeasure(value)).join("–"),
    verdictText(row),
  ]);
  return textTable([["", "seen", "again", "90%", ""], ...rows], [1, 2]);
}

function confirmedSpec(data: ConfirmedData, finding: string, objective: string): PlotlySpec {
  const { range, scale, rows } = data;
  if (range === undefined)
    return emptySpec("Nothing was confirmed yet", ["await study.confirm() trains the best again"]);
  const heights = new Map(rows.map((row, place) => [row, rows.length - place]));
  const means = (keep: (row: ConfirmedRow) => boolean, marker: Record<string, unknown>) => {
    const kept = rows.filter((row) => row.mean !== undefined && keep(row));
    return pointTrace(
      kept.map(({ mean }) => mean ?? null),
      kept.map((row) => heights.get(row) ?? null),
      kept.map(hoverOf),
      marker,
    );
  };
  const best = rows.filter(({ verdict }) => verdict === "best");
  const others = rows.filter(({ verdict }) => verdict !== "best");
  return {
    data: [
      intervals(others, heights, "done"),
      intervals(best, heights, "best"),
      pointTrace(
        rows.map(({ observed }) => (Number.isFinite(observed) ? observed : null)),
        rows.map((row) => heights.get(row) ?? null),
        rows.map(hoverOf),
        markers.pruned(8),
      ),
      means(({ verdict }) => verdict !== "best", markers.complete(10)),
      means(({ verdict }) => verdict === "best", markers.best(12)),
    ],
    layout: baseLayout({
      title: finding,
      subtitle: [
        `${tint("best", "<b>━●━</b>")} mean of the new runs with its 90% interval`,
        `${tint("pruned", "<b>○</b>")} what the study had seen`,
      ].join(" &nbsp;&nbsp;"),
      margin: MARGIN,
      more: {
        xaxis: xAxis(
          {
            type: scale,
            range: plotlyRange(scale, range),
            ...ticksFor(scale, range),
            showgrid: true,
          },
          axisTitle(objective, data.direction, scale === "log").replace(/ [↓↑]$/, ""),
        ),
        yaxis: yAxis({
          range: [0.4, rows.length + 0.6],
          tickvals: rows.map((row) => heights.get(row)),
          ticktext: rows.map(({ trial }) => `trial ${trial}`),
          showgrid: false,
          fixedrange: true,
        }),
        annotations: rows.map((row) => {
          const value = row.mean === undefined ? "" : `<b>${formatMeasure(row.mean)}</b> `;
          const colour = row.verdict === "best" ? "bestText" : "text";
          return note(1, heights.get(row) ?? 0, `${value}${verdictText(row)}`, colour, {
            xref: "paper",
            dx: 12,
          });
        }),
        shapes: [],
      },
    }),
  };
}

function intervals(
  rows: readonly ConfirmedRow[],
  heights: ReadonlyMap<ConfirmedRow, number>,
  colour: "done" | "best",
): Record<string, unknown> {
  const known = rows.filter(({ interval }) => interval !== undefined);
  return lineTrace(
    known.flatMap(({ interval }) => [...interval!, null]),
    known.flatMap((row) => [heights.get(row) ?? null, heights.get(row) ?? null, null]),
    { color: token(colour), width: colour === "best" ? 3 : 2 },
  );
}

function hoverOf(row: ConfirmedRow): string {
  const interval =
    row.interval === undefined
      ? ""
      : `, 90% interval ${row.interval.map((value) => formatMeasure(value)).join(" to ")}`;
  const failed = row.failed > 0 ? `, ${row.failed} failed` : "";
  return `<b>trial ${row.trial}</b> · ${counted(row.runs, "new run")}${failed}<br>mean ${formatMeasure(row.mean)}${interval}<br>the study had seen ${formatMeasure(row.observed)}`;
}
