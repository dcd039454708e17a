import { pointKey } from "../space/point-key.ts";
import type { Space } from "../space/space.ts";
import type { Point, TrialRecord } from "./trial-record.ts";

/** Which configurations a study has tried or is trying, so that none need be trained twice. */
export class Tried {
  readonly #space: Space;
  /** Configuration → the trials that have it, those that were interrupted aside. */
  readonly #trials = new Map<string, number[]>();

  constructor(space: Space) {
    this.#space = space;
  }

  /** How many different configurations. */
  get size(): number {
    return this.#trials.size;
  }

  /** Whether a trial that was not interrupted has this point. */
  has(point: Point): boolean {
    return this.#trials.has(pointKey(this.#space, point));
  }

  /** The numbers of the trials that have this point. */
  at(point: Point): readonly number[] {
    return this.#trials.get(pointKey(this.#space, point)) ?? [];
  }

  /** A trial has begun, or ended. */
  note({ number, point, state }: TrialRecord): void {
    const key = pointKey(this.#space, point);
    const numbers = this.#trials.get(key);
    if (state !== "interrupted") {
      if (numbers === undefined) this.#trials.set(key, [number]);
      else if (!numbers.includes(number)) numbers.push(number);
      return;
    }
    // What was interrupted has not been tried.
    if (numbers === undefined || !numbers.includes(number)) return;
    if (numbers.length === 1) this.#trials.delete(key);
    else numbers.splice(numbers.indexOf(number), 1);
  }
}
