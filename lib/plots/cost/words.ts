/** What the cost of quality says: title, key, alt text, and the table of a terminal. */
import { timeUnit } from "../common/time-unit.ts";
import {
  counted,
  formatDuration,
  formatMeasure,
  formatNumber,
  formatPercent,
} from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { capital, cut, escapeText } from "../common/words.ts";
import type { CostCurve, CostData } from "./data.ts";

/** An amount with its unit: "877 epochs", "2 min 20 s". Plain text. */
export function amount(data: CostData, spent: number): string {
  if (data.by === "steps") return counted(spent, data.step);
  const words = spent < 10 ? `${Number(spent.toPrecision(2))} s` : formatDuration(spent);
  return data.by === "computeSeconds" ? `${words} of computing` : words;
}

/** What the horizontal axis counts; plain text. */
export function axisWords(data: CostData): string {
  if (data.by === "steps") return `${data.step}s of all trials`;
  const { word } = timeUnit(data.most);
  return data.by === "seconds"
    ? `${word} since the first trial began`
    : `${word} of all trials together`;
}

/** What was found; plain text. */
export function costTitle(data: CostData): string {
  const { lead, curves, objective } = data;
  const name = cut(objective.measure, 40);
  if (lead !== undefined) {
    const [winner, loser] = [cut(lead.winner.name), cut(lead.loser.name)];
    if (lead.value === lead.winner.points.at(-1)!.best)
      return `${winner} and ${loser} both reach ${name} ${formatMeasure(lead.value)}`;
    if (lead.spent > lead.against)
      return `${winner} ends best at ${formatMeasure(lead.winner.points.at(-1)!.best)}; ${loser} was sooner at ${formatMeasure(lead.value)}, after ${amount(data, lead.against)}`;
    return `${winner} needs ${amount(data, lead.spent)} for what ${loser} finds in ${amount(data, lead.against)}`;
  }
  const curve = curves.find(({ points }) => points.length > 0);
  const end = curve?.points.at(-1);
  if (curve === undefined || end === undefined) return `${capital(name)}: no trial is complete yet`;
  const reached = curve.points.find(({ best }) => best === end.best)!;
  const found = `${capital(name)} ${formatMeasure(end.best)} after ${amount(data, reached[data.by])}`;
  if (curve.half === undefined) return found;
  return `${found}; half of the gain was there after ${amount(data, curve.half.spent)}`;
}

/** The key; escaped. */
export function costKey(data: CostData): string {
  const counts = "stopped early and failed trials are paid for too";
  if (data.curves.length > 1)
    return `best ${escapeText(cut(data.objective.measure, 40))} so far; ${counts}`;
  return `${tint("best", "<b>━ best so far</b>")} &nbsp;&nbsp;${counts}`;
}

/** Kind, finding and counts; plain text. */
export function costAlt(data: CostData): string {
  const measured = data.curves.filter(({ points }) => points.length > 0);
  if (measured.length === 0) return "Cost of quality: no trial is complete yet.";
  const each = measured.slice(0, 6).map((curve) => {
    const end = curve.points.at(-1)!;
    return `${cut(curve.name)} ${formatMeasure(end.best)} after ${amount(data, end[data.by])}`;
  });
  return cut(`Cost of quality: ${costTitle(data)}. At the end: ${each.join("; ")}.`, 590);
}

/** What a terminal shows: for each study when it came how far. */
export function costText(data: CostData): string {
  const measured = data.curves.filter(({ points }) => points.length > 0);
  if (measured.length === 0) return costAlt(data);
  const lines = [costTitle(data)];
  for (const curve of measured) {
    lines.push("", `${cut(curve.name, 40)}`);
    for (const point of lastOf(curve)) {
      const share = data.most > 0 ? point[data.by] / data.most : 0;
      const bar = "█".repeat(Math.max(1, Math.round(share * 24)));
      lines.push(
        `${formatMeasure(point.best).padStart(10)}  ${bar.padEnd(24)}  ${amount(data, point[data.by])}`,
      );
    }
    const end = curve.points.at(-1)!;
    if (curve.half !== undefined && end[data.by] > 0)
      lines.push(
        `half of the gain after ${formatPercent(curve.half.spent / end[data.by])} of ${formatNumber(end[data.by], 3)}`,
      );
  }
  return lines.join("\n");
}

/** At most eight improvements, the last ones. */
function lastOf(curve: CostCurve) {
  return curve.points.length <= 8 ? curve.points : [curve.points[0]!, ...curve.points.slice(-7)];
}
