import { exp } from "../math/elementary.ts";
import { Parameter, type ParameterSpec, type RangeOptions } from "./parameters.ts";

/** Options of {@link normal}. */
export interface NormalOptions extends RangeOptions {
  /** Default: four standard deviations below the mean. */
  low?: number;
  /** Default: four standard deviations above the mean. */
  high?: number;
  /** Only multiples of it; with 1 the values are integers. Left out: every number between. */
  step?: number;
}

/** How many standard deviations a distribution without ends reaches: what is left out is 6 in 100 000. */
const REACH = 4;

/**
 * A real number that is likely near `mean`: normally distributed with the standard deviation `sd`,
 * truncated to [low, high]. For what is roughly known; where nothing is known, `float` is better.
 *
 * @example normal(0, 1, { low: -2 })
 */
export function normal(mean: number, sd: number, options: NormalOptions = {}): Parameter<number> {
  const { step, low = mean - REACH * sd, high = mean + REACH * sd, ...rest } = options;
  const isInt = Number.isInteger(step);
  return new Parameter({
    kind: isInt ? "int" : "float",
    ...endsOnSteps(low, high, step),
    log: false,
    prior: { mean, sd },
    ...rest,
  } as ParameterSpec);
}

/** Options of {@link logNormal}. */
export interface LogNormalOptions extends RangeOptions {
  /** Above 0. Default exp(mean − 4 sd). */
  low?: number;
  /** Default exp(mean + 4 sd). */
  high?: number;
  /** Write 1 for integers, from 1 on. */
  step?: 1;
}

/**
 * A number above 0 whose natural logarithm is normally distributed, with this mean and standard
 * deviation (of the logarithm, as in Hyperopt), truncated to [low, high].
 *
 * @example logNormal(Math.log(1e-3), 1) // around 0.001, give or take a factor of e
 */
export function logNormal(
  mean: number,
  sd: number,
  options: LogNormalOptions = {},
): Parameter<number> {
  const { step, low = exp(mean - REACH * sd), high = exp(mean + REACH * sd), ...rest } = options;
  const ends = step === undefined ? { low, high } : endsOnSteps(Math.max(low, 1), high, step);
  return new Parameter({
    kind: step === 1 ? "int" : "float",
    ...ends,
    ...(step !== undefined && { step }),
    log: true,
    prior: { mean, sd },
    ...rest,
  } as ParameterSpec);
}

/** The range drawn in to multiples of the step. */
function endsOnSteps(low: number, high: number, step: number | undefined) {
  if (step === undefined || !(step > 0)) return { low, high, ...(step !== undefined && { step }) };
  const onStep = (steps: number) => Number((steps * step).toPrecision(15));
  // A billionth of a step is rounding, not a missing one.
  return {
    low: onStep(Math.ceil(low / step - 1e-9)),
    high: onStep(Math.floor(high / step + 1e-9)),
    step,
  };
}
