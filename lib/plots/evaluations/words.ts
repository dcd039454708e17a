/** What evaluations say: title, key, alt text, and what a terminal shows. */
import { counted, formatNumber } from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { kindsKey, kindsText } from "../common/trial-kinds.ts";
import { cut, listed } from "../common/words.ts";
import { sparkline } from "../panel/text.ts";
import { type EvaluationsData, LEAST } from "./data.ts";

/** What was found; plain text. */
export function evaluationsFinding(data: EvaluationsData): string {
  const late = Math.floor(data.trials.length / 2);
  if (data.narrowed !== undefined)
    return `The last ${formatNumber(late)} trials narrowed ${data.narrowed}`;
  const where = `${counted(data.trials.length, "trial")} over ${counted(data.axes.length, "parameter")}`;
  return late < LEAST ? `${where} so far` : `${where}; the later half narrowed none clearly`;
}

/** What else the figure shows, line by line, for the half that a matrix leaves empty; escaped. */
export function besides({ axes, remark }: EvaluationsData): string[] {
  return [
    `${tint("pruned", "■")}${tint("done", "■")} trials of the earlier and the later half`,
    axes.some(({ hasRail }) => hasRail) ? `${tint("axis", "▪")} trials that do not have it` : "",
    remark,
  ].filter((line) => line !== "");
}

/** The key: each mark with its count; escaped. */
export function evaluationsKey(data: EvaluationsData): string {
  const { kinds, axes, best } = data;
  const complete = kinds.complete + kinds.best;
  const parts = [
    best ? tint("best", "<b>★ best</b>") : "",
    complete > 0
      ? `${tint("done", "●")} ${formatNumber(complete)} complete, fainter the earlier`
      : "",
    ...kindsKey(kinds),
    axes.length > 1 ? "" : besides(data).join(" &nbsp;&nbsp;"),
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function evaluationsAlt(data: EvaluationsData): string {
  if (data.trials.length === 0) return "Evaluations of no trials yet.";
  const names = listed(data.axes.map(({ axis }) => cut(axis.name, 20)));
  const rest = kindsText(data.kinds);
  const ending = rest.length === 0 ? "." : `; ${rest.join(", ")}.`;
  return `Evaluations: where ${counted(data.trials.length, "trial")} lie in ${names || "no parameter"}. ${evaluationsFinding(data)}${ending}`;
}

/** For each parameter where the earlier and where the later half lie. */
export function evaluationsText(data: EvaluationsData): string {
  const wide = Math.max(0, ...data.axes.map(({ axis }) => [...cut(axis.name, 16)].length));
  const rows = data.axes.map(({ axis }, place) => {
    const { early, late } = data.counts[place]!;
    const name = cut(axis.name, 16);
    const bars = (counts: readonly number[]) => sparkline(counts, 16).padEnd(16);
    return `${name}${" ".repeat(wide - [...name].length)}  ${bars(early)}  ${bars(late)}`.trimEnd();
  });
  return [evaluationsAlt(data), "Earlier half, later half:", ...rows].join("\n");
}
