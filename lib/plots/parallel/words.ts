/** What parallel coordinates say: title, key, alt text, and what a terminal shows. */
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, escapeText, listed } from "../common/words.ts";
import { sparkline } from "../panel/text.ts";
import type { ParallelData } from "./data.ts";

/** What was found, escaped. */
export function parallelTitle(data: ParallelData): string {
  const { best, objective, settings } = data;
  if (best === undefined)
    return `No trial is complete yet: ${escapeText(cut(objective.measure, 40))} is not known`;
  if (settings.length === 0) return `The best reaches ${formatMeasure(best.value)}`;
  return `The best used ${escapeText(listed(settings))}`;
}

const RAMP = (["quality0", "quality1", "quality2", "quality3", "quality4"] as const)
  .map((name) => tint(name, "<b>━</b>"))
  .join("");

/** The key: each kind of line with its count; escaped. */
export function parallelKey(data: ParallelData): string {
  const { counts } = data;
  const count = (number: number) => formatNumber(number);
  const parts = [
    data.best ? tint("best", "<b>━ best</b>") : "",
    counts.complete > 1 ? `${RAMP} ${count(counts.complete)} complete, worse to better` : "",
    counts.early > 0 ? `${tint("pruned", "<b>‒ ‒</b>")} ${count(counts.early)} stopped early` : "",
    counts.running > 0 ? `${tint("running", "<b>━</b>")} ${count(counts.running)} running` : "",
    counts.failed > 0 ? `${tint("failed", "<b>· · ·</b>")} ${count(counts.failed)} failed` : "",
    counts.infeasible > 0
      ? `${tint("pruned", "<b>— —</b>")} ${count(counts.infeasible)} break a constraint`
      : "",
    data.leftOut > 0 ? `${count(data.leftOut)} of them not drawn` : "",
    data.remark,
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function parallelAlt(data: ParallelData): string {
  const { best, counts, objective } = data;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (all === 0) return "Parallel coordinates of no trials yet.";
  const rest = [
    counts.early > 0 ? `${counts.early} stopped early` : "",
    counts.failed > 0 ? `${counts.failed} failed` : "",
    counts.running > 0 ? `${counts.running} running` : "",
    counts.infeasible > 0 ? `${counts.infeasible} break a constraint` : "",
  ].filter((part) => part !== "");
  const finding = best
    ? `the best, trial ${best.trial.number} with ${cut(objective.measure, 40)} ${formatMeasure(best.value)}, used ${cut(listed(data.settings), 120) || "no parameters"}`
    : "none complete";
  const ending = rest.length === 0 ? "." : `; ${rest.join(", ")}.`;
  return `Parallel coordinates of ${counted(all, "trial")} over ${counted(data.axes.length, "parameter")}: ${finding}${ending}`;
}

/** Columns of a strip, and the part of the complete trials that counts as good. */
const STRIP = 24;
const GOOD = 0.75;

/** A strip for each parameter: where the best quarter of the trials lies, and the best one's setting. */
export function parallelText(data: ParallelData): string {
  const alt = parallelAlt(data);
  const { best } = data;
  if (best === undefined) return alt;
  const good = [...data.lines, best].filter(
    ({ kind, quality }) => kind === "complete" && quality >= GOOD,
  );
  const names = data.axes.map(({ name }) => cut(name, 16));
  const wide = Math.max(0, ...names.map((name) => [...name].length));
  const rows = data.axes.map((axis, place) => {
    const bins = Array.from({ length: STRIP }, () => 0);
    for (const { trial } of good) {
      const unit = axis.unit(trial.point[axis.path]);
      if (unit !== undefined) bins[Math.min(STRIP - 1, Math.floor(unit * STRIP))]!++;
    }
    const strip = bins.some((count) => count > 0) ? sparkline(bins, STRIP) : " ".repeat(STRIP);
    const setting = cut(formatSetting(best.trial.point[axis.path]), 16);
    const name = names[place] ?? "";
    return `${name}${" ".repeat(wide - [...name].length)}  ${strip}  ${setting}`;
  });
  const where =
    good.length === 1
      ? "Its settings:"
      : `Where the best ${good.length} lie, and the settings of the best:`;
  return [alt, where, ...rows].join("\n");
}
