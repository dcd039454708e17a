import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";

/** On which side of the split a trial stands. */
export const ABSENT = 0;
export const GOOD = 1;
export const BAD = 2;

/** The trials of a study in two: those that the good density is built from, and the rest. */
export interface Split {
  /** Complete and pruned trials. */
  readonly finished: number;
  /** By place in the study's list of trials: GOOD, BAD or, where it says nothing, ABSENT. */
  readonly sides: Uint8Array;
}

/** What the split goes by. */
export interface SplitOptions {
  readonly direction: Direction;
  /** Whether running trials count as bad. */
  readonly constantLiar: boolean;
  /** The trial that a point is asked for: it is left out. */
  readonly asking: number;
}

/**
 * Splits as Optuna 5 does (sampler.py, `_split_trials` for one objective without constraints).
 *
 * n = complete and pruned trials; min(⌈n/10⌉, 25) are good: the best complete ones, then, if those are too
 * few, the pruned ones that came furthest, at the same step the better value first. The others are bad,
 * running ones too (the "constant liar": where somebody is looking already needs no second look). Failed,
 * interrupted and waiting trials say nothing.
 */
export function splitTrials(trials: readonly TrialRecord[], options: SplitOptions): Split {
  const sides = new Uint8Array(trials.length);
  const sign = options.direction === "maximize" ? -1 : 1;
  const best = new Leaders(MOST_GOOD);
  const pruned: number[] = [];
  let complete = 0;
  for (let place = 0; place < trials.length; place++) {
    const trial = trials[place] as TrialRecord;
    if (trial.number === options.asking) continue;
    if (trial.state === "complete") {
      const value = trial.value;
      // A storage of another program may hold a complete trial without a value that compares.
      if (value === undefined || Number.isNaN(value)) continue;
      complete++;
      sides[place] = BAD;
      best.offer(place, sign * value);
    } else if (trial.state === "pruned") {
      pruned.push(place);
      sides[place] = BAD;
    } else if (trial.state === "running" && options.constantLiar) {
      sides[place] = BAD;
    }
  }
  const finished = complete + pruned.length;
  const good = Math.min(Math.ceil(0.1 * finished), MOST_GOOD);
  for (const place of best.places(Math.min(good, complete))) sides[place] = GOOD;
  if (good > complete) {
    const ranked = pruned
      .map((place) => ({ place, ...progress(trials[place] as TrialRecord, sign) }))
      .toSorted((one, other) => other.step - one.step || one.loss - other.loss);
    for (const { place } of ranked.slice(0, good - complete)) sides[place] = GOOD;
  }
  return { finished, sides };
}

const MOST_GOOD = 25;

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
