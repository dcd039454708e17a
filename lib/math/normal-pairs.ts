import { cos, ln, sin } from "./elementary.ts";
import type { RandomStream } from "./random.ts";

/**
 * Standard normal draws of a stream, where many are needed at once: both of each pair that Box and Muller's
 * method makes, which `RandomStream.normal` does not keep. What is left over when it is dropped is lost.
 */
export class NormalPairs {
  readonly #random: RandomStream;
  #spare = Number.NaN;

  constructor(random: RandomStream) {
    this.#random = random;
  }

  next(): number {
    const spare = this.#spare;
    if (!Number.isNaN(spare)) {
      this.#spare = Number.NaN;
      return spare;
    }
    // 1 − u lies in (0, 1], where the logarithm is finite.
    const radius = Math.sqrt(-2 * ln(1 - this.#random.uniform()));
    const angle = 2 * Math.PI * this.#random.uniform();
    this.#spare = radius * sin(angle);
    return radius * cos(angle);
  }
}
