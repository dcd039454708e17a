import type { Column, Forest, Tree } from "../../models/forest.ts";

/**
 * The functional analysis of variance of a forest: how much of the variance of what it predicts, over the
 * unit cube, comes from each column by itself and from each pair together.
 *
 * | symbol | meaning |
 * |---|---|
 * | V | variance of the prediction over the cube, every place as likely |
 * | m_k(x) | the prediction at x_k, averaged over all other columns |
 * | V_k = Var m_k,  V_jk = Var m_jk − V_j − V_k | |
 *
 * A tree is constant on boxes, so all of these are sums over its leaves: exact, without sampling. Shares
 * V_k / V are averaged over the trees.
 *
 * Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML 2014.
 *
 * @param onTree called before each tree, with how many are done
 * @returns shares: of each column, and of each pair that was asked for
 */
export function fanova(
  forest: Forest,
  pairs: readonly (readonly [number, number])[] = [],
  onTree?: (done: number) => void,
): { main: Float64Array; pairs: Float64Array } {
  const main = new Float64Array(forest.columns.length);
  const both = new Float64Array(pairs.length);
  let counted = 0;
  for (const [place, tree] of forest.trees.entries()) {
    onTree?.(place);
    const boxes = boxesOf(tree, forest.columns);
    const mean = boxes.reduce((sum, box) => sum + box.volume * box.value, 0);
    const total = boxes.reduce((sum, box) => sum + box.volume * (box.value - mean) ** 2, 0);
    // A tree that predicts the same everywhere says nothing on what matters.
    if (!(total > 1e-20 * (1 + mean * mean))) continue;
    counted++;
    const single = forest.columns.map((_, k) => mainVariance(boxes, k, mean));
    single.forEach((variance, k) => (main[k]! += variance / total));
    pairs.forEach(([j, k], pair) => {
      const joint = pairVariance(boxes, j, k, mean);
      both[pair]! += Math.max(0, joint - single[j]! - single[k]!) / total;
    });
  }
  const scale = (shares: Float64Array): Float64Array =>
    counted === 0 ? shares : shares.map((share) => share / counted);
  return { main: scale(main), pairs: scale(both) };
}

/** What part of a column a leaf covers: an interval of [0, 1], or some of its categories. */
interface Side {
  readonly low: number;
  readonly high: number;
  readonly set: Uint8Array | undefined;
  /** Its share of the column. */
  readonly size: number;
}

interface Box {
  readonly sides: readonly Side[];
  readonly volume: number;
  readonly value: number;
}

function boxesOf(tree: Tree, columns: readonly Column[]): Box[] {
  const whole = columns.map((column): Side =>
    column.kind === "number"
      ? { low: 0, high: 1, set: undefined, size: 1 }
      : { low: 0, high: 1, set: new Uint8Array(column.categories).fill(1), size: 1 },
  );
  const boxes: Box[] = [];
  const open: { node: number; sides: readonly Side[] }[] = [{ node: 0, sides: whole }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, sides } = next;
    const volume = sides.reduce((product, { size }) => product * size, 1);
    // Beyond a threshold at −∞ (what is not active) lies nothing of the cube.
    if (volume === 0) continue;
    const k = tree.column[node]!;
    if (k < 0) {
      boxes.push({ sides, volume, value: tree.mean[node]! });
      continue;
    }
    const left = tree.left[node]!;
    const [below, above] = divided(sides[k]!, tree.threshold[node]!, tree.sets[node]);
    open.push({ node: left, sides: sides.with(k, below) });
    open.push({ node: left + 1, sides: sides.with(k, above) });
  }
  return boxes;
}

function divided(side: Side, threshold: number, left: Uint8Array | undefined): [Side, Side] {
  if (side.set === undefined || left === undefined) {
    const at = Math.min(Math.max(threshold, side.low), side.high);
    return [
      { ...side, high: at, size: at - side.low },
      { ...side, low: at, size: side.high - at },
    ];
  }
  const { set } = side;
  const part = (goesLeft: 0 | 1): Side => {
    const kept = set.map((inside, category) =>
      inside === 1 && left[category] === goesLeft ? 1 : 0,
    );
    return { ...side, set: kept, size: kept.reduce((sum, one) => sum + one, 0) / kept.length };
  };
  return [part(1), part(0)];
}

/** Neighbouring cells: from, included, and to, excluded. */
type Run = readonly [from: number, to: number];

/** The cells into which the leaves cut a column, and the runs of them that each leaf covers. */
function cellsOf(boxes: readonly Box[], k: number): { widths: number[]; runs: Run[][] } {
  const first = boxes[0]!.sides[k]!;
  if (first.set !== undefined) {
    const { length } = first.set;
    return {
      widths: Array.from({ length }, () => 1 / length),
      runs: boxes.map(({ sides }) =>
        [...sides[k]!.set!].flatMap((inside, c): Run[] => (inside === 1 ? [[c, c + 1]] : [])),
      ),
    };
  }
  const edges = [
    ...new Set(boxes.flatMap(({ sides }) => [sides[k]!.low, sides[k]!.high])),
  ].toSorted((one, other) => one - other);
  const places = new Map(edges.map((edge, place) => [edge, place]));
  return {
    widths: edges.slice(1).map((edge, place) => edge - edges[place]!),
    runs: boxes.map(({ sides }) => [[places.get(sides[k]!.low)!, places.get(sides[k]!.high)!]]),
  };
}

function mainVariance(boxes: readonly Box[], k: number, mean: number): number {
  const { widths, runs } = cellsOf(boxes, k);
  const marginal = new Float64Array(widths.length);
  boxes.forEach(({ sides, volume, value }, place) => {
    // What the leaf adds to the marginal, counted from the mean, wherever x_k lies in it.
    const share = (volume / sides[k]!.size) * (value - mean);
    for (const [from, to] of runs[place]!)
      for (let cell = from; cell < to; cell++) marginal[cell]! += share;
  });
  return widths.reduce((sum, width, cell) => sum + width * marginal[cell]! ** 2, 0);
}

function pairVariance(boxes: readonly Box[], j: number, k: number, mean: number): number {
  const rows = cellsOf(boxes, j);
  const columns = cellsOf(boxes, k);
  // A leaf covers rectangles of cells: what it adds is written at their corners, and running sums in
  // both directions make the cells of it.
  const wide = columns.widths.length + 1;
  const sums = new Float64Array((rows.widths.length + 1) * wide);
  boxes.forEach(({ sides, volume, value }, place) => {
    const share = (volume / (sides[j]!.size * sides[k]!.size)) * (value - mean);
    for (const [top, bottom] of rows.runs[place]!)
      for (const [left, right] of columns.runs[place]!) {
        sums[top * wide + left]! += share;
        sums[top * wide + right]! -= share;
        sums[bottom * wide + left]! -= share;
        sums[bottom * wide + right]! += share;
      }
  });
  let total = 0;
  rows.widths.forEach((height, row) => {
    let along = 0;
    columns.widths.forEach((width, column) => {
      along += sums[row * wide + column]!;
      const above = row > 0 ? sums[(row - 1) * wide + column]! : 0;
      // From here on the cell holds the marginal itself, for the row below.
      const marginal = above + along;
      sums[row * wide + column] = marginal;
      total += height * width * marginal ** 2;
    });
  });
  return total;
}
