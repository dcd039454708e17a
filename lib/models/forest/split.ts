/** A node that is to be split: the stretch [start, end) of the orders, and what its y sum to. */
export interface NodeView {
  readonly y: Float64Array;
  readonly drawn: Uint16Array;
  readonly start: number;
  readonly end: number;
  readonly count: number;
  readonly sum: number;
  readonly average: number;
  readonly leastInLeaf: number;
}

/** A way to split a node. */
export interface Split {
  readonly column: number;
  /** By how much the sum of squared deviations falls. */
  readonly gain: number;
  /** Of numbers: the largest value on the left and the smallest on the right. */
  readonly below: number;
  readonly above: number;
  /** Of numbers, where it was drawn: the threshold. */
  readonly cut?: number;
  /** Of categories: 1 for those that go left. */
  readonly set?: Uint8Array;
}

// With deviations r = y − ȳ of the node, Σ r = 0, so a split with left sum R over W_l of W rows gains
// R²/W_l + R²/(W − W_l) = R² W / (W_l (W − W_l)), without the cancellation that raw sums would bring.

/**
 * The better of `best` and the best cut of a column of numbers, whose rows `order` sorts.
 *
 * @param share where between the least and the largest value the only cut to be looked at lies, in [0, 1);
 *   undefined: all cuts. A node in which some rows are not active looks at all.
 */
export function betterNumberSplit(
  view: NodeView,
  column: number,
  values: Float64Array,
  order: Int32Array,
  best: Split | undefined,
  share?: number,
): Split | undefined {
  const { y, drawn, start, end, count, average, leastInLeaf } = view;
  let gain = best === undefined ? least(view) : best.gain / count;
  let at = -1;
  let weight = 0;
  let rest = 0;
  let value = values[order[start]!]!;
  const highest = values[order[end - 1]!]!;
  if (value === highest) return best;
  if (share !== undefined && value > -Infinity) {
    const cut = value + share * (highest - value);
    let place = start;
    for (; place < end - 1 && values[order[place]!]! <= cut; place++) {
      const row = order[place]!;
      weight += drawn[row]!;
      rest += drawn[row]! * (y[row]! - average);
    }
    if (weight < leastInLeaf || count - weight < leastInLeaf) return best;
    const here = (rest * rest) / (weight * (count - weight));
    if (!(here > gain)) return best;
    const [below, above] = [values[order[place - 1]!]!, values[order[place]!]!];
    return { column, gain: here * count, below, above, cut };
  }
  for (let place = start; place < end - 1; place++) {
    const row = order[place]!;
    const times = drawn[row]!;
    weight += times;
    rest += times * (y[row]! - average);
    const following = values[order[place + 1]!]!;
    if (following === value) continue;
    value = following;
    if (weight < leastInLeaf || count - weight < leastInLeaf) continue;
    const here = (rest * rest) / (weight * (count - weight));
    if (here > gain) {
      gain = here;
      at = place;
    }
  }
  if (at < 0) return best;
  return {
    column,
    gain: gain * count,
    below: values[order[at]!]!,
    above: values[order[at + 1]!]!,
  };
}

/** The better of `best` and the best split of a column of categories into two sets. */
export function betterCategorySplit(
  view: NodeView,
  column: number,
  values: Float64Array,
  rows: Int32Array,
  categories: number,
  best: Split | undefined,
): Split | undefined {
  const { y, drawn, start, end, count, average, leastInLeaf } = view;
  const weights = new Float64Array(categories);
  const rests = new Float64Array(categories);
  for (let place = start; place < end; place++) {
    const row = rows[place]!;
    const category = values[row]!;
    weights[category]! += drawn[row]!;
    rests[category]! += drawn[row]! * (y[row]! - average);
  }
  const seen: number[] = [];
  for (let category = 0; category < categories; category++)
    if (weights[category]! > 0) seen.push(category);
  if (seen.length < 2) return best;
  seen.sort(
    (one, other) => rests[one]! / weights[one]! - rests[other]! / weights[other]! || one - other,
  );
  let gain = best === undefined ? least(view) : best.gain / count;
  let last = -1;
  let weight = 0;
  let rest = 0;
  let leftWeight = 0;
  for (let place = 0; place < seen.length - 1; place++) {
    weight += weights[seen[place]!]!;
    rest += rests[seen[place]!]!;
    if (weight < leastInLeaf || count - weight < leastInLeaf) continue;
    const here = (rest * rest) / (weight * (count - weight));
    if (here > gain) {
      gain = here;
      last = place;
      leftWeight = weight;
    }
  }
  if (last < 0) return best;
  // Categories that the node has not seen go where most rows went.
  const set = new Uint8Array(categories).fill(2 * leftWeight > count ? 1 : 0);
  seen.forEach((category, place) => (set[category] = place <= last ? 1 : 0));
  return { column, gain: gain * count, below: Number.NaN, above: Number.NaN, set };
}

/** Below this a gain is what rounding makes of equal y: their deviations are good to 10⁻¹⁶ of the mean. */
function least({ average }: NodeView): number {
  return 1e-30 * average * average;
}
