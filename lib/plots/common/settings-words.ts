/** The settings of a trial in a few words, the most important first. */
import type { StudyView } from "../../study/observer.ts";
import type { Point, TrialRecord } from "../../study/trial-record.ts";
import { shownParameters } from "./parameter-axis.ts";
import { lastName, shortName } from "./parameter-names.ts";
import { formatSetting } from "./trial-words.ts";
import { cut } from "./words.ts";

/** How many settings of the best a title names. */
const NAMED = 3;

/**
 * The most important settings of a trial in words: "learningRate 0.1", "sgd with momentum 0.78",
 * "relu". Plain text.
 */
export function settingsInWords(study: StudyView, trial: TrialRecord, objective: string): string[] {
  const shown = importantPaths(study, trial, objective);
  const parents = new Map(
    study.space.dimensions.flatMap(({ path, condition }) =>
      condition?.in === undefined ? [] : [[path, condition.path] as const],
    ),
  );
  const words: string[] = [];
  const done = new Set<string>();
  for (const path of shown) {
    if (words.length === NAMED) break;
    // What belongs to a choice is said with it: "sgd with momentum 0.78".
    const parent = parents.get(path) ?? listOf(path);
    const isSaid =
      parent !== undefined && (typeof trial.point[parent] === "string" || parent === listOf(path));
    const head = isSaid ? parent : path;
    if (done.has(head)) continue;
    done.add(head);
    const own = [...parents].filter(
      ([child, of]) =>
        of === head && shown.includes(child) && typeof trial.point[child] === "number",
    );
    const children = own.slice(0, 1).map(([child]) => settingInWords(study, trial, child));
    words.push([settingInWords(study, trial, head), ...children].join(" with "));
  }
  return words;
}

/** The parameters that a trial has, the most important ones of the study; a choice of none is not worth a word. */
function importantPaths(study: StudyView, trial: TrialRecord, objective: string): string[] {
  const isThere = (path: string) => trial.point[path] !== undefined && trial.point[path] !== "none";
  const first = Object.keys(study.objectives)[0] === objective;
  const ranked = first
    ? shownParameters(study, undefined, NAMED + 1).axes.map(({ path }) => path)
    : [];
  const rest = study.space.dimensions.map(({ path }) => path);
  const listedOnce = new Set([...ranked, ...rest].filter(isThere));
  return [...listedOnce].slice(0, Math.max(NAMED + 1, ranked.length));
}

function settingInWords(study: StudyView, { point }: TrialRecord, path: string): string {
  const value = point[path];
  const text = cut(formatSetting(value), 20);
  if (typeof value === "string" && value !== "") return text;
  const items = path.endsWith(".length") ? itemsOf(point, path.slice(0, -".length".length)) : [];
  if (items.length > 0) return `${cut(lastName(path), 20)} [${cut(items.join(", "), 24)}]`;
  return `${cut(shortName(study.space, path), 20)} ${text}`;
}

/** `hidden[0]` → `hidden.length`: the items of a list are named together. */
function listOf(path: string): string | undefined {
  const base = /^(.*)\[\d+\]$/.exec(path)?.[1];
  return base === undefined ? undefined : `${base}.length`;
}

function itemsOf(point: Point, base: string): string[] {
  const items: string[] = [];
  for (let k = 0; point[`${base}[${k}]`] !== undefined; k++)
    items.push(formatSetting(point[`${base}[${k}]`]));
  return items;
}
