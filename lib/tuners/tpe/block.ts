import { levelOf } from "../../math/levels.ts";
import type { RandomStream } from "../../math/random.ts";
import { type Observation, ParzenEstimator } from "../../models/parzen-estimator.ts";
import type { ParzenDimension } from "../../models/parzen-kernels.ts";
import type { Dimension } from "../../space/space.ts";
import type { Point, Scalar, TrialRecord } from "../../study/trial-record.ts";
import { ABSENT, BAD, GOOD, type Split } from "./split.ts";

/** What a block chose, and among what. */
export interface Suggestion {
  /** One value per dimension of the block. */
  readonly values: readonly Scalar[];
  /** The candidates, m × d: numbers, and indices of choices. */
  readonly candidates: Float64Array;
  readonly logGood: Float64Array;
  readonly logBad: Float64Array;
  /** The candidate with the largest log l − log g. */
  readonly chosen: number;
}

/**
 * Dimensions that are searched together, with the density of their good values, l, and of their bad ones,
 * g. It follows a study: `follow` takes in what changed since the last time.
 */
export class Block {
  readonly dimensions: readonly Dimension[];
  readonly #good: ParzenEstimator;
  readonly #bad: ParzenEstimator;
  /** By place in the study's list: which estimator holds the trial, and the point it held then. */
  #sides = new Uint8Array(64);
  readonly #points: (Point | undefined)[] = [];

  constructor(dimensions: readonly Dimension[]) {
    this.dimensions = dimensions;
    const prepared = dimensions.map(parzenDimension);
    this.#good = new ParzenEstimator(prepared);
    this.#bad = new ParzenEstimator(prepared);
  }

  /** Brings both densities to a split of the study's trials; those without all the dimensions are left out. */
  follow(trials: readonly TrialRecord[], { sides }: Split): void {
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

  /** Draws candidates from l and takes the one with the largest l / g. */
  suggest(random: RandomStream, count: number): Suggestion {
    const candidates = this.#good.sample(random, count);
    const logGood = this.#good.logDensity(candidates);
    const logBad = this.#bad.logDensity(candidates);
    let chosen = 0;
    let most = -Infinity;
    for (let index = 0; index < count; index++) {
      const gain = (logGood[index] as number) - (logBad[index] as number);
      if (gain > most) {
        most = gain;
        chosen = index;
      }
    }
    const d = this.dimensions.length;
    const row = candidates.subarray(chosen * d, (chosen + 1) * d);
    const values = this.dimensions.map((dimension, k) => toScalar(dimension, row[k] as number));
    return { values, candidates, logGood, logBad, chosen };
  }

  /** A point's values of these dimensions as numbers; undefined where one is missing or no longer legal. */
  #read(point: Point): Float64Array | undefined {
    const values = new Float64Array(this.dimensions.length);
    for (let k = 0; k < values.length; k++) {
      const dimension = this.dimensions[k] as Dimension;
      const value = point[dimension.path];
      if (dimension.kind === "categorical") {
        const index = value === undefined ? -1 : dimension.choices.indexOf(value);
        if (index < 0) return undefined;
        values[k] = index;
      } else {
        if (typeof value !== "number") return undefined;
        const legal =
          dimension.step === undefined
            ? value >= dimension.low && value <= dimension.high
            : levelOf(dimension, value) >= 0;
        if (!legal) return undefined;
        values[k] = value;
      }
    }
    return values;
  }
}

/** A candidate's number of a dimension as its value. */
export function toScalar(dimension: Dimension, value: number): Scalar {
  return dimension.kind === "categorical" ? (dimension.choices[value] as Scalar) : value;
}

function parzenDimension(dimension: Dimension): ParzenDimension {
  if (dimension.kind === "categorical")
    return { kind: "categories", count: dimension.choices.length };
  const { low, high, log, step } = dimension;
  return { kind: "numeric", low, high, log, step };
}
