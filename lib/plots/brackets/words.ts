/** What brackets and rungs say. */
import { prunerWords } from "../common/method-names.ts";
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { textTable } from "../common/text-table.ts";
import { tint } from "../common/theme.ts";
import { capital, cut, escapeText } from "../common/words.ts";
import type { Bracket, BracketsData } from "./data.ts";

/** "27 → 9 → 3 → 1" */
export function countsOf(bracket: Bracket): string {
  return bracket.rungs.map(({ entries }) => formatNumber(entries.length)).join(" → ");
}

/** What was found; plain text. */
export function bracketsFinding(data: BracketsData): string {
  const { best, brackets } = data;
  const measure = cut(data.measure, 40);
  if (brackets.length === 0) return "No rungs to show";
  const bracket = brackets[data.bestBracket];
  if (best === undefined || bracket === undefined)
    return `${capital(measure)}: no trial has come to the last rung yet`;
  const found = `found ${measure} ${formatMeasure(best.value)}`;
  const full = data.trials * data.horizon;
  const spent = `${formatNumber(data.steps)} of ${counted(full, data.step)}`;
  if (brackets.length === 1) {
    const who = prunerWords(data.pruner) ?? prunerWords(data.tuner) ?? "stopping at rungs";
    return `${capital(who)} ${found} with ${spent}`;
  }
  return `${capital(bracket.name)}, ${countsOf(bracket)}, ${found}: ${spent} in all`;
}

/** The key, escaped. */
export function bracketsKey(data: BracketsData): string {
  const parts = [
    ...(data.best ? [tint("best", "<b>━ the best</b>")] : []),
    `${tint("done", "●━")} goes on`,
    `${tint("pruned", "<b>○</b>")} stops at the rung`,
    "the best of each rung on top",
  ];
  if (data.onTheWay > 0) parts.push(`${tint("running", "<b>◉</b>")} ${data.onTheWay} running`);
  if (data.failed > 0) parts.push(`${tint("failed", "<b>×</b>")} ${data.failed} failed`);
  if (data.leftOut > 0) parts.push(`${counted(data.leftOut, "earlier bracket")} not drawn`);
  return parts.join(" &nbsp;&nbsp;");
}

/** Kind, finding, counts. */
export function bracketsAlt(data: BracketsData): string {
  if (data.brackets.length === 0)
    return "Brackets: the trials of this study were not judged at common rungs.";
  const rows = data.brackets.slice(0, 6).map((bracket) => countsOf(bracket));
  const steps = data.brackets[0]?.rungs.map(({ step }) => formatNumber(step)).join(", ") ?? "";
  return `Brackets of ${counted(data.trials, "trial")}, judged at ${data.step}s ${steps}: ${bracketsFinding(data)}; ${rows.join("; ")}.`;
}

/** For a terminal: one row for each bracket. */
export function bracketsText(data: BracketsData): string {
  if (data.brackets.length === 0) return bracketsAlt(data);
  const rows = data.brackets.map((bracket, place) => [
    bracket.name === "" ? "rungs" : bracket.name,
    countsOf(bracket),
    counted(bracket.steps, data.step),
    `${formatMeasure(bracket.best?.value)}${place === data.bestBracket ? " ★" : ""}`,
  ]);
  return `${bracketsFinding(data)}\n${textTable(rows, [2])}`;
}

/** So many counts stand on a line left of a bracket. */
const ON_A_LINE = 4;

/** What stands left of a bracket: its name, counts and costs; escaped. */
export function rowLabel(data: BracketsData, bracket: Bracket): string {
  const counts = bracket.rungs.map(({ entries }) => formatNumber(entries.length));
  const broken = Array.from({ length: Math.ceil(counts.length / ON_A_LINE) }, (_, line) =>
    counts.slice(line * ON_A_LINE, (line + 1) * ON_A_LINE).join(" → "),
  ).join(" →<br>");
  const lines = [
    ...(bracket.name === "" ? [] : [`<b>${escapeText(capital(bracket.name))}</b>`]),
    tint("ink", broken),
    counted(bracket.steps, escapeText(data.step)),
  ];
  return lines.join("<br>");
}
