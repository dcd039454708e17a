/** Intermediate values as data: one curve for each trial that reported. */
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
import { type Rung, rungsOf } from "./rungs.ts";
import { bestOf, drawnState, firstObjective, stepWord } from "../common/trial-words.ts";

/** One trial's reports that can be drawn: finite ones, in the order of steps. */
export interface Curve {
  trial: TrialRecord;
  steps: number[];
  values: number[];
  /** Its end lies beyond the range that is shown, and is marked on the rail. */
  rail: boolean;
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
  /** The pruner's name as it was published: "asha". */
  pruner: string;
  /** Reports made by all trials together. */
  spent: number;
  /** Curves left out, the oldest ones. */
  leftOut: number;
}

/** What shapes the curves beyond their study. */
export interface CurvesOptions {
  /** Draw at most so many curves: running ones and the best always, then the newest. Default 1000. */
  most?: number;
  /** The steps at which trials are judged. Default: where enough of them stopped. */
  rungs?: readonly number[] | undefined;
  /** One in so many goes on from a rung. Default: the factor that explains who went on, under ASHA. */
  reductionFactor?: number | undefined;
  /** Whether to say at each rung what a trial must reach now to go on. Default no. */
  cuts?: boolean | undefined;
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
    pruner: study.prunerName,
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
  data.rungs = rungsOf(study, options);
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
  const curve: Curve = { trial, steps: [], values: [], rail: false };
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
  const wide = snapped(scale, padded(scale, deciding(data, values), 0.06, 0.06));
  const range = notBelowZero(scale, wide, values);
  const held = atLeast?.y;
  data.yRange = held && (scale === "linear" || held.low > 0) ? widened(range, held) : range;
  const [low, high] = plotlyRange(scale, data.yRange);
  for (const curve of curves) {
    const end = curve.values.at(-1);
    if (end === undefined) continue;
    const at = position(scale, end);
    curve.rail = data.direction === "minimize" ? at > high : at < low;
  }
}

/** Of the curves that last, of those stopped early, and of all: the quantile of values that is surely shown. */
const SHOWN = { lasting: 0.97, early: 0.85, all: 0.97 };

/** How far beyond that values are still shown, as a part of the span from the best. */
const BEYOND = 0.12;

/**
 * The range that decides: all values on the better side; on the worse side what most curves have, so that
 * those that run away do not squash the rest.
 */
function deciding(data: CurvesData, values: readonly number[]): Range {
  const scale = data.yScale;
  const sign = data.direction === "minimize" ? 1 : -1;
  const costs = (of: readonly number[]) =>
    of.map((value) => sign * position(scale, value)).toSorted((a, b) => a - b);
  const quantile = (sorted: readonly number[], part: number) =>
    sorted[Math.round(part * (sorted.length - 1))] ?? -Infinity;
  const valuesOf = (curves: readonly Curve[]) => curves.flatMap((curve) => curve.values);
  const lasting = [...data.complete, ...data.running, ...(data.best ? [data.best] : [])];
  const early = [...data.pruned, ...data.failed, ...data.interrupted];
  const all = costs(values);
  const most = Math.min(
    quantile(all, SHOWN.all),
    Math.max(
      quantile(costs(valuesOf(lasting)), SHOWN.lasting),
      quantile(costs(valuesOf(early)), SHOWN.early),
    ),
  );
  const best = all[0] ?? 0;
  const worst = Math.min(all.at(-1) ?? 0, most + BEYOND * (most - best));
  const ends = [valueAt(scale, sign * best), valueAt(scale, sign * worst)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}
