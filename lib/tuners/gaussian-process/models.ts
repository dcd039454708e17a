import type { UnitCube } from "../../space/vectors.ts";
import {
  fitGaussianProcess,
  type GaussianProcess,
  type GpColumn,
  type GpParameters,
} from "../../models/gaussian-process.ts";
import { tableOf } from "./rows.ts";

/** What a model is made of: rows, their values, and the numbers of the trials they are from. */
export interface Sample {
  readonly rows: readonly Float64Array[];
  readonly y: readonly number[];
  readonly numbers: readonly number[];
}

/** Up to so many trials, hyperparameters are found anew whenever there is another. */
const ALWAYS = 100;
/** After that, when there are so many times as many. */
const GROWTH = 1.1;
/** Of more rows than this a part is fitted first, and then all of them in a few steps. */
const PART = 300;
const FEW_STEPS = 3;
/** With more rows than this a model learns from some of them. */
const MOST = 1000;

/**
 * The models of one study, each with hyperparameters that depend on nothing but the trials: found from
 * the first so many of them, where "so many" grows by a tenth. So a study that is opened again, or that
 * went another way to the same trials, asks for the same points, and no state need be kept.
 */
export class Models {
  readonly #columns: readonly GpColumn[];
  readonly #noise: "fit" | number;
  readonly #known = new Map<string, { key: string; found: GpParameters }>();

  constructor(cube: UnitCube, noise: "fit" | number = "fit") {
    this.#columns = cube.axes.map(({ dimension, isCategorical }) => {
      if (isCategorical) return "categorical";
      return dimension.condition === undefined ? "numeric" : "conditional";
    });
    this.#noise = noise;
  }

  /**
   * A model of a quantity, its values standardized.
   *
   * @param name of the quantity: its hyperparameters are kept under it
   */
  learn(name: string, sample: Sample): GaussianProcess {
    return this.#fit(chosen(sample), this.#hyperparameters(name, sample), 0);
  }

  #hyperparameters(name: string, { rows, y, numbers }: Sample): GpParameters {
    const count = fittedAt(rows.length);
    const first = {
      rows: rows.slice(0, count),
      y: y.slice(0, count),
      numbers: numbers.slice(0, count),
    };
    const key = first.numbers.join();
    const known = this.#known.get(name);
    // A trial that was told late enters the first ones: then they are others.
    if (known?.key === key) return known.found;
    const found = this.#find(chosen(first));
    this.#known.set(name, { key, found });
    return found;
  }

  /** Of many rows first by some of them, which is a good start for a few steps with all. */
  #find(sample: Sample): GpParameters {
    if (sample.rows.length <= PART) return this.#fit(sample).parameters;
    const { parameters } = this.#fit(chosen(sample, PART));
    return this.#fit(sample, parameters, FEW_STEPS).parameters;
  }

  #fit({ rows, y }: Sample, start?: GpParameters, maxIterations = 100): GaussianProcess {
    const columns = this.#columns;
    const x = tableOf(rows, columns.length);
    return fitGaussianProcess(
      { x, y: Float64Array.from(y), columns },
      { ...(start && { start }), noise: this.#noise, maxIterations },
    );
  }
}

/** How many of n trials hyperparameters are found from. */
export function fittedAt(n: number): number {
  if (n <= ALWAYS) return n;
  const steps = Math.floor(Math.log(n / ALWAYS) / Math.log(GROWTH) + 1e-9);
  return Math.floor(ALWAYS * GROWTH ** steps);
}

/** Of very many rows: the best half of what there may be, and of the rest every so manieth, the last ones all. */
export function chosen(sample: Sample, most = MOST): Sample {
  const n = sample.rows.length;
  if (n <= most) return sample;
  const half = most >> 1;
  const recent = n - (most >> 2);
  const byValue = sample.y.map((_, place) => place).toSorted((a, b) => sample.y[a]! - sample.y[b]!);
  const kept = new Set(byValue.slice(0, half));
  for (let place = recent; place < n; place++) kept.add(place);
  const rest = byValue.slice(half).filter((place) => !kept.has(place));
  const room = most - kept.size;
  for (let index = 0; index < room; index++)
    kept.add(rest[Math.floor((index * rest.length) / room)]!);
  const places = [...kept].toSorted((a, b) => a - b);
  return {
    rows: places.map((place) => sample.rows[place]!),
    y: places.map((place) => sample.y[place]!),
    numbers: places.map((place) => sample.numbers[place]!),
  };
}
