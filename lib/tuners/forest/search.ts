import type { RandomStream } from "../../math/random.ts";
import { logExpectedImprovement, logFeasibility } from "../../models/acquisition.ts";
import type { Forest } from "../../models/forest.ts";
import type { UnitCube } from "../../space/vectors.ts";
import type { Point, TrialRecord } from "../../study/trial-record.ts";
import { drawPoint } from "../../space/draw.ts";
import { neighboursOf } from "./neighbours.ts";
import { rowOf } from "../../space/table-rows.ts";

/** A point that may be tried, and what the forests say of it. */
export interface Candidate {
  readonly point: Point;
  readonly mean: number;
  readonly sd: number;
  /** Of the expected improvement; 0 while no trial is feasible, where there is nothing to improve on. */
  readonly logImprovement: number;
  /** Of the probability that all constraints are kept; 0 where there are none. */
  readonly logFeasible: number;
  readonly from: "random" | "local";
}

/** What to search. */
export interface Search {
  readonly cube: UnitCube;
  readonly model: Forest;
  readonly constraints: readonly Forest[];
  readonly best: number | undefined;
  /** Where climbing begins, beside the best random points. */
  readonly starts: readonly Point[];
  /** Trials whose points are not wanted again. */
  readonly tried: readonly TrialRecord[];
  /** How many random points. */
  readonly count: number;
  readonly random: RandomStream;
}

/** Neighbours looked at from one place, at most; steps of one climb. */
const NEIGHBOURS = 40;
const STEPS = 8;

/** The ten best points that were found, the best first; none where all had been tried. */
export function searchBest(search: Search): Candidate[] {
  const { cube, starts, count, random, tried } = search;
  const known = new Set(tried.map(({ point }) => keyOf(point)));
  const drawn = judge(
    search,
    Array.from({ length: count }, () => drawPoint(cube.space, random)),
    "random",
  ).toSorted(byScore);
  let climbers = [...judge(search, starts, "local"), ...drawn.slice(0, 5)];
  const found = drawn.slice(0, 20);
  for (let step = 0; step < STEPS && climbers.length > 0; step++) {
    const groups = climbers.map(({ point }) => neighboursOf(cube, point, NEIGHBOURS, random));
    const judged = judge(search, groups.flat(), "local");
    found.push(...judged);
    let from = 0;
    climbers = climbers.flatMap((climber, place) => {
      const group = judged.slice(from, (from += groups[place]!.length));
      const [top] = group.toSorted(byScore);
      return top !== undefined && scoreOf(top) > scoreOf(climber) ? [top] : [];
    });
  }
  const best: Candidate[] = [];
  for (const candidate of found.toSorted(byScore)) {
    if (best.length === 10) break;
    const key = keyOf(candidate.point);
    if (known.has(key)) continue;
    known.add(key);
    best.push(candidate);
  }
  return best;
}

/** By what candidates are compared: ln (improvement × probability of being feasible). */
function scoreOf({ logImprovement, logFeasible }: Candidate): number {
  return logImprovement + logFeasible;
}

function byScore(one: Candidate, other: Candidate): number {
  const difference = scoreOf(other) - scoreOf(one);
  // Two of −∞ differ by NaN; then the smaller mean is the better guess.
  return difference || one.mean - other.mean || 0;
}

/** What the forests say of points; those of another version of the space are left out. */
export function judge(
  { cube, model, constraints, best }: Pick<Search, "cube" | "model" | "constraints" | "best">,
  points: readonly Point[],
  from: Candidate["from"],
): Candidate[] {
  const rows = points.map((point) => rowOf(cube, point));
  const legal = points.filter((_, place) => rows[place] !== undefined);
  const table = new Float64Array(legal.length * cube.size);
  rows
    .filter((row) => row !== undefined)
    .forEach((row, place) => table.set(row, place * cube.size));
  const { mean, variance } = model.predict(table);
  const limits = constraints.map((forest) => forest.predict(table));
  return legal.map((point, place) => {
    const sd = Math.sqrt(variance[place]!);
    return {
      point,
      mean: mean[place]!,
      sd,
      logImprovement:
        best === undefined ? 0 : logExpectedImprovement(mean[place]!, variance[place]!, best).value,
      logFeasible: limits.reduce(
        (sum, limit) => sum + logFeasibility(limit.mean[place]!, limit.variance[place]!).value,
        0,
      ),
      from,
    };
  });
}

/** Equal for equal points: both have their entries in the order of the space. */
function keyOf(point: Point): string {
  return JSON.stringify(point);
}
