import { quantileSorted } from "simple-statistics";
import type { RandomStream } from "../../math/random.ts";
import { signedRankPValue } from "../../math/signed-rank.ts";

/** Two contestants, block by block. */
export interface Comparison {
  /** In what share of the blocks the first did better; ties count half. */
  readonly wins: number;
  /** Mean of (first − second); below 0 the first did better. */
  readonly difference: number;
  /** Wilcoxon's signed-rank test of paired differences, two-sided. */
  readonly p: number;
}

/** Compares losses of two contestants; the same place is the same block (problem and seed). */
export function comparePaired(first: readonly number[], second: readonly number[]): Comparison {
  const differences = first.map((loss, block) => loss - second[block]!);
  const wins = differences.reduce((sum, one) => sum + (one < 0 ? 1 : one === 0 ? 0.5 : 0), 0);
  const above = signedRankPValue(differences);
  const below = signedRankPValue(differences.map((one) => -one));
  return {
    wins: wins / differences.length,
    difference: differences.reduce((sum, one) => sum + one, 0) / differences.length,
    p: Math.min(1, 2 * Math.min(above, below)),
  };
}

/**
 * Probabilities corrected for there being several, after Holm ("A simple sequentially rejective multiple
 * test procedure", Scandinavian Journal of Statistics 6, 1979): the chance that any true hypothesis is
 * rejected is no larger than the level they are held against.
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, place) => place).toSorted((one, other) => ps[one]! - ps[other]!);
  const adjusted = [...ps];
  let largest = 0;
  order.forEach((place, rank) => {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * ps[place]!));
    adjusted[place] = largest;
  });
  return adjusted;
}

/** Ranks 1, 2, 3… of losses within a block; equal ones share their mean. */
export function ranksOf(losses: readonly number[]): number[] {
  return losses.map((loss) => {
    let below = 0;
    let equal = 0;
    for (const other of losses) {
      if (other < loss) below++;
      else if (other === loss) equal++;
    }
    return below + (equal + 1) / 2;
  });
}

/** The mean of a sample, with a bootstrap interval (percentiles of 2000 resamples). */
export function bootstrapMean(
  values: readonly number[],
  random: RandomStream,
  level = 0.95,
): { mean: number; interval: readonly [number, number] } {
  const n = values.length;
  const means = Array.from({ length: 2000 }, () => {
    let sum = 0;
    for (let draw = 0; draw < n; draw++) sum += values[random.int(0, n - 1)]!;
    return sum / n;
  }).toSorted((one, other) => one - other);
  const tail = (1 - level) / 2;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / n,
    interval: [quantileSorted(means, tail), quantileSorted(means, 1 - tail)],
  };
}
