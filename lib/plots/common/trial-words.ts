/** What is said of one trial: in a hover, in a table, in a chip. */
import { violationOf } from "../../study/losses.ts";
import type { Direction, StudyView } from "../../study/observer.ts";
import type { Scalar, TrialRecord } from "../../study/trial-record.ts";
import { formatMeasure, formatNumber } from "./numbers.ts";
import { cut, escapeText, measureName, oneLine } from "./words.ts";

/** Name and direction of the objective that single-objective figures show: the first. */
export function firstObjective(study: StudyView): {
  name: string;
  direction: Direction;
  measure: string;
  several: boolean;
} {
  const entries = Object.entries(study.objectives);
  const [name, direction] = entries[0] ?? ["value", "minimize" as const];
  return { name, direction, measure: measureName(name), several: entries.length > 1 };
}

/** Whether `value` is better than `other`. */
export function isBetter(value: number, other: number, direction: Direction): boolean {
  return direction === "minimize" ? value < other : value > other;
}

/**
 * The value that stands for a trial: its first objective where it is complete, else its last report.
 * Undefined where there is none, or where it is NaN or infinite.
 */
export function shownValue(trial: TrialRecord): number | undefined {
  const value =
    trial.state === "complete" ? trial.value : (trial.reports.at(-1)?.value ?? trial.value);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** The best complete trial by the first objective, also where a study has several. */
export function bestOf(study: StudyView): TrialRecord | undefined {
  const { direction } = firstObjective(study);
  let best: TrialRecord | undefined;
  let least = Infinity;
  for (const trial of study.trials) {
    const value = trial.state === "complete" ? shownValue(trial) : undefined;
    if (value === undefined || violationOf(trial) > 0) continue;
    const cost = direction === "minimize" ? value : -value;
    if (cost < least) [best, least] = [trial, cost];
  }
  return best;
}

/** What a position on the trial's own axis is called: the trial's note "step", else "step". */
export function stepWord(trials: Iterable<TrialRecord>): string {
  for (const trial of trials) {
    if (trial.reports.length === 0) continue;
    const word = trial.notes["step"];
    return typeof word === "string" && word.trim() !== "" ? oneLine(word).slice(0, 16) : "step";
  }
  return "step";
}

/** A setting in text: two significant digits for numbers. */
export function formatSetting(value: Scalar | undefined): string {
  if (typeof value === "number") return formatNumber(value, Number.isInteger(value) ? 3 : 2);
  return value === undefined ? "–" : oneLine(String(value));
}

const hovers = new WeakMap<TrialRecord, { state: string; reports: number; html: string }>();

/**
 * The hover of a trial: number, state and value, then its parameters. Escaped. Kept while the record
 * says the same, since a live figure asks for all of them at every frame.
 *
 * @param brief leaves the parameters out
 */
export function trialHover(trial: TrialRecord, measure: string, brief = false): string {
  if (brief) return `<b>trial ${trial.number}</b> · ${escapeText(stateSentence(trial, measure))}`;
  const kept = hovers.get(trial);
  if (kept?.state === trial.state && kept.reports === trial.reports.length) return kept.html;
  const head = `<b>trial ${trial.number}</b> · ${escapeText(stateSentence(trial, measure))}`;
  const settings = Object.entries(trial.point).map(
    ([name, value]) => `${escapeText(name)} ${escapeText(formatSetting(value))}`,
  );
  const shown = settings.slice(0, 16);
  if (settings.length > shown.length) shown.push(`and ${settings.length - shown.length} more`);
  const html = [head, ...shown].join("<br>");
  hovers.set(trial, { state: trial.state, reports: trial.reports.length, html });
  return html;
}

/** ", breaks memory by 2": the constraints that a trial does not keep; empty where it keeps all. */
function brokenConstraints({ constraints = {} }: TrialRecord): string {
  const broken = Object.entries(constraints).filter(([, by]) => by > 0);
  if (broken.length === 0) return "";
  const shown = broken.map(([name, by]) => `${cut(oneLine(name), 40)} by ${formatMeasure(by)}`);
  return `, breaks ${shown.slice(0, 3).join(", ")}`;
}

/** The state as which a trial is drawn: a paused one was stopped early too, for now. */
export function drawnState<State extends TrialRecord["state"]>(
  state: State,
): Exclude<State, "paused"> | "pruned" {
  return state === "paused" ? "pruned" : (state as Exclude<State, "paused">);
}

/** One sentence on how a trial stands; plain text. */
export function stateSentence(trial: TrialRecord, measure: string): string {
  const last = trial.reports.at(-1);
  const value = formatMeasure(shownValue(trial));
  switch (trial.state) {
    case "complete":
      return `${measure} ${formatMeasure(trial.value)}${brokenConstraints(trial)}`;
    case "pruned":
      return last
        ? `stopped early at ${stepWord([trial])} ${last.step}, ${value}`
        : "stopped early";
    case "failed":
      return `failed: ${errorText(trial)}`;
    case "running":
      return last ? `running, ${stepWord([trial])} ${last.step}, now ${value}` : "running";
    case "paused":
      return last ? `paused at ${stepWord([trial])} ${last.step}, ${value}` : "paused";
    case "interrupted":
      return last ? `interrupted at ${value}` : "interrupted";
    case "waiting":
      return "waiting";
  }
}

/** The error of a failed trial, at most 120 characters. */
export function errorText(trial: TrialRecord): string {
  const message = oneLine(trial.error?.message ?? "");
  if (message === "") return trial.error?.name ?? "no reason was recorded";
  return message.length > 120 ? `${message.slice(0, 119)}…` : message;
}
