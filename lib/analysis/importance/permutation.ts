import type { RandomStream } from "../../math/random.ts";
import { Forest } from "../../models/forest.ts";

/**
 * By how much a forest's mean squared error rises when a column is shuffled, on the rows that a tree has
 * not seen: what the forest knows only by that column.
 *
 * Each column is shuffled among the rows in which it is active, so that a value is put only where it
 * could stand. Breiman, "Random forests", Machine Learning 45, 2001, section 10.
 *
 * @param onTree called before each tree, with how many are done
 * @returns the rise for each column; 0 or above
 */
export function permutationImportance(
  forest: Forest,
  x: Float64Array,
  y: ArrayLike<number>,
  random: RandomStream,
  onTree?: (done: number) => void,
): Float64Array {
  const d = forest.columns.length;
  const rises = new Float64Array(d);
  let counted = 0;
  for (let b = 0; b < forest.trees.length; b++) {
    onTree?.(b);
    const outside: number[] = [];
    forest.draws[b]!.forEach((times, row) => times === 0 && outside.push(row));
    if (outside.length < 2) continue;
    counted += outside.length;
    const single = new Forest(forest.columns, [forest.trees[b]!], [forest.draws[b]!]);
    const table = new Float64Array(outside.length * d);
    outside.forEach((row, place) => table.set(x.subarray(row * d, (row + 1) * d), place * d));
    const error = (points: Float64Array): number => {
      const { mean } = single.predict(points);
      return outside.reduce((sum, row, place) => sum + (y[row]! - mean[place]!) ** 2, 0);
    };
    const before = error(table);
    for (let k = 0; k < d; k++) {
      const active = outside.flatMap((_, place) =>
        Number.isNaN(table[place * d + k]!) ? [] : [place],
      );
      const shuffled = table.slice();
      const order = random.shuffle(active);
      active.forEach((place, index) => (shuffled[place * d + k] = table[order[index]! * d + k]!));
      rises[k]! += error(shuffled) - before;
    }
  }
  return rises.map((rise) => (counted === 0 ? 0 : Math.max(0, rise / counted)));
}
