/** The history of a study as data: what each trial reached, and the best so far. */
import type { Direction, StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import {
  notBelowZero,
  padded,
  plotlyRange,
  position,
  type Range,
  type Scale,
  scaleFor,
  snapped,
  valueAt,
  widened,
} from "../common/axis.ts";
import { violationOf } from "../../study/losses.ts";
import { objectiveOf } from "../common/objective.ts";
import { drawnState, isBetter } from "../common/trial-words.ts";

/** One trial's place in the history. */
export interface HistoryPoint {
  trial: TrialRecord;
  number: number;
  /** Undefined where there is none to place: it failed, or has not reported yet. */
  value: number | undefined;
  /** Gathered on the rail, since it lies beyond the region that decides, or has no value. */
  rail: boolean;
}

/** Everything that the history shows. */
export interface HistoryData {
  objective: string;
  measure: string;
  direction: Direction;
  /** Whether the study has more objectives than the one shown. */
  several: boolean;
  /** Whether it is the first of them. */
  isFirst: boolean;
  scale: Scale;
  /** Of the value axis; undefined while no trial has a value. */
  range: Range | undefined;
  /** The last trial number that the x axis has room for. */
  lastNumber: number;
  /** The last trial number so far; −1 without trials. */
  newest: number;
  complete: HistoryPoint[];
  /** The complete trials that were better than all before them, in order of their numbers. */
  improvements: HistoryPoint[];
  pruned: HistoryPoint[];
  failed: HistoryPoint[];
  running: HistoryPoint[];
  interrupted: HistoryPoint[];
  best: TrialRecord | undefined;
}

/** What shapes a history beyond its study. */
export interface HistoryOptions {
  /** Which objective; the first where left out. */
  objective?: string | undefined;
  /** Finished trials that the study shall hold at the end: the x axis has room for them from the start. */
  planned?: number | undefined;
  /** A range that the value axis must hold, for a figure that only ever widens. */
  atLeast?: Range | undefined;
}

/** Computes the history: one pass over the trials, in the order of their numbers. */
export function historyData(study: StudyView, options: HistoryOptions = {}): HistoryData {
  const objective = objectiveOf(study, options.objective);
  const { name, direction, measure, several } = objective;
  const data: HistoryData = {
    objective: name,
    measure,
    direction,
    several,
    isFirst: name === (Object.keys(study.objectives)[0] ?? name),
    scale: "linear",
    range: undefined,
    lastNumber: 0,
    newest: -1,
    complete: [],
    improvements: [],
    pruned: [],
    failed: [],
    running: [],
    interrupted: [],
    best: undefined,
  };
  let best: number | undefined;
  for (const trial of study.trials) {
    if (trial.state === "waiting") continue;
    const point = { trial, number: trial.number, value: objective.valueOf(trial), rail: false };
    data.newest = Math.max(data.newest, trial.number);
    if (trial.state === "failed") point.value = undefined;
    data[drawnState(trial.state)].push(point);
    if (trial.state !== "complete" || point.value === undefined) continue;
    // What breaks a constraint is no better, whatever its value.
    if (violationOf(trial) > 0) continue;
    if (best === undefined || isBetter(point.value, best, direction)) {
      best = point.value;
      data.improvements.push(point);
    }
  }
  // The last that was better than all before it; ranking all of them would cost a frame of a large study dear.
  data.best = data.improvements.at(-1)?.trial;
  data.lastNumber = Math.max(1, (options.planned ?? 0) - 1, data.newest);
  place(data, best, options.atLeast);
  return data;
}

/** A point closer to the rail than this part of the height would be cut by it. */
const EDGE = 0.035;

/** Chooses the scale and the range, and sends to the rail what lies beyond. */
function place(data: HistoryData, best: number | undefined, atLeast: Range | undefined): void {
  const values: number[] = [];
  for (const points of [data.complete, data.pruned, data.running, data.interrupted]) {
    for (const point of points) if (point.value !== undefined) values.push(point.value);
  }
  data.scale = scaleFor(data.direction, values);
  const decides = deciding(data, values, best);
  data.range = decides && notBelowZero(data.scale, decides, values);
  if (data.range && atLeast && (data.scale === "linear" || atLeast.low > 0)) {
    data.range = widened(data.range, atLeast);
  }
  const [low, high] = data.range ? plotlyRange(data.scale, data.range) : [0, 1];
  const beyond = (value: number | undefined) => {
    if (value === undefined || data.range === undefined) return true;
    const part = (position(data.scale, value) - low) / (high - low);
    return data.direction === "minimize" ? part > 1 - EDGE : part < EDGE;
  };
  for (const points of [data.complete, data.pruned, data.failed, data.running, data.interrupted]) {
    for (const point of points) point.rail = beyond(point.value);
  }
}

/** How much further from the best than the median trial a complete trial may lie before it goes to the rail. */
const REACH = 4;

/** What lies so little beyond costs less height than it would cost sense to call it "above". */
const NEAR = 1.5;

/** How much of a wider range an improvement is worth: the line's steps are what a reader looks for. */
const STRETCH = 2.5;

/**
 * The region that decides: from a little beyond the best to the complete trials that are within
 * {@link REACH} times the median's distance from it, or little beyond. Before a trial completed: all values.
 */
function deciding(
  data: HistoryData,
  values: readonly number[],
  best: number | undefined,
): Range | undefined {
  const { scale, direction } = data;
  if (best === undefined) {
    if (values.length === 0) return undefined;
    return snapped(scale, padded(scale, extent(values), 0.3, 0.3));
  }
  const start = position(scale, best);
  const distances = data.complete
    .filter((point) => point.value !== undefined)
    .map((point) => Math.abs(position(scale, point.value ?? best) - start))
    .toSorted((a, b) => a - b);
  const median = distances[Math.floor(distances.length / 2)] ?? 0;
  const decides = distances.findLast((distance) => distance <= REACH * median) ?? 0;
  let furthest = distances.findLast((distance) => distance <= NEAR * decides) ?? 0;
  for (const { value = best } of data.improvements) {
    const distance = Math.abs(position(scale, value) - start);
    if (distance <= STRETCH * furthest) furthest = Math.max(furthest, distance);
  }
  const worst = direction === "minimize" ? start + furthest : start - furthest;
  const range = { low: Math.min(start, worst), high: Math.max(start, worst) };
  const inValues = { low: valueAt(scale, range.low), high: valueAt(scale, range.high) };
  return snapped(
    scale,
    direction === "minimize"
      ? padded(scale, inValues, 0.12, 0.1)
      : padded(scale, inValues, 0.1, 0.12),
  );
}

function extent(values: readonly number[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
