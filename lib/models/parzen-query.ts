import { levelCount } from "../math/levels.ts";
import { normalLogMass } from "../math/truncated-normal.ts";
import {
  type Categories,
  cellOf,
  type NumericKernel,
  type ParzenDimension,
  placeOf,
  priorWeight,
} from "./parzen-kernels.ts";

/**
 * Points whose density is asked for, with all that hangs on no observation: where they lie on the search axes, and
 * how likely they are by the prior. Estimators of the same dimensions can share it. Its memory is used again for
 * the next points.
 */
export class ParzenQuery {
  /** How many points, m. */
  count = 0;
  /** m × d: the place on the search axis, or the category; NaN where a point has no value. */
  places = new Float64Array(0);
  /** m × d: the ends of the cells in discrete dimensions; elsewhere nothing. */
  left = new Float64Array(0);
  right = new Float64Array(0);
  /** By point: the logarithm of the prior's density. */
  prior = new Float64Array(0);

  readonly #dimensions: readonly ParzenDimension[];
  readonly #kernels: readonly (NumericKernel | undefined)[];
  /** Of discrete dimensions. */
  readonly #cells: readonly (PriorCells | undefined)[];

  /** @param kernels by dimension; undefined for categories */
  constructor(
    dimensions: readonly ParzenDimension[],
    kernels: readonly (NumericKernel | undefined)[],
  ) {
    this.#dimensions = dimensions;
    this.#kernels = kernels;
    this.#cells = kernels.map((kernel) =>
      kernel?.discrete === true ? new PriorCells(kernel) : undefined,
    );
  }

  /** Takes points: row after row, m × d; NaN only in optional dimensions. */
  take(points: Float64Array): void {
    const d = this.#dimensions.length;
    this.count = d === 0 ? 0 : points.length / d;
    if (this.places.length < points.length) {
      this.places = new Float64Array(points.length);
      this.left = new Float64Array(points.length);
      this.right = new Float64Array(points.length);
      this.prior = new Float64Array(this.count);
    }
    this.prior.fill(0);
    for (let k = 0; k < d; k++) {
      const kernel = this.#kernels[k];
      if (kernel === undefined) this.#takeCategories(points, k);
      else if (kernel.discrete) this.#takeCells(points, k);
      else this.#takeNumbers(points, k, kernel);
    }
  }

  #takeCategories(points: Float64Array, k: number): void {
    const d = this.#dimensions.length;
    const categories = this.#dimensions[k] as Categories;
    // Mostly the same for all of them.
    let weight = NaN;
    let log = NaN;
    for (let point = 0, at = k; point < this.count; point++, at += d) {
      const category = (this.places[at] = points[at] as number);
      if (Number.isNaN(category)) continue;
      const itsWeight = priorWeight(categories, category);
      if (itsWeight !== weight) {
        weight = itsWeight;
        log = Math.log(weight);
      }
      this.prior[point] = (this.prior[point] as number) + log;
    }
  }

  #takeCells(points: Float64Array, k: number): void {
    const d = this.#dimensions.length;
    const kernel = this.#kernels[k] as NumericKernel;
    const cells = this.#cells[k] as PriorCells;
    for (let point = 0, at = k; point < this.count; point++, at += d) {
      const value = points[at] as number;
      this.places[at] = placeOf(kernel, value);
      if (Number.isNaN(value)) continue;
      const cell = cells.find(value);
      this.left[at] = cells.left[cell] as number;
      this.right[at] = cells.right[cell] as number;
      this.prior[point] = (this.prior[point] as number) + (cells.log[cell] as number);
    }
  }

  #takeNumbers(points: Float64Array, k: number, kernel: NumericKernel): void {
    const d = this.#dimensions.length;
    const { mean, sd, logNorm } = kernel.prior;
    for (let point = 0, at = k; point < this.count; point++, at += d) {
      const place = (this.places[at] = placeOf(kernel, points[at] as number));
      if (Number.isNaN(place)) continue;
      const z = (place - mean) / sd;
      this.prior[point] = (this.prior[point] as number) + (-0.5 * z * z - logNorm);
    }
  }
}

/** The cells of a discrete dimension's values, and their mass under the prior, which never changes: kept. */
class PriorCells {
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** The logarithm of the mass, normalized. */
  readonly log: Float64Array;
  readonly #values: Float64Array;
  readonly #kernel: NumericKernel;

  constructor(kernel: NumericKernel) {
    // With more values than this two of them share a place, the later one's.
    const count = Math.min(levelCount(kernel.range), 1024);
    this.#kernel = kernel;
    this.left = new Float64Array(count);
    this.right = new Float64Array(count);
    this.log = new Float64Array(count);
    this.#values = new Float64Array(count).fill(NaN);
  }

  /** Where a value's cell stands, until another is looked for. */
  find(value: number): number {
    const { range, prior } = this.#kernel;
    const level = Math.round((value - range.low) / (range.step as number));
    const at = Math.abs(level) % this.#values.length;
    if (this.#values[at] === value) return at;
    const [left, right] = cellOf(this.#kernel, value);
    const { mean, sd, logNorm } = prior;
    this.#values[at] = value;
    this.left[at] = left;
    this.right[at] = right;
    this.log[at] = normalLogMass((left - mean) / sd, (right - mean) / sd) - logNorm;
    return at;
  }
}
