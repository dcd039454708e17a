import { ln } from "../../math/elementary.ts";
import type { UnitCube } from "../../space/vectors.ts";
import {
  fitGaussianProcess,
  type GaussianProcess,
  type GpColumn,
  type GpOptions,
  type GpParameters,
} from "../../models/gaussian-process.ts";
import { tableOf } from "../../space/table-rows.ts";
import type { TrialRecord } from "../../study/trial-record.ts";

/** What a model is made of: rows, what was measured there, and by which trials. */
export interface Sample {
  readonly rows: readonly Float64Array[];
  /** As measured, not yet on the model's scale. */
  readonly values: readonly number[];
  readonly trials: readonly TrialRecord[];
}

/** Measured values on a scale with mean 0 and variance 1. */
export type Standardize = (values: readonly number[]) => number[];

/** Up to so many trials, hyperparameters are found anew whenever there is another. */
const ALWAYS = 20;
/** After that, when there are so many times as many: finding them takes longer than all else of an ask. */
const GROWTH = 1.05;
/** Fewer whole trials than this say less than those that were stopped early. */
const LEAST = 5;
/** Of more rows than this a part is fitted first, and then all of them in a few steps. */
const PART = 300;
const FEW_STEPS = 3;
/** With more rows than this a model learns from some of them. */
const MOST = 1000;

/**
 * The models of one study, each with hyperparameters that depend on nothing but the trials: found from
 * the first so many of them, where "so many" grows by a twentieth. So a study that is opened again, or that
 * went another way to the same trials, asks for the same points, and no state need be kept.
 */
export class Models {
  readonly #columns: readonly GpColumn[];
  readonly #noise: "fit" | number;
  readonly #known = new Map<string, { key: string; found: GpParameters }>();

  constructor(cube: UnitCube, noise: "fit" | number = "fit") {
    this.#columns = columnsOf(cube);
    this.#noise = noise;
  }

  /**
   * A model of a quantity.
   *
   * @param name of the quantity: its hyperparameters are kept under it
   * @param noise left out: as the models were told
   */
  learn(
    name: string,
    sample: Sample,
    standardize: Standardize,
    noise: "fit" | number = this.#noise,
  ): GaussianProcess {
    const parameters = this.#hyperparameters(name, sample, standardize, noise);
    const part = chosen(sample.rows, standardize(sample.values));
    return this.#fit(part, { start: parameters, noise, maxIterations: 0 });
  }

  /**
   * By the first trials alone, on their own scale: whoever comes to them later, with more of them there,
   * finds the same. Values of trials that were stopped early depend on the others', so they wait.
   */
  #hyperparameters(
    name: string,
    { rows, values, trials }: Sample,
    standardize: Standardize,
    noise: "fit" | number,
  ): GpParameters {
    const whole = trials.flatMap(({ state }, place) => (isOpen(state) ? [] : [place]));
    const usable = whole.length < LEAST ? trials.map((_, place) => place) : whole;
    const first = usable.slice(0, fittedAt(usable.length));
    const measured = first.map((place) => values[place]!);
    const key = first.map((place, index) => `${trials[place]!.number}:${measured[index]}`).join();
    const known = this.#known.get(name);
    if (known?.key === key) return known.found;
    const found = this.#find(
      chosen(
        first.map((place) => rows[place]!),
        standardize(measured),
      ),
      noise,
    );
    this.#known.set(name, { key, found });
    return found;
  }

  /** Of many rows first by some of them, which is a good start for a few steps with all. */
  #find(part: Part, noise: "fit" | number): GpParameters {
    if (part.rows.length <= PART) return this.#fit(part, { noise, maxIterations: 100 }).parameters;
    const few = chosen(part.rows, part.y, PART);
    const start = this.#fit(few, { noise, maxIterations: 100 }).parameters;
    return this.#fit(part, { start, noise, maxIterations: FEW_STEPS }).parameters;
  }

  #fit({ rows, y }: Part, options: GpOptions): GaussianProcess {
    const columns = this.#columns;
    const x = tableOf(rows, columns.length);
    return fitGaussianProcess({ x, y: Float64Array.from(y), columns }, options);
  }
}

/** What the axes of a space are to a Gaussian process. */
export function columnsOf(cube: UnitCube): GpColumn[] {
  return cube.axes.map(({ dimension, isCategorical }) => {
    if (isCategorical) return "categorical";
    return dimension.condition === undefined ? "numeric" : "conditional";
  });
}

/** Rows and their standardized values. */
interface Part {
  readonly rows: readonly Float64Array[];
  readonly y: readonly number[];
}

function isOpen(state: TrialRecord["state"]): boolean {
  return state === "pruned" || state === "paused";
}

/** How many of n trials hyperparameters are found from. */
export function fittedAt(n: number): number {
  if (n <= ALWAYS) return n;
  const steps = Math.floor(ln(n / ALWAYS) / ln(GROWTH) + 1e-9);
  // The least whole number that is as many: with that many trials, all of them are taken.
  return Math.ceil(ALWAYS * GROWTH ** steps - 1e-9);
}

/** Of very many rows: the best half of what there may be, and of the rest every so manieth, the last ones all. */
export function chosen(rows: readonly Float64Array[], y: readonly number[], most = MOST): Part {
  const n = rows.length;
  if (n <= most) return { rows, y };
  const half = most >> 1;
  const recent = n - (most >> 2);
  const byValue = y.map((_, place) => place).toSorted((a, b) => y[a]! - y[b]! || a - b);
  const kept = new Set(byValue.slice(0, half));
  for (let place = recent; place < n; place++) kept.add(place);
  const rest = byValue.slice(half).filter((place) => !kept.has(place));
  const room = most - kept.size;
  for (let index = 0; index < room; index++)
    kept.add(rest[Math.floor((index * rest.length) / room)]!);
  const places = [...kept].toSorted((a, b) => a - b);
  return { rows: places.map((place) => rows[place]!), y: places.map((place) => y[place]!) };
}
