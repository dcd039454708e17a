/**
 * The numbers of the trials of a run that have not ended, and who waits until one of them leaves: a trial is in
 * the books as ended a little before it leaves, so to wait for its end alone may be to wait for ever.
 */
export class OpenTrials extends Set<number> {
  readonly #waiting: (() => void)[] = [];

  override delete(number: number): boolean {
    const was = super.delete(number);
    if (was) for (const resolve of this.#waiting.splice(0)) resolve();
    return was;
  }

  /** Resolves when the next one leaves. */
  leaving(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
