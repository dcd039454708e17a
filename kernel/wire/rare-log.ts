/** So many lines at once are told one by one; the rest is counted. */
const BURST = 20;
/** Milliseconds after which what was counted is told. */
const WINDOW = 10_000;

/**
 * A log of something that a stranger can cause as often as he likes: the first lines are written, what
 * follows within ten seconds is one line with its number.
 */
export class RareLog {
  readonly #write: (text: string) => void;
  readonly #what: string;
  #lines = 0;

  /** `what` ends the line that tells a number: "37 more " + what. */
  constructor(write: (text: string) => void, what: string) {
    this.#write = write;
    this.#what = what;
  }

  log(text: string): void {
    if (this.#lines === 0) setTimeout(() => this.#tell(), WINDOW).unref();
    if (++this.#lines <= BURST) this.#write(text);
  }

  #tell(): void {
    if (this.#lines > BURST) this.#write(`${this.#lines - BURST} more ${this.#what}.`);
    this.#lines = 0;
  }
}
