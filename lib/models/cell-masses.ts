import { normalLogMass } from "../math/truncated-normal.ts";
import { cellOf, type NumericKernel } from "./parzen-kernels.ts";

/**
 * The logarithms of the masses of some values' cells under the kernels of one discrete dimension. Many
 * observations share both place and bandwidth there, so each pair of such a class and a value is
 * computed once, when it is first asked for.
 */
export class CellMasses {
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  readonly #count: number;
  /** Class × value; NaN where nobody has asked yet. */
  readonly #known: Float64Array;

  constructor(kernel: NumericKernel, values: Float64Array, classes: number) {
    this.#count = values.length;
    this.#left = new Float64Array(values.length);
    this.#right = new Float64Array(values.length);
    values.forEach((value, index) => {
      [this.#left[index], this.#right[index]] = cellOf(kernel, value);
    });
    this.#known = new Float64Array(classes * values.length).fill(NaN);
  }

  /**
   * The log mass of a value's cell under a class whose kernel is N(mu, sigma²), or something still below
   * `least`, at no great cost, where it lies below that.
   */
  logMass(kernelClass: number, index: number, mu: number, sigma: number, least: number): number {
    const at = kernelClass * this.#count + index;
    const known = this.#known[at] as number;
    if (!Number.isNaN(known)) return known;
    const a = ((this.#left[index] as number) - mu) / sigma;
    const b = ((this.#right[index] as number) - mu) / sigma;
    // A cell has at most the mass of the half line from its nearer edge on, which is < e^(−z²/2) / 2.
    const nearer = a > 0 ? a : b < 0 ? b : 0;
    const bound = -0.5 * nearer * nearer;
    if (bound < least) return bound;
    const mass = normalLogMass(a, b);
    this.#known[at] = mass;
    return mass;
  }
}
