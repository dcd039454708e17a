import { levelOf } from "../../math/levels.ts";
import type { ParzenDimension } from "../../models/parzen-kernels.ts";
import { holds } from "../../space/compile.ts";
import type { CategoricalDimension, Dimension } from "../../space/space.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";

/**
 * One dimension between a study and a Parzen estimator, which knows numbers only: a number stands for itself,
 * a choice is its index.
 */
export interface Codec {
  readonly dimension: Dimension;
  readonly parzen: ParzenDimension;
  /** NaN where it is no legal value. */
  toNumber(value: Scalar | undefined): number;
  toScalar(number: number): Scalar;
}

/**
 * @param optional whether points may lack it: the estimator then takes NaN
 */
export function codecOf(dimension: Dimension, optional: boolean): Codec {
  if (dimension.kind === "categorical") {
    return {
      dimension,
      parzen: { ...choicesAsParzen(dimension), optional },
      toNumber(value) {
        const index = value === undefined ? -1 : dimension.choices.indexOf(value);
        return index < 0 ? Number.NaN : index;
      },
      toScalar: (number) => dimension.choices[number] as Scalar,
    };
  }
  const { low, high, log, step, prior } = dimension;
  return {
    dimension,
    parzen:
      low === high
        ? { kind: "categories", count: 1, optional }
        : { kind: "numeric", low, high, log, step, prior, optional },
    toNumber(value) {
      if (typeof value !== "number") return Number.NaN;
      const legal =
        step === undefined ? value >= low && value <= high : levelOf(dimension, value) >= 0;
      if (!legal) return Number.NaN;
      return low === high ? 0 : value;
    },
    toScalar: (number) => (low === high ? low : number),
  };
}

/** Whether a point has a dimension, as far as that hangs on its own condition. */
export function hasDimension({ condition }: Dimension, point: Point): boolean {
  return condition === undefined || holds(condition, point);
}

/** Choices with an order are integers, 0 … C − 1; their weights become a normal prior of the same mean and spread. */
function choicesAsParzen({ choices, ordered, weights }: CategoricalDimension): ParzenDimension {
  const count = choices.length;
  if (ordered !== true || count < 3) return { kind: "categories", count, weights };
  let prior: { mean: number; sd: number } | undefined;
  if (weights !== undefined) {
    const mean = weights.reduce((sum, weight, index) => sum + weight * index, 0);
    const variance = weights.reduce((sum, weight, index) => sum + weight * (index - mean) ** 2, 0);
    // A cell's own width: nothing is so certain that its neighbours are out of the question.
    prior = { mean, sd: Math.sqrt(variance + 1) };
  }
  return { kind: "numeric", low: 0, high: count - 1, log: false, step: 1, prior };
}
