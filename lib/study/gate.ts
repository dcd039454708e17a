/**
 * Where trials of a paused study wait: closed, each that comes waits until it is opened.
 * Knows how long it has been closed, so that a clock can leave that out.
 */
export class Gate {
  #opening: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  #closedAt = 0;
  #closedBefore = 0;

  get isClosed(): boolean {
    return this.#opening !== undefined;
  }

  /** Resolves when it is opened; undefined where it is open, so that nobody waits for nothing. */
  get opening(): Promise<void> | undefined {
    return this.#opening?.promise;
  }

  /** Milliseconds for which it has been closed, in all. */
  get closedFor(): number {
    return this.#closedBefore + (this.isClosed ? performance.now() - this.#closedAt : 0);
  }

  /** @returns whether it was open */
  close(): boolean {
    if (this.#opening !== undefined) return false;
    let resolve!: () => void;
    const promise = new Promise<void>((settle) => (resolve = settle));
    this.#opening = { promise, resolve };
    this.#closedAt = performance.now();
    return true;
  }

  /** @returns whether it was closed */
  open(): boolean {
    if (this.#opening === undefined) return false;
    this.#closedBefore = this.closedFor;
    const { resolve } = this.#opening;
    this.#opening = undefined;
    resolve();
    return true;
  }
}
