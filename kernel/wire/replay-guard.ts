/** As many as `jupyter_client.session` remembers. */
const REMEMBERED = 65_536;
/** Bytes of a digest that are kept: no two messages share the first 128 bits. */
const KEPT_BYTES = 16;

/**
 * Remembers the signatures of the latest messages, so that a recorded one cannot be sent again. At least half of
 * `capacity` are known, at most all: when the younger half is full the older is forgotten as a whole.
 */
export class ReplayGuard {
  readonly #half: number;
  #younger = new Set<string>();
  #older = new Set<string>();

  constructor(capacity: number = REMEMBERED) {
    this.#half = capacity / 2;
  }

  /** False if this signature (hexadecimal, as it came) was seen before; otherwise remembers it. */
  admit(signature: Uint8Array): boolean {
    const digest = Buffer.from(signature).toString("latin1");
    const key = Buffer.from(digest, "hex").toString("latin1", 0, KEPT_BYTES);
    if (this.#younger.has(key) || this.#older.has(key)) return false;
    if (this.#younger.size >= this.#half) {
      this.#older = this.#younger;
      this.#younger = new Set();
    }
    this.#younger.add(key);
    return true;
  }
}
