/** What the picture of a belief says. */
import { formatMeasure, formatNumber, formatPercent } from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import type { BeliefAt, BeliefData } from "./belief-data.ts";
import { isNext, settingWords } from "./frame.ts";

/** A probability in words: never "100%", which nothing is. */
export function chanceWords(chance: number): string {
  if (chance > 0.995 && chance <= 1) return "over 99%";
  return chance < 0.001 ? "under 0.1%" : formatPercent(chance);
}

/** "a 67% chance to", "an 8% chance to", "a chance of over 99% to". */
function chanceTo(chance: number): string {
  const words = chanceWords(chance);
  if (!/^\d/.test(words)) return `a chance of ${words} to`;
  return `${/^(8|11%|18%)/.test(words) ? "an" : "a"} ${words} chance to`;
}

/** "Trial 30 tries learningRate 0.0023: a 67% chance to beat 0.0797"; plain text. */
export function beliefSentence(data: BeliefData): string {
  const { chosen, axis, at, chance, best, objective, allowed } = data;
  const { trial } = chosen;
  const tries = isNext(chosen) ? "tries" : "tried";
  const head = `Trial ${trial.number} ${tries} ${settingWords(axis, at.value)}`;
  if (chance !== undefined && best !== undefined) {
    const came =
      isNext(chosen) || trial.state !== "complete" ? undefined : objective.valueOf(trial);
    const end = came === undefined ? "" : `; it came to ${formatMeasure(came)}`;
    return `${head}: ${chanceTo(chance)} beat ${formatMeasure(best)}${end}`;
  }
  if (allowed !== undefined && best === undefined && !objective.several) {
    return `${head}: ${chanceTo(allowed)} keep the constraints, which no trial did yet`;
  }
  return `${head}, expecting ${cut(objective.measure, 30)} ${formatMeasure(at.quantiles[2])}`;
}

/** What was found, escaped. */
export function beliefTitle(data: BeliefData): string {
  return escapeText(beliefSentence(data));
}

/** The key; escaped. */
export function beliefKey(data: BeliefData): string {
  const { objective, axis, allowed, best, chosen } = data;
  const expected = `expected ${escapeText(cut(shortMeasure(objective.measure), 24))}`;
  const bands = tint("beliefText", "50% and 95% bands");
  const parts = [
    axis.isCategorical
      ? `${tint("beliefText", `<b>● ${expected}</b>`)} with its ${tint("beliefText", "50% and 95% intervals")}`
      : `${tint("beliefText", `<b>━ ${expected}</b>`)} with its ${bands}`,
    data.hasOthers
      ? `${tint("done", "●")} trials seen, fainter the more their other parameters differ`
      : `${tint("done", "●")} trials seen`,
    tint("running", `<b>◉ ${isNext(chosen) ? "next" : "chosen"}</b>`),
    allowed !== undefined && best !== undefined ? `allowed with ${chanceWords(allowed)}` : "",
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

/** "validation loss" → "loss": which of them stands over the axis. */
function shortMeasure(measure: string): string {
  return measure.split(" ").at(-1) ?? measure;
}

/** "learningRate 0.0023 · expect 0.0712, with 95% within 0.05 to 0.11"; escaped. */
export function beliefHover({ axis }: BeliefData, { value, quantiles }: BeliefAt): string {
  const [low, , median, , high] = quantiles.map((each) => formatMeasure(each));
  return `<b>${escapeText(cut(axis.name))} ${escapeText(cut(formatSetting(value), 40))}</b><br>expect ${median}<br>95%: ${low} to ${high}`;
}

/** Kind, finding and counts; plain text. */
export function beliefAlt(data: BeliefData): string {
  const { seen, chosen } = data;
  const [low, , , , high] = data.at.quantiles.map((each) => formatMeasure(each));
  return `Why trial ${chosen.trial.number}: ${beliefSentence(data)}. Expected between ${low} and ${high} with 95%, from ${formatNumber(seen.length)} trials.`;
}

/** What a terminal shows: the belief along the parameter as a table with the worth as bars. */
export function beliefText(data: BeliefData, lines = 12): string {
  const { slice, at } = data;
  const every = Math.max(1, Math.floor(slice.length / lines));
  const shown = slice.filter((one, k) => one === at || k % every === 0);
  const rows = shown.map((one) => {
    const [low, , median, , high] = one.quantiles.map((each) => formatMeasure(each));
    const mark = one === at ? "◉" : " ";
    const bar = "█".repeat(Math.round(one.worth * 16));
    const value = cut(formatSetting(one.value), 10);
    return `${mark} ${value.padStart(10)}  ${median!.padStart(8)}  ${`${low} … ${high}`.padEnd(19)} ${bar}`.trimEnd();
  });
  const head = `  ${cut(data.axis.name, 10).padStart(10)}  ${"expected".padStart(8)}  ${"95%".padEnd(19)} worth`;
  return [beliefSentence(data), ...data.chosen.remarks, "", head, ...rows].join("\n");
}
