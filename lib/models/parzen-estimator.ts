import { legalValue } from "../math/interval.ts";
import { normalLogMass, truncatedNormalQuantile } from "../math/truncated-normal.ts";
import type { RandomStream } from "../math/random.ts";
import { CellMasses } from "./cell-masses.ts";
import { ParzenColumn } from "./parzen-column.ts";
import {
  cellOf,
  logNormalizer,
  type NumericKernel,
  numericKernel,
  type ParzenDimension,
  placeOf,
  rampWeight,
} from "./parzen-kernels.ts";

/** One observation: `key` orders it among the others (the trial's number). */
export interface Observation {
  readonly key: number;
  /** One value per dimension: the number itself, or the index of the category. */
  readonly values: ArrayLike<number>;
}

/**
 * A Parzen estimator of the density of points, as Optuna 5 builds it for TPE: a mixture of products, one
 * component for each observation and one for the prior.
 *
 *   p(x) = Σᵢ (wᵢ / W) Πₖ κᵢₖ(xₖ),   W = Σᵢ wᵢ
 *
 * | symbol | meaning | shape |
 * |---|---|---|
 * | n, d | observations, dimensions | |
 * | wᵢ | weight: a ramp in the order of keys (`rampWeight`); of the prior 1 | n + 1 |
 * | μᵢₖ | the observation's place on the search axis; of the prior the axis' middle | n + 1, d |
 * | σᵢₖ | its bandwidth (`bandwidth`); of the prior the axis' length | n + 1, d |
 * | κᵢₖ | numeric: N(μᵢₖ, σᵢₖ²) cut to the axis, or the mass of xₖ's cell under it where there is a step; categories: (1[xₖ = category] + 1/(n+1)), normalized, of the prior uniform | |
 *
 * It is kept up to date by `update`, at a cost of about O(d · √n) for each observation rather than O(n · d); what
 * it says depends only on the observations it holds, bit by bit, not on how they came and went.
 */
export class ParzenEstimator {
  readonly dimensions: readonly ParzenDimension[];
  readonly #numeric: readonly (NumericKernel | undefined)[];
  readonly #columns: readonly (ParzenColumn | undefined)[];

  /** Slot → key. Slots are reused; their order means nothing. */
  #keys = new Int32Array(0);
  /** Slot × dimension → μ (or the category), 1 / (σ √2), σ, and the logarithm of the normalizer. */
  #mu = new Float64Array(0);
  #scale = new Float64Array(0);
  #sigma = new Float64Array(0);
  #logNorm = new Float64Array(0);
  /** Slot × dimension → the class of equal kernels, as `logDensity` numbered them last. */
  #classes = new Int32Array(0);
  /** Slot → Σₖ of the logarithms of the normalizers; NaN where it must be summed anew. */
  #rowLogNorm = new Float64Array(0);
  /** Slots in the order of their keys. */
  #order: number[] = [];
  #free: number[] = [];
  readonly #slotOf = new Map<number, number>();

  constructor(dimensions: readonly ParzenDimension[], observations: readonly Observation[] = []) {
    this.dimensions = dimensions;
    this.#numeric = dimensions.map((dimension) =>
      dimension.kind === "numeric" ? numericKernel(dimension) : undefined,
    );
    this.#columns = this.#numeric.map((kernel) => kernel && new ParzenColumn(kernel));
    this.update(observations, []);
  }

  /** How many observations. */
  get size(): number {
    return this.#order.length;
  }

  /** Takes in and forgets observations, the forgotten ones first. Keys are unique. */
  update(added: readonly Observation[], removed: readonly number[]): void {
    for (const key of removed) this.#remove(key);
    if (added.length === 0) return;
    const slots = added.map((observation) => this.#place(observation));
    const bulk = added.length > 32 && added.length > this.#order.length / 4;
    this.#columns.forEach((column, k) => {
      if (column === undefined) return;
      const places = Float64Array.from(slots, (slot) => this.#mu[this.#at(slot, k)] as number);
      const changed = this.#changed(k);
      if (bulk) column.fill(places, Int32Array.from(slots), this.#keys, changed);
      else
        slots.forEach((slot, index) =>
          column.insert(places[index] as number, slot, this.#keys, changed),
        );
    });
    for (const slot of slots) this.#order.push(slot);
    // Nearly always they come in order, and then there is nothing to sort.
    const keys = this.#keys;
    for (let index = this.#order.length - slots.length; index < this.#order.length; index++) {
      const before = this.#order[index - 1];
      if (before === undefined) continue;
      if ((keys[before] as number) < (keys[this.#order[index] as number] as number)) continue;
      this.#order.sort((one, other) => (keys[one] as number) - (keys[other] as number));
      break;
    }
  }

  /**
   * Points drawn from the mixture.
   *
   * @returns `count` points, row after row: count × d
   */
  sample(random: RandomStream, count: number): Float64Array {
    const d = this.dimensions.length;
    const n = this.#order.length;
    const weights = Float64Array.from({ length: n + 1 }, (_, i) => (i < n ? rampWeight(n, i) : 1));
    const points = new Float64Array(count * d);
    for (let row = 0; row < count; row++) {
      const component = random.weighted(weights);
      const slot = this.#order[component];
      for (let k = 0; k < d; k++) points[row * d + k] = this.#draw(random, slot, k);
    }
    return points;
  }

  /**
   * The logarithm of the density of points; in discrete dimensions of the probability.
   *
   * A component's exponent only falls as dimensions are multiplied in. So it is left as soon as it cannot
   * add anything that matters: nearly all of them after one or two dimensions.
   *
   * @param points row after row, m × d
   * @returns m logarithms
   */
  logDensity(points: Float64Array): Float64Array {
    const d = this.dimensions.length;
    const n = this.#order.length;
    const m = d === 0 ? 0 : points.length / d;
    const { x, most, sum } = this.#query(points, m);
    // n components that are left out, each below e^(−cut) of the sum so far, are below 1e-14 of it.
    const cut = 32 + Math.log(n + 1);
    const floors = most.map((log) => log - cut);
    const { continuous, discrete, categorical } = this.#kinds();
    const masses = discrete.map((k) => this.#cellMasses(points, m, k));
    // Categories: (1[match] + 1/(n+1)) / (1 + C/(n+1)). Taken as a match first, to fall where it is none.
    const matches = categorical.reduce(
      (log, k) => log + Math.log((n + 2) / (n + 1 + this.#choices(k))),
      0,
    );
    const loss = Math.log(n + 2);
    const mu = this.#mu;
    const scale = this.#scale;
    const sigma = this.#sigma;
    const classes = this.#classes;
    let total = 1;

    for (let index = 0; index < n; index++) {
      const slot = this.#order[index] as number;
      const weight = rampWeight(n, index);
      total += weight;
      const row = slot * d;
      const start = matches - this.#rowLogNormOf(slot);
      nextPoint: for (let point = 0; point < m; point++) {
        const at = point * d;
        const floor = floors[point] as number;
        let exponent = start;
        for (let place = 0; place < continuous.length; place++) {
          const k = continuous[place] as number;
          const z = ((x[at + k] as number) - (mu[row + k] as number)) * (scale[row + k] as number);
          exponent -= z * z;
          if (exponent < floor) continue nextPoint;
        }
        for (let place = 0; place < categorical.length; place++) {
          const k = categorical[place] as number;
          if (mu[row + k] === x[at + k]) continue;
          exponent -= loss;
          if (exponent < floor) continue nextPoint;
        }
        for (let place = 0; place < discrete.length; place++) {
          const k = row + (discrete[place] as number);
          exponent += (masses[place] as CellMasses).logMass(
            classes[k] as number,
            point,
            mu[k] as number,
            sigma[k] as number,
            floor - exponent,
          );
          if (exponent < floor) continue nextPoint;
        }
        const largest = most[point] as number;
        if (exponent > largest) {
          sum[point] = (sum[point] as number) * Math.exp(largest - exponent) + weight;
          most[point] = exponent;
          floors[point] = Math.max(floor, exponent + Math.log(weight) - cut);
        } else {
          sum[point] = (sum[point] as number) + weight * Math.exp(exponent - largest);
        }
      }
    }
    const logTotal = Math.log(total);
    return sum.map((value, point) => Math.log(value) + (most[point] as number) - logTotal);
  }

  /** Places on the search axes, and the prior's share (of weight 1), which every sum begins with. */
  #query(points: Float64Array, m: number) {
    const d = this.dimensions.length;
    const x = new Float64Array(m * d);
    const most = new Float64Array(m);
    const sum = new Float64Array(m).fill(1);
    for (let k = 0; k < d; k++) {
      const kernel = this.#numeric[k];
      if (kernel === undefined) {
        const log = Math.log(this.#choices(k));
        for (let point = 0; point < m; point++) {
          x[point * d + k] = points[point * d + k] as number;
          most[point] = (most[point] as number) - log;
        }
        continue;
      }
      const mu = 0.5 * (kernel.low + kernel.high);
      const sigma = kernel.high - kernel.low;
      const norm = logNormalizer(kernel, mu, sigma);
      for (let point = 0; point < m; point++) {
        const value = points[point * d + k] as number;
        const place = placeOf(kernel, value);
        x[point * d + k] = place;
        let log = -0.5 * ((place - mu) / sigma) ** 2;
        if (kernel.discrete) {
          const [left, right] = cellOf(kernel, value);
          log = normalLogMass((left - mu) / sigma, (right - mu) / sigma);
        }
        most[point] = (most[point] as number) + log - norm;
      }
    }
    return { x, most, sum };
  }

  #kinds(): { continuous: number[]; discrete: number[]; categorical: number[] } {
    const kinds = {
      continuous: [] as number[],
      discrete: [] as number[],
      categorical: [] as number[],
    };
    this.#numeric.forEach((kernel, k) => {
      if (kernel === undefined) kinds.categorical.push(k);
      else if (kernel.discrete) kinds.discrete.push(k);
      else kinds.continuous.push(k);
    });
    return kinds;
  }

  #choices(k: number): number {
    const dimension = this.dimensions[k];
    return dimension?.kind === "categories" ? dimension.count : 1;
  }

  /** Numbers the different pairs of place and bandwidth of a discrete dimension: sorted, equal ones are neighbours. */
  #cellMasses(points: Float64Array, m: number, k: number): CellMasses {
    const d = this.dimensions.length;
    const column = this.#columns[k] as ParzenColumn;
    let last = -1;
    let mu = NaN;
    let sigma = NaN;
    for (let rank = 0; rank < column.count; rank++) {
      const at = column.slotAt(rank) * d + k;
      if (this.#mu[at] !== mu || this.#sigma[at] !== sigma) {
        last++;
        mu = this.#mu[at] as number;
        sigma = this.#sigma[at] as number;
      }
      this.#classes[at] = last;
    }
    const values = Float64Array.from({ length: m }, (_, point) => points[point * d + k] as number);
    return new CellMasses(this.#numeric[k] as NumericKernel, values, last + 1);
  }

  /** A value of dimension k from the component in `slot`, or from the prior. */
  #draw(random: RandomStream, slot: number | undefined, k: number): number {
    const kernel = this.#numeric[k];
    if (kernel === undefined) {
      const count = this.#choices(k);
      if (slot === undefined) return random.int(0, count - 1);
      // With weights 1 for every category and n + 1 more for the observed one.
      const extra = this.#order.length + 1;
      const drawn = random.uniform() * (count + extra);
      return drawn < count ? Math.floor(drawn) : (this.#mu[this.#at(slot, k)] as number);
    }
    const prior = slot === undefined;
    const mu = prior ? 0.5 * (kernel.low + kernel.high) : (this.#mu[this.#at(slot, k)] as number);
    const sigma = prior ? kernel.high - kernel.low : (this.#sigma[this.#at(slot, k)] as number);
    const z = truncatedNormalQuantile(
      random.uniform(),
      (kernel.low - mu) / sigma,
      (kernel.high - mu) / sigma,
    );
    return legalValue(kernel.range, mu + sigma * z);
  }

  #at(slot: number, k: number): number {
    return slot * this.dimensions.length + k;
  }

  #changed(k: number) {
    const kernel = this.#numeric[k] as NumericKernel;
    return (slot: number, place: number, sigma: number): void => {
      const at = this.#at(slot, k);
      if (this.#sigma[at] === sigma) return;
      this.#sigma[at] = sigma;
      this.#scale[at] = Math.SQRT1_2 / sigma;
      this.#logNorm[at] = logNormalizer(kernel, place, sigma);
      this.#rowLogNorm[slot] = NaN;
    };
  }

  /** Summed in the order of dimensions each time, so that the last bits never tell a row's history. */
  #rowLogNormOf(slot: number): number {
    let total = this.#rowLogNorm[slot] as number;
    if (!Number.isNaN(total)) return total;
    total = 0;
    const d = this.dimensions.length;
    for (let at = slot * d; at < (slot + 1) * d; at++) total += this.#logNorm[at] as number;
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
    this.#numeric.forEach((kernel, k) => {
      const at = this.#at(slot, k);
      const value = values[k] as number;
      this.#mu[at] = kernel === undefined ? value : placeOf(kernel, value);
      this.#sigma[at] = 0;
      this.#logNorm[at] = 0;
    });
    return slot;
  }

  #remove(key: number): void {
    const slot = this.#slotOf.get(key);
    if (slot === undefined) throw new RangeError(`There is no observation ${key}`);
    this.#columns.forEach((column, k) =>
      column?.remove(this.#mu[this.#at(slot, k)] as number, slot, this.#keys, this.#changed(k)),
    );
    this.#slotOf.delete(key);
    this.#order.splice(this.#order.indexOf(slot), 1);
    this.#free.push(slot);
  }

  #grow(capacity: number): void {
    const d = this.dimensions.length;
    const keys = new Int32Array(capacity);
    keys.set(this.#keys);
    this.#keys = keys;
    // Numbered anew each time: nothing to keep.
    this.#classes = new Int32Array(capacity * d);
    this.#mu = wider(this.#mu, capacity * d);
    this.#scale = wider(this.#scale, capacity * d);
    this.#sigma = wider(this.#sigma, capacity * d);
    this.#logNorm = wider(this.#logNorm, capacity * d);
    this.#rowLogNorm = wider(this.#rowLogNorm, capacity);
  }
}

function wider(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
