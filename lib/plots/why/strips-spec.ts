/** The rows of a story, drawn: one for each parameter, the trial's own point through all of them. */
import type { PlotlySpec } from "../../display/host.ts";
import { backedNote, roughWidth, wrapped } from "../common/labels.ts";
import { baseLayout, lineTrace, markers, note, pointTrace } from "../common/layout.ts";
import { formatNumber } from "../common/numbers.ts";
import { tint, token } from "../common/theme.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import { isNext } from "./frame.ts";
import type { StripRole, StripRow } from "./story.ts";
import type { StripsData } from "./strips-data.ts";

/** Pixels of a row. */
const ROW = 46;
const MARGIN = { l: 136, r: 214, b: 22 };
/** Pixels of the figure, for which labels are laid out. */
const WIDTH = 900;
/** A tick's text stands so many pixels below its row. */
const BELOW = 10;

/** Pixels of the whole figure. */
export function stripsHeight({ rows, chosen }: StripsData): number {
  return topOf(chosen.remarks) + Math.max(1, rows.length) * ROW + MARGIN.b;
}

function topOf(remarks: readonly string[]): number {
  return remarks.length === 0 ? 66 : 88;
}

/** What those around the tuner say, below the key. */
function remarkNote({ chosen }: StripsData): Record<string, unknown>[] {
  if (chosen.remarks.length === 0) return [];
  return [
    note(0, 1, escapeText(cut(chosen.remarks.join("; "), 124)), "text", {
      xref: "paper",
      yref: "paper",
      dx: 16 - MARGIN.l,
      dy: topOf(chosen.remarks) - 74,
    }),
  ];
}

export function stripsSpec(data: StripsData): PlotlySpec {
  const { rows, chosen, sentence } = data;
  const count = rows.length;
  const y = (row: number) => count - 1 - row;
  return {
    data: [
      ...data.roles.map((role, place) => roleLine(role, place, rows, y)),
      lineTrace(
        rows.map(({ own }) => own),
        rows.map((_, row) => y(row)),
        { color: token("running"), width: 2.5 },
        // Where nobody else's way is drawn, it is no way that matters.
        { visible: data.roles.some(({ isJoined }) => isJoined) },
      ),
      faintTrace(rows, y),
      ...data.roles.map((role, place) => roleMarks(role, place, rows, y)),
      pointTrace(
        rows.map(({ own }) => own),
        rows.map((_, row) => y(row)),
        rows.map((row) => `${name(row)} ${escapeText(cut(formatSetting(row.value), 60))}`),
        { ...markers.running(17), line: { color: token("running"), width: 2.5 } },
        { cliponaxis: false },
      ),
    ],
    layout: baseLayout({
      title: escapeText(sentence),
      subtitle: stripsKey(data),
      margin: { ...MARGIN, t: topOf(chosen.remarks) },
      more: {
        dragmode: false,
        xaxis: { visible: false, fixedrange: true, range: [-0.01, 1.01] },
        yaxis: { visible: false, fixedrange: true, range: [-0.5, Math.max(1, count) - 0.5] },
        shapes: rows.flatMap((row, place) => rowShapes(row, y(place))),
        annotations: [
          ...rows.flatMap((row, place) => rowNotes(row, y(place))),
          ...remarkNote(data),
        ],
      },
    }),
  };
}

function name({ axis }: StripRow): string {
  return escapeText(cut(axis.name, 40));
}

function roleLine(
  { colour, isJoined }: StripRole,
  role: number,
  rows: readonly StripRow[],
  y: (row: number) => number,
): Record<string, unknown> {
  // Where it has no value on a row, the line is broken there.
  const x = rows.map(({ marks }) => marks.find((mark) => mark.role === role)?.unit ?? null);
  return lineTrace(
    isJoined ? x : [],
    isJoined ? rows.map((_, row) => y(row)) : [],
    { color: token(colour), width: 1.6 },
    { opacity: 0.65, connectgaps: false },
  );
}

function roleMarks(
  { colour, size }: StripRole,
  role: number,
  rows: readonly StripRow[],
  y: (row: number) => number,
): Record<string, unknown> {
  const marks = rows.flatMap((row, place) =>
    row.marks.filter((mark) => mark.role === role).map((mark) => ({ row, mark, y: y(place) })),
  );
  return pointTrace(
    marks.map(({ mark }) => mark.unit),
    marks.map((one) => one.y),
    marks.map(({ row, mark }) => (mark.trial === undefined ? name(row) : `trial ${mark.trial}`)),
    {
      size: marks.map(({ mark }) => mark.size ?? size),
      color: token(colour),
      opacity: marks.map(({ mark }) => (mark.size === undefined ? 1 : 0.55)),
      line: { color: token("paper"), width: 1.2 },
    },
    { cliponaxis: false },
  );
}

/** The trials before it, as ticks on the rows. */
function faintTrace(
  rows: readonly StripRow[],
  y: (row: number) => number,
): Record<string, unknown> {
  const points = rows.flatMap((row, place) =>
    row.faint.map(({ unit, trial }) => ({ x: unit, y: y(place), trial })),
  );
  return pointTrace(
    points.map(({ x }) => x),
    points.map((one) => one.y),
    points.map(({ trial }) => `trial ${trial}`),
    {
      symbol: "line-ns",
      size: 8,
      color: token("done"),
      line: { color: token("done"), width: 1.2 },
    },
    { opacity: 0.32 },
  );
}

function rowShapes({ bands }: StripRow, y: number): Record<string, unknown>[] {
  return [
    {
      type: "line",
      x0: 0,
      x1: 1,
      y0: y,
      y1: y,
      line: { color: token("axis"), width: 1 },
      layer: "below",
    },
    ...bands.map(({ from, to, strength }) => ({
      type: "rect",
      x0: from,
      x1: to,
      y0: y - 0.24,
      y1: y + 0.24,
      fillcolor: token("belief"),
      opacity: strength,
      line: { width: 0 },
      layer: "below",
    })),
  ];
}

function rowNotes(row: StripRow, y: number): Record<string, unknown>[] {
  const { axis, value, origin, colour } = row;
  const left = { xref: "paper", side: "right", dx: -14 } as const;
  const lines = wrapped(axis.name, 16).map(escapeText);
  const words = escapeText(cut(formatSetting(value), 14));
  const told = origin === "" ? "" : ` &nbsp;${tint(colour, escapeText(cut(origin, 24)))}`;
  return [
    note(0, y, `<b>${lines.join("<br>")}</b>`, "ink", left),
    note(1, y, `<b>${words}</b>${told}`, "running", { xref: "paper", dx: 16 }),
    ...tickNotes(row, y),
  ];
}

/** The ticks' texts below the row, as many as have room. */
function tickNotes({ axis }: StripRow, y: number): Record<string, unknown>[] {
  const pixels = WIDTH - MARGIN.l - MARGIN.r;
  let free = -Infinity;
  return axis.ticks.tickvals.flatMap((tick, k) => {
    const unit = axis.unit(axis.isCategorical ? axis.choices[tick] : tick);
    const text = axis.ticks.ticktext[k] ?? "";
    if (unit === undefined) return [];
    const half = roughWidth(text, 11) / 2;
    if (unit * pixels - half < free + 6) return [];
    free = unit * pixels + half;
    const place = { side: "center", stand: "top", dy: -BELOW, size: 11 } as const;
    // The ways of points cross it.
    return backedNote(unit, y, text, "text", place);
  });
}

/** The key; escaped. */
export function stripsKey(data: StripsData): string {
  const { roles, bandWords, chosen, rows, faintWords, remark } = data;
  const hasFaint = rows.some(({ faint }) => faint.length > 0);
  const parts = [
    tint(
      "running",
      `<b>◉ ${isNext(chosen) ? "next" : `trial ${formatNumber(chosen.trial.number)}`}</b>`,
    ),
    ...roles.map(
      ({ colour, words }) => `${tint(colour, "<b>●</b>")} ${escapeText(cut(words, 48))}`,
    ),
    bandWords === "" ? "" : `${tint("belief", "■")} ${escapeText(bandWords)}`,
    hasFaint ? `${tint("done", "<b>|</b>")} ${faintWords}` : "",
    remark,
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

const COLUMNS = 32;

/** What a terminal shows: a row for each parameter. */
export function stripsText({ rows, sentence, chosen, remark }: StripsData): string {
  const lines = rows.map((row) => {
    const cells = Array.from({ length: COLUMNS }, () => "·");
    const put = (unit: number, mark: string) => {
      cells[Math.min(COLUMNS - 1, Math.max(0, Math.floor(unit * COLUMNS)))] = mark;
    };
    for (const { from, to } of row.bands)
      for (let unit = from; unit <= to; unit += 0.5 / COLUMNS) put(unit, "▒");
    for (const { unit } of row.faint) put(unit, "|");
    for (const { unit } of row.marks) put(unit, "●");
    put(row.own, "◉");
    const value = cut(formatSetting(row.value), 9);
    return `${cut(row.axis.name, 14).padEnd(14)} ${cells.join("")} ${value.padEnd(9)} ${cut(row.origin, 22)}`.trimEnd();
  });
  return [sentence, ...chosen.remarks, ...(remark === "" ? [] : [remark]), "", ...lines].join("\n");
}

/** Kind, finding and counts; plain text. */
export function stripsAlt({ sentence, rows, chosen }: StripsData): string {
  const settings = rows
    .slice(0, 6)
    .map(({ axis, value }) => `${cut(axis.name, 20)} ${cut(formatSetting(value), 16)}`);
  const point = settings.length === 0 ? "" : ` Its point: ${settings.join(", ")}.`;
  return `Why trial ${chosen.trial.number}: ${sentence}.${point}`;
}
