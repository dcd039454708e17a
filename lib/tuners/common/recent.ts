/** What a tuner remembers of the trials it was asked for last, to explain them: bounded, the oldest go. */
export class Recent<Value> {
  readonly #most: number;
  readonly #values = new Map<number, Value>();

  /** @param most how many are kept. Default 1000 */
  constructor(most = 1000) {
    this.#most = most;
  }

  /** Keeps what is known of a trial, in place of what was. */
  set(number: number, value: Value): void {
    this.#values.delete(number);
    this.#values.set(number, value);
    if (this.#values.size <= this.#most) return;
    const [oldest] = this.#values.keys();
    this.#values.delete(oldest as number);
  }

  get(number: number): Value | undefined {
    return this.#values.get(number);
  }
}
