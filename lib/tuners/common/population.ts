/**
 * Finished trials as a population: who stands before whom.
 *
 * With one objective a trial's rank is its place among the different losses; with several the front it
 * stands in. What breaks constraints stands behind all that keep them, by how much it breaks them.
 */

import { frontsOf, nonDominatedRanks } from "../../math/non-dominated-sort.ts";
import type { UnitCube } from "../../space/vectors.ts";
import { lossesOf, violationOf } from "../../study/losses.ts";
import type { Direction } from "../../study/observer.ts";
import type { Point, TrialRecord } from "../../study/trial-record.ts";

/** A complete trial as a parent of others. */
export interface Individual {
  readonly number: number;
  /** Its place in the unit cube; NaN where a dimension was not active. */
  readonly vector: Float64Array;
  /** Smaller is better; infinite ones stand on the finite extremes of all. */
  readonly losses: readonly number[];
  readonly violation: number;
}

/** An individual and how it stands. */
export interface Ranked extends Individual {
  /** 0 is the best. */
  readonly rank: number;
  /** How far its neighbours in its own front stand from it, Infinity at the ends; 0 where copied. */
  readonly crowding: number;
}

/**
 * The complete trials whose points this space still knows, in the order of numbers. Failed trials, and
 * those whose values do not compare, are left out; pruned ones too, as they have no objective's values.
 */
export function individualsOf(
  trials: readonly TrialRecord[],
  cube: UnitCube,
  objectives: Readonly<Record<string, Direction>>,
): Individual[] {
  const found: Individual[] = [];
  for (const trial of trials) {
    const losses = lossesOf(trial, objectives);
    const vector = losses && readOnce(cube, trial.point);
    if (losses === undefined || vector === undefined) continue;
    found.push({ number: trial.number, vector, losses, violation: violationOf(trial) });
  }
  return found;
}

/** What cubes read of points: an ask would else read the whole history again. */
const readings = new WeakMap<UnitCube, WeakMap<Point, Float64Array | undefined>>();

/** `cube.read`, kept as long as the point is; the vector is shared, so nobody may change it. */
function readOnce(cube: UnitCube, point: Point): Float64Array | undefined {
  let known = readings.get(cube);
  if (known === undefined) readings.set(cube, (known = new WeakMap()));
  if (known.has(point)) return known.get(point);
  const vector = cube.read(point);
  known.set(point, vector);
  return vector;
}

/** The individuals with their ranks and crowding distances, the best first; equals keep their order. */
export function rankAll(individuals: readonly Individual[]): Ranked[] {
  const losses = finiteLosses(individuals);
  const ranks = nonDominatedRanks(
    losses,
    individuals.map(({ violation }) => violation),
  );
  const ranked: Ranked[] = [];
  for (const [rank, front] of frontsOf(ranks).entries()) {
    const distances = crowdingDistances(front.map((index) => losses[index] as number[]));
    const members = front.map((index, place): Ranked => {
      const { number, vector, violation } = individuals[index] as Individual;
      const crowding = distances[place] as number;
      return { number, vector, losses: losses[index] as number[], violation, rank, crowding };
    });
    if (members.length > 1) members.sort(compareRanked);
    for (const member of members) ranked.push(member);
  }
  return ranked;
}

/** Deb's crowded comparison: the better rank, then the emptier neighbourhood. */
export function compareRanked(one: Ranked, other: Ranked): number {
  if (one.rank !== other.rank) return one.rank - other.rank;
  if (one.crowding === other.crowding) return 0;
  return one.crowding > other.crowding ? -1 : 1;
}

/**
 * The crowding distance of each point of one front: the sum over the losses of the distance between its two
 * neighbours, in shares of the front's width; Infinity at the ends (Deb et al. 2002, section III-B). Of
 * equal points all but the first have 0.
 */
export function crowdingDistances(front: readonly (readonly number[])[]): Float64Array {
  const distances = new Float64Array(front.length);
  // With one objective nearly every front is a single point; each ask goes through all of them.
  if (front.length === 1) return distances.fill(front[0]!.length > 0 ? Infinity : 0);
  const first = new Map<string, number>();
  const different: number[] = [];
  for (const [index, losses] of front.entries()) {
    const key = losses.join(",");
    if (first.has(key)) continue;
    first.set(key, index);
    different.push(index);
  }
  const count = front[0]?.length ?? 0;
  for (let k = 0; k < count; k++) {
    const at = (index: number): number => (front[index] as readonly number[])[k] as number;
    const order = different.toSorted((one, other) => at(one) - at(other));
    const [low, high] = [order[0] as number, order.at(-1) as number];
    const width = at(high) - at(low);
    distances[low] = Infinity;
    distances[high] = Infinity;
    if (width === 0) continue;
    for (let place = 1; place < order.length - 1; place++) {
      const gap = at(order[place + 1] as number) - at(order[place - 1] as number);
      distances[order[place] as number]! += gap / width;
    }
  }
  return distances;
}

/** Infinite losses put on the finite extremes of their objective, 0 where there is none. */
function finiteLosses(individuals: readonly Individual[]): number[][] {
  const count = individuals[0]?.losses.length ?? 0;
  const low = Array<number>(count).fill(Infinity);
  const high = Array<number>(count).fill(-Infinity);
  for (const { losses } of individuals) {
    for (const [k, loss] of losses.entries()) {
      if (!Number.isFinite(loss)) continue;
      low[k] = Math.min(low[k] as number, loss);
      high[k] = Math.max(high[k] as number, loss);
    }
  }
  return individuals.map(({ losses }) =>
    losses.map((loss, k) => {
      if (Number.isFinite(loss)) return loss;
      const extreme = (loss < 0 ? low[k] : high[k]) as number;
      return Number.isFinite(extreme) ? extreme : 0;
    }),
  );
}
