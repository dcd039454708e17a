import { deriveSeed, mix32 } from "./seed.ts";

/**
 * A shuffled order of 0 … size − 1 that keeps no array: which number stands at a position is computed.
 *
 * A Feistel network over pairs (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA
 * 2002, section 3): a number n is the pair (l, r) = (⌊n / b⌋, n mod b) with l < a, r < b and a·b ≥ size;
 * each round adds to one half, modulo its size, a hash of the other, which can be undone, so that the
 * whole is a bijection of 0 … a·b − 1. Where a number at or beyond `size` comes out, the network is
 * applied again ("cycle walking") until one below it does.
 *
 * @param size how many numbers; at most 2⁵³ − 1
 * @param seed which of the orders
 * @returns position → number; positions are 0 … size − 1
 */
export function permutation(size: number, seed: number): (position: number) => number {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new RangeError(`A permutation of ${size} numbers: an integer up to 2⁵³ − 1 is needed`);
  }
  const left = Math.max(1, Math.ceil(Math.sqrt(size)));
  const right = Math.max(1, Math.ceil(size / left));
  const keys = Array.from({ length: ROUNDS }, (_, round) => deriveSeed(seed, size, round));

  function once(number: number): number {
    let l = Math.floor(number / right);
    let r = number % right;
    for (let round = 0; round < ROUNDS; round += 2) {
      l = (l + hash(r, keys[round] as number)) % left;
      r = (r + hash(l, keys[round + 1] as number)) % right;
    }
    return l * right + r;
  }

  return (position) => {
    let number = once(position);
    while (number >= size) number = once(number);
    return number;
  };
}

/** Four are what the proof of Luby and Rackoff asks for; halves of a few values want some more. */
const ROUNDS = 8;

/** The halves are below 2²⁷, one word is enough. */
function hash(half: number, key: number): number {
  return mix32(mix32(half ^ key) + key) >>> 0;
}
