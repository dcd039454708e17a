/** What the best is worth when it is trained again: the sentence, and the small axis above it. */
import { analysis, type Retrain } from "../../analysis/index.ts";
import type { AgainModel, Words } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import { linearTicks } from "../common/axis.ts";
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { listed } from "../common/words.ts";

/** What to expect of the best; of a study with one objective. */
export function expectationOf(study: StudyView): { again: AgainModel | null; words: Words[] } {
  const found = withinReach(analysis.expectedOnRetrain(study), study);
  if (found.kind === "unknown") {
    return {
      again: null,
      words: [
        { text: "Not known yet: what it will come to when trained again. ", tone: "quiet" },
        { text: `${sentence(found.reason)}`, tone: "quiet" },
      ],
    };
  }
  return { again: againAxis(found), words: wordsOf(found, study) };
}

/** A loss that was never negative is not expected to become so: the interval of the next one ends at zero. */
function withinReach(found: Retrain, study: StudyView): Retrain {
  if (found.kind === "unknown" || found.next[0] >= 0) return found;
  const isNegative = study.trials.some(({ values, reports }) =>
    [...Object.values(values ?? {}), ...reports.map(({ value }) => value)].some((one) => one < 0),
  );
  return isNegative ? found : { ...found, next: [0, found.next[1]] };
}

function sentence(reason: string): string {
  return `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`;
}

type Estimate = Extract<Retrain, { kind: "estimate" }>;

function wordsOf(found: Estimate, study: StudyView): Words[] {
  const [low, high] = found.next;
  const [expected = "", from = "", to = ""] = formatSpread([found.expected, low, high]);
  const complete = study.trials.filter(({ state }) => state === "complete").length;
  const words: Words[] = [
    { text: "Expect " },
    { text: expected, tone: "strong" },
    { text: `, between ${from} and ${to}, when trained again` },
    { text: `: the best of ${formatNumber(complete)} ${luckWords(found)}.`, tone: "quiet" },
  ];
  if (found.recommended !== found.trial) {
    words.push({ text: ` Trial ${found.recommended} may be better on average.`, tone: "quiet" });
  }
  if (found.repeats > 0) {
    words.push({ text: ` It rests also on ${counted(found.repeats, "repeat")}.`, tone: "quiet" });
  }
  return words;
}

/** By how much of the noise from training to training the value is too good. */
function luckWords({ optimism, noise }: Estimate): string {
  if (!(noise > 0) || optimism < 0.1 * noise) return "was hardly luck";
  return optimism < noise ? "was also a little lucky" : "was also lucky";
}

/** Numbers with equally many decimals, enough to tell the least from the greatest. */
export function formatSpread(values: readonly number[]): string[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(high > low) || size < 1e-3 || size >= 1e7)
    return values.map((value) => formatMeasure(value));
  // Two digits of the spread, and two of the numbers themselves.
  const decimals = Math.max(
    0,
    -Math.floor(Math.log10((high - low) / 2)),
    1 - Math.floor(Math.log10(size)),
  );
  if (decimals > 6) return values.map((value) => formatMeasure(value));
  if (decimals === 0) return values.map((value) => formatNumber(Math.round(value)));
  return values.map((value) => (value < 0 ? "−" : "") + Math.abs(value).toFixed(decimals));
}

/** Room on both sides, as a part of what is shown: names stand beside the outer marks. */
const ROOM = 0.4;

function againAxis(found: Estimate): AgainModel | null {
  const [from, to] = found.next;
  const low = Math.min(found.observed, from);
  const high = Math.max(found.observed, to);
  if (!(high > low)) return null;
  const span = (high - low) * (1 + 2 * ROOM);
  const start = low - (high - low) * ROOM;
  const place = (value: number) => Math.round(((value - start) / span) * 1e4) / 1e4;
  return {
    run: place(found.observed),
    expected: place(found.expected),
    from: place(from),
    to: place(to),
    ticks: againTicks(start, start + span).map(({ value, text }) => ({ at: place(value), text })),
  };
}

/** Two to four ticks with room for their texts, away from the ends. */
function againTicks(low: number, high: number): { value: number; text: string }[] {
  const edge = (high - low) * 0.07;
  const within = (count: number) => {
    const { tickvals, ticktext } = linearTicks({ low, high }, count);
    return tickvals
      .map((value, i) => ({ value, text: ticktext[i] ?? "" }))
      .filter(({ value }) => value > low + edge && value < high - edge);
  };
  const found = [2, 3, 4, 6, 8].map(within).find((ticks) => ticks.length >= 2) ?? within(3);
  return found.length <= 4 ? found : found.filter((_, i) => i % 2 === 0);
}

/** The sentence without its tones. */
export function plainWords(words: readonly Words[]): string {
  return words.map(({ text }) => text).join("");
}

/** "Trial 7", "Trials 7 and 31", "12 trials". */
export function trialsNamed(numbers: readonly number[]): string {
  if (numbers.length > 4) return counted(numbers.length, "trial");
  return `${numbers.length === 1 ? "Trial" : "Trials"} ${listed(numbers.map(String))}`;
}
