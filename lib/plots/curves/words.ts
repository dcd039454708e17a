/** What the curves say: title, key, alt text, and the text of a terminal. */
import { prunerWords } from "../common/method-names.ts";
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { textBar, textTable } from "../common/text-table.ts";
import { tint } from "../common/theme.ts";
import { capital, cut, escapeText } from "../common/words.ts";
import { sparkline } from "../panel/text.ts";
import type { CurvesData } from "./data.ts";

/** How many curves are drawn. */
export function curveCount(data: CurvesData): number {
  const others = [data.complete, data.pruned, data.failed, data.running, data.interrupted];
  return others.reduce((sum, list) => sum + list.length, 0) + (data.best ? 1 : 0);
}

/** Kind, finding and counts in one sentence. */
export function curvesAlt(data: CurvesData): string {
  const count = curveCount(data);
  if (count === 0) return "Learning curves: no trial has reported an intermediate value yet.";
  const best = data.best
    ? `the best, trial ${data.best.trial.number}, ends at ${formatMeasure(data.best.values.at(-1))}`
    : "none complete";
  const counts = [
    `${data.complete.length + (data.best ? 1 : 0)} complete`,
    data.pruned.length > 0 ? `${data.pruned.length} stopped early` : "",
    data.failed.length > 0 ? `${data.failed.length} failed` : "",
    data.running.length > 0 ? `${data.running.length} running` : "",
  ].filter((part) => part !== "");
  const what = `${cut(data.measure, 60)} by ${data.step}`;
  return `Curves of ${counted(count, "trial")}, ${what}: ${best}; ${counts.join(", ")}.`;
}

/** What was found, escaped. */
export function curvesTitle(data: CurvesData): string {
  const best = data.best;
  const name = escapeText(cut(data.measure, 40));
  if (!best) return `${capital(name)}: no trial is complete yet`;
  const value = formatMeasure(best.trial.value);
  const full = curveCount(data) * data.horizon;
  if (data.pruned.length > 0 && data.spent < full && data.leftOut === 0) {
    const spent = `${formatNumber(data.spent)} of ${counted(full, escapeText(data.step))}`;
    const who = capital(prunerWords(data.pruner) ?? "stopping early");
    return `${who} found ${name} ${value} with ${spent}`;
  }
  return `Trial ${best.trial.number} ends best, at ${name} ${value}`;
}

/** The key: each kind of curve; escaped. */
export function curvesKey(data: CurvesData): string {
  const gap = " &nbsp;&nbsp;";
  const parts: string[] = [];
  if (data.best) parts.push(tint("best", "<b>━ best</b>"));
  if (data.complete.length > 0) parts.push(`${tint("done", "<b>━</b>")} trained to the end`);
  if (data.running.length > 0) parts.push(`${tint("running", "<b>━◉</b>")} running`);
  if (data.pruned.length > 0) {
    const where = data.rungs.length > 0 ? "stopped at a rung" : "stopped early";
    parts.push(`${tint("pruned", "<b>━‒</b>")} ${where}`);
  }
  if (data.failed.length > 0) parts.push(`${tint("failed", "<b>×</b>")} failed`);
  if (data.interrupted.length > 0) parts.push(`${tint("pruned", "<b>━‒</b>")} interrupted`);
  if (data.rungs.some((rung) => rung.cut !== undefined)) {
    const side = data.direction === "minimize" ? "above" : "below";
    parts.push(`${tint("ink", "<b>━</b>")} ${side} this mark a trial stops now`);
  }
  if (data.leftOut > 0) parts.push(`${counted(data.leftOut, "older curve")} not drawn`);
  return parts.join(gap);
}

/** For a terminal: the best's curve as bars, and how many pass each rung. */
export function curvesText(data: CurvesData): string {
  const lines = [curvesAlt(data)];
  if (data.best && data.best.values.length > 1) {
    const values = data.yScale === "log" ? data.best.values.map(Math.log) : data.best.values;
    const end = formatMeasure(data.best.trial.value);
    lines.push(`trial ${data.best.trial.number}  ${sparkline(values, 44)}  ${end}`);
  }
  if (data.rungs.length > 0) {
    const most = Math.max(...data.rungs.map(({ arrive }) => arrive), 1);
    const rows = data.rungs.map((rung) => [
      counted(rung.step, data.step),
      `${rung.arrive} arrive,`,
      `${rung.goOn} go on`,
      textBar(rung.goOn / most, 20),
      rung.cut === undefined ? "" : `cut ${formatMeasure(rung.cut.value)}`,
    ]);
    lines.push(textTable(rows, [0, 1, 2]));
  }
  return lines.join("\n");
}
