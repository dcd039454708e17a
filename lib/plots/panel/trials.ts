/** What the panel says of single trials: those that run, and the last that ended. */
import type { PanelModel } from "../../display/host.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { position } from "../common/axis.ts";
import type { CurvesData } from "../curves/data.ts";
import { formatMeasure, formatNumber } from "../common/numbers.ts";
import { errorText, shownValue, stepWord } from "../common/trial-words.ts";
import { cut, listed } from "../common/words.ts";

/** How many of the last trials have a chip. */
const CHIPS = 7;

/** More running trials than this are counted in the remark. */
const MOST_RUNNING = 6;

/** How far a running trial is, 0…1, by the steps that complete trials take; undefined where unknown. */
export function fractionOf(trial: TrialRecord, horizon: number): number | undefined {
  const step = trial.reports.at(-1)?.step;
  return step === undefined || horizon <= 0 ? undefined : Math.min(1, Math.max(0, step / horizon));
}

/** The running trials, and one line on what their numbers mean. */
export function runningRows(
  running: readonly TrialRecord[],
  curves: CurvesData,
  horizonKnown: boolean,
): { rows: PanelModel["running"]; remark: string } {
  const shown = running.slice(0, MOST_RUNNING);
  const rows = shown.map((trial) => ({
    number: trial.number,
    fraction: horizonKnown ? (fractionOf(trial, curves.horizon) ?? 0) : null,
    text: trial.reports.length === 0 ? "" : formatMeasure(shownValue(trial)),
  }));
  const reporting = shown.filter((trial) => trial.reports.length > 0);
  const more = running.length - shown.length;
  const parts: string[] = [];
  if (reporting.length > 0) {
    const steps = reporting.map((trial) => formatNumber(trial.reports.at(-1)?.step));
    const of = horizonKnown ? ` of ${formatNumber(curves.horizon)}` : "";
    parts.push(`${curves.step} ${listed(steps)}${of}, last ${cut(curves.measure, 40)}`);
  }
  if (more > 0) parts.push(`and ${more} more`);
  return { rows, remark: parts.join("; ") };
}

/** The last trials that ended, newest first, each with its curve in the unit square. */
export function recentChips(
  trials: readonly TrialRecord[],
  best: TrialRecord | undefined,
  curves: CurvesData,
): PanelModel["recent"] {
  return lastEnded(trials).map((trial) => ({
    number: trial.number,
    state: trial.state,
    best: trial === best,
    text: chipText(trial),
    remark: chipRemark(trial),
    spark: sparkOf(trial, curves),
  }));
}

/** Positive where the first ended later. */
function later(one: TrialRecord, other: TrialRecord): number {
  return (one.endedAt ?? 0) - (other.endedAt ?? 0) || one.number - other.number;
}

/** The newest by the time of their end; of those that ended at once, the higher number. One pass. */
function lastEnded(trials: readonly TrialRecord[]): TrialRecord[] {
  const last: TrialRecord[] = [];
  for (const trial of trials) {
    if (trial.state === "running" || trial.state === "waiting") continue;
    let place = last.length;
    while (place > 0 && later(trial, last[place - 1] as TrialRecord) > 0) place--;
    if (place < CHIPS) last.splice(place, 0, trial);
    if (last.length > CHIPS) last.pop();
  }
  return last;
}

function chipText(trial: TrialRecord): string {
  return trial.state === "failed" ? "–" : formatMeasure(shownValue(trial));
}

function chipRemark(trial: TrialRecord): string {
  const step = trial.reports.at(-1)?.step;
  if (trial.state === "failed") return cut(errorText(trial), 18);
  if (trial.state === "complete" || step === undefined) return "";
  return `${stepWord([trial])} ${formatNumber(step)}`;
}

/** At most this many points: a chip is a hundred pixels wide. */
const SPARK_POINTS = 40;

/** Into the unit square, with no more digits than it has pixels. */
function unit(part: number): number {
  return Number(Math.min(1, Math.max(0, part)).toFixed(3));
}

function sparkOf(trial: TrialRecord, curves: CurvesData): [number, number][] {
  const range = curves.yRange;
  if (!range || trial.reports.length === 0) return [];
  const scale = curves.yScale;
  const low = position(scale, range.low);
  const high = position(scale, range.high);
  const first = trial.reports[0]?.step ?? 0;
  const width = Math.max(curves.horizon - first, 1e-9);
  const every = Math.ceil(trial.reports.length / SPARK_POINTS);
  return trial.reports
    .filter((report, index) => index % every === 0 || index === trial.reports.length - 1)
    .filter((report) => Number.isFinite(report.value) && (scale === "linear" || report.value > 0))
    .map((report) => [
      unit((report.step - first) / width),
      unit((position(scale, report.value) - low) / (high - low)),
    ]);
}
