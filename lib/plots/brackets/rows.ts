/** Where brackets stand one below the other, and what is drawn in each. */
import { lineTrace, markers, pointTrace } from "../common/layout.ts";
import { counted, formatMeasure } from "../common/numbers.ts";
import { token } from "../common/theme.ts";
import { escapeText } from "../common/words.ts";
import { thinned } from "../common/thinning.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { trialHover } from "../common/trial-words.ts";
import type { Bracket, BracketsData, BracketRung, RungEntry } from "./data.ts";

/** One bracket with its place; one unit is the distance between two ranks. */
export interface PlacedRow {
  readonly bracket: Bracket;
  /** The height of rank 1. */
  readonly top: number;
  readonly gap: number;
}

/** Pixels between two ranks where there is room, of all rows together, of the least row, and between rows. */
const PITCH = 8;
const PLOT = { least: 190, most: 430 };
const LEAST_ROW = 52;
const GAP = 14;

/** Places the brackets from top to bottom, each as high as its longest column. */
export function placeRows(brackets: readonly Bracket[]) {
  const sizes = brackets.map(({ rungs }) =>
    Math.max(1, ...rungs.map(({ entries }) => entries.length)),
  );
  const ranks = sizes.reduce((sum, size) => sum + size, 0);
  const free = PLOT.most - brackets.length * GAP;
  const pitch = Math.min(PITCH, free / Math.max(1, ranks));
  const heights = sizes.map((size) => Math.max(LEAST_ROW, size * pitch) / pitch);
  const gap = GAP / pitch;
  const units = heights.reduce((sum, height) => sum + height + gap, 0);
  let above = units;
  const rows = brackets.map((bracket, place): PlacedRow => {
    const top = above - gap / 2 - 0.5;
    above -= heights[place]! + gap;
    return { bracket, top, gap };
  });
  const pixels = Math.max(PLOT.least, units * pitch);
  return {
    rows,
    units,
    pixels,
    dot: Math.max(2.5, Math.min(6.5, pitch * (pixels / (units * pitch)) - 1)),
  };
}

/** The height at which an entry stands. */
const heightOf = (row: PlacedRow, entry: RungEntry) => row.top - (entry.rank - 1);

/** Above so many points, lines are so many that they must be fainter. */
const MANY = 400;

/** Lines of those that go on, then the marks: stopped, gone on, running, failed. */
export function rowTraces(
  row: PlacedRow,
  data: BracketsData,
  dot: number,
): Record<string, unknown>[] {
  const { rungs } = row.bracket;
  const lines = paths(row, () => true);
  const longest = Math.max(1, ...rungs.map(({ entries }) => entries.length));
  const marks = (
    keep: (entry: RungEntry, rung: BracketRung) => boolean,
    marker: Record<string, unknown>,
  ) => {
    const all = rungs.flatMap((rung) =>
      rung.entries.filter((entry) => keep(entry, rung)).map((entry) => ({ entry, rung })),
    );
    const kept = thinned(
      all,
      ({ rung }) => rung.step / Math.max(1, data.horizon),
      ({ entry }) => entry.rank / Math.max(1, longest),
    );
    return pointTrace(
      kept.map(({ rung }) => rung.step),
      kept.map(({ entry }) => heightOf(row, entry)),
      kept.map(({ entry, rung }) => hoverOf(entry, rung, data)),
      marker,
      { cliponaxis: false },
    );
  };
  const isLast = (entry: RungEntry, rung: BracketRung) =>
    rungs.findLast(({ entries }) => entries.some(({ trial }) => trial === entry.trial)) === rung;
  const goesOn = (entry: RungEntry, rung: BracketRung) =>
    entry.goesOn && !(entry.trial.state === "running" && isLast(entry, rung));
  return [
    lineTrace(
      lines.x,
      lines.y,
      { color: token("done"), width: 1 },
      { opacity: lines.x.length > MANY ? 0.2 : 0.45 },
    ),
    marks((entry) => !entry.goesOn && entry.trial.state !== "failed", markers.pruned(dot)),
    marks(goesOn, { ...markers.complete(dot), line: { width: 0 } }),
    marks(
      (entry, rung) => entry.trial.state === "running" && isLast(entry, rung),
      markers.running(dot + 4),
    ),
    marks(
      (entry, rung) => entry.trial.state === "failed" && !entry.goesOn && isLast(entry, rung),
      markers.failed(dot),
    ),
  ];
}

/** The best trial's way through its bracket. */
export function pathTrace(
  row: PlacedRow | undefined,
  best: TrialRecord | undefined,
): Record<string, unknown> {
  const { x, y } =
    row === undefined ? { x: [], y: [] } : paths(row, (trial) => trial === best, true);
  return {
    ...lineTrace(x, y, { color: token("best"), width: 2.5 }, { cliponaxis: false }),
    mode: "lines+markers",
    marker: markers.best(8),
  };
}

/** From rung to rung, with a gap after each trial. */
function paths(row: PlacedRow, keep: (trial: TrialRecord) => boolean, alone = false) {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  const longest = Math.max(1, ...row.bracket.rungs.map(({ entries }) => entries.length));
  const ways = new Map<TrialRecord, { step: number; height: number }[]>();
  for (const rung of row.bracket.rungs)
    for (const entry of rung.entries) {
      if (!keep(entry.trial)) continue;
      const way = ways.get(entry.trial) ?? [];
      way.push({ step: rung.step, height: heightOf(row, entry) });
      ways.set(entry.trial, way);
    }
  const all = thinned(
    [...ways.values()],
    (way) => (row.top - (way[0]?.height ?? 0)) / longest,
    (way) => (row.top - (way[1]?.height ?? 0)) / longest,
  );
  for (const way of all) {
    if (way.length < 2 && !alone) continue;
    for (const { step, height } of way) {
      x.push(step);
      y.push(height);
    }
    x.push(null);
    y.push(null);
  }
  return { x, y };
}

function hoverOf(entry: RungEntry, rung: BracketRung, data: BracketsData): string {
  const at = `${counted(rung.step, escapeText(data.step))}: ${formatMeasure(entry.value)}, rank ${entry.rank} of ${rung.entries.length}`;
  const on = rung.entries.filter(({ goesOn }) => goesOn).length;
  const rest = rung.step === data.horizon ? "" : `, ${on} go on`;
  return `${trialHover(entry.trial, data.measure, true)}<br>at ${at}${rest}`;
}
