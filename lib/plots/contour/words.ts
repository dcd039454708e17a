/** What maps say: title, key, alt text, and the map in a terminal. */
import { mapText } from "../common/area-map.ts";
import { formatMeasure, formatNumber } from "../common/numbers.ts";
import type { ParameterAxis } from "../common/parameter-axis.ts";
import { tint } from "../common/theme.ts";
import { drawnState, formatSetting } from "../common/trial-words.ts";
import { capital, cut, listed } from "../common/words.ts";
import { absenceWords } from "../common/parameter-axis.ts";
import type { StudyView } from "../../study/observer.ts";
import type { ContourData, MapTrial, PairMap } from "./data.ts";

/** A setting in a sentence: "learningRate 0.031"; plain text. */
function settingAt(axis: ParameterAxis, at: number): string {
  const value = axis.isCategorical ? axis.choices[Math.round(at)] : Number(at.toPrecision(2));
  // "hidden 1 = 260", where a number ends the name.
  const name = cut(axis.name);
  return `${name}${/\d$/.test(name) ? " =" : ""} ${cut(formatSetting(value), 20)}`;
}

/** What was found; plain text. */
export function contourTitle(data: ContourData): string {
  const { objective, pairs, axes, best } = data;
  const name = cut(objective.measure, 30);
  const [first] = pairs;
  const edge = objective.direction === "minimize" ? "lowest" : "highest";
  if (first?.peak !== undefined && pairs.length === 1) {
    const { x, y, value, flat } = first.peak;
    const [across, up] = [axes[first.across]!, axes[first.up]!];
    const places = [flat[0] ? "" : settingAt(across, x), flat[1] ? "" : settingAt(up, y)].filter(
      Boolean,
    );
    if (places.length === 0)
      return `Neither ${cut(across.name)} nor ${cut(up.name)} makes a difference to ${name}`;
    const whatever =
      places.length === 1 ? `, whatever the ${cut((flat[0] ? across : up).name)}` : "";
    return `${capital(name)} is ${edge} near ${listed(places)}${whatever}: about ${formatNumber(value, 2)}`;
  }
  if (best === undefined) return `${capital(name)}: no trial is complete yet`;
  const settings = axes.flatMap((axis) => {
    const at = axis.coordinate(best.point[axis.path]);
    return at === undefined ? [] : [settingAt(axis, at)];
  });
  const where =
    settings.length > 0 ? ` lies at ${listed(settings.slice(0, 3))}` : `, trial ${best.number}`;
  return `The best ${name}, ${formatMeasure(objective.valueOf(best))}${where.startsWith(",") ? where : `,${where}`}`;
}

/** How many trials there are in a state, as it is drawn. */
function countOf(trials: readonly MapTrial[], ...states: string[]): number {
  return trials.filter(({ trial }) => states.includes(drawnState(trial.state))).length;
}

/** The key; escaped. */
export function contourKey(data: ContourData): string {
  const trials = data.pairs[0]?.trials ?? [];
  const parts: string[] = [];
  const add = (count: number, mark: string, words: string) => {
    if (count > 0) parts.push(`${mark} ${formatNumber(count)} ${words}`);
  };
  if (data.best) parts.push(tint("best", "<b>★ best</b>"));
  add(countOf(trials, "complete"), tint("done", "●"), "complete");
  add(countOf(trials, "pruned"), tint("pruned", "<b>○</b>"), "stopped early, at their last value");
  add(countOf(trials, "interrupted"), tint("pruned", "<b>○</b>"), "interrupted");
  add(countOf(trials, "running"), tint("running", "<b>◉</b>"), "running");
  add(countOf(trials, "failed"), tint("failed", "<b>×</b>"), "failed");
  if (data.pairs.some(({ grid }) => grid?.doubt !== undefined))
    parts.push("pale where little is known");
  else parts.push("a map is drawn from five trials that differ on");
  return parts.join(" &nbsp;&nbsp;");
}

/** Why trials stand on a rail: "adam has none"; plain text. */
export function railWords(study: StudyView, axis: ParameterAxis): string {
  return `no ${cut(axis.name, 16)}: ${cut(absenceWords(study.space, axis.dimension), 24)}`;
}

/** Kind, finding and counts; plain text. */
export function contourAlt(data: ContourData): string {
  const names = listed(data.axes.map(({ name }) => cut(name, 30)));
  if (data.axes.length < 2) return "Map of two parameters: the study has fewer.";
  const trials = data.pairs[0]?.trials ?? [];
  if (trials.length === 0) return `Map of ${names}: no trial yet.`;
  const without = data.pairs.map(
    ({ trials: own }) => own.filter(({ x, y }) => x === undefined || y === undefined).length,
  );
  const most = Math.max(...without);
  return [
    `Map of ${cut(data.objective.measure, 40)} over ${names}, as a Gaussian process learns it from ${formatNumber(data.lessons)} trials with a value`,
    `: ${contourTitle(data)}`,
    most > 0 ? `; up to ${formatNumber(most)} trials lack one of them` : "",
    ".",
  ].join("");
}

/** What a terminal shows: the first map in characters. */
export function contourText(data: ContourData): string {
  const [first] = data.pairs;
  if (first === undefined || first.trials.length === 0) return contourAlt(data);
  const [across, up] = [data.axes[first.across]!, data.axes[first.up]!];
  return [
    contourTitle(data),
    `${cut(up.name, 40)} ↑  darker is better  · trial  ★ best`,
    ...mapText(qualityAt(first), marksOf(data, first, across, up)),
    `  ${cut(across.name, 40)} →`,
  ].join("\n");
}

function qualityAt({ grid }: PairMap): (across: number, up: number) => number | null {
  return (column, row) => {
    if (grid === undefined) return null;
    const k = Math.min(grid.y.length - 1, Math.floor(row * grid.y.length));
    const j = Math.min(grid.x.length - 1, Math.floor(column * grid.x.length));
    return (grid.doubt?.[k]?.[j] ?? 0) > 0.75 ? null : (grid.quality[k]?.[j] ?? null);
  };
}

function marksOf(data: ContourData, { trials }: PairMap, across: ParameterAxis, up: ParameterAxis) {
  const sorted = trials.toSorted(
    (one, other) => Number(one.trial === data.best) - Number(other.trial === data.best),
  );
  return sorted.flatMap(({ trial }) => {
    const [column, row] = [across.unit(trial.point[across.path]), up.unit(trial.point[up.path])];
    if (column === undefined || row === undefined) return [];
    return [{ across: column, up: row, sign: trial === data.best ? "★" : "·" }];
  });
}
