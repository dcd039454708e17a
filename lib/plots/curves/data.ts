/** Intermediate values as data: one curve for each trial that reported. */
import type { Direction, StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import {
  padded,
  position,
  type Range,
  type Scale,
  scaleFor,
  snapped,
  valueAt,
  widened,
} from "../common/axis.ts";
import { bestOf, drawnState, firstObjective, stepWord } from "../common/trial-words.ts";

/** One trial's reports that can be drawn: finite ones, in the order of steps. */
export interface Curve {
  trial: TrialRecord;
  steps: number[];
  values: number[];
}

/** A step at which trials are judged: how many came so far, and how many went on. */
export interface Rung {
  step: number;
  arrive: number;
  goOn: number;
}

/** Everything that the curves show. */
export interface CurvesData {
  objective: string;
  measure: string;
  direction: Direction;
  /** What a step is called: "epoch". */
  step: string;
  xScale: Scale;
  yScale: Scale;
  xRange: Range;
  /** Undefined while nothing was reported. */
  yRange: Range | undefined;
  /** The furthest step of a complete trial, else of any; 0 without reports. */
  horizon: number;
  complete: Curve[];
  pruned: Curve[];
  failed: Curve[];
  running: Curve[];
  interrupted: Curve[];
  /** The best complete trial's curve; not in `complete`. */
  best: Curve | undefined;
  rungs: Rung[];
  /** Reports made by all trials together. */
  spent: number;
  /** Curves left out, the oldest ones. */
  leftOut: number;
}

/** What shapes the curves beyond their study. */
export interface CurvesOptions {
  /** Draw at most so many curves: running ones and the best always, then the newest. Default 1000. */
  most?: number;
  /** Ranges that the axes must hold, for a figure that only ever widens. */
  atLeast?: { x?: Range | undefined; y?: Range | undefined } | undefined;
}

/** Collects the curves of a study. */
export function curvesData(study: StudyView, options: CurvesOptions = {}): CurvesData {
  const { name, direction, measure } = firstObjective(study);
  const best = bestOf(study);
  const reporting = study.trials.filter((trial) => trial.reports.length > 0);
  const drawn = newest(reporting, best, options.most ?? 1000);
  const data: CurvesData = {
    objective: name,
    measure,
    direction,
    step: stepWord(study.trials),
    xScale: "linear",
    yScale: "linear",
    xRange: { low: 0, high: 1 },
    yRange: undefined,
    horizon: 0,
    complete: [],
    pruned: [],
    failed: [],
    running: [],
    interrupted: [],
    best: undefined,
    rungs: [],
    spent: 0,
    leftOut: reporting.length - drawn.length,
  };
  for (const trial of reporting) data.spent += trial.reports.length;
  for (const trial of drawn) {
    const curve = curveOf(trial);
    if (trial === best) data.best = curve;
    else if (trial.state !== "waiting") data[drawnState(trial.state)].push(curve);
  }
  data.horizon = horizonOf(reporting);
  data.rungs = rungsOf(study.trials);
  scaleAxes(data, options.atLeast);
  return data;
}

function newest(trials: TrialRecord[], best: TrialRecord | undefined, most: number): TrialRecord[] {
  if (trials.length <= most) return trials;
  const recent = new Set(trials.slice(-most));
  return trials.filter((trial) => trial === best || trial.state === "running" || recent.has(trial));
}

/** Curves longer than this are drawn by every nth report, and the last. */
const LONGEST = 200;

function curveOf(trial: TrialRecord): Curve {
  const curve: Curve = { trial, steps: [], values: [] };
  const every = Math.ceil(trial.reports.length / LONGEST);
  trial.reports.forEach((report, index) => {
    if (!Number.isFinite(report.value) || !Number.isFinite(report.step)) return;
    if (index % every !== 0 && index !== trial.reports.length - 1) return;
    curve.steps.push(report.step);
    curve.values.push(report.value);
  });
  return curve;
}

/** The furthest step that complete trials reach; before one completed, the furthest of all. 0 without reports. */
export function horizonOf(trials: Iterable<TrialRecord>): number {
  let complete = 0;
  let any = 0;
  for (const trial of trials) {
    const step = trial.reports.at(-1)?.step ?? 0;
    any = Math.max(any, step);
    if (trial.state === "complete") complete = Math.max(complete, step);
  }
  return complete > 0 ? complete : any;
}

/**
 * The steps at which trials were stopped, where they are few enough to be a schedule (at most six, each
 * with two trials or more, together nine in ten of those that were stopped).
 */
function rungsOf(trials: readonly TrialRecord[]): Rung[] {
  const stopped = new Map<number, number>();
  let all = 0;
  for (const trial of trials) {
    const last = trial.reports.at(-1);
    if (trial.state !== "pruned" || !last) continue;
    stopped.set(last.step, (stopped.get(last.step) ?? 0) + 1);
    all++;
  }
  const steps = [...stopped].filter(([, count]) => count >= 2).toSorted(([a], [b]) => a - b);
  const covered = steps.reduce((sum, [, count]) => sum + count, 0);
  if (steps.length === 0 || steps.length > 6 || covered < 0.9 * all) return [];
  return steps.map(([step]) => {
    let arrive = 0;
    let goOn = 0;
    for (const trial of trials) {
      const last = trial.reports.at(-1)?.step;
      if (last === undefined || last < step) continue;
      if (trial.state === "failed" && last === step) continue;
      arrive++;
      if (last > step || trial.state === "running" || trial.state === "complete") goOn++;
    }
    return { step, arrive, goOn };
  });
}

/** From how many times the first step the last must be for a log axis. */
const LOG_FROM = 16;

function scaleAxes(data: CurvesData, atLeast: CurvesOptions["atLeast"]): void {
  const curves = [data.complete, data.pruned, data.failed, data.running, data.interrupted].flat();
  if (data.best) curves.push(data.best);
  const values: number[] = [];
  let first = Infinity;
  let last = -Infinity;
  for (const curve of curves) {
    for (const value of curve.values) values.push(value);
    first = Math.min(first, curve.steps[0] ?? Infinity);
    last = Math.max(last, curve.steps.at(-1) ?? -Infinity);
  }
  if (values.length === 0) return;
  const reach = widened({ low: first, high: last }, atLeast?.x);
  data.xScale = reach.low > 0 && reach.high / reach.low >= LOG_FROM ? "log" : "linear";
  data.xRange = reach;
  data.yScale = scaleFor(data.direction, values);
  const scale = data.yScale;
  const range = snapped(scale, padded(scale, usual(scale, data.direction, values), 0.06, 0.06));
  const held = atLeast?.y;
  data.yRange = held && (scale === "linear" || held.low > 0) ? widened(range, held) : range;
}

/**
 * The range of the values without those that run away: on the worse side nothing further than the
 * 5% to 95% span beyond the 95th percentile.
 */
function usual(scale: Scale, direction: Direction, values: number[]): Range {
  const sorted = values.map((value) => position(scale, value)).toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] ?? 0;
  const span = at(0.95) - at(0.05);
  const low = direction === "minimize" ? at(0) : Math.max(at(0), at(0.05) - span);
  const high = direction === "minimize" ? Math.min(at(1), at(0.95) + span) : at(1);
  return { low: valueAt(scale, low), high: valueAt(scale, high) };
}
