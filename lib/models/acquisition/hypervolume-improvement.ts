import { exp, ln } from "../../math/elementary.ts";
import { logDifferenceExp, logSumExp } from "../../math/log-sum-exp.ts";
import { LOG_SQRT_2PI, normalCdf, normalLogCdf } from "../../math/normal.ts";
import { logExpectedImprovement } from "./improvement.ts";

/**
 * By how much a point is expected to enlarge the volume that a front dominates.
 *
 * | symbol | meaning | shape |
 * |---|---|---|
 * | K | objectives, all minimized | |
 * | r | reference point; what is not better than it in every objective counts nothing | K |
 * | B | boxes, disjoint, that together are what the front does not dominate below r | |
 * | l, u | lower and upper corner of a box; l may be −∞ | K |
 * | μ, v | mean and variance of the point's losses, independent of each other | K |
 *
 * A point y adds Σ_B Π_k (u_k − max(l_k, y_k))₊, and for independent normal losses each factor's mean is
 * the difference of two expected improvements:
 *
 *   EHVI = Σ_B Π_k (EI(u_k) − EI(l_k))
 *
 * exactly (Yang, Emmerich, Deutz and Bäck, "Efficient computation of expected hypervolume improvement using
 * box decomposition algorithms", Journal of Global Optimization 75, 2019). All of it in logarithms, since
 * far from the front the products are 0 in doubles.
 */
export interface Boxes {
  readonly objectives: number;
  /** Box after box, count × K. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** For each objective the different corners of all boxes, ascending. */
  readonly edges: readonly Float64Array[];
  /** Where the corners of the boxes stand among them, count × K. */
  readonly lowAt: Int32Array;
  readonly highAt: Int32Array;
}

/**
 * What a set of losses leaves undominated below a reference point, in disjoint boxes.
 *
 * The last objective is cut into slabs at the values of the front; within a slab those of the front count
 * that lie below it, in one objective less. Two objectives of n points give n + 1 boxes, three at most
 * (n + 1)².
 *
 * @param front losses of any points; dominated ones, and such as are not below the reference, do no harm
 */
export function freeBoxes(
  front: readonly (readonly number[])[],
  reference: readonly number[],
): Boxes {
  const inside = front.filter((losses) => losses.every((loss, k) => loss < reference[k]!));
  const boxes: { low: number[]; high: number[] }[] = [];
  cut(inside, reference, [], [], boxes);
  const K = reference.length;
  const low = new Float64Array(boxes.length * K);
  const high = new Float64Array(boxes.length * K);
  boxes.forEach((box, place) => {
    low.set(box.low, place * K);
    high.set(box.high, place * K);
  });
  const edges = reference.map((_, k) => {
    const values = boxes.flatMap((box) => [box.low[k]!, box.high[k]!]);
    return Float64Array.from(new Set(values)).toSorted();
  });
  const places = edges.map((sorted) => new Map([...sorted].map((edge, place) => [edge, place])));
  const placesOf = (corners: Float64Array): Int32Array =>
    Int32Array.from(corners, (corner, place) => places[place % K]!.get(corner)!);
  return { objectives: K, low, high, edges, lowAt: placesOf(low), highAt: placesOf(high) };
}

/** Cuts the first objectives, given the interval of each of the last ones. */
function cut(
  front: readonly (readonly number[])[],
  reference: readonly number[],
  low: readonly number[],
  high: readonly number[],
  boxes: { low: number[]; high: number[] }[],
): void {
  const k = reference.length - low.length - 1;
  if (k === 0) {
    // Of one objective everything below the least is free.
    const least = front.reduce((most, losses) => Math.min(most, losses[0]!), reference[0]!);
    boxes.push({ low: [-Infinity, ...low], high: [least, ...high] });
    return;
  }
  const edges = [...new Set(front.map((losses) => losses[k]!))].toSorted((a, b) => a - b);
  edges.push(reference[k]!);
  let from = -Infinity;
  for (const to of edges) {
    const below = front.filter((losses) => losses[k]! <= from);
    cut(below, reference, [from, ...low], [to, ...high], boxes);
    from = to;
  }
}

/** ln EHVI of one point, and its derivatives by the mean and the variance of each objective. */
export interface FrontScore {
  readonly value: number;
  readonly byMean: Float64Array;
  readonly byVariance: Float64Array;
}

/** ln of the expected hypervolume improvement at a point. */
export function logExpectedHypervolumeImprovement(
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
  boxes: Boxes,
): FrontScore {
  return plainScore(mean, variance, boxes) ?? logarithmicScore(mean, variance, boxes);
}

/** Below this share of the largest product, sums of differences have lost too many digits. */
const LEAST_SHARE = 1e-6;

/**
 * The same in plain numbers, each objective's improvements divided by the largest: fast, since what hangs on
 * an edge is computed once and not for each box. Undefined where the sum is so small that the differences
 * may have cancelled.
 */
function plainScore(
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
  { objectives: K, edges, lowAt, highAt }: Boxes,
): FrontScore | undefined {
  let scale = 0;
  const gains: Float64Array[] = [];
  for (let k = 0; k < K; k++) {
    const logs = Float64Array.from(edges[k]!, (edge) =>
      edge === -Infinity ? -Infinity : logExpectedImprovement(mean[k]!, variance[k]!, edge).value,
    );
    // Improvements grow with the edge.
    const largest = logs[logs.length - 1]!;
    if (!(largest > -Infinity)) return undefined;
    scale += largest;
    gains.push(logs.map((log) => exp(log - largest)));
  }
  const count = lowAt.length / K;
  const factors = new Float64Array(count * K);
  let total = 0;
  for (let box = 0; box < count; box++) {
    let product = 1;
    for (let k = 0; k < K; k++) {
      const place = box * K + k;
      const factor = gains[k]![highAt[place]!]! - gains[k]![lowAt[place]!]!;
      factors[place] = factor;
      product *= factor;
    }
    total += product;
  }
  if (!(total > LEAST_SHARE)) return undefined;
  const byMean = new Float64Array(K);
  const byVariance = new Float64Array(K);
  for (let k = 0; k < K; k++) {
    const sd = Math.sqrt(Math.max(variance[k]!, 1e-40));
    const largest = logExpectedImprovement(mean[k]!, variance[k]!, edges[k]!.at(-1)!).value;
    // Φ and φ at each edge, in the units of the improvements.
    const masses = edges[k]!.map((edge) => exp(normalLogCdf((edge - mean[k]!) / sd) - largest));
    const densities = edges[k]!.map((edge) => {
      const z = (edge - mean[k]!) / sd;
      return z === -Infinity ? 0 : exp(-0.5 * z * z - LOG_SQRT_2PI - largest);
    });
    let massSum = 0;
    let densitySum = 0;
    for (let box = 0; box < count; box++) {
      let others = 1;
      for (let other = 0; other < K; other++) if (other !== k) others *= factors[box * K + other]!;
      const place = box * K + k;
      massSum += others * (masses[highAt[place]!]! - masses[lowAt[place]!]!);
      densitySum += others * (densities[highAt[place]!]! - densities[lowAt[place]!]!);
    }
    byMean[k] = -massSum / total;
    byVariance[k] = densitySum / (2 * sd * total);
  }
  return { value: ln(total) + scale, byMean, byVariance };
}

/** The same wherever the point is: every factor as a logarithm. */
function logarithmicScore(
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
  { objectives: K, low, high }: Boxes,
): FrontScore {
  const count = low.length / K;
  const factors = new Float64Array(count * K);
  const logs = new Float64Array(count);
  const known = Array.from({ length: K }, () => new Map<number, number>());
  const improvement = (k: number, edge: number): number => {
    if (edge === -Infinity) return -Infinity;
    let log = known[k]!.get(edge);
    if (log === undefined) {
      log = logExpectedImprovement(mean[k]!, variance[k]!, edge).value;
      known[k]!.set(edge, log);
    }
    return log;
  };
  for (let box = 0; box < count; box++) {
    for (let k = 0; k < K; k++) {
      const place = box * K + k;
      const upper = improvement(k, high[place]!);
      factors[place] = logDifferenceExp(upper, Math.min(upper, improvement(k, low[place]!)));
      logs[box]! += factors[place]!;
    }
  }
  const value = logSumExp(logs);
  const byMean = new Float64Array(K);
  const byVariance = new Float64Array(K);
  if (value === -Infinity) return { value, byMean, byVariance };
  for (let box = 0; box < count; box++) {
    // Share of the whole that this box contributes.
    const share = exp(logs[box]! - value);
    if (!(share > 1e-12)) continue;
    for (let k = 0; k < K; k++) {
      const sd = Math.sqrt(Math.max(variance[k]!, 1e-40));
      const place = box * K + k;
      const zHigh = (high[place]! - mean[k]!) / sd;
      const zLow = (low[place]! - mean[k]!) / sd;
      // d(EI(u) − EI(l)) = −(Φ(z_u) − Φ(z_l)) dμ + (φ(z_u) − φ(z_l)) / 2σ dv.
      byMean[k]! -= share * exp(logMass(zLow, zHigh) - factors[place]!);
      byVariance[k]! += (share * densityDifference(zLow, zHigh, factors[place]!)) / (2 * sd);
    }
  }
  return { value, byMean, byVariance };
}

/** ln (Φ(b) − Φ(a)), from the side on which both are small. */
function logMass(a: number, b: number): number {
  if (a === -Infinity) return normalLogCdf(b);
  if (a > 0) return logDifferenceExp(normalLogCdf(-a), normalLogCdf(-b));
  if (b > 0) return ln(normalCdf(b) - normalCdf(a));
  return logDifferenceExp(normalLogCdf(b), normalLogCdf(a));
}

/** (φ(b) − φ(a)) / e^log. */
function densityDifference(a: number, b: number, log: number): number {
  const at = (z: number): number => (z === -Infinity ? 0 : exp(-0.5 * z * z - LOG_SQRT_2PI - log));
  return at(b) - at(a);
}
