/** How many ask for a trial just now, and who waits until nobody does. */
export class AsksUnderWay {
  #count = 0;
  #newcomers = 0;
  readonly #waiting: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  /** Those of them that may add a trial to the study. */
  get newcomers(): number {
    return this.#newcomers;
  }

  /** Counts an ask. @returns what to call when it has its answer */
  enter(isNewcomer: boolean): () => void {
    this.#count++;
    if (isNewcomer) this.#newcomers++;
    return () => {
      this.#count--;
      if (isNewcomer) this.#newcomers--;
      if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    };
  }

  /** Resolves when the last one has its answer. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
