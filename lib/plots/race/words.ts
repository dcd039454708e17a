/** What a race says. */
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { textBar, textTable } from "../common/text-table.ts";
import { capital, cut, measureName } from "../common/words.ts";
import { endWords, type RaceData, type RaceLine } from "./data.ts";

/** A contestant beside its line: "Gaussian process". Plain text. */
export function contestant(line: RaceLine): string {
  return line.words.replace(/^the /, "");
}

/** A contestant at the head of a sentence: a name of the player's own stays as it is written. */
function opening(line: RaceLine): string {
  const words = cut(line.words);
  return words === cut(line.name) ? words : capital(words);
}

/** What was found; plain text. */
export function raceFinding(data: RaceData): string {
  const [first] = data.lines;
  if (first === undefined || data.range === undefined) return "No trial of the race is complete";
  if (data.lines.length === 1)
    return `${opening(first)} comes to ${formatMeasure(first.points.at(-1)?.value)} in ${data.trials} trials`;
  const { lead } = data;
  if (lead === undefined) return `${opening(first)} ends best, but was no sooner there`;
  const [leader, other] = [data.lines[lead.leader]!, data.lines[lead.other]!];
  if (!data.isCertain)
    return `${opening(leader)} and ${cut(other.words)} cannot be told apart on ${counted(data.seeds, "seed")}`;
  return `${opening(leader)} needs ${counted(lead.at, "trial")} for what ${cut(other.words)} finds in ${formatNumber(lead.end)}`;
}

/** Kind, finding and where each ends. */
export function raceAlt(data: RaceData): string {
  const ends = data.lines
    .slice(0, 8)
    .map((line) => `${cut(contestant(line))} ${formatMeasure(line.points.at(-1)?.value)}`);
  return `Race of ${counted(data.lines.length, "tuner")} over ${counted(data.trials, "trial")} and ${counted(data.seeds, "seed")}: ${raceFinding(data)}; medians at the end: ${ends.join(", ")}.`;
}

/** For a terminal: mean ranks as bars. */
export function raceText(data: RaceData): string {
  const worst = Math.max(1, data.lines.length);
  const rows = data.lines
    .toSorted((one, other) => one.meanRank - other.meanRank)
    .map((line) => [
      cut(contestant(line), 20),
      `${line.meanRank.toFixed(2)}`,
      textBar(line.meanRank / worst, 12),
      endWords(line),
    ]);
  return `${raceFinding(data)}\n${textTable([["", "mean rank", "", `${cut(measureName(data.objective), 20)} at the end`], ...rows], [1])}`;
}
