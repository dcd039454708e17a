/** As many as `jupyter_client.session` remembers. */
const REMEMBERED = 65_536;

/** Remembers the signatures of the latest messages, so that a recorded one cannot be sent again. */
export class ReplayGuard {
  readonly #seen = new Set<string>();
  readonly #capacity: number;

  constructor(capacity: number = REMEMBERED) {
    this.#capacity = capacity;
  }

  /** False if this signature was seen before; otherwise remembers it. */
  admit(signature: string): boolean {
    if (this.#seen.has(signature)) return false;
    this.#seen.add(signature);
    if (this.#seen.size > this.#capacity) {
      // A Set iterates in insertion order: the first is the oldest.
      for (const oldest of this.#seen) {
        this.#seen.delete(oldest);
        break;
      }
    }
    return true;
  }
}
