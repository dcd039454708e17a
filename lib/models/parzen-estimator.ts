import { legalValue } from "../math/interval.ts";
import { normalLogMass, truncatedNormalQuantile } from "../math/truncated-normal.ts";
import type { RandomStream } from "../math/random.ts";
import { CellMasses } from "./cell-masses.ts";
import {
  cellOf,
  logNormalizer,
  type NumericKernel,
  type ParzenDimension,
  placeOf,
  rampWeight,
} from "./parzen-kernels.ts";
import { type Observation, ParzenRows } from "./parzen-rows.ts";

export type { Observation } from "./parzen-rows.ts";

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
 * It is kept up to date by `update`, cheaply (see parzen-rows.ts); what it says depends only on the
 * observations it holds, bit by bit, not on how they came and went.
 */
export class ParzenEstimator {
  readonly dimensions: readonly ParzenDimension[];
  readonly #rows: ParzenRows;

  constructor(dimensions: readonly ParzenDimension[], observations: readonly Observation[] = []) {
    this.dimensions = dimensions;
    this.#rows = new ParzenRows(dimensions);
    this.update(observations, []);
  }

  /** How many observations. */
  get size(): number {
    return this.#rows.order.length;
  }

  /** Takes in and forgets observations, the forgotten ones first. Keys are unique. */
  update(added: readonly Observation[], removed: readonly number[]): void {
    this.#rows.update(added, removed);
  }

  /**
   * Points drawn from the mixture.
   *
   * @returns `count` points, row after row: count × d
   */
  sample(random: RandomStream, count: number): Float64Array {
    const d = this.dimensions.length;
    const n = this.#rows.order.length;
    const weights = Float64Array.from({ length: n + 1 }, (_, i) => (i < n ? rampWeight(n, i) : 1));
    const points = new Float64Array(count * d);
    for (let row = 0; row < count; row++) {
      const component = random.weighted(weights);
      const slot = this.#rows.order[component];
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
    const n = this.#rows.order.length;
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
    const mu = this.#rows.mu;
    const scale = this.#rows.scale;
    const sigma = this.#rows.sigma;
    const classes = this.#rows.classes;
    let total = 1;

    for (let index = 0; index < n; index++) {
      const slot = this.#rows.order[index] as number;
      const weight = rampWeight(n, index);
      total += weight;
      const row = slot * d;
      const start = matches - this.#rows.rowLogNorm(slot);
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
      const kernel = this.#rows.kernels[k];
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
    this.#rows.kernels.forEach((kernel, k) => {
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

  #cellMasses(points: Float64Array, m: number, k: number): CellMasses {
    const d = this.dimensions.length;
    const values = Float64Array.from({ length: m }, (_, point) => points[point * d + k] as number);
    return new CellMasses(this.#rows.kernels[k] as NumericKernel, values, this.#rows.classify(k));
  }

  /** A value of dimension k from the component in `slot`, or from the prior. */
  #draw(random: RandomStream, slot: number | undefined, k: number): number {
    const kernel = this.#rows.kernels[k];
    if (kernel === undefined) {
      const count = this.#choices(k);
      if (slot === undefined) return random.int(0, count - 1);
      // With weights 1 for every category and n + 1 more for the observed one.
      const extra = this.#rows.order.length + 1;
      const drawn = random.uniform() * (count + extra);
      return drawn < count ? Math.floor(drawn) : (this.#rows.mu[this.#rows.at(slot, k)] as number);
    }
    const prior = slot === undefined;
    const mu = prior
      ? 0.5 * (kernel.low + kernel.high)
      : (this.#rows.mu[this.#rows.at(slot, k)] as number);
    const sigma = prior
      ? kernel.high - kernel.low
      : (this.#rows.sigma[this.#rows.at(slot, k)] as number);
    const z = truncatedNormalQuantile(
      random.uniform(),
      (kernel.low - mu) / sigma,
      (kernel.high - mu) / sigma,
    );
    return legalValue(kernel.range, mu + sigma * z);
  }
}
