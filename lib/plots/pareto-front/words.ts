/** What a front says: title, key, alt text, hovers, and the table of a terminal. */
import type { Direction } from "../../study/observer.ts";
import { counted, formatMeasure, formatNumber, formatPercent } from "../common/numbers.ts";
import type { CommonObjective, ValuedPoint } from "../common/objective-space.ts";
import { tint, type TokenName } from "../common/theme.ts";
import { textTable } from "../common/text-table.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, escapeText, listed } from "../common/words.ts";
import type { ParetoData } from "./data.ts";

/** "validation error 0.0389 and weights 2 175"; plain text. */
export function valuesInWords(point: ValuedPoint, objectives: readonly CommonObjective[]): string {
  return listed(
    objectives.map(({ measure }, k) => `${cut(measure, 24)} ${formatMeasure(point.values[k])}`),
  );
}

/** What was found; plain text. */
export function paretoTitle(data: ParetoData): string {
  const { series, objectives } = data;
  const shown = series.filter(({ front }) => front.length > 0);
  if (shown.length === 0) return "No trial has a place among the objectives yet";
  if (series.length > 1) {
    const ranked = shown.toSorted((one, other) => (other.share ?? 0) - (one.share ?? 0));
    const [best, second] = ranked;
    const only = second && dominatedBy(second.front, best!.front, objectives);
    if (best === undefined || second === undefined)
      return `Only ${cut(shown[0]!.name)} has a front yet`;
    return only === second.front.length
      ? `${cut(best.name)} beats all that ${cut(second.name)} found`
      : `${cut(best.name)} beats ${formatNumber(only ?? 0)} of the ${counted(second.front.length, "trial")} on the front of ${cut(second.name)}`;
  }
  const { front, compromise } = shown[0]!;
  if (compromise !== undefined)
    return `The best compromise is trial ${compromise.trial.number}: ${valuesInWords(compromise, objectives)}`;
  return `${counted(front.length, "trial")} of ${formatNumber(data.trials)} ${front.length === 1 ? "is" : "are"} beaten by none`;
}

function dominatedBy(
  points: readonly ValuedPoint[],
  front: readonly ValuedPoint[],
  objectives: readonly CommonObjective[],
): number {
  const beats = (one: ValuedPoint, other: ValuedPoint) => {
    const differences = objectives.map(({ sign }, k) => sign * (one.values[k]! - other.values[k]!));
    return differences.every((by) => by <= 0) && differences.some((by) => by < 0);
  };
  return points.filter((point) => front.some((one) => beats(one, point))).length;
}

const RAMP = (["quality1", "quality2", "quality3", "quality4"] as const)
  .map((name) => tint(name, "●"))
  .join("");

/** The key: each mark with its count; escaped. */
export function paretoKey(
  data: ParetoData,
  colours: readonly TokenName[],
  left: { failed: number; others: number },
  isScene = false,
): string {
  const { series } = data;
  const isSingle = series.length === 1;
  const count = (of: (one: ParetoData["series"][number]) => readonly unknown[]) =>
    series.reduce((sum, one) => sum + of(one).length, 0);
  const parts: string[] = isSingle
    ? [
        tint(
          "best",
          `<b>${data.axes.length === 2 ? "━" : "●"} ${formatNumber(count(({ front }) => front))} beaten by none</b>`,
        ),
      ]
    : series.map(({ name }, k) => tint(colours[k]!, `<b>━ ${escapeText(cut(name, 18))}</b>`));
  if (isSingle && data.axes.length === 3 && !isScene)
    parts.push(`${RAMP} third objective, worse to better`);
  if (isSingle && series[0]!.compromise)
    parts.push(`${tint("best", `<b>${isScene ? "◆" : "★"}</b>`)} best compromise`);
  const add = (number: number, mark: string, words: string) => {
    if (number > 0) parts.push(`${mark} ${formatNumber(number)} ${words}`);
  };
  add(
    count(({ dominated }) => dominated),
    tint("done", "●"),
    "beaten",
  );
  add(
    count(({ infeasible }) => infeasible),
    tint("pruned", "<b>◇</b>"),
    "break a constraint",
  );
  add(left.failed, tint("failed", "<b>×</b>"), "failed");
  add(left.others, "", "without values");
  return parts.join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function paretoAlt(data: ParetoData): string {
  if (data.objectives.length < 2)
    return "Pareto front: the study has one objective, so there is none.";
  const names = listed(data.objectives.slice(0, 5).map(({ measure }) => cut(measure, 24)));
  if (data.trials === 0) return `Pareto front of ${names}: no trial is complete yet.`;
  const counts = data.series
    .slice(0, 4)
    .map(({ name, front, share }) =>
      [
        `${data.series.length > 1 ? `${cut(name)}: ` : ""}${counted(front.length, "trial")} on the front`,
        share === undefined ? "" : `, dominating ${formatPercent(share)} of the volume`,
      ].join(""),
    );
  return cut(
    `Pareto front of ${names}, ${counted(data.trials, "complete trial")}: ${paretoTitle(data)}; ${counts.join("; ")}.`,
    590,
  );
}

/** What a terminal shows: the front as a table, by the first objective. */
export function paretoText(data: ParetoData): string {
  if (data.objectives.length < 2 || data.trials === 0) return paretoAlt(data);
  const lines = [paretoTitle(data)];
  const [first] = data.objectives;
  for (const { name, front, compromise } of data.series) {
    const sorted = front.toSorted(
      (one, other) => first!.sign * (one.values[0]! - other.values[0]!),
    );
    const step = Math.max(1, (sorted.length - 1) / 11);
    const shown = sorted.filter(
      (_, k) => sorted.length <= 12 || Math.round(Math.round(k / step) * step) === k,
    );
    const rows = shown.map((point) => [
      `${point === compromise ? "★" : " "} ${point.trial.number}`,
      ...point.values.slice(0, 4).map((value) => formatMeasure(value)),
    ]);
    const head = [
      "  trial",
      ...data.objectives
        .slice(0, 4)
        .map(({ measure, direction }) => `${cut(measure, 18)} ${arrow(direction)}`),
    ];
    lines.push(
      "",
      ...(data.series.length > 1 ? [cut(name, 40)] : []),
      textTable([head, ...rows], [1, 2, 3, 4]),
    );
  }
  return lines.join("\n");
}

function arrow(direction: Direction): string {
  return direction === "minimize" ? "↓" : "↑";
}

/** The hover of a point: values of all objectives, then settings. Escaped. */
export function paretoHover(
  point: ValuedPoint,
  data: ParetoData,
  of: string,
  what: string,
): string {
  const { trial, values } = point;
  const settings = Object.entries(trial.point).map(
    ([name, value]) => `${escapeText(cut(name, 40))} ${escapeText(cut(formatSetting(value), 40))}`,
  );
  const shown = settings.slice(0, 14);
  if (settings.length > shown.length) shown.push(`and ${settings.length - shown.length} more`);
  return [
    `<b>trial ${trial.number}</b> · ${what}`,
    ...(data.series.length > 1 ? [escapeText(cut(of, 40))] : []),
    ...data.objectives.map(
      ({ measure }, k) => `<b>${escapeText(cut(measure, 40))} ${formatMeasure(values[k])}</b>`,
    ),
    ...shown,
  ].join("<br>");
}
