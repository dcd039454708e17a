import { JOE_KUO } from "./joe-kuo.ts";
import type { RandomStream } from "./random.ts";

/**
 * Sobol's low-discrepancy sequence: any 2ᵏ points that begin at a multiple of 2ᵏ fill the unit cube far
 * more evenly than random ones do.
 *
 * Notation: v₁ … v₃₂ are the direction numbers of a dimension, as binary fractions of 32 bits. With the bits
 * g₁, g₂, … of the Gray code of n, n ⊕ ⌊n/2⌋ (least first), the coordinate of point n is ⊕ⱼ gⱼ vⱼ (Antonov and
 * Saleev, USSR Computational Mathematics 19, 1979).
 */

const BITS = 32;

/** Dimensions that there are direction numbers for. */
export const SOBOL_DIMENSIONS = JOE_KUO.length + 1;

/** How many points there are: indices are below. */
export const SOBOL_POINTS = 2 ** BITS;

/** Points of Sobol's sequence, any of them at once; coordinates lie in [0, 1), on multiples of 2⁻³². */
export class SobolSequence {
  readonly dimensions: number;
  /** Dimension × bit. */
  readonly #directions: Int32Array;
  /** What every point is shifted by, digit for digit. */
  readonly #shift: Int32Array;

  /**
   * @param dimensions 1 … {@link SOBOL_DIMENSIONS}
   * @param random left out, the sequence is the plain one, whose first point is 0. Given, it is scrambled:
   *   each dimension by a random lower triangular matrix over its binary digits and a random digital
   *   shift, which keeps the evenness, and makes each point by itself uniformly distributed (Matoušek, "On
   *   the L₂-discrepancy for anchored boxes", Journal of Complexity 14, 1998)
   * @throws RangeError where there are no direction numbers for so many
   */
  constructor(dimensions: number, random?: RandomStream) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > SOBOL_DIMENSIONS) {
      throw new RangeError(
        `A Sobol sequence of ${dimensions} dimensions: an integer from 1 to ${SOBOL_DIMENSIONS} is needed`,
      );
    }
    this.dimensions = dimensions;
    this.#directions = new Int32Array(dimensions * BITS);
    this.#shift = new Int32Array(dimensions);
    for (let k = 0; k < dimensions; k++) {
      const plain = directionNumbers(k);
      this.#directions.set(random ? scrambled(plain, random) : plain, k * BITS);
      if (random) this.#shift[k] = randomWord(random);
    }
  }

  /** Point `index`, counted from 0. */
  at(index: number): Float64Array {
    return this.rows(index, 1);
  }

  /**
   * Consecutive points.
   *
   * @param first the index of the first; first + count is at most {@link SOBOL_POINTS}
   * @returns row after row, count × dimensions
   */
  rows(first: number, count: number): Float64Array {
    if (!(first >= 0 && count >= 0 && first + count <= SOBOL_POINTS)) {
      throw new RangeError(
        `Points ${first} to ${first + count} of a Sobol sequence: it has ${SOBOL_POINTS}`,
      );
    }
    const d = this.dimensions;
    const state = Int32Array.from(this.#shift);
    let gray = (first ^ (first >>> 1)) >>> 0;
    for (let bit = 0; gray !== 0; bit++, gray >>>= 1) if (gray & 1) this.#flip(state, bit);
    const points = new Float64Array(count * d);
    for (let row = 0; row < count; row++) {
      for (let k = 0; k < d; k++) points[row * d + k] = ((state[k] as number) >>> 0) / SOBOL_POINTS;
      // Between n and n + 1 one bit of the Gray code changes: the lowest that is 0 in n.
      this.#flip(state, trailingOnes(first + row));
    }
    return points;
  }

  #flip(state: Int32Array, bit: number): void {
    if (bit >= BITS) return;
    for (let k = 0; k < state.length; k++) {
      state[k] = (state[k] as number) ^ (this.#directions[k * BITS + bit] as number);
    }
  }
}

/** How many of the lowest bits of a number below 2³² are 1. */
function trailingOnes(number: number): number {
  const inverted = ~number;
  return 31 - Math.clz32(inverted & -inverted);
}

/** The direction numbers of a dimension, read once. */
function directionNumbers(dimension: number): Int32Array {
  return (read[dimension] ??= readDirections(dimension));
}

const read: Int32Array[] = [];

/**
 * With the polynomial xˢ + a₁xˢ⁻¹ + … + 1 and vₖ = mₖ / 2ᵏ: mₖ = 2a₁mₖ₋₁ ⊕ … ⊕ 2ˢ⁻¹aₛ₋₁mₖ₋ₛ₊₁ ⊕ 2ˢmₖ₋ₛ ⊕ mₖ₋ₛ
 * (Joe and Kuo, 2008, eq. 2), here on vₖ itself, whose digits begin at the left of the word.
 */
function readDirections(dimension: number): Int32Array {
  const directions = new Int32Array(BITS);
  if (dimension === 0) {
    // Van der Corput's: mₖ = 1.
    for (let bit = 0; bit < BITS; bit++) directions[bit] = 1 << (BITS - 1 - bit);
    return directions;
  }
  const numbers = (JOE_KUO[dimension - 1] as string).split(" ");
  const [polynomial = 1, ...initial] = numbers.map((text) => 2 * Number.parseInt(text, 36) + 1);
  const degree = initial.length;
  initial.forEach((number, bit) => (directions[bit] = number << (BITS - 1 - bit)));
  for (let bit = degree; bit < BITS; bit++) {
    const first = directions[bit - degree] as number;
    let next = first ^ (first >>> degree);
    for (let term = 1; term < degree; term++) {
      if ((polynomial >>> (degree - term)) & 1) next ^= directions[bit - term] as number;
    }
    directions[bit] = next;
  }
  return directions;
}

/** Direction numbers times a random matrix: each digit takes in some of the higher ones. */
function scrambled(directions: Int32Array, random: RandomStream): Int32Array {
  const columns = Int32Array.from({ length: BITS }, (_, digit) => {
    const one = 1 << (BITS - 1 - digit);
    return one | (randomWord(random) & ((one >>> 0) - 1));
  });
  return directions.map((direction) => {
    let product = 0;
    for (let left = direction; left !== 0;) {
      const digit = Math.clz32(left);
      product ^= columns[digit] as number;
      left &= ~(1 << (BITS - 1 - digit));
    }
    return product;
  });
}

function randomWord(random: RandomStream): number {
  return Math.floor(random.uniform() * SOBOL_POINTS) | 0;
}
