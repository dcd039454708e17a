import type { RandomStream } from "../math/random.ts";
import { type Column, columnTable } from "./forest/columns.ts";
import { growTree } from "./forest/grow.ts";
import { type Tree, leafOf } from "./forest/tree.ts";

export type { Column } from "./forest/columns.ts";
export type { Tree } from "./forest/tree.ts";

/**
 * A random forest for regression that knows how sure it is.
 *
 * | symbol | meaning | shape |
 * |---|---|---|
 * | n, d, B | rows, columns, trees | |
 * | x | rows; NaN where a column is not active | n × d |
 * | y | what is predicted | n |
 * | μ_b(x), σ²_b(x) | mean and variance of the y in the leaf of tree b that x falls in | |
 *
 * Mean and variance of a prediction follow from the law of total variance, with every tree as likely:
 *
 *   μ = (1/B) Σ_b μ_b,   σ² = (1/B) Σ_b (σ²_b + μ_b²) − μ²
 *
 * Breiman, "Random forests", Machine Learning 45, 2001; the variance as in Hutter, Xu, Hoos and
 * Leyton-Brown, "Algorithm runtime prediction", Artificial Intelligence 206, 2014, section 4.3.2.
 */
export class Forest {
  readonly columns: readonly Column[];
  readonly trees: readonly Tree[];
  /** For each tree, how often each row was drawn into it; a row with 0 is "out of bag". */
  readonly draws: readonly Uint16Array[];

  /** For {@link fitForest}. */
  constructor(columns: readonly Column[], trees: readonly Tree[], draws: readonly Uint16Array[]) {
    this.columns = columns;
    this.trees = trees;
    this.draws = draws;
  }

  /**
   * Mean and variance at points.
   *
   * @param points row after row, count × d; NaN where a column is not active
   */
  predict(points: Float64Array): { mean: Float64Array; variance: Float64Array } {
    const d = this.columns.length;
    const count = d === 0 ? 0 : points.length / d;
    const mean = new Float64Array(count);
    const variance = new Float64Array(count);
    // Counted from a value in the midst of y, so that squares of large numbers don't cancel.
    const origin = this.trees[0]?.mean[0] ?? 0;
    for (const tree of this.trees) {
      for (let row = 0; row < count; row++) {
        const leaf = leafOf(tree, points, row * d);
        const value = tree.mean[leaf]! - origin;
        mean[row]! += value;
        variance[row]! += tree.variance[leaf]! + value * value;
      }
    }
    const trees = this.trees.length;
    for (let row = 0; row < count; row++) {
      const average = mean[row]! / trees;
      mean[row] = origin + average;
      // Rounding may leave a crumb below 0 where all trees agree.
      variance[row] = Math.max(0, variance[row]! / trees - average * average);
    }
    return { mean, variance };
  }
}

/** How a forest is grown. */
export interface ForestOptions {
  /** Default 32. */
  readonly trees?: number;
  /** Whether each tree sees n rows drawn with replacement (default), or every row once. */
  readonly bootstrap?: boolean;
  /** Share of the columns that each split may choose among; at least one. Default 5/6, as in SMAC3. */
  readonly columnShare?: number;
  /** A node of fewer rows becomes a leaf. Default 3. */
  readonly leastToSplit?: number;
  /** Fewer rows than this never make a leaf of their own. Default 1. */
  readonly leastInLeaf?: number;
  /** Default 64. */
  readonly deepest?: number;
  /**
   * Whether a split is the best of all (default), or the best of one cut drawn at random for each column it
   * may choose: "extremely randomized trees", whose mean follows smooth functions more closely (Geurts, Ernst
   * and Wehenkel, Machine Learning 63, 2006). They are grown without bootstrap, as a rule.
   */
  readonly cuts?: "best" | "random";
  /**
   * Where between two neighbouring values a split falls: at a random place, which makes the mean of many
   * trees change smoothly between what was seen (default), or in the middle.
   */
  readonly thresholds?: "random" | "middle";
  /** Called after each tree with how many are grown. */
  readonly onTree?: (grown: number) => void;
}

/**
 * Grows a forest. The same stream gives the same forest, bit by bit.
 *
 * Each split makes the sum of the squared deviations of both sides smallest. A column of categories is
 * split into two sets: in the order of their mean y, the best of the cuts between neighbours is the best
 * of all splits into two sets (Breiman et al., "Classification and regression trees", 1984, theorem 4.5).
 * NaN (the column is not active) stands below every number, and is one more category.
 *
 * @param x rows, n × d; a category is its index 0, 1, 2…
 * @param y n finite numbers
 * @throws RangeError where the shapes do not fit, there is no row, or y holds what is not finite
 */
export function fitForest(
  x: Float64Array,
  y: ArrayLike<number>,
  columns: readonly Column[],
  random: RandomStream,
  options: ForestOptions = {},
): Forest {
  const settings = {
    columnShare: options.columnShare ?? 5 / 6,
    leastToSplit: options.leastToSplit ?? 3,
    leastInLeaf: options.leastInLeaf ?? 1,
    deepest: options.deepest ?? 64,
    cuts: options.cuts ?? "best",
    thresholds: options.thresholds ?? "random",
  } as const;
  const count = options.trees ?? 32;
  const n = y.length;
  if (n === 0) throw new RangeError("A forest needs at least one row");
  if (x.length !== n * columns.length)
    throw new RangeError(`${x.length} numbers are no ${n} rows of ${columns.length} columns`);
  const targets = Float64Array.from(y);
  if (!targets.every(Number.isFinite)) throw new RangeError("y holds a number that is not finite");
  const table = columnTable(x, n, columns);
  const trees: Tree[] = [];
  const draws: Uint16Array[] = [];
  for (let tree = 0; tree < count; tree++) {
    const drawn = new Uint16Array(n).fill(options.bootstrap === false ? 1 : 0);
    if (options.bootstrap !== false)
      for (let draw = 0; draw < n; draw++) drawn[random.int(0, n - 1)]!++;
    draws.push(drawn);
    trees.push(growTree(table, targets, drawn, random, settings));
    options.onTree?.(trees.length);
  }
  return new Forest(columns, trees, draws);
}
