/**
 * Which of several objectives' values are the best.
 *
 * Notation: n points of m losses, smaller is better; a reference point r that is worse than all of them.
 */

type Losses = readonly (readonly number[])[];

/**
 * The `count` best: whole fronts of points that no other dominates, and of the front that does not fit in whole
 * those that add most to its hypervolume, one after the other (Guerreiro et al., "Greedy hypervolume subset
 * selection in low dimensions", Evolutionary Computation 24, 2016). Infinite losses count as the finite
 * extremes.
 *
 * @returns indices, those of better fronts first
 */
export function bestByDomination(losses: Losses, count: number): number[] {
  if (count <= 0) return [];
  const finite = clipped(losses);
  const chosen: number[] = [];
  for (const front of fronts(finite)) {
    const left = count - chosen.length;
    if (left <= 0) break;
    if (front.length <= left) chosen.push(...front);
    else chosen.push(...greedySubset(finite, front, left));
  }
  return chosen;
}

/** Infinite losses put on the finite extremes of their objective. */
function clipped(losses: Losses): number[][] {
  const m = losses[0]?.length ?? 0;
  const low = Array<number>(m).fill(Infinity);
  const high = Array<number>(m).fill(-Infinity);
  for (const point of losses) {
    for (let k = 0; k < m; k++) {
      const loss = point[k] as number;
      if (!Number.isFinite(loss)) continue;
      low[k] = Math.min(low[k] as number, loss);
      high[k] = Math.max(high[k] as number, loss);
    }
  }
  return losses.map((point) =>
    point.map((loss, k) => {
      if (Number.isFinite(loss)) return loss;
      const extreme = (loss < 0 ? low[k] : high[k]) as number;
      return Number.isFinite(extreme) ? extreme : 0;
    }),
  );
}

/**
 * The points by fronts: those that no other dominates, those that only they dominate, and so on (efficient
 * non-dominated sort, Zhang et al., IEEE Transactions on Evolutionary Computation 19, 2015). In
 * lexicographic order a point can only be dominated by one before it.
 */
function fronts(losses: Losses): number[][] {
  const order = losses.map((_, index) => index);
  order.sort(
    (one, other) =>
      lexicographic(losses[one] as number[], losses[other] as number[]) || one - other,
  );
  const found: number[][] = [];
  for (const index of order) {
    const point = losses[index] as number[];
    let low = 0;
    let high = found.length;
    // A point that one of a front dominates is dominated in every front before it, too.
    while (low < high) {
      const middle = (low + high) >> 1;
      const front = found[middle] as number[];
      if (front.findLastIndex((other) => dominates(losses[other] as number[], point)) >= 0)
        low = middle + 1;
      else high = middle;
    }
    (found[low] ??= []).push(index);
  }
  return found.map((front) => front.toSorted((one, other) => one - other));
}

/** Of one front, the points that add most to the hypervolume of those taken before, one after the other. */
function greedySubset(losses: Losses, front: readonly number[], count: number): number[] {
  const reference = referencePoint(front.map((index) => losses[index] as number[]));
  const left = [...front];
  // What each would add at the most: it only falls as others are taken.
  const gains = left.map((index) => volume(losses[index] as number[], reference));
  const current = left.map(() => 0);
  const taken: number[] = [];
  const points: (readonly number[])[] = [];
  while (taken.length < count) {
    let best = 0;
    for (;;) {
      for (let place = 1, most = (best = 0); place < left.length; place++) {
        if ((gains[place] as number) > (gains[most] as number)) best = most = place;
      }
      if (current[best] === taken.length) break;
      const point = losses[left[best] as number] as number[];
      const covered = points.map((other) => worse(point, other));
      gains[best] = volume(point, reference) - hypervolume(covered, reference);
      current[best] = taken.length;
    }
    taken.push(left[best] as number);
    points.push(losses[left[best] as number] as number[]);
    for (const list of [left, gains, current]) list.splice(best, 1);
  }
  return taken;
}

/** A little worse than the worst of each loss, as Optuna 5 has it: max(1.1 w, 0.9 w), never 0. */
function referencePoint(points: Losses): number[] {
  return (points[0] as number[]).map((_, k) => {
    const worst = points.reduce((most, point) => Math.max(most, point[k] as number), -Infinity);
    return Math.max(1.1 * worst, 0.9 * worst) || 1e-12;
  });
}

/** What points dominate below the reference (While et al., "A fast way of calculating exact hypervolumes", 2012). */
function hypervolume(points: Losses, reference: readonly number[]): number {
  const order = points.toSorted(lexicographic);
  const front = order.filter(
    (point, index) =>
      !order.some(
        (other, place) =>
          dominates(other, point) || (place < index && lexicographic(other, point) === 0),
      ),
  );
  if (reference.length === 2) {
    let sum = 0;
    let above = reference[1] as number;
    for (const point of front) {
      sum += ((reference[0] as number) - (point[0] as number)) * (above - (point[1] as number));
      above = point[1] as number;
    }
    return sum;
  }
  return front.reduce((sum, point, index) => {
    const covered = front.slice(index + 1).map((other) => worse(point, other));
    return (
      sum + volume(point, reference) - (covered.length > 0 ? hypervolume(covered, reference) : 0)
    );
  }, 0);
}

function volume(point: readonly number[], reference: readonly number[]): number {
  return point.reduce((product, loss, k) => product * ((reference[k] as number) - loss), 1);
}

function worse(one: readonly number[], other: readonly number[]): number[] {
  return one.map((loss, k) => Math.max(loss, other[k] as number));
}

/** Not worse anywhere, and better somewhere. */
function dominates(one: readonly number[], other: readonly number[]): boolean {
  let better = false;
  for (let k = 0; k < one.length; k++) {
    if ((one[k] as number) > (other[k] as number)) return false;
    if ((one[k] as number) < (other[k] as number)) better = true;
  }
  return better;
}

/** By the first loss, then the next. */
function lexicographic(one: readonly number[], other: readonly number[]): number {
  for (let k = 0; k < one.length; k++) {
    if (one[k] !== other[k]) return (one[k] as number) < (other[k] as number) ? -1 : 1;
  }
  return 0;
}
