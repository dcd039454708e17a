/** Jobs as a little HTML for notebooks, and as lines for terminals. */
import { FONT, themes } from "../common/theme.ts";
import { cut, escapeText } from "../common/words.ts";
import type { Job } from "./job.ts";
import { countText, countWidth, labelOf, messageOf, TIME_WIDTH, timeText } from "./words.ts";

/** Widths that only grow while a block stands, so that nothing moves in it. In characters. */
export interface Reserved {
  label: number;
  count: number;
  rows: number;
}

/** Makes room for these jobs. */
export function reserve(room: Reserved, jobs: readonly Job[]): void {
  for (const job of jobs) {
    room.label = Math.max(room.label, labelOf(job).length);
    room.count = Math.max(room.count, countWidth(job));
  }
  room.rows = Math.max(room.rows, jobs.length);
}

/**
 * The notebook's own text colour makes all others: one bar for light and dark pages, whoever draws them.
 * A blue that is mixed with dark text is that of a light theme, with light text that of a dark one.
 */
const TRACK = "color-mix(in srgb,currentColor 14%,transparent)";
const FILL = `color-mix(in srgb,currentColor 22%,${themes.light.running})`;
const SOFT = "opacity:.72";

/** Jobs as rows of one grid: the first is the whole, the others are parts of it. */
export function htmlOf(jobs: readonly Job[], room: Reserved, now: number): string {
  const rows = Array.from({ length: room.rows }, (_, place) => rowHtml(jobs[place], place, now));
  const columns = `minmax(${room.label + 1}ch,auto) 220px ${room.count + 1}ch ${TIME_WIDTH}ch 1fr`;
  return (
    `<div style="font:13px/22px ${FONT.replaceAll('"', "'")};font-variant-numeric:tabular-nums;` +
    `display:grid;grid-template-columns:${columns};column-gap:14px;align-items:center;` +
    `width:100%;white-space:nowrap;padding:2px 0">${rows.join("")}</div>`
  );
}

function rowHtml(job: Job | undefined, place: number, now: number): string {
  if (job === undefined) return `<span style="grid-column:1/-1">&nbsp;</span>`;
  const inner = place > 0;
  const { fraction } = job;
  const thick = inner ? 4 : 8;
  const value = fraction === undefined ? "" : ` aria-valuenow="${Math.round(fraction * 100)}"`;
  const name = escapeText(labelOf(job));
  const bar =
    `<span role="progressbar" aria-label="${name}" aria-valuemin="0" aria-valuemax="100"${value} ` +
    `style="display:block;height:${thick}px;border-radius:${thick / 2}px;overflow:hidden;background:${TRACK}">` +
    `<span style="display:block;height:100%;border-radius:${thick / 2}px;background:${FILL};${extent(job, now)}"></span></span>`;
  const cell = (html: string, style: string) => `<span style="${style}">${html}</span>`;
  return (
    cell(name, inner ? `padding-left:1.2ch;${SOFT}` : "font-weight:600") +
    bar +
    cell(escapeText(countText(job)), inner ? SOFT : "") +
    cell(escapeText(timeText(job, now)), SOFT) +
    cell(escapeText(messageOf(job)), `${SOFT};overflow:hidden;text-overflow:ellipsis`)
  );
}

/** How far the bar is filled; where nobody knows how much there is, a part of it wanders. */
function extent(job: Job, now: number): string {
  const { fraction } = job;
  if (fraction !== undefined) return `width:${(fraction * 100).toFixed(1)}%`;
  const wandering = (job.elapsed(now) / 4) % 1;
  return `width:25%;margin-left:${(wandering * 75).toFixed(1)}%`;
}

/** The line that stays when all is done. */
export function endHtml(text: string, failed: boolean): string {
  const colour = failed ? `color:color-mix(in srgb,currentColor 30%,${themes.light.failed})` : SOFT;
  return `<div style="font:13px/22px ${FONT};font-variant-numeric:tabular-nums;${colour}">${escapeText(text)}</div>`;
}

const MOST_BAR = 24;
const LEAST_BAR = 8;
const LEAST_MESSAGE = 8;

/** Jobs as lines of text, at most `width` long. */
export function linesOf(
  jobs: readonly Job[],
  room: Reserved,
  now: number,
  width: number,
): string[] {
  const bar = Math.min(MOST_BAR, width - room.label - room.count - TIME_WIDTH - 6);
  return Array.from({ length: room.rows }, (_, place) => {
    const job = jobs[place];
    if (job === undefined) return "";
    const label = `${labelOf(job).padEnd(room.label)}  `;
    const filled = bar < LEAST_BAR ? "" : `${barText(job, now, bar)}  `;
    const line = `${label}${filled}${countText(job).padEnd(room.count)}  ${timeText(job, now)}`;
    const message = messageOf(job);
    const padded = `${line.padEnd(line.length - timeText(job, now).length + TIME_WIDTH)}  `;
    const rest = width - padded.length;
    return message !== "" && rest >= LEAST_MESSAGE ? padded + cut(message, rest) : line;
  });
}

function barText(job: Job, now: number, width: number): string {
  const { fraction } = job;
  if (fraction !== undefined) {
    const filled = Math.round(fraction * width);
    return "█".repeat(filled) + "░".repeat(width - filled);
  }
  const part = Math.round(width / 4);
  const before = Math.round(((job.elapsed(now) / 4) % 1) * (width - part));
  return "░".repeat(before) + "█".repeat(part) + "░".repeat(width - part - before);
}
