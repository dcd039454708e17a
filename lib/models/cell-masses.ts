import { normalLogMass } from "../math/truncated-normal.ts";
import type { ParzenQuery } from "./parzen-query.ts";

/**
 * The logarithms of the masses of some values' cells under the kernels of one discrete dimension. Many
 * observations share both place and bandwidth there, so each pair of such a class and a value is
 * computed once, when it is first asked for.
 */
export class CellMasses {
  readonly #query: ParzenQuery;
  readonly #k: number;
  readonly #d: number;
  /** Class × point; NaN where nobody has asked yet. */
  readonly #known: Float64Array;

  /**
   * @param k the dimension
   * @param d how many there are
   */
  constructor(query: ParzenQuery, k: number, d: number, classes: number) {
    this.#query = query;
    this.#k = k;
    this.#d = d;
    this.#known = new Float64Array(classes * query.count).fill(NaN);
  }

  /**
   * The log mass of a value's cell under a class whose kernel is N(mu, sigma²), or something still below
   * `least`, at no great cost, where it lies below that.
   */
  logMass(kernelClass: number, point: number, mu: number, sigma: number, least: number): number {
    const { count, left, right } = this.#query;
    const at = kernelClass * count + point;
    const known = this.#known[at] as number;
    if (!Number.isNaN(known)) return known;
    const cell = point * this.#d + this.#k;
    const a = ((left[cell] as number) - mu) / sigma;
    const b = ((right[cell] as number) - mu) / sigma;
    // A cell has at most the mass of the half line from its nearer edge on, which is < e^(−z²/2) / 2.
    const nearer = a > 0 ? a : b < 0 ? b : 0;
    const bound = -0.5 * nearer * nearer;
    if (bound < least) return bound;
    const mass = normalLogMass(a, b);
    this.#known[at] = mass;
    return mass;
  }
}
