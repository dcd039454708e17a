import type { Gate } from "./gate.ts";

/** Milliseconds after which the clock of a study that stands still is looked at again, at least. */
const STILL = 100;

/** The longest time that a timer takes, in milliseconds; a longer one would go off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The time that an `optimize` call has spent: a study that stands still spends nothing. */
export class RunClock {
  readonly #gate: Gate;
  readonly #began = performance.now();
  /** Milliseconds for which earlier runs of the study stood still. */
  readonly #stoodBefore: number;

  constructor(gate: Gate) {
    this.#gate = gate;
    this.#stoodBefore = gate.closedFor;
  }

  /** Milliseconds since it began, without those in which it stood still. */
  get spent(): number {
    return performance.now() - this.#began - this.stoodStill;
  }

  /** Milliseconds for which this run stood still. */
  get stoodStill(): number {
    return this.#gate.closedFor - this.#stoodBefore;
  }

  /** Calls `expire` once so many seconds are spent; undefined: never. @returns how to leave off */
  expireAfter(seconds = Infinity, expire: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (milliseconds: number) => {
      if (milliseconds <= LONGEST_TIMER) timer = setTimeout(look, milliseconds);
    };
    const look = () => {
      const left = seconds * 1000 - this.spent;
      if (left > 0) wait(this.#gate.isClosed ? Math.max(left, STILL) : left);
      else expire();
    };
    wait(seconds * 1000);
    return () => clearTimeout(timer);
  }
}
