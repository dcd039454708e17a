import { randomStream, type RandomStream } from "./random.ts";

/**
 * Halton's low-discrepancy sequence: coordinate k of point n is the radical inverse of n in the k-th prime
 * b, its digits in base b mirrored at the point.
 *
 * Beyond about ten dimensions neighbouring large primes walk in step; scrambled digits break that.
 */
export class HaltonSequence {
  readonly dimensions: number;
  readonly #bases: readonly number[];
  /** By dimension: what each digit is replaced by; undefined where the sequence is the plain one. */
  readonly #scrambles: readonly Scramble[] | undefined;

  /**
   * @param dimensions 1 or more
   * @param random left out, the sequence is the plain one, whose first point is 0. Given, it is scrambled:
   *   in each dimension each digit, also the endless zeros behind a number, goes through a random
   *   permutation of its own (Owen, "A randomized Halton algorithm in R", arXiv:1706.02808, 2017)
   */
  constructor(dimensions: number, random?: RandomStream) {
    if (!Number.isInteger(dimensions) || dimensions < 1) {
      throw new RangeError(`A Halton sequence of ${dimensions} dimensions: an integer from 1 on`);
    }
    this.dimensions = dimensions;
    this.#bases = firstPrimes(dimensions);
    this.#scrambles =
      random && this.#bases.map((base) => new Scramble(base, random.int(0, 2 ** 32 - 1)));
  }

  /**
   * Point `index`, counted from 0; coordinates lie in [0, 1).
   *
   * @param index an integer from 0 to 2⁵³ − 1
   */
  at(index: number): Float64Array {
    if (!Number.isSafeInteger(index) || index < 0) {
      throw new RangeError(`Point ${index} of a Halton sequence: an integer from 0 to 2⁵³ − 1`);
    }
    return Float64Array.from(this.#bases, (base, k) => {
      const scramble = this.#scrambles?.[k];
      let inverse = 0;
      let left = index;
      let place = 1 / base;
      // The digits of a plain one end; those of a scrambled one no longer show in a double.
      for (let digit = 0; scramble ? place > 2 ** -54 : left > 0; digit++) {
        const value = left % base;
        inverse += place * (scramble ? scramble.apply(digit, value) : value);
        left = (left - value) / base;
        place /= base;
      }
      // Rounding may reach 1.
      return Math.min(inverse, 1 - 2 ** -53);
    });
  }
}

/** The permutations of the digits of one dimension, each drawn when it is first needed. */
class Scramble {
  readonly #digits: readonly number[];
  readonly #seed: number;
  readonly #permutations: (readonly number[])[] = [];

  constructor(base: number, seed: number) {
    this.#digits = Array.from({ length: base }, (_, digit) => digit);
    this.#seed = seed;
  }

  apply(digit: number, value: number): number {
    const permutation = (this.#permutations[digit] ??= randomStream(this.#seed, digit).shuffle(
      this.#digits,
    ));
    return permutation[value] as number;
  }
}

/** 2, 3, 5, 7, … */
function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++) {
    const divisor = primes.find((prime) => prime * prime > number || number % prime === 0);
    if (divisor === undefined || divisor * divisor > number) primes.push(number);
  }
  return primes;
}
