/**
 * Minimising a smooth function within a box: L-BFGS-B.
 *
 * | symbol | meaning | shape |
 * |---|---|---|
 * | d, m | variables, remembered steps | |
 * | x, g | place, gradient | d |
 * | l, u | bounds | d |
 * | B = θI − WMWᵀ | model of the Hessian, see {@link HessianModel} | d × d, never built |
 *
 * Each iteration follows the projected gradient to the first minimum of the quadratic model (the
 * generalised Cauchy point, which tells the variables that stand at a bound), minimises the model over
 * the others, and searches along the line to there.
 *
 * Byrd, Lu, Nocedal and Zhu, "A limited memory algorithm for bound constrained optimization", SIAM
 * Journal on Scientific Computing 16, 1995; the projection of the subspace's minimum as in Morales and
 * Nocedal, ACM Transactions on Mathematical Software 38, 2011.
 */

import { cauchyPoint } from "./lbfgsb/cauchy-point.ts";
import { HessianModel } from "./lbfgsb/hessian-model.ts";
import { searchLine } from "./lbfgsb/line-search.ts";
import { minimizeSubspace } from "./lbfgsb/subspace.ts";

/** Gives the value at x and writes the gradient there. May give NaN or Infinity: then it is not gone to. */
export type ValueAndGradient = (x: Float64Array, gradientOut: Float64Array) => number;

/** When to stop, and how much to remember. */
export interface BoundedMinimumOptions {
  /** Steps remembered for the model of the Hessian. Default 10. */
  readonly memory?: number;
  /** Converged where no component of the projected gradient is larger. Default 1e-5. */
  readonly gradientTolerance?: number;
  /** Converged where an iteration gains less than this share of the value. Default 2.2e-9. */
  readonly valueTolerance?: number;
  /** Default 1000. */
  readonly maxIterations?: number;
  /** Default 15000. */
  readonly maxEvaluations?: number;
}

/** Why a minimisation ended. "stuck": no lower value was found along a descent direction. */
export type MinimizeStatus =
  "gradient" | "value" | "iterations" | "evaluations" | "stuck" | "not finite";

/** The best place found. */
export interface BoundedMinimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  readonly status: MinimizeStatus;
}

/**
 * The minimum of a function within bounds, by L-BFGS-B.
 *
 * Never gives a worse value than the start's. Where the value at the start is not finite it is given
 * back with the status "not finite".
 *
 * @param fg value and gradient; x is reused between calls, so keep a copy if needed
 * @param x0 where to start, moved into the bounds; length d
 * @param lower bounds, -Infinity for none; length d
 * @param upper bounds, Infinity for none; length d. A variable with equal bounds is fixed
 * @throws RangeError where lengths differ, a lower bound lies above the upper one, or x0 is NaN
 */
export function minimizeBounded(
  fg: ValueAndGradient,
  x0: ArrayLike<number>,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  options: BoundedMinimumOptions = {},
): BoundedMinimum {
  const {
    memory = 10,
    gradientTolerance = 1e-5,
    valueTolerance = 2.2e-9,
    maxIterations = 1000,
    maxEvaluations = 15_000,
  } = options;
  const d = x0.length;
  let x = startWithin(x0, lower, upper);
  let gradient = new Float64Array(d);
  let value = fg(x, gradient);
  let evaluations = 1;
  let iterations = 0;
  const model = new HessianModel(d, memory);
  const end = (status: MinimizeStatus): BoundedMinimum => ({
    x,
    value,
    gradient,
    iterations,
    evaluations,
    status,
  });
  if (!Number.isFinite(value) || gradient.some((slope) => !Number.isFinite(slope)))
    return end("not finite");

  for (;;) {
    if (projectedGradient(x, gradient, lower, upper) <= gradientTolerance) return end("gradient");
    if (iterations >= maxIterations) return end("iterations");
    if (evaluations >= maxEvaluations) return end("evaluations");

    const cauchy = cauchyPoint(x, gradient, lower, upper, model);
    const target = minimizeSubspace(x, gradient, lower, upper, model, cauchy);
    const direction = new Float64Array(d);
    let longest = Infinity;
    for (let place = 0; place < d; place++) {
      const step = target[place]! - x[place]!;
      direction[place] = step;
      if (step > 0) longest = Math.min(longest, (upper[place]! - x[place]!) / step);
      else if (step < 0) longest = Math.min(longest, (lower[place]! - x[place]!) / step);
    }
    // Without a model the step's length means nothing: begin with a length of 1, as the authors do.
    const first =
      model.size === 0 ? Math.min(1 / Math.max(Math.hypot(...direction), 1e-300), longest) : 1;
    const found = searchLine(
      fg,
      { x, value, gradient, direction, lower, upper },
      Math.min(first, longest),
      longest,
      Math.min(20, maxEvaluations - evaluations),
    );
    evaluations += found.evaluations;
    if (found.step === undefined) {
      if (model.size === 0) return end(evaluations >= maxEvaluations ? "evaluations" : "stuck");
      // The model leads astray: begin again from steepest descent.
      model.forget();
      continue;
    }
    const { x: nextX, gradient: nextGradient, value: nextValue } = found.step;
    model.remember(x, gradient, nextX, nextGradient);
    const gain = (value - nextValue) / Math.max(Math.abs(value), Math.abs(nextValue), 1);
    x = nextX;
    gradient = nextGradient;
    value = nextValue;
    iterations++;
    if (gain <= valueTolerance) {
      const flat = projectedGradient(x, gradient, lower, upper) <= gradientTolerance;
      return end(flat ? "gradient" : "value");
    }
  }
}

/** The start, moved into the bounds. */
function startWithin(
  x0: ArrayLike<number>,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const d = x0.length;
  if (lower.length !== d || upper.length !== d)
    throw new RangeError(
      `There are ${d} variables but ${lower.length} lower and ${upper.length} upper bounds; give one of each per variable.`,
    );
  const x = new Float64Array(d);
  for (let place = 0; place < d; place++) {
    const low = lower[place]!;
    const high = upper[place]!;
    if (!(low <= high))
      throw new RangeError(
        `The bounds of variable ${place} are [${low}, ${high}]; the lower must not lie above the upper.`,
      );
    if (Number.isNaN(x0[place]!))
      throw new RangeError(`The start of variable ${place} is NaN; give a number.`);
    x[place] = Math.min(Math.max(x0[place]!, low), high);
  }
  return x;
}

/** The largest component of the step that the gradient would make within the bounds. */
function projectedGradient(
  x: Float64Array,
  gradient: Float64Array,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
): number {
  let largest = 0;
  for (let place = 0; place < x.length; place++) {
    const slope = gradient[place]!;
    const room = slope < 0 ? x[place]! - upper[place]! : x[place]! - lower[place]!;
    const step = slope < 0 ? Math.max(slope, room) : Math.min(slope, room);
    largest = Math.max(largest, Math.abs(step));
  }
  return largest;
}
