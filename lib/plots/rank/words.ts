/** What ranks say: title, key, alt text, and what a terminal shows. */
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { textTable } from "../common/text-table.ts";
import { tint } from "../common/theme.ts";
import { kindsKey, kindsText } from "../common/trial-kinds.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, listed } from "../common/words.ts";
import type { RankData } from "./data.ts";

/** What was found; plain text. */
export function rankFinding({ best, objective, regions, top }: RankData): string {
  const measure = cut(objective.measure, 40);
  if (best === undefined) return `No trial is complete yet: ${measure} is not known`;
  if (regions.length === 0)
    return `Trial ${best.trial.number} is best, with ${measure} ${formatMeasure(best.value)}`;
  return `The best ${formatNumber(top)} trials have ${listed(regions)}`;
}

const RAMP = (["quality0", "quality1", "quality2", "quality3", "quality4"] as const)
  .map((name) => tint(name, "●"))
  .join("");

/** The key: each mark with its count; escaped. */
export function rankKey({ counts, axes, remark, best }: RankData): string {
  const complete = counts.complete + counts.best;
  const parts = [
    best ? tint("best", "<b>★ best</b>") : "",
    complete > 0 ? `${RAMP} ${formatNumber(complete)} complete, worse to better` : "",
    ...kindsKey(counts),
    axes.some(({ hasRail }) => hasRail) ? `${tint("axis", "▪")} does not have it` : "",
    remark,
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function rankAlt(data: RankData): string {
  const total = data.trials.length;
  if (total === 0) return "Ranks of no trials yet.";
  const names = listed(data.axes.map(({ axis }) => cut(axis.name, 24)));
  const rest = kindsText(data.counts);
  const ending = rest.length === 0 ? "." : `; ${rest.join(", ")}.`;
  return `Ranks of ${counted(total, "trial")} by ${cut(data.objective.measure, 40)} over ${names || "no parameter"}: ${rankFinding(data)}${ending}`;
}

/** The five best with their settings. */
export function rankText(data: RankData): string {
  const rows = data.trials
    .toReversed()
    .filter(({ trial }) => data.quality.has(trial))
    .toSorted((one, other) => data.quality.get(other.trial)! - data.quality.get(one.trial)!)
    .slice(0, 5)
    .map(({ trial }, place) => [
      String(place + 1),
      `trial ${trial.number}`,
      formatMeasure(data.objective.valueOf(trial)),
      ...data.axes.map(({ axis }) => cut(formatSetting(trial.point[axis.path]), 12)),
    ]);
  if (rows.length === 0) return rankAlt(data);
  const head = [
    "",
    "",
    cut(data.objective.measure, 16),
    ...data.axes.map(({ axis }) => cut(axis.name, 12)),
  ];
  return [rankAlt(data), textTable([head, ...rows])].join("\n");
}
