/** The steps at which trials are judged, read from their reports; and the cut at each as it stands now. */
import type { Direction, StudyView } from "../../study/observer.ts";
import type { Report, TrialRecord } from "../../study/trial-record.ts";
import { FigureError } from "../common/figure-error.ts";

/** A step at which trials are judged: how many came so far, and how many went on. */
export interface Rung {
  step: number;
  arrive: number;
  goOn: number;
  /** What the next trial to come must reach to go on; undefined where the rule is not known. */
  cut: Cut | undefined;
}

/** Who would go on from a rung now. */
export interface Cut {
  /** The value of the last that would go on. */
  value: number;
  /** So many of those that came would go on, with the next one. */
  places: number;
}

/** What is known of the rungs. */
export interface RungOptions {
  rungs?: readonly number[] | undefined;
  reductionFactor?: number | undefined;
  cuts?: boolean | undefined;
}

/**
 * The rungs that are given, or those at which trials stopped.
 *
 * @throws FigureError where one that is given is no positive number
 */
export function rungsOf(study: StudyView, options: RungOptions = {}): Rung[] {
  const { trials } = study;
  for (const step of options.rungs ?? [])
    if (!Number.isFinite(step) || step <= 0)
      throw new FigureError(
        `A rung stands at ${String(step)}. Give the steps at which trials are judged, such as rungs: [3, 9].`,
      );
  const steps = options.rungs?.toSorted((one, other) => one - other) ?? stoppedAt(trials);
  const counts = passing(trials, steps);
  const rungs = steps.map((step, place) => ({ step, ...counts[place]!, cut: undefined }));
  return options.cuts === true ? withCuts(study, rungs, options.reductionFactor) : rungs;
}

/**
 * The steps at which trials were stopped, where they are few enough to be a schedule (at most six, each
 * with two trials or more, together nine in ten of those that were stopped).
 */
function stoppedAt(trials: readonly TrialRecord[]): number[] {
  const stopped = new Map<number, number>();
  let all = 0;
  for (const trial of trials) {
    const last = trial.reports.at(-1);
    if ((trial.state !== "pruned" && trial.state !== "paused") || !last) continue;
    stopped.set(last.step, (stopped.get(last.step) ?? 0) + 1);
    all++;
  }
  const steps = [...stopped].filter(([, count]) => count >= 2).toSorted(([a], [b]) => a - b);
  const covered = steps.reduce((sum, [, count]) => sum + count, 0);
  if (steps.length === 0 || steps.length > 6 || covered < 0.9 * all) return [];
  return steps.map(([step]) => step);
}

/** How many trials come to each of these steps, and how many go on from there: one pass. */
function passing(trials: readonly TrialRecord[], steps: readonly number[]) {
  const counts = steps.map(() => ({ arrive: 0, goOn: 0 }));
  if (steps.length === 0) return counts;
  for (const trial of trials) {
    const last = trial.reports.at(-1)?.step;
    if (last === undefined) continue;
    for (let place = 0; place < steps.length && steps[place]! <= last; place++) {
      const step = steps[place]!;
      if (trial.state === "failed" && last === step) continue;
      counts[place]!.arrive++;
      if (goesOn(trial, step)) counts[place]!.goOn++;
    }
  }
  return counts;
}

function goesOn(trial: TrialRecord, step: number): boolean {
  const last = trial.reports.at(-1)?.step ?? -Infinity;
  return last > step || trial.state === "running" || trial.state === "complete";
}

/** What became of a trial at a rung. */
interface Verdict {
  readonly value: number;
  readonly at: number;
  readonly goesOn: boolean;
}

/** The first report at or after a step that is no NaN: what a trial is worth at a rung. */
function reportFrom(reports: readonly Report[], step: number): Report | undefined {
  return reports.find((report) => report.step >= step && !Number.isNaN(report.value));
}

function verdictsAt(trials: readonly TrialRecord[], step: number): Verdict[] {
  return trials
    .flatMap((trial) => {
      const report = reportFrom(trial.reports, step);
      if (report === undefined) return [];
      return [{ value: report.value, at: report.at, goesOn: goesOn(trial, step) }];
    })
    .toSorted((one, other) => one.at - other.at);
}

/** How many of `came` go on where one in η does. */
const placesOf = (came: number, factor: number) => Math.max(1, Math.floor(came / factor));

function withCuts(study: StudyView, rungs: readonly Rung[], given: number | undefined): Rung[] {
  const direction = Object.values(study.objectives)[0] ?? "minimize";
  const pauses = study.trials.some(({ state }) => state === "paused");
  const verdicts = rungs.map(({ step }) => verdictsAt(study.trials, step));
  const factor =
    given ?? (study.prunerName === "asha" ? factorOf(verdicts, direction, pauses) : undefined);
  if (factor === undefined) return [...rungs];
  return rungs.map((rung, place) => {
    const values = sortedBest(
      verdicts[place]!.map(({ value }) => value),
      direction,
    );
    const places = placesOf(values.length + 1, factor);
    const value = values[places - 1];
    return value === undefined || !Number.isFinite(value)
      ? rung
      : { ...rung, cut: { value, places } };
  });
}

function sortedBest(values: readonly number[], direction: Direction): number[] {
  return values.toSorted((one, other) => (direction === "minimize" ? one - other : other - one));
}

/** A factor must explain so large a share of the verdicts, and of at least so many, to be believed. */
const BELIEVED = { share: 0.9, verdicts: 8 };

/**
 * The reduction factor that explains best who went on, tried from 2 to 10: each verdict is taken again from
 * what was known when the trial came; where trials pause, from what is known now.
 */
function factorOf(
  rungs: readonly (readonly Verdict[])[],
  direction: Direction,
  pauses: boolean,
): number | undefined {
  const count = rungs.reduce((sum, verdicts) => sum + verdicts.length, 0);
  if (count < BELIEVED.verdicts) return undefined;
  const standings = rungs.map((verdicts) => standingsOf(verdicts, direction, pauses));
  let best: { factor: number; right: number } | undefined;
  for (let factor = 2; factor <= 10; factor++) {
    let right = 0;
    for (const { came, ahead, goesOn: on } of standings.flat()) {
      if (ahead < placesOf(came, factor) === on) right++;
    }
    if (best === undefined || right > best.right) best = { factor, right };
  }
  return best !== undefined && best.right >= BELIEVED.share * count ? best.factor : undefined;
}

/** How many had come to a rung when a trial was judged, and how many of them were better. */
function standingsOf(verdicts: readonly Verdict[], direction: Direction, pauses: boolean) {
  const sign = direction === "minimize" ? 1 : -1;
  const costs = (of: readonly Verdict[]) => of.map(({ value }) => sign * value);
  // Ascending; grows with each that comes, unless all are there from the start.
  const known = pauses ? costs(verdicts).toSorted((one, other) => one - other) : [];
  return verdicts.map(({ value, goesOn: on }) => {
    const ahead = countBelow(known, sign * value);
    if (!pauses) known.splice(ahead, 0, sign * value);
    return { came: known.length, ahead, goesOn: on };
  });
}

/** How many of the sorted numbers are less. */
function countBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
