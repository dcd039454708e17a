import type { ValueAndGradient } from "../lbfgsb.ts";
import { dot } from "./hessian-model.ts";

/** From where and whither. */
export interface Line {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly direction: Float64Array;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

interface Place {
  readonly x: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly value: number;
}

interface Sample extends Place {
  readonly length: number;
  readonly slope: number;
}

/** What a search found: no step where nothing lower was met. */
export interface LineResult {
  readonly step: Place | undefined;
  readonly evaluations: number;
}

// The authors' constants: enough decrease, and enough flattening.
const DECREASE = 1e-3;
const FLATTENING = 0.9;

/**
 * A step along a descent direction that meets the strong Wolfe conditions, by bracketing and then
 * narrowing with cubic interpolation (Nocedal and Wright, "Numerical Optimization", 2006, algorithms 3.5
 * and 3.6). Places where the value is not finite count as too far.
 *
 * @param first the first length to try
 * @param longest the length at which a bound is met; it is accepted if the value still falls there
 */
export function searchLine(
  fg: ValueAndGradient,
  line: Line,
  first: number,
  longest: number,
  most: number,
): LineResult {
  const { direction } = line;
  const startSlope = dot(line.gradient, direction);
  let evaluations = 0;
  if (!(startSlope < 0)) return { step: undefined, evaluations };
  const start: Sample = {
    x: Float64Array.from(line.x),
    gradient: Float64Array.from(line.gradient),
    value: line.value,
    length: 0,
    slope: startSlope,
  };
  const isHigh = (sample: Sample): boolean =>
    !(sample.value <= line.value + DECREASE * sample.length * startSlope);
  const isFlat = (sample: Sample): boolean => Math.abs(sample.slope) <= -FLATTENING * startSlope;
  const at = (length: number): Sample => {
    const x = new Float64Array(line.x.length);
    for (let place = 0; place < x.length; place++) {
      const there = line.x[place]! + length * direction[place]!;
      x[place] = Math.min(Math.max(there, line.lower[place]!), line.upper[place]!);
    }
    const gradient = new Float64Array(x.length);
    const value = fg(x, gradient);
    const slope = dot(gradient, direction);
    const finite = Number.isFinite(value) && Number.isFinite(slope);
    return { x, gradient, value: finite ? value : Infinity, length, slope };
  };

  let low = start;
  let high: Sample | undefined;
  let length = first;
  // The lowest place that fell enough: what is given when the evaluations run out.
  let best: Sample | undefined;
  while (evaluations < most) {
    const sample = at(length);
    evaluations++;
    const tooHigh = isHigh(sample) || (sample.value >= low.value && low !== start);
    if (!isHigh(sample) && (best === undefined || sample.value < best.value)) best = sample;
    if (tooHigh) {
      high = sample;
    } else {
      if (isFlat(sample)) return { step: sample, evaluations };
      if (high === undefined) {
        if (sample.slope >= 0) high = low;
        else if (sample.length >= longest) return { step: sample, evaluations };
      } else if (sample.slope * (high.length - low.length) >= 0) {
        high = low;
      }
      low = sample;
    }
    if (high === undefined) {
      length = Math.min(4 * length, longest);
    } else {
      if (Math.abs(high.length - low.length) <= 1e-14 * Math.max(low.length, high.length)) break;
      length = between(low, high);
    }
  }
  return { step: best, evaluations };
}

/** The minimum of the cubic through two samples and their slopes, kept off the ends. */
function between(low: Sample, high: Sample): number {
  const width = high.length - low.length;
  const middle = low.length + 0.5 * width;
  if (!Number.isFinite(high.value)) return low.length + 0.1 * width;
  const sum = low.slope + high.slope - (3 * (high.value - low.value)) / width;
  const root = Math.sqrt(sum * sum - low.slope * high.slope) * Math.sign(width);
  const share = (high.slope + root - sum) / (high.slope - low.slope + 2 * root);
  const length = high.length - width * share;
  if (!Number.isFinite(length)) return middle;
  const margin = 0.1 * Math.abs(width);
  const least = Math.min(low.length, high.length) + margin;
  const most = Math.max(low.length, high.length) - margin;
  return Math.min(Math.max(length, least), most);
}
