import { cos, ln } from "./elementary.ts";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { JumpableRandomGenerator } from "pure-rand/types/JumpableRandomGenerator";
import { hashPath, mix32 } from "./seed.ts";

export { deriveSeed } from "./seed.ts";

/**
 * A stream of random numbers, reproducible bit by bit. Each trial has streams of its own, derived
 * from the study's seed and the trial's number, so that concurrency never changes what is drawn.
 */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [low, high], both included. */
  int(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
  /** Index drawn with probability proportional to `weights` (non-negative, not all zero). */
  weighted(weights: ArrayLike<number>): number;
  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** Where the stream stands, for {@link resumeStream}: four 32-bit integers. */
  state(): readonly number[];
  /**
   * Gives away the next 2⁶⁴ draws as a stream of their own, and goes on behind them: for parts of a
   * computation that draw apart from each other, however much each of them draws.
   */
  split(): RandomStream;
}

/**
 * The stream that stands where another stood when its `state()` was taken.
 *
 * @throws RangeError where that is no state of a stream
 */
export function resumeStream(state: readonly number[]): RandomStream {
  const isState =
    Array.isArray(state) &&
    state.length === 4 &&
    state.every((word) => Number.isInteger(word)) &&
    state.some((word) => word !== 0);
  if (!isState)
    throw new RangeError(
      `${JSON.stringify(state)} is no state of a random stream: four integers that are not all 0 are needed`,
    );
  return new Stream(xoroshiro128plusFromState(state));
}

/**
 * The random stream of a seed and a path below it: the same numbers in every process and on every
 * machine. Streams of different seeds or paths are independent: (7), (7, 0) and (7, 1) share nothing.
 *
 * The generator is xoroshiro128+ (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", ACM TOMS 47(4), 2021).
 *
 * @param seed any finite number, 0 too
 * @param path what the stream belongs to: a trial's number, then whatever tells its streams apart
 * @throws RangeError where seed or path hold something that is no finite number
 */
export function randomStream(seed: number, ...path: number[]): RandomStream {
  const [high, low] = hashPath(seed, path);
  // The four words differ by construction (mix32 is a bijection over different inputs of the same
  // lane), so the all-zero state, the one that xoroshiro cannot leave, never occurs.
  const generator = xoroshiro128plusFromState([
    mix32(high ^ 0x243f6a88),
    mix32(low ^ 0x13198a2e),
    mix32(high ^ 0x85a308d3),
    mix32(low ^ 0x03707344),
  ]);
  return new Stream(generator);
}

class Stream implements RandomStream {
  readonly #generator: JumpableRandomGenerator;

  constructor(generator: JumpableRandomGenerator) {
    this.#generator = generator;
  }

  uniform(): number {
    return uniformFloat64(this.#generator);
  }

  int(low: number, high: number): number {
    const range = high - low + 1;
    if (!(range >= 1)) throw new RangeError(`No integer lies in [${low}, ${high}]: low > high`);
    // By the upper bits: the lowest bit of xoroshiro128+ is a linear sequence. The bias,
    // range / 2⁵³, is far below what any number of trials could show.
    return low + Math.floor(this.uniform() * range);
  }

  normal(): number {
    // Box and Muller, one of the pair: a spare kept for later would make what is drawn depend on
    // how many normals came before. 1 − u lies in (0, 1], where the logarithm is finite.
    const radius = Math.sqrt(-2 * ln(1 - this.uniform()));
    return radius * cos(2 * Math.PI * this.uniform());
  }

  state(): readonly number[] {
    return [...this.#generator.getState()];
  }

  split(): RandomStream {
    const next = new Stream(this.#generator.clone());
    this.#generator.jump();
    return next;
  }

  weighted(weights: ArrayLike<number>): number {
    let total = 0;
    for (let index = 0; index < weights.length; index++) {
      const weight = weights[index] as number;
      if (!(weight >= 0)) throw new RangeError(`Weight ${index} is ${weight}; weights are ≥ 0`);
      total += weight;
    }
    if (!(total > 0) || total === Infinity) {
      throw new RangeError(`The weights sum to ${total}; a finite sum above 0 is needed`);
    }
    let left = this.uniform() * total;
    let last = 0;
    for (let index = 0; index < weights.length; index++) {
      const weight = weights[index] as number;
      if (weight === 0) continue;
      if (left < weight) return index;
      left -= weight;
      last = index;
    }
    // Rounding can leave a crumb beyond the last weight.
    return last;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.int(0, last);
      const kept = copy[last] as T;
      copy[last] = copy[other] as T;
      copy[other] = kept;
    }
    return copy;
  }
}
