/** What importances say: title, key, alt text, and what a terminal shows. */
import { counted, formatNumber } from "../common/numbers.ts";
import { seriesStyle } from "../common/series.ts";
import { tint } from "../common/theme.ts";
import { capital, cut, escapeText, listed } from "../common/words.ts";
import type { ImportancesData, Share } from "./data.ts";

const WORDS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** "three" up to twelve, digits beyond. */
function inWords(count: number): string {
  return WORDS[count] ?? formatNumber(count);
}

/** "three quarters": the share of the whole in words. */
function shareInWords(share: number): string {
  if (share >= 0.97) return "all";
  if (share >= 0.94) return "nearly all";
  if (share >= 0.85) return "nine tenths";
  if (share >= 0.775) return "four fifths";
  if (share >= 0.725) return "three quarters";
  return "seven tenths";
}

/** "43%", and "under 1%" for what is there but rounds to nothing. */
export function percent(share: number): string {
  return share > 0 && share < 0.005 ? "under 1%" : `${Math.round(share * 100)}%`;
}

/** Of fewer complete trials the best tenth is one or two. */
const FIRM = 20;

/** " for the front", " in validation error": of what, where a study has several objectives; else "". Plain text. */
function ofWhat({ isFront, objective }: ImportancesData): string {
  if (isFront) return " for the front";
  return objective.several ? ` in ${cut(objective.measure, 30)}` : "";
}

/** What is told of the front, in a few words: "what leads to the front, of 60 trials". */
export function frontKey(trials: string): string {
  return `what leads to the front, of ${trials}`;
}

/** What was found; plain text. */
export function importancesFinding(data: ImportancesData): string {
  const strong = data.rows.filter(({ isStrong }) => isStrong);
  const top = data.rows[0];
  if (top === undefined) return "No parameter varies";
  if (data.studies.length > 1) {
    const leaders = data.studies.map(
      (_, place) =>
        data.rows.toSorted((one, other) => shareOf(other, place) - shareOf(one, place))[0]?.name,
    );
    const name = cut(leaders[0] ?? "", 24);
    const of = ofWhat(data);
    return leaders.every((one) => one === leaders[0])
      ? `${capital(name)} matters most${of === "" ? "" : `${of},`} in ${data.studies.length === 2 ? "both" : `all ${inWords(data.studies.length)}`}`
      : `What matters most${of} differs: ${listed([...new Set(leaders.map((one) => cut(one ?? "", 20)))])}`;
  }
  const trials = data.studies[0]?.trials ?? 0;
  const [who, verb] =
    strong.length === 1
      ? [cut(top.name, 24), "decides"]
      : [`${capital(inWords(strong.length))} of ${inWords(data.parameters)} parameters`, "decide"];
  // Where other trials of the same kind might well have said otherwise, the title does not claim it.
  return data.strong.low >= 0.5 && trials >= FIRM
    ? `${who} ${verb} ${shareInWords(data.strong.share)} of the result${ofWhat(data)}`
    : `${cut(top.name, 24)} seems to matter most${ofWhat(data)}; ${formatNumber(trials)} trials leave it open`;
}

function shareOf({ shares }: { shares: readonly (Share | undefined)[] }, place: number): number {
  return shares[place]?.share ?? 0;
}

/** What is measured, in a few words; escaped. */
export function importancesKey(data: ImportancesData): string {
  const trials = data.studies[0]?.trials ?? 0;
  const measure = escapeText(cut(data.objective.measure, 30));
  const words = {
    pedAnova: data.isFront
      ? frontKey(counted(trials, "trial"))
      : `what sets the best tenth of ${counted(trials, "trial")} apart in ${measure}`,
    fanova: `share of the variance of ${measure} that each explains alone`,
    permutation: `how much a forest errs in ${measure} without it`,
  }[data.method];
  if (data.studies.length > 1) {
    const names = data.studies.map(({ name }, place) =>
      tint(seriesStyle(place).colour, `<b>━ ${escapeText(cut(name))}</b>`),
    );
    return [...names, `${tint("text", "━")} 80% interval`].join(" &nbsp;&nbsp;");
  }
  return `${words} &nbsp;&nbsp;${tint("done", "<b>━</b>")} 80% interval`;
}

/** Kind, finding and counts; plain text. */
export function importancesAlt(data: ImportancesData): string {
  const reason = data.studies[0]?.reason;
  if (data.studies.length === 1 && reason !== undefined)
    return `Importances of parameters: ${reason}.`;
  const first = data.rows
    .slice(0, 3)
    .map(({ name, shares }) => `${cut(name, 40)} ${percent(shares[0]?.share ?? 0)}`);
  const trials = data.studies.map(({ trials: count }) => formatNumber(count));
  return `Importances of ${counted(data.parameters, "parameter")} from ${listed(trials)} trials: ${importancesFinding(data)}; ${listed(first)}.`;
}

const BAR = 24;

/** Bars of text with shares and advice. */
export function importancesText(data: ImportancesData): string {
  const wide = Math.max(0, ...data.rows.map(({ name }) => [...cut(name, 18)].length));
  const most = Math.max(
    ...data.rows.map((row) => Math.max(...data.studies.map((_, k) => shareOf(row, k)))),
  );
  if (!(most > 0)) return importancesAlt(data);
  const lines = data.rows.flatMap((row) =>
    data.studies.map((study, place) => {
      const share = shareOf(row, place);
      const name = place === 0 ? cut(row.name, 18) : "";
      const bar = "█".repeat(Math.round((share / most) * BAR)) || "▏";
      const end = data.studies.length > 1 ? cut(study.name, 16) : row.advice;
      return `${name.padEnd(wide)}  ${bar} ${percent(share)}${end === "" ? "" : `  ${end}`}`;
    }),
  );
  return [importancesFinding(data), ...lines].join("\n");
}
