/** What the growth of the dominated volume says: title, key, alt text, and the table of a terminal. */
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { textBar } from "../common/text-table.ts";
import { cut, escapeText, listed } from "../common/words.ts";
import type { VolumeCurve, VolumeData } from "./data.ts";

/** A share with as many digits as tell it from 100%: 87%, 99.2%, 99.93%. Never 100% unless it is. */
export function shareWords(share: number): string {
  const missing = 1 - share;
  if (missing <= 1e-9) return "100%";
  const decimals = Math.min(6, Math.max(0, Math.floor(-Math.log10(missing)) - 1));
  const factor = 10 ** decimals;
  return `${Math.floor(100 * share * factor + 1e-9) / factor}%`;
}

function endOf(curve: VolumeCurve): number {
  return curve.points.at(-1)?.share ?? 0;
}

/** What was found; plain text. */
export function volumeTitle(data: VolumeData): string {
  const shown = data.curves.filter(({ points }) => points.length > 0);
  const [best, second] = shown.toSorted((one, other) => endOf(other) - endOf(one));
  if (best === undefined) return "No trial has a place among the objectives yet";
  if (second !== undefined) {
    const [one, other] = [shareWords(endOf(best)), shareWords(endOf(second))];
    if (one === other) return `${cut(best.name)} and ${cut(second.name)} dominate as much: ${one}`;
    const sooner = best.points.find(({ share }) => share > endOf(second));
    return `${cut(best.name)} dominates ${one}, ${cut(second.name)} ${other}: passed by trial ${sooner?.trial ?? best.points.at(-1)!.trial}`;
  }
  const { most, trials } = best;
  const end = `The front dominates ${shareWords(endOf(best))} of the volume`;
  if (most === undefined || trials < 3) return end;
  return `${end}; nine tenths of that after ${formatNumber(most.trial + 1)} of ${counted(trials, "trial")}`;
}

/** The key: what is measured; escaped. */
export function volumeKey(data: VolumeData): string {
  const corner = data.objectives.map(
    ({ measure }, k) => `${escapeText(cut(measure, 24))} ${formatMeasure(data.reference?.[k])}`,
  );
  return `volume that no trial beats, between the best of each objective (100%) and ${listed(corner)}`;
}

/** Kind, finding and counts; plain text. */
export function volumeAlt(data: VolumeData): string {
  const shown = data.curves.filter(({ points }) => points.length > 0);
  if (data.reference === undefined || shown.length === 0)
    return "Hypervolume history: no trial has a place among the objectives yet.";
  const names = listed(data.objectives.slice(0, 5).map(({ measure }) => cut(measure, 24)));
  const counts = shown
    .slice(0, 5)
    .map(({ name, trials }) => `${counted(trials, "trial")} of ${cut(name)}`);
  return `Hypervolume history over ${names}, ${listed(counts)}: ${volumeTitle(data)}.`;
}

/** What a terminal shows: how much each study dominated after each quarter of its trials. */
export function volumeText(data: VolumeData): string {
  const shown = data.curves.filter(({ points }) => points.length > 0);
  if (data.reference === undefined || shown.length === 0) return volumeAlt(data);
  const lines = [volumeTitle(data)];
  for (const { name, points, trials } of shown) {
    lines.push("", cut(name, 40));
    for (const part of [0.25, 0.5, 0.75, 1]) {
      const until = Math.max(0, Math.round(part * trials) - 1);
      const share = points.findLast(({ trial }) => trial <= until)?.share ?? 0;
      lines.push(
        `trial ${String(until).padStart(5)}  ${textBar(share, 36).padEnd(36)} ${shareWords(share)}`,
      );
    }
  }
  return lines.join("\n");
}
