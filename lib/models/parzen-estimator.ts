import { legalValue } from "../math/interval.ts";
import { ln } from "../math/elementary.ts";
import { truncatedNormalQuantile } from "../math/truncated-normal.ts";
import { NormalPairs } from "../math/normal-pairs.ts";
import type { RandomStream } from "../math/random.ts";
import { CellMasses } from "./cell-masses.ts";
import {
  type Categories,
  type ParzenDimension,
  priorWeight,
  rampWeight,
} from "./parzen-kernels.ts";
import { ParzenQuery } from "./parzen-query.ts";
import { type Observation, ParzenRows } from "./parzen-rows.ts";

export type { Observation } from "./parzen-rows.ts";

/** What an estimator can be told beside its dimensions. */
export interface ParzenOptions {
  /**
   * "ramp" (default): older observations weigh less (`rampWeight`); "even": all of them 1, as Optuna has it for
   * the good points of several objectives.
   */
  readonly weights?: "ramp" | "even";
}

/** Says of a point being drawn whether it has a dimension, given the values before it. */
export type HasDimension = (k: number, values: Float64Array) => boolean;

/**
 * A Parzen estimator of the density of points, as Optuna 5 builds it for TPE: a mixture of products, one
 * component for each observation and one for the prior.
 *
 *   p(x) = Σᵢ (wᵢ / W) Πₖ κᵢₖ(xₖ),   W = Σᵢ wᵢ
 *
 * | symbol | meaning | shape |
 * |---|---|---|
 * | n, d | observations, dimensions | |
 * | nₖ | observations that have dimension k: n, unless it is optional | d |
 * | wᵢ | weight: a ramp in the order of keys (`rampWeight`), or 1; of the prior 1 | n + 1 |
 * | μᵢₖ | the observation's place on the search axis; of the prior the axis' middle, or its mean | n + 1, d |
 * | σᵢₖ | its bandwidth (parzen-column.ts); of the prior the axis' length, or its sd | n + 1, d |
 * | κᵢₖ | numeric: N(μᵢₖ, σᵢₖ²) cut to the axis, or the mass of xₖ's cell under it where there is a step; categories: (1[xₖ = category] + C πₖ/(nₖ+1)), normalized, of the prior π, which is 1/C where nothing else is said | |
 *
 * Optional dimensions go beyond Optuna: a point that has no value there (NaN) is measured by its others
 * alone, and an observation that has none knows nothing of it, so it has the prior's kernel there. Drawn
 * along the conditions this is a density of the points of a tree-shaped space: the product runs over the
 * dimensions that x has.
 *
 * It is kept up to date by `update`, cheaply (see parzen-rows.ts); what it says depends only on the
 * observations it holds, bit by bit, not on how they came and went.
 */
export class ParzenEstimator {
  readonly dimensions: readonly ParzenDimension[];
  readonly #rows: ParzenRows;
  readonly #even: boolean;
  readonly #kinds: Kinds;
  /** What `logDensity` works in; the query for points that come without one. */
  #query: ParzenQuery | undefined;
  #scratch = scratchFor(0, 0);

  constructor(
    dimensions: readonly ParzenDimension[],
    observations: readonly Observation[] = [],
    { weights = "ramp" }: ParzenOptions = {},
  ) {
    this.dimensions = dimensions;
    this.#rows = new ParzenRows(dimensions);
    this.#even = weights === "even";
    this.#kinds = kindsOf(dimensions);
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
   * @param has which dimensions a point has, asked in their order; default all
   * @returns `count` points, row after row: count × d, NaN where a point has no value
   */
  sample(random: RandomStream, count: number, has?: HasDimension): Float64Array {
    const d = this.dimensions.length;
    const n = this.#rows.order.length;
    const weights = new Float64Array(n + 1);
    for (let index = 0; index < n; index++) weights[index] = this.#weight(index);
    weights[n] = 1;
    const points = new Float64Array(count * d);
    const normals = new NormalPairs(random);
    for (let row = 0; row < count; row++) {
      const slot = this.#rows.order[random.weighted(weights)];
      if (has === undefined) {
        for (let k = 0; k < d; k++) points[row * d + k] = this.#draw(random, normals, slot, k);
        continue;
      }
      const values = points.subarray(row * d, (row + 1) * d);
      for (let k = 0; k < d; k++) {
        values[k] = has(k, values) ? this.#draw(random, normals, slot, k) : Number.NaN;
      }
    }
    return points;
  }

  /**
   * The logarithm of the density of points; in discrete dimensions of the probability.
   *
   * A component's exponent only falls as dimensions are multiplied in. So it is left as soon as it cannot
   * add anything that matters: nearly all of them after one or two dimensions.
   *
   * @param points row after row, m × d; NaN only in optional dimensions. Or a query that took them
   * @returns m logarithms
   */
  logDensity(points: Float64Array | ParzenQuery): Float64Array {
    const d = this.dimensions.length;
    const n = this.#rows.order.length;
    const query = points instanceof Float64Array ? (this.#query ??= this.query()) : points;
    if (points instanceof Float64Array) query.take(points);
    const { count: m, places: x } = query;
    if (this.#scratch.count < m) this.#scratch = scratchFor(m, d);
    const { start, losses, most, sum, floors } = this.#scratch;
    this.#matches(query, start, losses);
    // n components that are left out, each below e^(−cut) of the sum so far, are below 4e-12 of it.
    const cut = 26 + Math.log(n + 1);
    for (let point = 0; point < m; point++) {
      // The prior's share, of weight 1, is what every sum begins with.
      const log = query.prior[point] as number;
      most[point] = log;
      floors[point] = log - cut;
      sum[point] = 1;
    }
    const { continuous, discrete, categorical, optional } = this.#kinds;
    const allContinuous = continuous.length === d && optional.length === 0;
    // Few components come so far that they need them.
    const masses: (CellMasses | undefined)[] = discrete.map(() => undefined);
    const { mu, scale, sigma, classes, logNorm, order } = this.#rows;
    let total = 1;

    for (let index = 0; index < n; index++) {
      const slot = order[index] as number;
      const weight = this.#weight(index);
      total += weight;
      const row = slot * d;
      const rowStart = -this.#rows.rowLogNorm(slot);
      nextPoint: for (let point = 0; point < m; point++) {
        const at = point * d;
        const floor = floors[point] as number;
        let exponent = rowStart + (start[point] as number);
        if (allContinuous) {
          // The same as below, without the detours: this is what most of the time goes to. Two at once cost less
          // than to ask each time whether it is enough; more of them are mostly computed in vain.
          let k = 0;
          for (; k + 1 < d && exponent >= floor; k += 2) {
            const i = at + k;
            const j = row + k;
            const z = ((x[i] as number) - (mu[j] as number)) * (scale[j] as number);
            const next = ((x[i + 1] as number) - (mu[j + 1] as number)) * (scale[j + 1] as number);
            exponent -= z * z + next * next;
          }
          for (; k < d && exponent >= floor; k++) {
            const z =
              ((x[at + k] as number) - (mu[row + k] as number)) * (scale[row + k] as number);
            exponent -= z * z;
          }
          if (exponent < floor) continue;
        } else {
          // Normalizers first: each is the most that its kernel can have.
          for (let place = 0; place < optional.length; place++) {
            const k = optional[place] as number;
            const value = x[at + k] as number;
            if (value === value) exponent -= logNorm[row + k] as number;
          }
          for (let place = 0; place < continuous.length; place++) {
            const k = continuous[place] as number;
            const z =
              ((x[at + k] as number) - (mu[row + k] as number)) * (scale[row + k] as number);
            // NaN, where the point has no value, adds nothing.
            if (z === z) exponent -= z * z;
            if (exponent < floor) continue nextPoint;
          }
          for (let place = 0; place < categorical.length; place++) {
            const k = categorical[place] as number;
            const category = mu[row + k] as number;
            if (category === x[at + k]) continue;
            // Of those that know nothing of it, the prior; by how much that lies below a match is kept behind.
            exponent -= losses[category < 0 ? m * d + at + k : at + k] as number;
            if (exponent < floor) continue nextPoint;
          }
          let product = 1;
          for (let place = 0; place < discrete.length; place++) {
            const k = discrete[place] as number;
            if (x[at + k] !== x[at + k]) continue;
            const cells = (masses[place] ??= new CellMasses(query, k, d, this.#rows.classify(k)));
            const found = cells.massOrLog(
              classes[row + k] as number,
              point,
              mu[row + k] as number,
              sigma[row + k] as number,
              floor - exponent,
            );
            if (found > 0) {
              product *= found;
              // Small ones may end it; and no product may underflow.
              if (product > 1e-9) continue;
              exponent += ln(product);
              product = 1;
            } else exponent += found;
            if (exponent < floor) continue nextPoint;
          }
          if (product < 1) exponent += ln(product);
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
    const logs = new Float64Array(m);
    for (let point = 0; point < m; point++) {
      logs[point] = Math.log(sum[point] as number) + (most[point] as number) - logTotal;
    }
    return logs;
  }

  /** A query for this estimator and others of the same dimensions. */
  query(): ParzenQuery {
    return new ParzenQuery(this.dimensions, this.#rows.kernels);
  }

  /**
   * Of categories the logarithm of a match in all of them, `start`, and by how much it falls where one is none,
   * `losses` (m × d; behind those, for observations that have no value there).
   */
  #matches({ count: m, places }: ParzenQuery, start: Float64Array, losses: Float64Array): void {
    const d = this.dimensions.length;
    const { categorical } = this.#kinds;
    start.fill(0);
    for (const k of categorical) {
      const categories = this.dimensions[k] as Categories;
      const smoothing = categories.count / ((this.#rows.counts[k] as number) + 1);
      // Mostly the same for all categories.
      let prior = NaN;
      let match = NaN;
      let loss = NaN;
      let lossOfAbsent = NaN;
      for (let point = 0; point < m; point++) {
        const at = point * d + k;
        const category = places[at] as number;
        if (Number.isNaN(category)) {
          losses[at] = 0;
          losses[m * d + at] = 0;
          continue;
        }
        const itsPrior = priorWeight(categories, category);
        if (itsPrior !== prior) {
          prior = itsPrior;
          match = Math.log((1 + smoothing * prior) / (1 + smoothing));
          loss = match - Math.log((smoothing * prior) / (1 + smoothing));
          lossOfAbsent = match - Math.log(prior);
        }
        start[point] = (start[point] as number) + match;
        losses[at] = loss;
        losses[m * d + at] = lossOfAbsent;
      }
    }
  }

  #weight(index: number): number {
    return this.#even ? 1 : rampWeight(this.#rows.order.length, index);
  }

  /** A value of dimension k from the component in `slot`, or from the prior. */
  #draw(random: RandomStream, normals: NormalPairs, slot: number | undefined, k: number): number {
    const kernel = this.#rows.kernels[k];
    const knows = slot !== undefined && !this.#rows.isAbsent(slot, k);
    if (kernel === undefined) {
      const categories = this.dimensions[k] as Categories;
      const { count, weights } = categories;
      const extra = knows ? (this.#rows.counts[k] as number) + 1 : 0;
      // With weights that sum to C for all categories and n + 1 more for the observed one.
      const drawn = random.uniform() * (count + extra);
      if (drawn >= count) return this.#rows.mu[this.#rows.at(slot as number, k)] as number;
      if (weights === undefined) return Math.floor(drawn);
      let left = drawn / count;
      const category = weights.findIndex((weight) => (left -= weight) < 0);
      return category < 0 ? count - 1 : category;
    }
    const at = knows ? this.#rows.at(slot, k) : -1;
    const mu = knows ? (this.#rows.mu[at] as number) : kernel.prior.mean;
    const sigma = knows ? (this.#rows.sigma[at] as number) : kernel.prior.sd;
    return legalValue(kernel.range, drawTruncated(random, normals, mu, sigma, kernel));
  }
}

/**
 * A draw of N(mu, sigma²) cut to [low, high]: a normal one, anew until it lies within, which it does at the
 * first or second time, since mu does and sigma is not above high − low. A prior of the user's own may lie
 * elsewhere; then by the quantile, which costs more.
 */
function drawTruncated(
  random: RandomStream,
  normals: NormalPairs,
  mu: number,
  sigma: number,
  { low, high }: { readonly low: number; readonly high: number },
): number {
  for (let draw = 0; draw < 8; draw++) {
    const place = mu + sigma * normals.next();
    if (place >= low && place <= high) return place;
  }
  const z = truncatedNormalQuantile(random.uniform(), (low - mu) / sigma, (high - mu) / sigma);
  return mu + sigma * z;
}

/** Memory for m points: see `logDensity`. */
function scratchFor(m: number, d: number) {
  return {
    count: m,
    start: new Float64Array(m),
    losses: new Float64Array(2 * m * d),
    most: new Float64Array(m),
    sum: new Float64Array(m),
    floors: new Float64Array(m),
  };
}

/** Dimensions by how their kernels are computed; the optional numeric ones stand in `optional` too. */
interface Kinds {
  readonly continuous: readonly number[];
  readonly discrete: readonly number[];
  readonly categorical: readonly number[];
  readonly optional: readonly number[];
}

function kindsOf(dimensions: readonly ParzenDimension[]): Kinds {
  const places = (is: (dimension: ParzenDimension) => boolean): number[] =>
    dimensions.flatMap((dimension, k) => (is(dimension) ? [k] : []));
  return {
    continuous: places((one) => one.kind === "numeric" && one.step === undefined),
    discrete: places((one) => one.kind === "numeric" && one.step !== undefined),
    categorical: places(({ kind }) => kind === "categories"),
    optional: places((one) => one.kind === "numeric" && one.optional === true),
  };
}
