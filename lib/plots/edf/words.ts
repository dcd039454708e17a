/** What the distribution of several studies' values says. */
import { counted, formatMeasure, formatPercent } from "../common/numbers.ts";
import { textBar, textTable } from "../common/text-table.ts";
import { capital, cut } from "../common/words.ts";
import type { EdfData } from "./data.ts";

/** What was found; plain text. */
export function edfFinding(data: EdfData): string {
  const { level, lines, objective } = data;
  if (level === undefined)
    return `${capital(cut(objective.measure, 40))}: no trial is complete yet`;
  const value = `${cut(objective.measure, 40)} ${formatMeasure(level.value)} or better`;
  const leader = lines[level.leader]!;
  if (lines.length === 1) return `Half of the complete trials come to ${value}`;
  const half = `Half of the trials of ${cut(leader.name)} come to ${value}`;
  if (level.other === undefined) return half;
  return `${half}, ${formatPercent(level.shares[level.other] ?? 0)} of those of ${cut(lines[level.other]!.name)}`;
}

/** Kind, finding, counts. */
export function edfAlt(data: EdfData): string {
  const counts = data.lines
    .slice(0, 6)
    .map(
      ({ name, complete, values }) =>
        `${cut(name)} ${complete} complete, best ${formatMeasure(values[0])}`,
    );
  if (data.lines.length > 6) counts.push(`and ${data.lines.length - 6} more`);
  return `Distribution of the values of ${counted(data.lines.length, "study", "studies")}: ${edfFinding(data)}; ${counts.join("; ")}.`;
}

/** For a terminal: the share of each study at the level of the title. */
export function edfText(data: EdfData): string {
  const rows = data.lines.map((line, place) => {
    const share = data.level?.shares[place] ?? 0;
    return [
      cut(line.name, 18),
      formatMeasure(line.values[0]),
      String(line.complete),
      formatPercent(share),
      textBar(share, 16),
    ];
  });
  const at = data.level === undefined ? "" : `at ${formatMeasure(data.level.value)}`;
  return `${edfFinding(data)}\n${textTable([["", "best", "complete", at, ""], ...rows], [1, 2, 3])}`;
}
