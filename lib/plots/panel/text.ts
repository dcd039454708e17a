/** The panel in text: for terminals, for text/plain, and for those who cannot see pictures. */
import type { PanelModel } from "../../display/host.ts";
import { violationOf } from "../../study/losses.ts";
import type { StudyView } from "../../study/observer.ts";
import { scaleFor } from "../common/axis.ts";
import { formatMeasure } from "../common/numbers.ts";
import { countsText } from "./counts.ts";
import { firstObjective, isBetter, shownValue } from "../common/trial-words.ts";
import { cut } from "../common/words.ts";

/**
 * Durations in the panel's text: always the end of a line, from " · " on, such as
 * " · 4 min 56 s so far, about 2 min 20 s left" and " · in 58 s".
 */
export const DURATIONS =
  / · (?:in )?[\d\u2009]+ (?:s|min \d\d s|h \d\d min)(?: so far)?(?:, about [^\n]* left)?$/gm;

/** A panel's text without what differs between two runs of the same study: its durations. */
export function withoutDurations(text: string): string {
  return text.replace(DURATIONS, "");
}

/** "trial 37/100", counts and the best, then a sparkline of the best so far and the parameters of the best. */
export function panelText(study: StudyView, model: PanelModel, width = 60): string {
  const { progress, best } = model;
  const times = [progress.elapsed, progress.left].filter((part) => part !== "").join(", ");
  const counts = countsText(model);
  const head = `${model.title}: ${progress.text}${counts === "" ? "" : `, ${counts}`}`;
  const lines = [head + (times === "" ? "" : ` · ${times}`)];
  if (best) {
    const each = model.bests?.map((one) => `${one.label} ${one.text}, trial ${one.trial}`);
    lines.push(...(each ?? [`${best.label} ${best.text}, ${best.remark}`]));
    const line = bestSoFarSparkline(study, width);
    if (line.length > 1) lines.push(line);
    const settings = model.params.map((row) => `${row.name} ${row.text}`.trim());
    if (settings.length > 0) lines.push(`with ${settings.join(", ")}`);
  }
  if (model.narrowed)
    lines.push(`narrowed to ${model.narrowed.map((part) => part.text).join(", ")}`);
  if (model.status !== "running" && model.message !== "") lines.push(model.message);
  return lines.join("\n");
}

/** "trial 12/60  best 0.0712 @ #9": one line for each new best, where lines cannot be written over. */
export function bestLine(study: StudyView, model: PanelModel): string {
  const { progress, best } = model;
  const of = progress.planned === null ? "" : `/${progress.planned}`;
  const found = best ? `best ${best.text} @ #${best.trial}` : "none complete";
  return `trial ${progress.finished}${of}  ${found}`;
}

/** The first line of a run's text. */
export function headerLine(study: StudyView, model: PanelModel): string {
  const { measure, direction } = firstObjective(study);
  const plan = model.progress.planned === null ? "" : `, ${model.progress.planned} trials`;
  const by = model.subtitle === "" ? "" : ` with ${model.subtitle}`;
  return `${model.title}: ${direction} ${cut(measure, 60)}${by}${plan}`;
}

const BARS = "▁▂▃▄▅▆▇█";

/** The best so far over the trials, as a line of bars at most `width` long; "" before a trial completed. */
export function bestSoFarSparkline(study: StudyView, width = 60): string {
  const { direction } = firstObjective(study);
  const values: number[] = [];
  let best: number | undefined;
  for (const trial of study.trials) {
    const isFeasible = trial.state === "complete" && violationOf(trial) === 0;
    const value = isFeasible ? shownValue(trial) : undefined;
    if (value !== undefined && (best === undefined || isBetter(value, best, direction)))
      best = value;
    if (best !== undefined && trial.state !== "running" && trial.state !== "waiting") {
      values.push(best);
    }
  }
  // As in the picture: where a loss falls by a large factor, its logarithm shows the later steps too.
  const log = scaleFor(direction, values) === "log";
  return sparkline(log ? values.map(Math.log) : values, width);
}

/** Numbers as bars, from the lowest to the highest; the average of neighbours where there are more than fit. */
export function sparkline(values: readonly number[], width: number): string {
  const size = Math.min(width, values.length);
  const means = Array.from({ length: size }, (_, i) => {
    const part = values.slice(
      Math.floor((i * values.length) / size),
      Math.max(Math.floor(((i + 1) * values.length) / size), 1),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const low = Math.min(...means);
  const high = Math.max(...means);
  return means
    .map((value) => {
      const level = high > low ? Math.round(((value - low) / (high - low)) * 7) : 0;
      return BARS[level] ?? BARS[0];
    })
    .join("");
}

/** The five best complete trials as lines of text: rank, number, value. */
export function topTrials(study: StudyView, count = 5): string[] {
  const { direction } = firstObjective(study);
  return study.trials
    .flatMap((trial) => {
      const value = trial.state === "complete" ? shownValue(trial) : undefined;
      return value === undefined ? [] : [{ number: trial.number, value }];
    })
    .toSorted((a, b) => (direction === "minimize" ? a.value - b.value : b.value - a.value))
    .slice(0, count)
    .map((trial, i) => `${i + 1}. trial ${trial.number}  ${formatMeasure(trial.value)}`);
}
