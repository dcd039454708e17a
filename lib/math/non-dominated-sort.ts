/**
 * Pareto's order of points with several losses.
 *
 * Notation: n points of m losses, smaller is better. One point dominates another where it is worse nowhere
 * and better somewhere. The points that no other dominates are rank 0, those that only they dominate rank 1,
 * and so on. NaN counts as the worst loss there is.
 */

/** One line of losses for each point. */
export type LossTable = readonly ArrayLike<number>[];

/** Whether one point is worse nowhere and better somewhere; smaller is better. */
export function dominates(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  let better = false;
  for (let k = 0; k < one.length; k++) {
    const order = compareLosses(one[k] as number, other[k] as number);
    if (order > 0) return false;
    if (order < 0) better = true;
  }
  return better;
}

/** By the first loss, then the next: negative where `one` comes first. */
export function compareLexicographically(one: ArrayLike<number>, other: ArrayLike<number>): number {
  for (let k = 0; k < one.length; k++) {
    const order = compareLosses(one[k] as number, other[k] as number);
    if (order !== 0) return order;
  }
  return 0;
}

/** Not by the difference: two infinite losses have none. */
function compareLosses(one: number, other: number): number {
  if (one < other) return -1;
  if (one > other) return 1;
  return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
}

/**
 * The rank of each point, 0 for the first front; equal points share one.
 *
 * With violations (Deb's constrained domination): the feasible points, whose violation is 0 or less, are
 * ranked by their losses; behind their last front follow the infeasible ones by violation alone, those
 * with the same one in one rank. NaN counts as the largest violation.
 *
 * Efficient non-dominated sort with binary search (Zhang et al., IEEE Transactions on Evolutionary
 * Computation 19(2), 2015): in lexicographic order a point can only be dominated by one before it, and what
 * a front dominates every front before it dominates, too. Constraints: Deb et al., "A fast and elitist
 * multiobjective genetic algorithm: NSGA-II", same journal 6(2), 2002.
 *
 * Complexity: O(n log n) comparisons for m ≤ 2; O(n √n) for usual clouds, O(n²) at the worst for m > 2.
 *
 * @param violations one for each point; left out: all are feasible
 */
export function nonDominatedRanks(
  losses: LossTable,
  violations?: ArrayLike<number | undefined>,
): Int32Array {
  const ranks = new Int32Array(losses.length);
  const feasible: number[] = [];
  const infeasible: number[] = [];
  for (let index = 0; index < losses.length; index++) {
    // Written so that NaN is infeasible.
    ((violations?.[index] ?? 0) <= 0 ? feasible : infeasible).push(index);
  }
  const fronts = rankFeasible(losses, feasible, ranks);
  rankInfeasible(violations, infeasible, ranks, fronts);
  return ranks;
}

/** The points that no other dominates, as indices in the order of the points; of equal ones all. */
export function firstFront(losses: LossTable): number[] {
  const at = (index: number): ArrayLike<number> => losses[index] as ArrayLike<number>;
  const order = losses
    .map((_, index) => index)
    .toSorted((one, other) => compareLexicographically(at(one), at(other)));
  const front: number[] = [];
  // In this order a point can only be dominated by one before it.
  for (const index of order) {
    if (!front.some((other) => dominates(at(other), at(index)))) front.push(index);
  }
  return front.toSorted((one, other) => one - other);
}

/** The points of each rank, the first front first; within one in the order of the points. */
export function frontsOf(ranks: ArrayLike<number>): number[][] {
  const fronts: number[][] = [];
  for (let index = 0; index < ranks.length; index++) {
    const rank = ranks[index] as number;
    while (fronts.length <= rank) fronts.push([]);
    (fronts[rank] as number[]).push(index);
  }
  return fronts;
}

/** @returns how many fronts there are */
function rankFeasible(losses: LossTable, feasible: readonly number[], ranks: Int32Array): number {
  const lossesOf = (index: number): ArrayLike<number> => losses[index] as ArrayLike<number>;
  const order = feasible.toSorted((one, other) =>
    compareLexicographically(lossesOf(one), lossesOf(other)),
  );
  const flat = (losses[0]?.length ?? 0) <= 2;
  const fronts: number[][] = [];
  for (const index of order) {
    const point = lossesOf(index);
    let low = 0;
    let high = fronts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const front = fronts[middle] as number[];
      // With two losses the second falls along a front, so that its last point speaks for all.
      const last = flat ? front.length - 1 : 0;
      let dominated = false;
      for (let place = front.length - 1; place >= last && !dominated; place--) {
        dominated = dominates(lossesOf(front[place] as number), point);
      }
      if (dominated) low = middle + 1;
      else high = middle;
    }
    (fronts[low] ??= []).push(index);
    ranks[index] = low;
  }
  return fronts.length;
}

function rankInfeasible(
  violations: ArrayLike<number | undefined> | undefined,
  infeasible: readonly number[],
  ranks: Int32Array,
  first: number,
): void {
  const violationOf = (index: number): number => violations?.[index] ?? 0;
  const order = infeasible.toSorted((one, other) =>
    compareLosses(violationOf(one), violationOf(other)),
  );
  let rank = first - 1;
  let before: number | undefined;
  for (const index of order) {
    const violation = violationOf(index);
    if (before === undefined || compareLosses(violation, before) !== 0) rank++;
    ranks[index] = rank;
    before = violation;
  }
}
