/** What the picture of two densities says. */
import { formatNumber, formatPercent } from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import type { DensityAt, DensityData } from "./density-data.ts";
import { isNext, settingWords } from "./frame.ts";

/** "4.2 times"; of very large ones no more than can be meant. Plain text. */
export function timesWords(ratio: number): string {
  if (ratio >= 1000) return "over 1000 times";
  if (ratio < 0.001) return "under a thousandth";
  const digits = ratio >= 100 ? 3 : 2;
  return `${formatNumber(Number(ratio.toPrecision(digits)))} times`;
}

/** "learningRate 0.0023 is 4.2 times as common among the best trials"; plain text. */
export function densitySentence(data: DensityData): string {
  const { axis, at, together, chosen } = data;
  const setting = settingWords(axis, at.value);
  const times = timesWords(at.ratio);
  if (together === 1) return `${setting} is ${times} as common among the best trials`;
  const tries = isNext(chosen) ? "tries" : "tried";
  return `Trial ${chosen.trial.number} ${tries} ${setting}: settings ${times} as common among the best trials`;
}

/** What was found, escaped. */
export function densityTitle(data: DensityData): string {
  return escapeText(densitySentence(data));
}

/** The key; escaped. */
export function densityKey({ axis, counts, candidateCount }: DensityData): string {
  const mark = axis.isCategorical ? "■" : "━";
  const best = tint("beliefText", `<b>${mark} the best ${formatNumber(counts.good)}</b>`);
  const rest = tint("done", `<b>${mark} the other ${formatNumber(counts.rest)}</b>`);
  const chosen = tint("running", "<b>● the one with the highest ratio</b>");
  const drawn =
    candidateCount === 1 ? "1 candidate is" : `${formatNumber(candidateCount)} candidates are`;
  return `${best} against ${rest} &nbsp;&nbsp;${drawn} drawn from the first, ${chosen} is tried`;
}

/** "learningRate 0.0023 · 4.2 times as common among the best"; escaped. */
export function densityHover({ axis }: DensityData, one: DensityAt): string {
  const value = `<b>${escapeText(cut(axis.name))} ${escapeText(cut(formatSetting(one.value), 40))}</b>`;
  const shares = axis.isCategorical
    ? `<br>${formatPercent(one.good)} of the best, ${formatPercent(one.rest)} of the rest`
    : "";
  return `${value}${shares}<br>${escapeText(timesWords(one.ratio))} as common among the best`;
}

/** Kind, finding and counts; plain text. */
export function densityAlt(data: DensityData): string {
  const { chosen, counts, candidateCount } = data;
  return `Why trial ${chosen.trial.number}: ${densitySentence(data)}: the highest ratio of ${formatNumber(candidateCount)} candidates, from the densities of the best ${formatNumber(counts.good)} and the other ${formatNumber(counts.rest)} trials.`;
}

const BLOCKS = " ▁▂▃▄▅▆▇█";
const COLUMNS = 48;

/** What a terminal shows: both densities and the ratio as lines of blocks, or a table of choices. */
export function densityText(data: DensityData): string {
  const { axis, slice, at, chosen } = data;
  const head = [densitySentence(data), ...chosen.remarks, ""];
  if (axis.isCategorical) {
    const rows = slice.map((one) => {
      const name = cut(formatSetting(one.value), 12).padEnd(12);
      const [good, rest] = [formatPercent(one.good), formatPercent(one.rest)];
      return `${one === at ? "◉" : " "} ${name} ${good.padStart(6)} of the best  ${rest.padStart(6)} of the rest  ${timesWords(one.ratio)}`;
    });
    return [...head, ...rows].join("\n");
  }
  const every = (slice.length - 1) / (COLUMNS - 1);
  const columns = Array.from({ length: COLUMNS }, (_, k) => slice[Math.round(k * every)]!);
  const bars = (of: (one: DensityAt) => number) => {
    const top = columns.reduce((most, one) => Math.max(most, of(one)), 1e-300);
    return columns.map((one) => BLOCKS[Math.round((of(one) / top) * 8)]).join("");
  };
  const place = Math.round(slice.indexOf(at) / Math.max(every, 1e-9));
  const ends = [slice[0]!, slice.at(-1)!].map(({ value }) => formatSetting(value));
  return [
    ...head,
    `  best  ${bars(({ good }) => good)}`,
    `  rest  ${bars(({ rest }) => rest)}`,
    `  ratio ${bars(({ ratio }) => Math.log1p(ratio))}`,
    `        ${" ".repeat(Math.min(place, COLUMNS - 1))}◉`,
    `        ${ends[0]}${ends[1]!.padStart(COLUMNS - ends[0]!.length)}`,
  ].join("\n");
}
