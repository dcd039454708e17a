import { greedySubset, referenceBeyond } from "../../math/hypervolume.ts";
import { frontsOf, nonDominatedRanks } from "../../math/non-dominated-sort.ts";

type Losses = readonly (readonly number[])[];

/**
 * The `count` best by several losses: whole fronts of points that no other dominates, and of the front that
 * does not fit in whole those that add most to its hypervolume, one after the other. Infinite losses count as
 * the finite extremes.
 *
 * @param losses smaller is better; no NaN
 * @returns indices, those of better fronts first
 */
export function bestByDomination(losses: Losses, count: number): number[] {
  if (count <= 0) return [];
  const finite = clipped(losses);
  const chosen: number[] = [];
  for (const front of frontsOf(nonDominatedRanks(finite))) {
    const left = count - chosen.length;
    if (left <= 0) break;
    if (front.length <= left) chosen.push(...front);
    else {
      const points = front.map((index) => finite[index] as number[]);
      const subset = greedySubset(points, left, referenceBeyond(points));
      chosen.push(...subset.map((place) => front[place] as number));
    }
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
