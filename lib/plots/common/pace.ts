/** How often something is drawn: at once when it may, else as soon as it may, the newest state only. */
export class Pace {
  readonly #draw: () => void;
  readonly #least: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #clock: ReturnType<typeof setInterval>;
  /** When the next frame may be drawn, by `performance.now()`. */
  #due = -Infinity;
  #stopped = false;

  /**
   * Also draws once a second while nothing happens, for the clock in the picture.
   *
   * @param draw draws the state as it is then
   * @param least milliseconds between two frames
   */
  constructor(draw: () => void, least: () => number) {
    this.#draw = draw;
    this.#least = least;
    this.#clock = setInterval(() => this.poke(), 1000);
    release(this.#clock);
  }

  /**
   * Something changed. Draws at once where a frame is due, since a study whose objective never waits
   * gives a timer no chance; else sets one.
   */
  poke(): void {
    if (this.#stopped) return;
    const wait = this.#due - performance.now();
    if (wait <= 0) this.#frame();
    else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#frame(), wait);
      release(this.#timer);
    }
  }

  /** Nothing is drawn any more. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#clock);
    clearTimeout(this.#timer);
  }

  #frame(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const start = performance.now();
    try {
      this.#draw();
    } finally {
      const end = performance.now();
      // With thousands of trials a frame takes longer: drawing never takes more than a tenth of the time.
      this.#due = end + Math.max(this.#least() - (end - start), 9 * (end - start));
    }
  }
}

/** A timer must not keep a process alive; browsers have no such thing. */
function release(timer: unknown): void {
  (timer as { unref?: () => void }).unref?.();
}
