import type { RandomStream } from "../../math/random.ts";
import {
  type HasDimension,
  type Observation,
  ParzenEstimator,
} from "../../models/parzen-estimator.ts";
import type { ParzenQuery } from "../../models/parzen-query.ts";
import type { Condition, Dimension } from "../../space/space.ts";
import type { Point, Scalar, TrialRecord } from "../../study/trial-record.ts";
import { type Codec, codecOf, hasDimension } from "./codec.ts";
import { ABSENT, BAD, GOOD, type Split } from "./split.ts";

/** What a block chose, and among what. */
export interface Suggestion {
  /** The chosen candidate: one value per dimension of the block, undefined where it has none. */
  readonly values: readonly (Scalar | undefined)[];
  /** The candidates, m × d: numbers, and indices of choices; NaN where one has no value. */
  readonly candidates: Float64Array;
  readonly logGood: Float64Array;
  readonly logBad: Float64Array;
  /** What is added to log l − log g; undefined where nothing is. */
  readonly bonus: Float64Array | undefined;
  /** The candidate with the largest log l − log g + bonus. */
  readonly chosen: number;
}

/** How candidates are drawn. */
export interface SuggestOptions {
  readonly count: number;
  /** Refuses a candidate, which is then drawn anew. Default: none is refused. */
  readonly accept?: ((row: Float64Array) => boolean) | undefined;
  /** Added to a candidate's score. */
  readonly bonus?: ((row: Float64Array) => number) | undefined;
}

/** What a block is, beside its dimensions. */
export interface BlockOptions {
  /**
   * Whether it takes points that lack some of its dimensions, whose conditions then decide which a candidate
   * has. Otherwise only trials that have all of them count. Default false.
   */
  readonly conditional?: boolean;
  /** Whether all good trials weigh the same. Default false: older ones less. */
  readonly evenGood?: boolean;
  /** Whether densities are also asked of rows that lack any of the dimensions: of the others alone. Default false. */
  readonly partial?: boolean;
}

/** Rounds of drawing in which refused candidates are replaced. */
const MOST_ROUNDS = 20;

/**
 * Dimensions that are searched together, with the density of their good values, l, and of their bad ones,
 * g. It follows a study: `follow` takes in what changed since the last time.
 */
export class Block {
  readonly dimensions: readonly Dimension[];
  readonly codecs: readonly Codec[];
  readonly #conditional: boolean;
  readonly #good: ParzenEstimator;
  readonly #bad: ParzenEstimator;
  readonly #query: ParzenQuery;
  readonly #has: HasDimension | undefined;
  /** By place in the study's list: which estimator holds the trial, and the point it held then. */
  #sides = new Uint8Array(64);
  readonly #points: (Point | undefined)[] = [];

  constructor(dimensions: readonly Dimension[], options: BlockOptions = {}) {
    const { conditional = false, evenGood = false, partial = false } = options;
    this.dimensions = dimensions;
    this.#conditional = conditional;
    this.codecs = dimensions.map((dimension) =>
      codecOf(dimension, partial || (conditional && dimension.condition !== undefined)),
    );
    const prepared = this.codecs.map(({ parzen }) => parzen);
    this.#good = new ParzenEstimator(prepared, [], { weights: evenGood ? "even" : "ramp" });
    this.#bad = new ParzenEstimator(prepared);
    this.#query = this.#good.query();
    this.#has = conditional ? this.#conditions() : undefined;
  }

  /** Brings both densities to a split of the study's trials; those whose points do not fit are left out. */
  follow(trials: readonly (TrialRecord | undefined)[], { sides }: Split): void {
    const added: [Observation[], Observation[]] = [[], []];
    const removed: [number[], number[]] = [[], []];
    const count = Math.max(trials.length, this.#points.length);
    if (count > this.#sides.length) {
      const wider = new Uint8Array(count * 2);
      wider.set(this.#sides);
      this.#sides = wider;
    }
    for (let place = 0; place < count; place++) {
      const before = this.#sides[place] as number;
      const point = trials[place]?.point;
      const wanted = sides[place] ?? ABSENT;
      if (before === wanted && (wanted === ABSENT || this.#points[place] === point)) continue;
      if (before !== ABSENT) removed[before - GOOD]?.push(place);
      const values = wanted === ABSENT || point === undefined ? undefined : this.#read(point);
      this.#sides[place] = values === undefined ? ABSENT : wanted;
      this.#points[place] = values === undefined ? undefined : point;
      if (values !== undefined) added[wanted - GOOD]?.push({ key: place, values });
    }
    this.#points.length = trials.length;
    this.#good.update(added[GOOD - GOOD] as Observation[], removed[GOOD - GOOD] as number[]);
    this.#bad.update(added[BAD - GOOD] as Observation[], removed[BAD - GOOD] as number[]);
  }

  /**
   * Draws candidates from l and takes the one with the largest l / g.
   *
   * @returns undefined where every candidate was refused
   */
  suggest(random: RandomStream, { count, accept, bonus }: SuggestOptions): Suggestion | undefined {
    const candidates = this.#draw(random, count, accept);
    const d = this.dimensions.length;
    if (candidates.length === 0) return undefined;
    const query = this.#query;
    query.take(candidates);
    const logGood = this.#good.logDensity(query);
    const logBad = this.#bad.logDensity(query);
    const added =
      bonus && logGood.map((_, index) => bonus(candidates.subarray(index * d, (index + 1) * d)));
    let chosen = 0;
    let most = -Infinity;
    for (let index = 0; index < logGood.length; index++) {
      const gain = (logGood[index] as number) - (logBad[index] as number) + (added?.[index] ?? 0);
      if (gain > most) {
        most = gain;
        chosen = index;
      }
    }
    const row = candidates.subarray(chosen * d, (chosen + 1) * d);
    const values = this.codecs.map((codec, k) => scalarOf(codec, row[k] as number));
    return { values, candidates, logGood, logBad, bonus: added, chosen };
  }

  /** ln l and ln g of points: NaN in the rows of dimensions that they lack. */
  densities(points: readonly Point[]): {
    rows: Float64Array;
    logGood: Float64Array;
    logBad: Float64Array;
  } {
    const d = this.dimensions.length;
    const rows = new Float64Array(points.length * d);
    points.forEach((point, row) =>
      this.codecs.forEach(({ dimension, toNumber }, k) => {
        rows[row * d + k] = toNumber(point[dimension.path]);
      }),
    );
    const query = this.#query;
    query.take(rows);
    return { rows, logGood: this.#good.logDensity(query), logBad: this.#bad.logDensity(query) };
  }

  #draw(random: RandomStream, count: number, accept: SuggestOptions["accept"]): Float64Array {
    if (accept === undefined) return this.#good.sample(random, count, this.#has);
    const d = this.dimensions.length;
    const kept = new Float64Array(count * d);
    let rows = 0;
    for (let round = 0; round < MOST_ROUNDS && rows < count; round++) {
      const drawn = this.#good.sample(random, count, this.#has);
      for (let index = 0; index < count && rows < count; index++) {
        const row = drawn.subarray(index * d, (index + 1) * d);
        if (accept(row)) kept.set(row, rows++ * d);
      }
    }
    return kept.subarray(0, rows * d);
  }

  /** A point's values of these dimensions as numbers; undefined where one is missing or no longer legal. */
  #read(point: Point): Float64Array | undefined {
    const values = new Float64Array(this.codecs.length);
    for (let k = 0; k < values.length; k++) {
      const { dimension, toNumber } = this.codecs[k] as Codec;
      if (this.#conditional && !hasDimension(dimension, point)) values[k] = Number.NaN;
      else {
        const number = toNumber(point[dimension.path]);
        if (Number.isNaN(number)) return undefined;
        values[k] = number;
      }
    }
    return values;
  }

  /** Which dimensions a candidate has, by the values of their parents, which stand before them. */
  #conditions(): HasDimension {
    const parents = this.dimensions.map(({ condition }) =>
      condition === undefined
        ? -1
        : this.dimensions.findIndex(({ path }) => path === condition.path),
    );
    return (k, values) => {
      const parent = parents[k] as number;
      if (parent < 0) return true;
      const number = values[parent] as number;
      if (Number.isNaN(number)) return false;
      const { in: among, atLeast } = (this.dimensions[k] as Dimension).condition as Condition;
      const value = (this.codecs[parent] as Codec).toScalar(number);
      if (among !== undefined && !among.includes(value)) return false;
      return atLeast === undefined || (value as number) >= atLeast;
    };
  }
}

/** A candidate's number of a dimension as its value; undefined where it has none. */
export function scalarOf(codec: Codec, number: number): Scalar | undefined {
  return Number.isNaN(number) ? undefined : codec.toScalar(number);
}
