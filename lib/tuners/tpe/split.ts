import { violationOf } from "../../study/losses.ts";
import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { bestByDomination } from "./domination.ts";

/** On which side of the split a trial stands. */
export const ABSENT = 0;
export const GOOD = 1;
export const BAD = 2;

/** The trials of a study in two: those that the good density is built from, and the rest. */
export interface Split {
  /** Complete, pruned and paused trials. */
  readonly finished: number;
  /** By place in the study's list of trials: GOOD, BAD or, where it says nothing, ABSENT. */
  readonly sides: Uint8Array;
}

/** What the split goes by. */
export interface SplitOptions {
  readonly objectives: Readonly<Record<string, Direction>>;
  /** Whether running trials count as bad. */
  readonly constantLiar: boolean;
  /** The trial that a point is asked for: it is left out. */
  readonly asking: number;
}

/**
 * Splits as Optuna 5 does (sampler.py, `_split_trials`).
 *
 * n = complete, pruned and paused trials; of one objective min(⌈n/10⌉, 25) are good, of several ⌈n/10⌉: first
 * the best complete ones that keep their constraints; then, if those are too few, the pruned ones that
 * came furthest, at the same step the better value first; then those that break constraints, the least
 * broken first. The others are bad, running ones too (the "constant liar": where somebody is looking already
 * needs no second look). Failed, interrupted and waiting trials say nothing.
 *
 * Several objectives: the best are the first fronts, and of the one that does not fit in whole those that
 * add most to its hypervolume.
 */
export function splitTrials(trials: readonly TrialRecord[], options: SplitOptions): Split {
  const sides = new Uint8Array(trials.length);
  const names = Object.keys(options.objectives);
  const signs = names.map((name) => (options.objectives[name] === "maximize" ? -1 : 1));
  const sign = signs[0] ?? 1;
  const several = names.length > 1;
  const best = new Leaders(MOST_GOOD);
  const complete: number[] = [];
  const losses: number[][] = [];
  const pruned: number[] = [];
  const infeasible: number[] = [];
  let compared = 0;
  for (let place = 0; place < trials.length; place++) {
    const trial = trials[place] as TrialRecord;
    const { state } = trial;
    if (trial.number === options.asking) continue;
    if (state === "running") {
      if (options.constantLiar) sides[place] = BAD;
      continue;
    }
    if (state !== "complete" && state !== "pruned" && state !== "paused") continue;
    let loss: number | undefined;
    let all: number[] | undefined;
    if (state === "complete") {
      // A storage of another program may hold a complete trial without a value that compares.
      if (several) {
        all = signs.map((way, index) => way * (trial.values?.[names[index] as string] ?? NaN));
        if (all.some((value) => Number.isNaN(value))) continue;
      } else {
        if (trial.value === undefined || Number.isNaN(trial.value)) continue;
        loss = sign * trial.value;
      }
    }
    sides[place] = BAD;
    if (trial.constraints !== undefined && violationOf(trial) > 0) infeasible.push(place);
    else if (all !== undefined) {
      complete.push(place);
      losses.push(all);
    } else if (loss !== undefined) {
      compared++;
      best.offer(place, loss);
    } else pruned.push(place);
  }
  const feasible = several ? complete.length : compared;
  const finished = feasible + pruned.length + infeasible.length;
  const tenth = Math.ceil(0.1 * finished);
  let left = several ? tenth : Math.min(tenth, MOST_GOOD);
  const take = (places: readonly number[]): void => {
    for (const place of places) sides[place] = GOOD;
    left -= places.length;
  };
  const wanted = Math.min(left, feasible);
  if (several) take(bestByDomination(losses, wanted).map((index) => complete[index] as number));
  else take(best.places(wanted));
  if (left > 0 && pruned.length > 0) {
    const ranked = pruned
      .map((place) => ({ place, ...progress(trials[place] as TrialRecord, sign) }))
      .toSorted((one, other) => other.step - one.step || compare(one.loss, other.loss));
    take(ranked.slice(0, left).map(({ place }) => place));
  }
  if (left > 0 && infeasible.length > 0) {
    const ranked = infeasible
      .map((place) => ({ place, violation: violationOf(trials[place] as TrialRecord) }))
      .toSorted((one, other) => compare(one.violation, other.violation));
    take(ranked.slice(0, left).map(({ place }) => place));
  }
  return { finished, sides };
}

const MOST_GOOD = 25;

/** Not by the difference: two infinite ones have none. */
function compare(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** How far a pruned trial came and how well it stood there; without a report it comes last. */
function progress(trial: TrialRecord, sign: number): { step: number; loss: number } {
  let step = -Infinity;
  let loss = 0;
  for (const report of trial.reports) {
    if (report.step < step) continue;
    step = report.step;
    loss = Number.isNaN(report.value) ? Infinity : sign * report.value;
  }
  // Finite, so that two without reports compare as equal.
  return { step: Math.max(step, -Number.MAX_VALUE), loss };
}

/** The smallest losses of a sequence, of equal ones the earlier: a selection in one pass. */
class Leaders {
  readonly #most: number;
  readonly #places: number[] = [];
  readonly #losses: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  offer(place: number, loss: number): void {
    const losses = this.#losses;
    if (losses.length === this.#most) {
      if (loss >= (losses[losses.length - 1] as number)) return;
      losses.pop();
      this.#places.pop();
    }
    let at = losses.length;
    while (at > 0 && (losses[at - 1] as number) > loss) at--;
    losses.splice(at, 0, loss);
    this.#places.splice(at, 0, place);
  }

  places(count: number): number[] {
    return this.#places.slice(0, count);
  }
}
