import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { byLoss, lossAt } from "../common/rungs.ts";

/** A trial at a rung. */
export interface Ranked {
  readonly number: number;
  readonly loss: number;
}

/**
 * Every trial that came to each rung, the best first, kept up with a study that grows: what a trial is worth
 * at a rung never changes once it came there, so only what is new is looked at.
 */
export class RungRanks {
  readonly #steps: readonly number[];
  readonly #direction: Direction;
  readonly #ranked: Ranked[][];
  /** By number: the highest rung that the trial came to, -1 before the lowest. */
  readonly #reached: number[] = [];
  /** By number: the record as it was when it was last looked at. */
  readonly #seen: TrialRecord[] = [];

  constructor(steps: readonly number[], direction: Direction) {
    this.#steps = steps;
    this.#direction = direction;
    this.#ranked = steps.map(() => []);
  }

  /** Takes in what came since the last time. */
  follow(trials: readonly TrialRecord[]): void {
    for (let number = 0; number < trials.length; number++) {
      const trial = trials[number]!;
      // A running one grows in its place; every other change makes a new record.
      if (trial === this.#seen[number] && trial.state !== "running") continue;
      this.#seen[number] = trial;
      for (let rung = (this.#reached[number] ?? -1) + 1; rung < this.#steps.length; rung++) {
        const loss = lossAt(trial, this.#steps[rung]!, this.#direction);
        if (loss === undefined) break;
        insert(this.#ranked[rung]!, { number: trial.number, loss });
        this.#reached[number] = rung;
      }
    }
  }

  /** Those who came to a rung, whatever became of them, the best first. */
  at(rung: number): readonly Ranked[] {
    return this.#ranked[rung]!;
  }

  /** The highest rung that a trial came to; -1 before the lowest. */
  reached(number: number): number {
    return this.#reached[number] ?? -1;
  }
}

/** Puts one where it belongs, by bisection. */
function insert(ranked: Ranked[], one: Ranked): void {
  let low = 0;
  let high = ranked.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byLoss(ranked[middle]!, one) < 0) low = middle + 1;
    else high = middle;
  }
  ranked.splice(low, 0, one);
}
