import { ln } from "../math/elementary.ts";
import { LOG_SQRT_2PI } from "../math/normal.ts";
import { type Changed, ParzenColumn } from "./parzen-column.ts";
import {
  massWithin,
  type NumericKernel,
  numericKernel,
  type ParzenDimension,
  placeOf,
} from "./parzen-kernels.ts";

/** One observation: `key` orders it among the others (the trial's number). */
export interface Observation {
  readonly key: number;
  /** One value per dimension: the number itself, or the index of the category; NaN where it has none. */
  readonly values: ArrayLike<number>;
}

/**
 * The components of a Parzen estimator that stem from observations, in flat arrays, kept up to date: a row
 * per observation with its kernels, in slots that are reused. An observation that comes or goes moves
 * some memory and changes the kernels of its neighbours only.
 *
 * Notation as in parzen-estimator.ts; `at(slot, k)` is the place of row × dimension.
 */
export class ParzenRows {
  readonly dimensions: readonly ParzenDimension[];
  /** By dimension; undefined for categories. */
  readonly kernels: readonly (NumericKernel | undefined)[];
  /** Numeric dimensions that every row has. */
  readonly #always: readonly number[];
  readonly #columns: readonly (ParzenColumn | undefined)[];
  /** Slots in the order of their keys. */
  readonly order: number[] = [];
  /** Row × dimension: μ, or the category; where the row has no value the prior's μ, or -1. */
  mu = new Float64Array(0);
  /** Row × dimension: σ, and 1 / (σ √2). */
  sigma = new Float64Array(0);
  scale = new Float64Array(0);
  /** Row × dimension: the class of equal kernels, as `classify` numbered them last. */
  classes = new Int32Array(0);
  /** Row × dimension, of optional ones: the logarithm of what the kernel is divided by (`logNormalizer`). */
  logNorm = new Float64Array(0);
  /** How many rows have a value, by dimension. */
  readonly counts: number[];

  /** Slot → key. */
  #keys = new Int32Array(0);
  /** Row × dimension: 1 where the row has no value. */
  #absent = new Uint8Array(0);
  /**
   * Row × dimension: the same as a factor in units of the axis, which lies in (0, 1]: mass · σ / (high − low), of
   * discrete dimensions the mass. A row's logarithm is then one of a product.
   */
  #norm = new Float64Array(0);
  /** The logarithm of its product by row over the dimensions that every row has; NaN where it must be made anew. */
  #rowLogNorm = new Float64Array(0);
  /** What the units of all axes add to it. */
  readonly #logUnits: number;
  readonly #free: number[] = [];
  readonly #slotOf = new Map<number, number>();

  constructor(dimensions: readonly ParzenDimension[]) {
    this.dimensions = dimensions;
    this.kernels = dimensions.map((dimension) =>
      dimension.kind === "numeric" ? numericKernel(dimension) : undefined,
    );
    this.#columns = this.kernels.map(
      (kernel, k) => kernel && new ParzenColumn(kernel, this.#changed(k)),
    );
    this.counts = dimensions.map(() => 0);
    this.#always = dimensions.flatMap(({ kind, optional }, k) =>
      kind === "numeric" && optional !== true ? [k] : [],
    );
    this.#logUnits = this.#always.reduce((sum, k) => {
      const { low, high, discrete } = this.kernels[k] as NumericKernel;
      return discrete ? sum : sum + ln(high - low) + LOG_SQRT_2PI;
    }, 0);
  }

  /** Takes in and forgets observations, the forgotten ones first. Keys are unique. */
  update(added: readonly Observation[], removed: readonly number[]): void {
    for (const key of removed) this.#remove(key);
    if (added.length > 0) this.#add(added);
    for (const column of this.#columns) column?.settle();
  }

  #add(added: readonly Observation[]): void {
    const slots = added.map((observation) => this.#place(observation));
    const bulk = added.length > 32 && added.length > this.order.length / 4;
    this.#columns.forEach((column, k) => {
      if (column === undefined) return;
      const optional = this.dimensions[k]?.optional === true;
      const there = optional ? slots.filter((slot) => !this.isAbsent(slot, k)) : slots;
      if (bulk) {
        const places = Float64Array.from(there, (slot) => this.mu[this.at(slot, k)] as number);
        column.fill(places, Int32Array.from(there), this.#keys);
      } else {
        for (const slot of there) {
          column.insert(this.mu[this.at(slot, k)] as number, slot, this.#keys);
        }
      }
    });
    for (const slot of slots) this.order.push(slot);
    // Nearly always they come in order, and then there is nothing to sort.
    const keys = this.#keys;
    for (let index = this.order.length - slots.length; index < this.order.length; index++) {
      const before = this.order[index - 1];
      if (before === undefined) continue;
      if ((keys[before] as number) < (keys[this.order[index] as number] as number)) continue;
      this.order.sort((one, other) => (keys[one] as number) - (keys[other] as number));
      break;
    }
  }

  /**
   * Numbers the different pairs of place and bandwidth of a numeric dimension: sorted, equal ones are
   * neighbours.
   *
   * @returns how many there are
   */
  classify(k: number): number {
    const column = this.#columns[k] as ParzenColumn;
    let last = -1;
    let mu = NaN;
    let sigma = NaN;
    for (let rank = 0; rank < column.count; rank++) {
      const at = this.at(column.slotAt(rank), k);
      if (this.mu[at] !== mu || this.sigma[at] !== sigma) {
        last++;
        mu = this.mu[at] as number;
        sigma = this.sigma[at] as number;
      }
      this.classes[at] = last;
    }
    if (column.count === this.order.length) return last + 1;
    // Rows without a value share the prior's kernel.
    for (const slot of this.order)
      if (this.isAbsent(slot, k)) this.classes[this.at(slot, k)] = last + 1;
    return last + 2;
  }

  /** Whether a row has no value in a dimension. */
  isAbsent(slot: number, k: number): boolean {
    return this.#absent[this.at(slot, k)] === 1;
  }

  at(slot: number, k: number): number {
    return slot * this.dimensions.length + k;
  }

  #changed(k: number): Changed {
    const { low, high, discrete } = this.kernels[k] as NumericKernel;
    const optional = this.dimensions[k]?.optional === true;
    const unit = 1 / (high - low);
    return (slot, place, sigma) => {
      const at = this.at(slot, k);
      this.sigma[at] = sigma;
      this.scale[at] = Math.SQRT1_2 / sigma;
      const mass = massWithin((low - place) / sigma, (high - place) / sigma);
      if (optional) this.logNorm[at] = ln(mass) + (discrete ? 0 : ln(sigma) + LOG_SQRT_2PI);
      else {
        this.#norm[at] = discrete ? mass : mass * sigma * unit;
        this.#rowLogNorm[slot] = NaN;
      }
    };
  }

  /**
   * Σₖ of the logarithms of a row's normalizers, over the dimensions that every row has. Multiplied in the order
   * of dimensions each time, so that the last bits never tell a row's history.
   */
  rowLogNorm(slot: number): number {
    let total = this.#rowLogNorm[slot] as number;
    if (!Number.isNaN(total)) return total;
    total = this.#logUnits;
    let product = 1;
    const row = slot * this.dimensions.length;
    for (let place = 0; place < this.#always.length; place++) {
      product *= this.#norm[row + (this.#always[place] as number)] as number;
      if (product > 1e-200) continue;
      total += ln(product);
      product = 1;
    }
    total += ln(product);
    this.#rowLogNorm[slot] = total;
    return total;
  }

  #place({ key, values }: Observation): number {
    if (this.#slotOf.has(key)) throw new RangeError(`Observation ${key} is there already`);
    const slot = this.#free.pop() ?? this.#slotOf.size;
    if (slot >= this.#keys.length) this.#grow(Math.max(64, this.#keys.length * 2));
    this.#slotOf.set(key, slot);
    this.#keys[slot] = key;
    this.#rowLogNorm[slot] = NaN;
    this.kernels.forEach((kernel, k) => {
      const at = this.at(slot, k);
      const value = values[k] as number;
      const absent = Number.isNaN(value);
      this.#absent[at] = absent ? 1 : 0;
      if (!absent) this.counts[k] = (this.counts[k] as number) + 1;
      this.sigma[at] = 0;
      this.logNorm[at] = 0;
      if (kernel === undefined) this.mu[at] = absent ? -1 : value;
      else if (!absent) this.mu[at] = placeOf(kernel, value);
      else {
        this.mu[at] = kernel.prior.mean;
        this.sigma[at] = kernel.prior.sd;
        this.scale[at] = Math.SQRT1_2 / kernel.prior.sd;
        this.logNorm[at] = kernel.prior.logNorm;
      }
    });
    return slot;
  }

  #remove(key: number): void {
    const slot = this.#slotOf.get(key);
    if (slot === undefined) throw new RangeError(`There is no observation ${key}`);
    this.#columns.forEach((column, k) => {
      if (this.isAbsent(slot, k)) return;
      this.counts[k] = (this.counts[k] as number) - 1;
      column?.remove(this.mu[this.at(slot, k)] as number, slot, this.#keys);
    });
    this.#slotOf.delete(key);
    this.order.splice(this.order.indexOf(slot), 1);
    this.#free.push(slot);
  }

  #grow(capacity: number): void {
    const d = this.dimensions.length;
    const keys = new Int32Array(capacity);
    keys.set(this.#keys);
    this.#keys = keys;
    // Numbered anew each time: nothing to keep.
    this.classes = new Int32Array(capacity * d);
    const absent = new Uint8Array(capacity * d);
    absent.set(this.#absent);
    this.#absent = absent;
    this.mu = wider(this.mu, capacity * d);
    this.scale = wider(this.scale, capacity * d);
    this.sigma = wider(this.sigma, capacity * d);
    this.logNorm = wider(this.logNorm, capacity * d);
    this.#norm = wider(this.#norm, capacity * d);
    this.#rowLogNorm = wider(this.#rowLogNorm, capacity);
  }
}

function wider(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
