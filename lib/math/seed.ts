/**
 * A 32-bit seed below another one: what a trial's own randomness starts from, for libraries that
 * want one integer. The same for the same arguments, everywhere.
 *
 * @param seed any finite number, 0 too
 * @param path what the seed is for: a trial's number, then whatever tells its seeds apart
 * @returns an integer in [0, 2³²)
 */
export function deriveSeed(seed: number, ...path: number[]): number {
  const [high, low] = hashPath(seed, path);
  return mix32(high ^ Math.imul(low, 0x9e3779b1)) >>> 0;
}

/**
 * 64 bits of hash of a seed and a path, as two 32-bit words. 64, since with 32 two of 100,000
 * trials would probably share a stream.
 *
 * Each lane takes the bits of each number in turn, as MurmurHash3 does (Appleby, 2011), and the
 * lanes differ in their constants and stir each other.
 */
export function hashPath(seed: number, path: readonly number[]): [high: number, low: number] {
  let high = 0x6a09e667;
  let low = 0xbb67ae85 | 0;
  for (let index = -1; index < path.length; index++) {
    const part = index < 0 ? seed : (path[index] as number);
    if (!Number.isFinite(part)) {
      throw new RangeError(`A seed is a finite number, but ${String(part)} was given`);
    }
    // + 0 makes −0 the same seed as 0.
    double[0] = part + 0;
    const upper = words[1] as number;
    const lower = words[0] as number;
    high = absorb(absorb(high, lower, 0xcc9e2d51, 0x1b873593), upper, 0xcc9e2d51, 0x1b873593);
    low = absorb(absorb(low, upper, 0x239b961b, 0xab0e9789), lower, 0x239b961b, 0xab0e9789);
    high = (high + low) | 0;
    low = (low + Math.imul(high, 5)) | 0;
  }
  // The length, so that no path is the beginning of another.
  high = mix32(high ^ path.length);
  low = mix32(low ^ high ^ 0x38b34ae5);
  return [high, low];
}

/** MurmurHash3's finalizer: a bijection of 32 bits in which each input bit flips half the output's. */
export function mix32(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function absorb(hash: number, word: number, first: number, second: number): number {
  let block = Math.imul(word, first);
  block = (block << 15) | (block >>> 17);
  let next = hash ^ Math.imul(block, second);
  next = (next << 13) | (next >>> 19);
  return (Math.imul(next, 5) + 0xe6546b64) | 0;
}

// The bits of a double, read as two words in the order of little-endian machines, which are all
// that JavaScript engines run on today.
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
