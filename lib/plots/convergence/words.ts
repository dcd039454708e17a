/** What a convergence says. */
import type { Lead } from "../common/lead.ts";
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { textTable } from "../common/text-table.ts";
import { capital, cut, escapeText } from "../common/words.ts";
import { sparkline } from "../panel/text.ts";
import type { ConvergenceData, ConvergenceLine } from "./data.ts";

/** "14 trials", or "trial 13" where they go by their numbers. Plain text. */
export function spentWords(data: ConvergenceData, amount: number): string {
  return data.by === "number" ? `trial ${amount}` : counted(amount, "trial");
}

/** "TPE needs 13 trials for what random finds in 60". Plain text. */
export function leadWords(names: { leader: string; other: string }, lead: Lead): string {
  return `${cut(names.leader)} needs ${counted(lead.at, "trial")} for what ${cut(names.other)} finds in ${formatNumber(lead.end)}`;
}

/** The line that ends best; undefined where none has a value. */
export function bestLine(data: ConvergenceData): ConvergenceLine | undefined {
  const { sign } = data.objective;
  return data.lines
    .filter(({ points }) => points.length > 0)
    .toSorted((one, other) => sign * (endOf(one) - endOf(other)))[0];
}

function endOf(line: ConvergenceLine): number {
  return line.points.at(-1)?.value ?? NaN;
}

/** What was found; plain text. */
export function convergenceFinding(data: ConvergenceData): string {
  const best = bestLine(data);
  const measure = cut(data.objective.measure, 40);
  if (best === undefined) return `${capital(measure)}: no trial is complete yet`;
  const value = formatMeasure(endOf(best));
  const last = best.points.at(-1)!;
  if (data.lines.length === 1) {
    return `${capital(measure)} ${value} after ${spentWords(data, last.x)}`;
  }
  if (data.lead !== undefined) {
    const leader = data.lines[data.lead.leader]!.name;
    const other = data.lines[data.lead.other]!.name;
    if (data.by === "number")
      return `Trial ${data.lead.at} of ${cut(leader)} has what ${cut(other)} finds in trial ${data.lead.end}`;
    return leadWords({ leader, other }, data.lead);
  }
  return `${cut(best.name)} found the best ${measure}, ${value}`;
}

/** The finding as a title, escaped. */
export function convergenceTitle(data: ConvergenceData): string {
  return escapeText(convergenceFinding(data));
}

/** Kind, finding, counts. */
export function convergenceAlt(data: ConvergenceData): string {
  const ends = data.lines
    .slice(0, 6)
    .map((line) =>
      line.points.length === 0
        ? `${cut(line.name)} none complete`
        : `${cut(line.name)} ${formatMeasure(endOf(line))} after ${spentWords(data, line.end)}`,
    );
  if (data.lines.length > ends.length) ends.push(`and ${data.lines.length - ends.length} more`);
  const kind = data.by === "number" ? "Histories" : "Convergence";
  return `${kind} of ${counted(data.lines.length, "study", "studies")}: ${convergenceFinding(data)}; ${ends.join(", ")}.`;
}

/** For a terminal: a sparkline for each study. */
export function convergenceText(data: ConvergenceData): string {
  const rows = data.lines.map((line) => {
    const places = Array.from({ length: 30 }, (_, k) => (data.end * (k + 1)) / 30);
    const values = places.flatMap((x) => {
      const value =
        x > line.end * 1.0001 ? undefined : line.points.findLast((p) => p.x <= x)?.value;
      return value === undefined ? [] : [data.scale === "log" ? Math.log(value) : value];
    });
    return [
      cut(line.name, 16),
      line.points.length === 0 ? "–" : formatMeasure(endOf(line)),
      sparkline(values, 30),
    ];
  });
  return `${convergenceFinding(data)}\n${textTable(rows, [1])}`;
}
