/** What slices say: title, key, alt text, and what a terminal shows. */
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { kindsKey, kindsText } from "../common/trial-kinds.ts";
import { capital, cut, listed } from "../common/words.ts";
import { sparkline } from "../panel/text.ts";
import type { SliceData, SlicePanel } from "./data.ts";

/** What was found; plain text. */
export function sliceFinding(data: SliceData): string {
  const { best, objective } = data;
  const measure = cut(objective.measure, 40);
  if (best === undefined) return `No trial is complete yet: ${measure} is not known`;
  const clear = data.panels.find(({ advice }) => advice !== "");
  const found = `trial ${best.trial.number} reaches ${measure} ${formatMeasure(best.value)}`;
  if (clear === undefined) return capital(found);
  return `${cut(clear.axis.name, 24)}: ${clear.advice.replace(/ \(.*\)$/, "")}; ${found}`;
}

/** The key: each mark with its count; escaped. */
export function sliceKey(data: SliceData): string {
  const { counts, panels } = data;
  const complete = counts.complete + counts.best;
  const parts = [
    counts.best > 0 ? tint("best", "<b>★ best</b>") : "",
    complete > 0
      ? `${tint("done", "●")} ${formatNumber(complete)} complete, fainter the earlier`
      : "",
    ...kindsKey(counts),
    panels.some(({ trend }) => trend !== undefined)
      ? `${tint("done", "━")} median and middle half`
      : "",
    data.remark,
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

function total(data: SliceData): number {
  return Object.values(data.counts).reduce((sum, count) => sum + count, 0);
}

/** Kind, finding and counts; plain text. */
export function sliceAlt(data: SliceData): string {
  const { counts } = data;
  if (total(data) === 0) return "Slices of no trials yet.";
  const rest = kindsText(counts);
  const names = data.panels.slice(0, 4).map(({ axis }) => cut(axis.name, 20));
  const over = data.panels.length > 4 ? [...names.slice(0, 3), "others"] : names;
  const ending = rest.length === 0 ? "." : `; ${rest.join(", ")}.`;
  return `Slices of ${counted(total(data), "trial")}, ${cut(data.objective.measure, 40)} by ${listed(over) || "no parameter"}: ${sliceFinding(data)}${ending}`;
}

const STRIP = 20;

/** For each parameter bars of how good the best trial there is, the taller the better, and the advice. */
export function sliceText(data: SliceData): string {
  if (data.best === undefined) return sliceAlt(data);
  const wide = Math.max(0, ...data.panels.map(({ axis }) => [...cut(axis.name, 16)].length));
  const rows = data.panels.map((panel) => {
    const name = cut(panel.axis.name, 16);
    const end = panel.advice === "" ? "" : `  ${panel.advice}`;
    return `${name}${" ".repeat(wide - [...name].length)}  ${strip(data, panel)}${end}`;
  });
  return [sliceAlt(data), "The best of each region, taller is better:", ...rows].join("\n");
}

function strip(data: SliceData, { axis, points }: SlicePanel): string {
  const bins = Array.from({ length: STRIP }, () => 0);
  for (const { trial, kind } of points) {
    const unit = axis.unit(trial.point[axis.path]);
    if (unit === undefined || (kind !== "complete" && kind !== "best")) continue;
    const up = data.value.unit(data.objective.valueOf(trial));
    const good = data.objective.direction === "minimize" ? 1 - up : up;
    const bin = Math.min(STRIP - 1, Math.floor(unit * STRIP));
    bins[bin] = Math.max(bins[bin]!, good);
  }
  return sparkline(bins, STRIP);
}
