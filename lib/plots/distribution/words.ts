/** What a distribution says. */
import { counted, formatMeasure } from "../common/numbers.ts";
import { textBar, textTable } from "../common/text-table.ts";
import { tint } from "../common/theme.ts";
import { formatSetting } from "../common/trial-words.ts";
import { capital, cut } from "../common/words.ts";
import type { Bin } from "./bins.ts";
import type { DistributionData } from "./data.ts";

/** What was found; plain text. */
export function distributionFinding(data: DistributionData): string {
  const measure = cut(data.objective.measure, 40);
  const [low, middle, high] = data.quartiles;
  if (data.parameter !== undefined) {
    const name = cut(data.parameter);
    if (data.first === 0)
      return `${data.first + data.second === 0 ? "No trial has" : "No complete trial has"} ${name} yet`;
    if (low !== undefined && high !== undefined)
      return `The better trials have ${name} around ${formatSetting(middle)}: half of them from ${formatSetting(low)} to ${formatSetting(high)}`;
    const most = favourite(data.bins);
    return most === undefined || most.first === 0
      ? `${capital(name)} of ${counted(data.first + data.second, "trial")}`
      : `The better trials have ${name} ${most.words}: ${most.first} of ${data.first}`;
  }
  if (data.first === 0) return `${capital(measure)}: no trial is complete yet`;
  if (low === undefined || high === undefined)
    return `${counted(data.first, "trial")} complete, the best at ${formatMeasure(bestValue(data))}`;
  return `Half of the complete trials end between ${formatMeasure(low)} and ${formatMeasure(high)}`;
}

/** The value of the best trial. */
export function bestValue(data: DistributionData): number | undefined {
  return data.best === undefined ? undefined : data.objective.valueOf(data.best.trial);
}

function favourite(bins: readonly Bin[]): Bin | undefined {
  return bins.toSorted((one, other) => other.first - one.first)[0];
}

/** The key, escaped. */
export function distributionKey(data: DistributionData): string {
  const isParameter = data.parameter !== undefined;
  const parts = [
    isParameter
      ? `${tint("quality4", "<b>━</b>")} the best quarter, ${data.first}`
      : `${tint("done", "<b>━</b>")} ${data.first} complete`,
  ];
  if (data.second > 0)
    parts.push(
      isParameter
        ? `${tint("quality1", "<b>━</b>")} all others, ${data.second}`
        : `${tint("pruned", "<b>━</b>")} ${data.second} stopped early, at their last value`,
    );
  if (data.best !== undefined) parts.push(tint("best", "<b>● the best</b>"));
  if (data.quartiles.length > 0)
    parts.push(`dotted: quartiles${isParameter ? " of the best quarter" : ""}`);
  return parts.join(" &nbsp;&nbsp;");
}

/** Kind, finding, counts. */
export function distributionAlt(data: DistributionData): string {
  const of = data.parameter === undefined ? cut(data.objective.measure, 60) : cut(data.parameter);
  const counts =
    data.parameter === undefined
      ? `${data.first} complete, ${data.second} stopped early`
      : `${data.first} of the best quarter, ${data.second} others`;
  const best =
    data.best === undefined
      ? ""
      : `; the best is trial ${data.best.trial.number} at ${data.parameter === undefined ? formatMeasure(bestValue(data)) : cut(data.best.text)}`;
  return `Distribution of ${of}: ${distributionFinding(data)}; ${counts}${best}.`;
}

/** For a terminal: a bar for each bin. */
export function distributionText(data: DistributionData): string {
  const bins = [...data.bins, ...(data.beyond === undefined ? [] : [data.beyond])];
  const most = Math.max(1, ...bins.map(({ first, second }) => first + second));
  const rows = bins.map((bin) => {
    const isBest = data.best !== undefined && data.best.at >= bin.low && data.best.at < bin.high;
    const count = bin.first + bin.second;
    return [cut(bin.words, 22), String(count), textBar(count / most, 28) + (isBest ? " ★" : "")];
  });
  return `${distributionFinding(data)}\n${textTable(rows, [1])}`;
}
