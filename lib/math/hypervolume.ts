/**
 * Hypervolume: how much of the space of losses a set of points dominates, up to a reference point.
 *
 * Notation: n points p of m losses, smaller is better; reference r. A point counts where it is better than r
 * in every loss; others, and those with a NaN, add nothing. box(p) = ∏ₖ (rₖ − pₖ).
 */

import { compareLexicographically, dominates, type LossTable } from "./non-dominated-sort.ts";

type Point = ArrayLike<number>;

/**
 * The volume that the points dominate below the reference. 0 where none is better than it everywhere;
 * Infinity where one is and either it or the reference is infinite.
 *
 * Two losses: a sweep, O(n log n). Three: a sweep over the third with the staircase of the first two,
 * O(n log n) searches and O(n²) moves at the worst (Beume et al., IEEE Transactions on Evolutionary
 * Computation 13(5), 2009, describe it with a tree). More: WFG's exclusive volumes (While, Bradstreet and
 * Barone, "A fast way of calculating exact hypervolumes", same journal 16(1), 2012), which ends in that
 * sweep.
 */
export function hypervolume(points: LossTable, reference: Point): number {
  const inside = points.filter((point) => isInside(point, reference));
  if (inside.some((point) => boxOf(point, reference) === Infinity)) return Infinity;
  return volumeOf(minimal(inside), reference);
}

/**
 * What each point adds to the others' hypervolume: 0 for dominated points, and for points that are there
 * twice. Infinity where what it adds is not bounded.
 */
export function exclusiveContributions(points: LossTable, reference: Point): Float64Array {
  const contributions = new Float64Array(points.length);
  for (let index = 0; index < points.length; index++) {
    const point = points[index] as Point;
    if (!isInside(point, reference)) continue;
    const others = points.filter((other, place) => place !== index && isInside(other, reference));
    const isCovered = others.some((other) => isNowhereWorse(other, point));
    contributions[index] = isCovered ? 0 : gainOf(point, others, reference);
  }
  return contributions;
}

/**
 * A subset with a large hypervolume: the point that adds most to those taken before, one after the other,
 * which comes to at least 1 − 1/e of the largest that there is. Of equal gains the lexicographically first
 * point. Copies of a point are taken only after all that differ.
 *
 * Guerreiro, Fonseca and Paquete, "Greedy hypervolume subset selection in low dimensions", Evolutionary
 * Computation 24(3), 2016; lazily, since gains only fall as others are taken (submodularity).
 *
 * @param points of one front, as a rule; finite
 * @param count how many are taken; all where there are fewer
 * @returns indices, in the order in which they were taken
 */
export function greedySubset(points: LossTable, count: number, reference: Point): number[] {
  const order = points
    .map((_, index) => index)
    .toSorted(
      (one, other) => compareLexicographically(points[one]!, points[other]!) || one - other,
    );
  const isCopy = (index: number, place: number): boolean =>
    place > 0 && compareLexicographically(points[order[place - 1]!]!, points[index]!) === 0;
  const left = order.filter((index, place) => !isCopy(index, place));
  const copies = order.filter(isCopy).toSorted((one, other) => one - other);
  // The most that each can add, and for how many taken points that was computed.
  const gains = left.map((index) =>
    isInside(points[index]!, reference) ? boxOf(points[index]!, reference) : 0,
  );
  const asOf = left.map(() => 0);
  const taken: number[] = [];
  const chosen: Point[] = [];
  while (taken.length < count && left.length > 0) {
    let best = placeOfLargest(gains);
    while (asOf[best] !== taken.length) {
      // What adds nothing adds nothing later either.
      if (gains[best]! > 0) gains[best] = gainOf(points[left[best]!]!, chosen, reference);
      asOf[best] = taken.length;
      best = placeOfLargest(gains);
    }
    taken.push(left[best]!);
    if (gains[best]! > 0) chosen.push(points[left[best]!]!);
    left.splice(best, 1);
    gains.splice(best, 1);
    asOf.splice(best, 1);
  }
  return [...taken, ...copies.slice(0, Math.max(0, count - taken.length))];
}

/**
 * A reference a little worse than the worst of each loss, as Optuna chooses it for TPE: max(1.1 w, 0.9 w),
 * and never 0, where every point would lie on it.
 *
 * @param points at least one
 */
export function referenceBeyond(points: LossTable): number[] {
  return Array.from(points[0] ?? [], (_, k) => {
    let worst = -Infinity;
    for (const point of points) worst = Math.max(worst, point[k] as number);
    return Math.max(1.1 * worst, 0.9 * worst) || 1e-12;
  });
}

function isInside(point: Point, reference: Point): boolean {
  for (let k = 0; k < reference.length; k++) {
    if (!((point[k] as number) < (reference[k] as number))) return false;
  }
  return true;
}

function isNowhereWorse(one: Point, other: Point): boolean {
  for (let k = 0; k < one.length; k++) {
    if ((one[k] as number) > (other[k] as number)) return false;
  }
  return true;
}

/** The volume of one point alone. */
function boxOf(point: Point, reference: Point): number {
  let product = 1;
  for (let k = 0; k < reference.length; k++) {
    product *= (reference[k] as number) - (point[k] as number);
  }
  return product;
}

/** What a point adds to others; both inside. */
function gainOf(point: Point, others: LossTable, reference: Point): number {
  const box = boxOf(point, reference);
  if (others.length === 0 || box === Infinity) return box;
  const covered = volumeOf(minimal(limited(point, others, 0)), reference);
  // Rounding may leave a crumb below 0 of a point that adds nothing.
  return Math.max(0, box - covered);
}

/** The parts of others, from a place on, that lie within a point's box: the worse of both in each loss. */
function limited(point: Point, others: LossTable, from: number): Float64Array[] {
  const parts: Float64Array[] = [];
  for (let index = from; index < others.length; index++) {
    const other = others[index] as Point;
    parts.push(Float64Array.from(other, (loss, k) => Math.max(loss, point[k] as number)));
  }
  return parts;
}

/** Those that no other dominates, each once, in lexicographic order. */
function minimal(points: LossTable): Point[] {
  const found: Point[] = [];
  for (const point of points.toSorted(compareLexicographically)) {
    const isNeeded = (other: Point): boolean =>
      !dominates(other, point) && compareLexicographically(other, point) !== 0;
    if (found.every(isNeeded)) found.push(point);
  }
  return found;
}

/** @param front from {@link minimal}: lexicographic, none dominated, none twice */
function volumeOf(front: readonly Point[], reference: Point): number {
  if (front.length === 0) return 0;
  if (front.length === 1) return boxOf(front[0]!, reference);
  if (reference.length === 2) return areaOf(front, reference);
  if (reference.length === 3) return sweepThird(front, reference);
  // From the last on, where the parts that lie within another's box are few and mostly dominated.
  let sum = 0;
  for (let index = 0; index < front.length; index++) {
    const point = front[index]!;
    const covered = volumeOf(minimal(limited(point, front, index + 1)), reference);
    sum += boxOf(point, reference) - covered;
  }
  return sum;
}

function areaOf(front: readonly Point[], reference: Point): number {
  let area = 0;
  let ceiling = reference[1] as number;
  for (const point of front) {
    area += ((reference[0] as number) - (point[0] as number)) * (ceiling - (point[1] as number));
    ceiling = point[1] as number;
  }
  return area;
}

function sweepThird(front: readonly Point[], reference: Point): number {
  const [right, top, end] = [reference[0]!, reference[1]!, reference[2]!];
  const order = front.toSorted((one, other) => (one[2] as number) - (other[2] as number));
  // The steps of the staircase from left to right: x rises, y falls.
  const x: number[] = [];
  const y: number[] = [];
  let volume = 0;
  let area = 0;
  for (let index = 0; index < order.length; index++) {
    const point = order[index]!;
    const [px, py, depth] = [point[0]!, point[1]!, point[2]!];
    let at = firstAtLeast(x, px);
    // A step that is not higher covers it already: the one before, or one at the same place.
    const isCovered = (at > 0 && y[at - 1]! <= py) || (x[at] === px && y[at]! <= py);
    if (!isCovered) {
      let ceiling = at > 0 ? y[at - 1]! : top;
      let from = px;
      const begin = at;
      // The new step takes away what lies between it and the steps that it covers.
      while (at < x.length && y[at]! >= py) {
        area += (x[at]! - from) * (ceiling - py);
        ceiling = y[at]!;
        from = x[at]!;
        at++;
      }
      area += ((x[at] ?? right) - from) * (ceiling - py);
      x.splice(begin, at - begin, px);
      y.splice(begin, at - begin, py);
    }
    volume += area * ((order[index + 1]?.[2] ?? end) - depth);
  }
  return volume;
}

/** The first place whose value is not below; the length where there is none. */
function firstAtLeast(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeOfLargest(values: readonly number[]): number {
  let best = 0;
  for (let place = 1; place < values.length; place++) {
    if (values[place]! > values[best]!) best = place;
  }
  return best;
}
