/**
 * The queue of those who ask for a trial: a tuner is never asked twice at once. A halt empties it, so that
 * nobody waits for an ask that may never come back.
 */
export class AskQueue {
  /** Its end; undefined where nobody asks. */
  #last: Promise<unknown> | undefined;
  #era = 0;

  /** Grows with each halt: an ask from before finds that it comes too late. */
  get era(): number {
    return this.#era;
  }

  /** Asks when those before have an answer, at once where there are none; undefined where a halt came first. */
  next<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
    const era = this.#era;
    const turn: Promise<Answer | undefined> =
      this.#last === undefined
        ? ask()
        : this.#last.then(() => (era === this.#era ? ask() : undefined));
    const settled: Promise<unknown> = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#last === settled) this.#last = undefined;
      });
    this.#last = settled;
    return turn;
  }

  /** Serves nobody who asked before. */
  halt(): void {
    this.#era++;
    this.#last = undefined;
  }
}
