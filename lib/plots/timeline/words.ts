/** What a timeline says: title, key, alt text, and the lanes in a terminal. */
import { counted, formatDuration, formatNumber, formatPercent } from "../common/numbers.ts";
import { tint, type TokenName } from "../common/theme.ts";
import type { BarKind, TimelineData } from "./data.ts";

/** Seconds as a figure says them: "2.9 s", "46 s", "2 min 20 s". */
export function seconds(time: number): string {
  return time < 10 ? `${Number(time.toPrecision(2))} s` : formatDuration(time);
}

/** "60 trials on 2 lanes in 46 s, 93% busy". */
export function timelineTitle(data: TimelineData): string {
  const trials = counted(data.trials, "trial");
  const where =
    data.lanes > 1
      ? ` on ${counted(data.lanes, "lane")}`
      : data.trials > 1
        ? " one after the other"
        : "";
  const busy = data.trials > 1 ? `, ${formatPercent(data.busy)} busy` : "";
  return `${trials}${where} in ${seconds(data.seconds)}${busy}`;
}

const KINDS: readonly (readonly [BarKind, TokenName, string, string])[] = [
  ["best", "best", "■", "best"],
  ["complete", "done", "■", "complete"],
  ["pruned", "pruned", "<b>━</b>", "stopped early"],
  ["failed", "failed", "<b>×</b>", "failed"],
  ["running", "running", "<b>◉</b>", "running"],
  ["interrupted", "pruned", "<b>□</b>", "interrupted"],
];

/** How many trials there are of a kind; the best is complete too. */
function countOf(data: TimelineData, kind: BarKind): number {
  const isCounted = (own: BarKind) => own === kind || (own === "best" && kind === "complete");
  return data.bars.filter((bar) => bar.isLast && isCounted(bar.kind)).length;
}

/** The key: each mark with its count; escaped. */
export function timelineKey(data: TimelineData): string {
  const parts = KINDS.flatMap(([kind, colour, mark, words]) => {
    const count = countOf(data, kind);
    if (count === 0) return [];
    return kind === "best"
      ? [tint("best", `<b>${mark} ${words}</b>`)]
      : [`${tint(colour, mark)} ${formatNumber(count)} ${words}`];
  });
  if (data.bars.some(({ pause }) => pause > 0))
    parts.push(`${tint("ink", "<b>|</b>")} goes on after a pause`);
  if (data.stopped > 0)
    parts.push(`${formatPercent(data.stopped)} of the time went to what was stopped`);
  return parts.join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function timelineAlt(data: TimelineData): string {
  if (data.trials === 0) return "Timeline: no trial has begun yet.";
  const counts = KINDS.flatMap(([kind, , , words]) => {
    const count = countOf(data, kind);
    return count === 0 || kind === "best" ? [] : [`${formatNumber(count)} ${words}`];
  });
  const resumed = data.bars.filter(({ pause }) => pause > 0).length;
  if (resumed > 0) counts.push(`${counted(resumed, "pause")} in between`);
  return `Timeline: ${timelineTitle(data)}${counts.length > 0 ? `; ${counts.join(", ")}` : ""}.`;
}

/** Columns of a lane in a terminal. */
const COLUMNS = 48;
const SIGNS: Record<BarKind, string> = {
  best: "★",
  complete: "█",
  pruned: "▒",
  failed: "×",
  running: "▸",
  interrupted: "░",
};

/** What a terminal shows: the first lanes, a sign for what ran longest in each column. */
export function timelineText(data: TimelineData): string {
  if (data.trials === 0) return timelineAlt(data);
  const lines = [timelineTitle(data), ""];
  const shown = Math.min(data.lanes, 12);
  for (let lane = 0; lane < shown; lane++) {
    const columns = Array.from({ length: COLUMNS }, () => ({ sign: " ", longest: 0 }));
    for (const { lane: own, start, end, kind } of data.bars) {
      if (own !== lane) continue;
      const scale = data.seconds > 0 ? COLUMNS / data.seconds : 0;
      for (let k = Math.floor(start * scale); k < COLUMNS && k <= end * scale; k++) {
        const part =
          Math.min(end * scale, k + 1) - Math.max(start * scale, k) + (kind === "best" ? 1 : 0);
        const column = columns[k]!;
        if (part > column.longest) [column.sign, column.longest] = [SIGNS[kind], part];
      }
    }
    const bar = columns.map(({ sign }) => sign).join("");
    lines.push(`${String(lane + 1).padStart(3)} ${bar} ${formatPercent(data.busyOf[lane] ?? 0)}`);
  }
  if (shown < data.lanes) lines.push(`    and ${counted(data.lanes - shown, "lane")} more`);
  lines.push("", "★ best  █ complete  ▒ stopped early  × failed  ▸ running");
  return lines.join("\n");
}
