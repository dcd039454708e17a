/** The comm messages that the runtime was handed and has not handled yet. */
export class Deliveries {
  readonly #open = new Map<number, () => void>();
  #interrupted: number[] = [];

  /** Resolves when the message `id` was handled, or never will be. */
  opened(id: number): Promise<void> {
    return new Promise((resolve) => this.#open.set(id, resolve));
  }

  /** The runtime handled a message. */
  handled(id: number): void {
    this.#open.get(id)?.();
    this.#open.delete(id);
  }

  /** The runtime is told to stop what it does. */
  interrupt(): void {
    this.#interrupted = [...this.#open.keys()];
  }

  /** It did: what came to it before was handled, or terminated. */
  stopped(): void {
    for (const id of this.#interrupted.splice(0)) this.handled(id);
  }

  /** It has gone. */
  end(): void {
    for (const id of this.#open.keys()) this.handled(id);
  }
}
