import type { PanelModel } from "../../display/host.ts";
import type { Direction, End, Plan, StudyView } from "../../study/observer.ts";
import { FINISHED, type TrialRecord, type TrialState } from "../../study/trial-record.ts";
import type { Range } from "../common/axis.ts";
import { type CurvesData, curvesData } from "../curves/data.ts";
import { type HistoryData, historyData } from "../history/data.ts";
import {
  counted,
  formatDuration,
  formatEstimate,
  formatMeasure,
  formatNumber,
  formatPercent,
} from "../common/numbers.ts";
import { violationOf } from "../../study/losses.ts";
import { lastName } from "../common/parameter-names.ts";
import { countsText } from "./counts.ts";
import { PanelFigures } from "./figures.ts";
import { boxWords } from "./marks.ts";
import { parameterRows } from "./parameters.ts";
import { ribbonOf } from "./ribbon.ts";
import { fractionOf, recentChips, runningRows } from "./trials.ts";
import { firstObjective, isBetter } from "../common/trial-words.ts";
import { capital, cut, inOneLine, listed, measureName } from "../common/words.ts";

/** Ranges of the panel's axes; a later frame that is given them only ever widens. */
export interface PanelRanges {
  history?: Range | undefined;
  x?: Range | undefined;
  y?: Range | undefined;
}

/** One frame of the panel. */
export interface PanelFrame {
  model: PanelModel;
  /** For the next frame. */
  ranges: PanelRanges;
  /** What a reader who cannot see the picture is told. */
  alt: string;
}

/** Only so many curves are drawn in the panel: beyond, they cover one another. */
const MOST_CURVES = 150;

/**
 * The live panel as plain data.
 *
 * @param plan what the run set out to do; undefined for a study that is merely shown
 * @param now milliseconds since 1970; only the durations in `progress` depend on it
 * @param end why the run ended; undefined while it runs
 */
export function panelModel(
  study: StudyView,
  plan: Plan | undefined,
  now: number,
  end?: End,
): PanelModel {
  return panelFrame(study, plan, now, end).model;
}

/**
 * As {@link panelModel}, with axes that hold those of the frame before.
 *
 * @param figures which are drawn, and what is kept of them
 */
export function panelFrame(
  study: StudyView,
  plan: Plan | undefined,
  now: number,
  end?: End,
  before: PanelRanges = {},
  figures = new PanelFigures(),
): PanelFrame {
  const counts = countStates(study.trials);
  const planned = plan?.trials;
  const history = historyData(study, { planned, atLeast: before.history });
  const curves = curvesData(study, {
    most: MOST_CURVES,
    atLeast: { x: before.x, y: before.y },
  });
  const running = study.trials.filter((trial) => trial.state === "running");
  const horizonKnown = counts.complete > 0 && curves.horizon > 0;
  const runningNow = runningRows(running, curves, horizonKnown);
  const progress = progressOf(study, plan, counts, now, end);
  const box = end ? undefined : plan?.box;
  const narrowed = boxWords(study.space.dimensions, box, lastName);
  const several = bestOfEach(study);
  const model: PanelModel = {
    title: cut(study.name, 60),
    subtitle: [study.tunerName, study.prunerName]
      .filter((name) => name !== "" && name !== "none")
      .map((name) => cut(name))
      .join(" · "),
    status: statusOf(plan, end),
    message: messageOf(running, study.trials.length > 0, plan, end),
    progress,
    ribbon: ribbonOf(study.trials, planned, history.best, (trial) =>
      horizonKnown ? fractionOf(trial, curves.horizon) : undefined,
    ),
    best: bestNumber(history),
    ...(several.length > 1 ? { bests: several } : {}),
    params: history.best ? parameterRows(study.space, history.best.point, box) : [],
    ...(narrowed.length > 0 ? { narrowed } : {}),
    running: runningNow.rows,
    runningRemark: runningNow.remark,
    recent: recentChips(study.trials, history.best, curves),
    figures: figures.draw({
      study,
      history,
      curves,
      silent: counts.complete > 0 && curves.spent === 0,
      running: plan !== undefined && end === undefined,
    }),
    ...(plan && !end ? { offered: figures.offered(study) } : {}),
  };
  if (curves.spent > 0) model.progress.cost = counted(curves.spent, curves.step);
  const ranges = { history: history.range, x: horizonRange(curves), y: curves.yRange };
  return { model, ranges, alt: panelAlt(study, model) };
}

function horizonRange(curves: CurvesData): Range | undefined {
  return curves.yRange === undefined ? undefined : curves.xRange;
}

type Counts = Record<TrialState, number>;

/** How many trials are in each state. */
export function countStates(trials: readonly TrialRecord[]): Counts {
  const counts: Counts = {
    waiting: 0,
    running: 0,
    paused: 0,
    complete: 0,
    pruned: 0,
    failed: 0,
    interrupted: 0,
  };
  for (const trial of trials) counts[trial.state]++;
  return counts;
}

function progressOf(
  study: StudyView,
  plan: Plan | undefined,
  counts: Counts,
  now: number,
  end: End | undefined,
): PanelModel["progress"] {
  // Paused trials stopped early too, for now, and count as the study counts them.
  const pruned = counts.pruned + counts.paused;
  const finished = counts.complete + pruned + counts.failed;
  const planned = plan?.trials ?? null;
  const elapsed = plan ? spentSeconds(plan, now) : undefined;
  return {
    text:
      planned === null || planned < finished
        ? counted(finished, "trial")
        : `${formatNumber(finished)} of ${counted(planned, "trial")}`,
    finished,
    planned,
    complete: counts.complete,
    pruned,
    failed: counts.failed,
    running: counts.running,
    interrupted: counts.interrupted,
    left: end || !plan ? "" : timeLeft(study, plan, finished, now),
    elapsed:
      elapsed === undefined
        ? ""
        : end
          ? `in ${formatDuration(elapsed)}`
          : `${formatDuration(elapsed)} so far`,
  };
}

/** Seconds of the run so far, without those in which it stood still. */
function spentSeconds(plan: Plan, now: number): number {
  return Math.max(0, now - plan.startedAt - plan.stoodStill) / 1000;
}

/** From the pace of this run so far; nothing before three trials finished in it, since that would be a guess. */
function timeLeft(study: StudyView, plan: Plan, finished: number, now: number): string {
  const elapsed = spentSeconds(plan, now);
  const estimates: number[] = [];
  if (plan.seconds !== undefined) estimates.push(Math.max(0, plan.seconds - elapsed));
  if (plan.trials !== undefined) {
    let inThisRun = 0;
    for (const trial of study.trials) {
      if (FINISHED.has(trial.state) && (trial.endedAt ?? 0) >= plan.startedAt) inThisRun++;
    }
    if (inThisRun >= 3) {
      estimates.push(Math.max(0, ((plan.trials - finished) * elapsed) / inThisRun));
    }
  }
  return estimates.length === 0 ? "" : `${formatEstimate(Math.min(...estimates))} left`;
}

function statusOf(plan: Plan | undefined, end: End | undefined): PanelModel["status"] {
  if (!end) return plan ? (plan.isPaused ? "paused" : "running") : "finished";
  if (end.reason === "error") return "failed";
  return end.reason === "stopped" ? "stopped" : "finished";
}

function messageOf(
  running: TrialRecord[],
  begun: boolean,
  plan: Plan | undefined,
  end: End | undefined,
): string {
  if (end) return inOneLine(end.message);
  if (plan?.isPaused) {
    const waiting = running.length === 1 ? "1 trial waits" : `${running.length} trials wait`;
    return running.length === 0 ? "Paused." : `Paused: ${waiting} between two steps.`;
  }
  if (running.length === 0) return plan && !begun ? "The first trial is about to start." : "";
  if (running.length > 6) return `${running.length} trials are running.`;
  const numbers = listed(running.map((trial) => String(trial.number)));
  return running.length === 1 ? `Trial ${numbers} is running.` : `Trials ${numbers} are running.`;
}

function bestNumber(history: HistoryData): PanelModel["best"] {
  const last = history.improvements.at(-1);
  if (last?.value === undefined) return null;
  const before = history.improvements.at(-2)?.value;
  const several = history.several ? " (first objective)" : "";
  return {
    label: capital(`best ${cut(history.measure, 40)}${several}`),
    value: last.value,
    text: formatMeasure(last.value),
    trial: last.number,
    remark: `trial ${last.number}${comparison(last.value, before, history.direction)}`,
  };
}

/** With several objectives the best of each: no one trial is the best of all. */
function bestOfEach(study: StudyView): NonNullable<PanelModel["bests"]> {
  const objectives = Object.entries(study.objectives);
  if (objectives.length < 2) return [];
  return objectives.flatMap(([name, direction]) => {
    let best: { trial: number; value: number } | undefined;
    for (const trial of study.trials) {
      const value = trial.state === "complete" ? trial.values?.[name] : undefined;
      if (value === undefined || !Number.isFinite(value) || violationOf(trial) > 0) continue;
      if (best === undefined || isBetter(value, best.value, direction))
        best = { trial: trial.number, value };
    }
    const label = capital(`best ${cut(measureName(name), 40)}`);
    return best === undefined
      ? []
      : [{ label, text: formatMeasure(best.value), trial: best.trial }];
  });
}

function comparison(value: number, before: number | undefined, direction: Direction): string {
  if (before === undefined || before === 0 || !isBetter(value, before, direction)) return "";
  const share = Math.abs((value - before) / before);
  const size = share > 10 ? `${formatNumber(share)} times` : formatPercent(share);
  return `, ${size} ${direction === "minimize" ? "below" : "above"} the one before`;
}

/** The panel in a sentence or two. */
export function panelAlt(study: StudyView, model: PanelModel): string {
  const { progress, best } = model;
  const counts = countsText(model);
  const found = best
    ? ` Best ${cut(firstObjective(study).measure, 60)} ${best.text} (trial ${best.trial}).`
    : " No trial is complete yet.";
  return `Study ${model.title}, ${model.status}: ${progress.text}${counts === "" ? "" : ` (${counts})`}.${found}`;
}
