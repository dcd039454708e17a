import { normalLogMass, quickNormalMass } from "../math/truncated-normal.ts";
import type { ParzenQuery } from "./parzen-query.ts";

/**
 * The masses of some points' cells under the kernels of one discrete dimension. Many observations share both
 * place and bandwidth there, so each pair of such a class and a point is computed once, when it is first
 * asked for.
 */
export class CellMasses {
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  readonly #count: number;
  readonly #k: number;
  readonly #d: number;
  /** Class × point; NaN where nobody has asked yet. */
  readonly #known: Float64Array;

  /**
   * @param k the dimension
   * @param d how many there are
   */
  constructor({ left, right, count }: ParzenQuery, k: number, d: number, classes: number) {
    this.#left = left;
    this.#right = right;
    this.#count = count;
    this.#k = k;
    this.#d = d;
    this.#known = new Float64Array(classes * count).fill(NaN);
  }

  /**
   * The mass of a point's cell under a class whose kernel is N(mu, sigma²), where it is cheaper than its logarithm:
   * masses can be multiplied, and one logarithm does for all. Otherwise its logarithm, which is negative, or
   * something still below `least`, at no great cost, where the logarithm lies below that.
   */
  massOrLog(kernelClass: number, point: number, mu: number, sigma: number, least: number): number {
    const at = kernelClass * this.#count + point;
    const known = this.#known[at] as number;
    if (!Number.isNaN(known)) return known;
    const cell = point * this.#d + this.#k;
    const scale = 1 / sigma;
    const a = ((this.#left[cell] as number) - mu) * scale;
    const b = ((this.#right[cell] as number) - mu) * scale;
    // A cell has at most the mass of the half line from its nearer edge on, which is < e^(−z²/2) / 2.
    const nearer = a > 0 ? a : b < 0 ? b : 0;
    const bound = -0.5 * nearer * nearer;
    if (bound < least) return bound;
    const mass = quickNormalMass(a, b);
    return (this.#known[at] = Number.isNaN(mass) ? normalLogMass(a, b) : mass);
  }
}
