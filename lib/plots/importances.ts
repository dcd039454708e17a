import type { ImportanceMethod } from "../analysis/importance.ts";
import type { PlotlySpec } from "../display/host.ts";
import { Figure } from "./common/figure.ts";
import { roughWidth } from "./common/labels.ts";
import { baseLayout, lineTrace, note } from "./common/layout.ts";
import { counted } from "./common/numbers.ts";
import { namedStudies, seriesStyle, type Studies } from "./common/series.ts";
import { tint, token, type TokenName } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { capital, cut, escapeText } from "./common/words.ts";
import { type ImportanceRow, type ImportancesData, importancesData } from "./importances/data.ts";
import {
  importancesAlt,
  importancesFinding,
  importancesKey,
  importancesText,
  percent,
} from "./importances/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What {@link importances} shows. */
export interface ImportancesOptions {
  /**
   * Left out: of several objectives what leads to the front, as `analysis.importance` has it; with `fanova` and
   * `permutation`, which need one, the first.
   */
  readonly objective?: string;
  /** How importance is told: `pedAnova` (default), `fanova` or `permutation`. */
  readonly method?: ImportanceMethod;
}

/**
 * How much each parameter decides, with an 80% interval from resampled trials, and at each bar what the trials
 * advise, where they say it clearly. Parameters are dark until seven tenths are explained. Several studies stand
 * in groups, without advice.
 *
 * @throws FigureError for an objective that the study does not have; StudyError for an unknown method
 * @example
 * plots.importances(study);
 * plots.importances({ random: one, bayesian: other }, { method: "fanova" });
 */
export function importances(studies: Studies, options: ImportancesOptions = {}): Figure {
  knownOptions("plots.importances", options, { objective: true, method: true });
  const named = namedStudies(studies);
  if (named.length === 0) {
    const alt = "Importances of no study.";
    return new Figure({
      id: "importances",
      height: 240,
      spec: emptySpec("No study", ["give one or several"]),
      alt,
    });
  }
  const data = importancesData(named, options);
  return new Figure({
    id: "importances",
    height: heightOf(data),
    spec: importancesSpec(data),
    alt: importancesAlt(data),
    text: importancesText(data),
  });
}

const MARGIN = { r: 16, t: 82, b: 14 };

/** Pixels of a row, and of each of several bars in it. */
const ROW = 36;
const BAR = 16;

/** Pixels for which labels are laid out. */
const WIDTH = 900;

const rowHeight = (data: ImportancesData): number => Math.max(ROW, data.studies.length * BAR + 14);

function isTooLittle(data: ImportancesData): boolean {
  return data.rows.length === 0 || data.studies.every(({ reason }) => reason !== undefined);
}

function heightOf(data: ImportancesData): number {
  if (isTooLittle(data)) return 260;
  const rows = data.rows.length + (data.others.count > 0 ? 0.8 : 0);
  return Math.max(180, Math.round(MARGIN.t + MARGIN.b + rows * rowHeight(data)));
}

function importancesSpec(data: ImportancesData): PlotlySpec {
  if (isTooLittle(data)) {
    if (data.rows.length === 0)
      return emptySpec("No parameter varies", ["so that none can matter more than another"]);
    const reason = data.studies[0]?.reason ?? "nothing can be told";
    return emptySpec(capital(reason), [
      "a dozen complete trials give a first hint, a hundred a good one",
    ]);
  }
  const left = Math.min(
    210,
    30 + Math.max(...data.rows.map(({ name }) => roughWidth(cut(name), 13.5))),
  );
  const count = data.rows.length;
  const below = data.others.count > 0 ? 1.4 : 0.6;
  return {
    data: data.studies.length > 1 ? groupedTraces(data) : singleTraces(data),
    layout: baseLayout({
      title: escapeText(importancesFinding(data)),
      subtitle: importancesKey(data),
      margin: { ...MARGIN, l: left },
      more: {
        dragmode: false,
        bargap: 0,
        barmode: "overlay",
        xaxis: { range: [0, reach(data)], visible: false, fixedrange: true },
        yaxis: { range: [-below, count - 0.4], visible: false, fixedrange: true },
        annotations: [
          ...data.rows.flatMap((row, place) => labels(data, row, count - 1 - place, left)),
          ...othersNote(data),
        ],
      },
    }),
  };
}

const highest = (data: ImportancesData): number =>
  Math.max(0.01, ...data.rows.flatMap(({ shares }) => shares.map((share) => share?.high ?? 0)));

/** The end of the axis: with room for advice where there is some. */
function reach(data: ImportancesData): number {
  return highest(data) * (data.rows.some(({ advice }) => advice !== "") ? 1.75 : 1.2);
}

function singleTraces(data: ImportancesData): Record<string, unknown>[] {
  const shares = data.rows.map((row) => row.shares[0] ?? { share: 0, low: 0, high: 0, active: 0 });
  const y = shares.map((_, place) => shares.length - 1 - place);
  const line = (from: (share: (typeof shares)[number]) => number, to: typeof from) => ({
    x: shares.flatMap((share) => [from(share), to(share), null]),
    y: y.flatMap((height) => [height, height, null]),
  });
  const beyond = line(
    ({ share }) => share,
    ({ high }) => high,
  );
  const within = line(
    ({ low }) => low,
    ({ share }) => share,
  );
  return [
    {
      type: "bar",
      orientation: "h",
      x: shares.map(({ share }) => share),
      y,
      width: 0.56,
      marker: {
        color: token("belief"),
        opacity: data.rows.map(({ isStrong }) => (isStrong ? 1 : 0.38)),
        cornerradius: 3,
      },
      hovertext: data.rows.map((row) => hover(data, row, 0)),
      hoverinfo: "text",
    },
    lineTrace(beyond.x, beyond.y, { color: token("done"), width: 1.5 }),
    lineTrace(within.x, within.y, { color: token("paper"), width: 1.5 }, { opacity: 0.75 }),
  ];
}

/** Where the bar of one of several studies lies in its row: offsets of its middle, the first on top. */
function offset(data: ImportancesData, place: number): number {
  const size = BAR / rowHeight(data);
  return ((data.studies.length - 1) / 2 - place) * size;
}

function groupedTraces(data: ImportancesData): Record<string, unknown>[] {
  const last = data.rows.length - 1;
  return data.studies.flatMap((_, place) => {
    const colour = seriesStyle(place).colour;
    const shares = data.rows.map((row) => row.shares[place]);
    const y = shares.map((__, row) => last - row + offset(data, place));
    return [
      {
        type: "bar",
        orientation: "h",
        x: shares.map((share) => share?.share ?? 0),
        y,
        width: (BAR - 4) / rowHeight(data),
        marker: { color: token(colour), cornerradius: 2 },
        hovertext: data.rows.map((row) => hover(data, row, place)),
        hoverinfo: "text",
      },
      lineTrace(
        shares.flatMap((share) => [share?.share ?? 0, share?.high ?? 0, null]),
        y.flatMap((height) => [height, height, null]),
        { color: token("text"), width: 1.2 },
      ),
      lineTrace(
        shares.flatMap((share) => [share?.low ?? 0, share?.share ?? 0, null]),
        y.flatMap((height) => [height, height, null]),
        { color: token("paper"), width: 1.2 },
        { opacity: 0.75 },
      ),
    ];
  });
}

function hover(data: ImportancesData, row: ImportanceRow, place: number): string {
  const share = row.shares[place];
  const of = data.studies[place];
  if (share === undefined || of === undefined) return escapeText(row.name);
  const study = data.studies.length > 1 ? ` · ${escapeText(cut(of.name, 60))}` : "";
  return [
    `<b>${escapeText(cut(row.name, 120))}</b>${study}`,
    `${percent(share.share)}, from ${percent(share.low)} to ${percent(share.high)} in 4 of 5 resamplings`,
    `in ${share.active} of ${counted(of.trials, "trial")}`,
  ].join("<br>");
}

function labels(
  data: ImportancesData,
  row: ImportanceRow,
  y: number,
  left: number,
): Record<string, unknown>[] {
  const isSingle = data.studies.length === 1;
  const colour: TokenName = isSingle && !row.isStrong ? "text" : "ink";
  const name = escapeText(cut(row.name));
  const list = [
    note(0, y, colour === "ink" ? `<b>${name}</b>` : name, colour, {
      side: "right",
      dx: -10,
      size: 13,
    }),
  ];
  row.shares.forEach((share, place) => {
    if (share === undefined) return;
    const value = `<b>${percent(share.share)}</b>`;
    if (!isSingle) {
      const style = { dx: 8, size: 11 };
      list.push(note(share.high, y + offset(data, place), value, seriesStyle(place).colour, style));
      return;
    }
    const pixels = (WIDTH - left - MARGIN.r) * (1 - share.high / reach(data)) - 62;
    const room = Math.max(12, Math.floor(pixels / 6.3));
    const advice =
      row.advice === "" ? "" : tint("text", `&nbsp;&nbsp;${escapeText(cut(row.advice, room))}`);
    list.push(
      note(share.high, y, value + advice, colour === "ink" ? "ink" : "text", { dx: 10, size: 13 }),
    );
  });
  return list;
}

function othersNote(data: ImportancesData): Record<string, unknown>[] {
  const { count, share } = data.others;
  if (count === 0) return [];
  const words = `and ${counted(count, "other")}${data.studies.length > 1 ? "" : `, together ${percent(share)}`}`;
  return [note(0, -1, words, "text", { dx: 2, size: 12 })];
}
