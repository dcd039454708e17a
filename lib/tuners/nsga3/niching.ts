/**
 * Which of a population survive where many objectives make nearly all of them non-dominated: those that are
 * spread over given directions (Deb and Jain, "An evolutionary many-objective optimization algorithm using
 * reference-point-based nondominated sorting approach, part I", IEEE Transactions on Evolutionary
 * Computation 18(4), 2014).
 *
 * Notation: ideal point z*, the least of each loss; extreme points, the best in one loss alone; intercepts
 * of the plane through them, by which losses are scaled.
 */

import type { RandomStream } from "../../math/random.ts";
import type { Ranked } from "../common/population.ts";

/** Where a point belongs. */
interface Niche {
  /** The index of the nearest direction. */
  readonly direction: number;
  /** How far from its line. */
  readonly distance: number;
}

/**
 * `count` of the ranked, which stand best first: whole fronts, and of the one that does not fit those in
 * directions that have the fewest.
 */
export function surviveByNiches(
  ranked: readonly Ranked[],
  count: number,
  directions: readonly (readonly number[])[],
  random: RandomStream,
): Ranked[] {
  if (ranked.length <= count) return [...ranked];
  const last = ranked[count - 1]!.rank;
  const chosen = ranked.filter(({ rank }) => rank < last);
  const candidates = ranked.filter(({ rank }) => rank === last);
  const scaled = normalized([...chosen, ...candidates].map(({ losses }) => losses));
  const niches = scaled.map((point) => nicheOf(point, directions));
  const counts = new Int32Array(directions.length);
  for (let index = 0; index < chosen.length; index++) counts[niches[index]!.direction]!++;
  const left = candidates.map((member, index) => ({ member, ...niches[chosen.length + index]! }));
  const survivors = [...chosen];
  while (survivors.length < count) {
    let fewest = Infinity;
    for (const { direction } of left) fewest = Math.min(fewest, counts[direction]!);
    const emptiest = [
      ...new Set(
        left.filter(({ direction }) => counts[direction] === fewest).map((one) => one.direction),
      ),
    ];
    const direction = emptiest[random.int(0, emptiest.length - 1)]!;
    const here = left.filter((one) => one.direction === direction);
    // The first of a direction is the one nearest to it; further ones are as good as each other.
    const next =
      fewest === 0
        ? here.reduce((best, one) => (one.distance < best.distance ? one : best))
        : here[random.int(0, here.length - 1)]!;
    survivors.push(next.member);
    left.splice(left.indexOf(next), 1);
    counts[direction]!++;
  }
  return survivors;
}

/** Losses moved to the ideal point and scaled by the intercepts, or by their ranges where there are none. */
export function normalized(losses: readonly (readonly number[])[]): number[][] {
  const m = losses[0]?.length ?? 0;
  const ideal = Array.from({ length: m }, (_, k) => Math.min(...losses.map((point) => point[k]!)));
  const moved = losses.map((point) => point.map((loss, k) => loss - ideal[k]!));
  const worst = ideal.map((_, k) => Math.max(...moved.map((point) => point[k]!)));
  const extremes = ideal.map((_, axis) => {
    const reach = (point: readonly number[]): number =>
      Math.max(...point.map((loss, k) => loss / (k === axis ? 1 : 1e-6)));
    return moved.reduce((best, point) => (reach(point) < reach(best) ? point : best));
  });
  const plane = solve(extremes, Array<number>(m).fill(1));
  const scale = worst.map((range, k) => {
    const intercept = plane === undefined ? Number.NaN : 1 / plane[k]!;
    const isUsable = intercept > 1e-6 && intercept <= range * (1 + 1e-9);
    return (isUsable ? intercept : range) || 1;
  });
  return moved.map((point) => point.map((loss, k) => loss / scale[k]!));
}

function nicheOf(point: readonly number[], directions: readonly (readonly number[])[]): Niche {
  let nearest: Niche = { direction: 0, distance: Infinity };
  for (const [direction, line] of directions.entries()) {
    const along = dot(point, line) / dot(line, line);
    const distance = Math.hypot(...point.map((loss, k) => loss - along * line[k]!));
    if (distance < nearest.distance) nearest = { direction, distance };
  }
  return nearest;
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, part, k) => sum + part * other[k]!, 0);
}

/** The solution of A x = b by elimination with pivots; undefined where A is singular. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] | undefined {
  const n = b.length;
  const rows = a.map((row, index) => [...row, b[index]!]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    if (!(Math.abs(rows[pivot]![column]!) > 1e-12)) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let k = column; k <= n; k++) rows[row]![k]! -= factor * rows[column]![k]!;
    }
  }
  return rows.map((row, index) => row[n]! / row[index]!);
}
