/** What a history says: its title, its key and its alt text. */
import type { HistoryData } from "./data.ts";
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { sparkline } from "../panel/text.ts";
import { capital, cut, escapeText } from "../common/words.ts";

/** "History of 60 trials: validation loss fell from 0.281 to 0.0612 (trial 52); 31 stopped early, 2 failed." */
export function historyAlt(data: HistoryData): string {
  const count = trialCount(data);
  if (count === 0) return "History of no trials yet.";
  const rest = [
    data.pruned.length > 0 ? `${data.pruned.length} stopped early` : "",
    data.failed.length > 0 ? `${data.failed.length} failed` : "",
    data.running.length > 0 ? `${data.running.length} running` : "",
    data.interrupted.length > 0 ? `${data.interrupted.length} interrupted` : "",
  ].filter((part) => part !== "");
  const ending = rest.length === 0 ? "." : `; ${rest.join(", ")}.`;
  const first = data.improvements[0]?.value;
  const best = data.improvements.at(-1)?.value;
  const name = cut(data.measure, 60);
  const finding =
    first === undefined || best === undefined
      ? "none complete"
      : data.improvements.length === 1
        ? `the first, ${name} ${formatMeasure(best)}, is the best`
        : `${name} ${data.direction === "minimize" ? "fell" : "rose"} from ${formatMeasure(first)} to ${formatMeasure(best)} (trial ${data.best?.number})`;
  return `History of ${counted(count, "trial")}: ${finding}${ending}`;
}

/** How many trials the history shows. */
export function trialCount(data: HistoryData): number {
  return (
    data.complete.length +
    data.pruned.length +
    data.failed.length +
    data.running.length +
    data.interrupted.length
  );
}

/** What was found, escaped. */
export function historyTitle(data: HistoryData): string {
  const best = data.best;
  const name = escapeText(capital(cut(data.measure, 40)));
  if (!best) return `${name}: no trial is complete yet`;
  return `Best ${escapeText(cut(data.measure, 40))} ${formatMeasure(data.improvements.at(-1)?.value)}, found by trial ${best.number}`;
}

/** The key: each mark with its count; escaped. */
export function historyKey(data: HistoryData): string {
  const gap = " &nbsp;&nbsp;";
  const parts = [tint("best", "<b>━ best so far</b>")];
  const add = (count: number, mark: string, words: string) => {
    if (count > 0) parts.push(`${mark} ${formatNumber(count)} ${words}`);
  };
  add(data.complete.length, tint("done", "●"), "complete");
  add(data.pruned.length, tint("pruned", "<b>○</b>"), "stopped early, at their last value");
  add(data.running.length, tint("running", "<b>◉</b>"), "running");
  add(data.failed.length, tint("failed", "<b>×</b>"), "failed");
  add(data.interrupted.length, tint("pruned", "<b>○</b>"), "interrupted");
  if (data.several) parts.push(data.isFirst ? "first objective" : "one of several objectives");
  return parts.join(gap);
}

/** For a terminal: the finding, and the best so far as bars. */
export function historyText(data: HistoryData, width = 60): string {
  const values: number[] = [];
  for (let number = 0; number <= data.newest; number++) {
    const value = data.improvements.findLast((point) => point.number <= number)?.value;
    if (value !== undefined) values.push(data.scale === "log" ? Math.log(value) : value);
  }
  const line = sparkline(values, width);
  return line.length > 1 ? `${historyAlt(data)}\n${line}` : historyAlt(data);
}

/** How the failure of every trial is said. */
export function allFailed(count: number): string {
  return count === 1 ? "The only trial failed" : `All ${formatNumber(count)} trials failed`;
}
