/** A regression tree in arrays, node by node; node 0 is the root. */
export interface Tree {
  readonly size: number;
  /** The column that a node splits by; −1 in a leaf. */
  readonly column: Int32Array;
  /** A number at or below it goes left; NaN always does. Of a split of categories NaN. */
  readonly threshold: Float64Array;
  /** The left child of an inner node; the right one follows it. */
  readonly left: Int32Array;
  /** Of a split of categories: 1 where a category goes left, with "not active" as the last one. */
  readonly sets: readonly (Uint8Array | undefined)[];
  /** Mean, variance and (bootstrap) count of the y that fell into a node. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly weight: Float64Array;
}

/** The leaf that the row beginning at `offset` falls into. */
export function leafOf(tree: Tree, points: Float64Array, offset: number): number {
  const { column, threshold, left, sets } = tree;
  let node = 0;
  let split = column[0]!;
  while (split >= 0) {
    const value = points[offset + split]!;
    const set = sets[node];
    let goesRight: boolean;
    if (set === undefined) {
      // Written so that NaN goes left.
      goesRight = value > threshold[node]!;
    } else {
      goesRight = set[Number.isNaN(value) ? set.length - 1 : value] !== 1;
    }
    node = left[node]! + (goesRight ? 1 : 0);
    split = column[node]!;
  }
  return node;
}
