import type { RandomStream } from "../../math/random.ts";
import type { ColumnTable } from "./columns.ts";
import { type Split, betterCategorySplit, betterNumberSplit } from "./split.ts";
import type { Tree } from "./tree.ts";

/** How a tree is grown; see ForestOptions. */
export interface Growth {
  readonly columnShare: number;
  readonly leastToSplit: number;
  readonly leastInLeaf: number;
  readonly deepest: number;
  readonly cuts: "best" | "random";
  readonly thresholds: "random" | "middle";
}

/**
 * Grows one tree. Each column of numbers keeps its rows in the order of its values; a node is one stretch
 * of all of those orders, and a split partitions the stretch in each without disturbing the order, so
 * nothing is sorted twice: O(n d) for each level of the tree.
 *
 * @param drawn how often each row counts; 0 leaves it out
 */
export function growTree(
  table: ColumnTable,
  y: Float64Array,
  drawn: Uint16Array,
  random: RandomStream,
  growth: Growth,
): Tree {
  const d = table.columns.length;
  const inBag = drawn.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const most = 2 * inBag - 1;
  const column = new Int32Array(most).fill(-1);
  const threshold = new Float64Array(most).fill(Number.NaN);
  const left = new Int32Array(most);
  const mean = new Float64Array(most);
  const variance = new Float64Array(most);
  const weight = new Float64Array(most);
  const sets: (Uint8Array | undefined)[] = [];

  const orders = table.orders.map((order) => order && inBagRows(order, drawn, inBag));
  const rows = inBagRows(
    Int32Array.from(y, (_, row) => row),
    drawn,
    inBag,
  );
  const goesLeft = new Uint8Array(y.length);
  const spare = new Int32Array(inBag);
  const pick = Int32Array.from({ length: d }, (_, k) => k);
  const wanted = Math.max(1, Math.round(growth.columnShare * d));

  let size = 1;
  const open: { node: number; start: number; end: number; depth: number }[] = [
    { node: 0, start: 0, end: inBag, depth: 0 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, start, end, depth } = next;
    let count = 0;
    let sum = 0;
    let low = Infinity;
    let high = -Infinity;
    for (let place = start; place < end; place++) {
      const row = rows[place]!;
      const value = y[row]!;
      const times = drawn[row]!;
      count += times;
      sum += times * value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const average = sum / count;
    let squares = 0;
    for (let place = start; place < end; place++) {
      const row = rows[place]!;
      squares += drawn[row]! * (y[row]! - average) ** 2;
    }
    mean[node] = average;
    variance[node] = squares / count;
    weight[node] = count;
    if (low === high || count < growth.leastToSplit || depth >= growth.deepest) continue;

    const view = { y, drawn, start, end, count, sum, average, leastInLeaf: growth.leastInLeaf };
    let best: Split | undefined;
    for (let tried = 0; tried < d; tried++) {
      // As scikit-learn does it: beyond the share only until some column splits at all.
      if (tried >= wanted && best !== undefined) break;
      const other = tried === d - 1 ? tried : random.int(tried, d - 1);
      const k = pick[other]!;
      pick[other] = pick[tried]!;
      pick[tried] = k;
      const order = orders[k];
      const values = table.values[k]!;
      const kind = table.columns[k]!;
      best =
        order !== undefined
          ? betterNumberSplit(
              view,
              k,
              values,
              order,
              best,
              growth.cuts === "random" ? random.uniform() : undefined,
            )
          : betterCategorySplit(
              view,
              k,
              values,
              rows,
              kind.kind === "category" ? kind.categories + 1 : 0,
              best,
            );
    }
    if (best === undefined) continue;

    const values = table.values[best.column]!;
    column[node] = best.column;
    left[node] = size;
    sets[node] = best.set;
    if (best.set === undefined) threshold[node] = cut(best, growth.thresholds, random);
    let leftRows = 0;
    for (let place = start; place < end; place++) {
      const row = rows[place]!;
      const isLeft =
        best.set === undefined ? values[row]! <= best.below : best.set[values[row]!] === 1;
      goesLeft[row] = isLeft ? 1 : 0;
      if (isLeft) leftRows++;
    }
    partition(rows, start, end, goesLeft, spare);
    for (const order of orders)
      if (order !== undefined) partition(order, start, end, goesLeft, spare);
    const middle = start + leftRows;
    open.push({ node: size + 1, start: middle, end, depth: depth + 1 });
    open.push({ node: size, start, end: middle, depth: depth + 1 });
    size += 2;
  }
  return { size, column, threshold, left, sets, mean, variance, weight };
}

/** Where the split between two neighbouring values falls, in [below, above). */
function cut(split: Split, thresholds: Growth["thresholds"], random: RandomStream): number {
  const { below, above } = split;
  if (split.cut !== undefined) return split.cut;
  if (below === -Infinity) return below;
  const share = thresholds === "middle" ? 0.5 : random.uniform();
  const place = below + share * (above - below);
  return place < above ? place : below;
}

function inBagRows(order: Int32Array, drawn: Uint16Array, count: number): Int32Array {
  const kept = new Int32Array(count);
  let place = 0;
  for (let index = 0; index < order.length; index++) {
    const row = order[index]!;
    if (drawn[row]! > 0) kept[place++] = row;
  }
  return kept;
}

/** Moves the rows that go left before the others, each side in the order it had. */
function partition(
  order: Int32Array,
  start: number,
  end: number,
  goesLeft: Uint8Array,
  spare: Int32Array,
): void {
  let to = start;
  let kept = 0;
  for (let place = start; place < end; place++) {
    const row = order[place]!;
    // Both writes, without a branch that no processor could foresee.
    order[to] = row;
    spare[kept] = row;
    const side = goesLeft[row]!;
    to += side;
    kept += 1 - side;
  }
  for (let index = 0; index < kept; index++) order[to + index] = spare[index]!;
}
