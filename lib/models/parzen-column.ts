import { type NumericKernel, SETTLED_COUNT } from "./parzen-kernels.ts";

/**
 * The observations of one numeric dimension, sorted by place, then by trial: what bandwidths are read from.
 * A new observation changes the bandwidths of its neighbours only.
 */
export class ParzenColumn {
  readonly kernel: NumericKernel;
  #places = new Float64Array(64);
  /** The slot of the estimator that holds the observation. */
  #slots = new Int32Array(64);
  /** The bandwidths as they were reported last; NaN where none was yet. */
  #sigmas = new Float64Array(64);
  #count = 0;
  /** Whether all bandwidths must be looked at again. */
  #stale = false;
  readonly #changed: Changed;

  /** @param changed hears every observation whose bandwidth may be another, at `settle` at the latest */
  constructor(kernel: NumericKernel, changed: Changed) {
    this.kernel = kernel;
    this.#changed = changed;
  }

  get count(): number {
    return this.#count;
  }

  /** The slot of the observation at a place of the sorted order. */
  slotAt(rank: number): number {
    return this.#slots[rank] as number;
  }

  /** Takes in one observation. `keys` are the trials of the slots. */
  insert(place: number, slot: number, keys: Int32Array): void {
    if (this.#count === this.#places.length) this.#grow(this.#count * 2);
    const rank = this.#rank(place, keys[slot] as number, keys);
    this.#places.copyWithin(rank + 1, rank, this.#count);
    this.#slots.copyWithin(rank + 1, rank, this.#count);
    this.#sigmas.copyWithin(rank + 1, rank, this.#count);
    this.#places[rank] = place;
    this.#slots[rank] = slot;
    this.#sigmas[rank] = NaN;
    this.#count++;
    this.#touch(rank - 1, rank + 1, this.#count - 1);
  }

  /** Forgets one observation, which is there. */
  remove(place: number, slot: number, keys: Int32Array): void {
    const rank = this.#rank(place, keys[slot] as number, keys);
    this.#places.copyWithin(rank, rank + 1, this.#count);
    this.#slots.copyWithin(rank, rank + 1, this.#count);
    this.#sigmas.copyWithin(rank, rank + 1, this.#count);
    this.#count--;
    this.#touch(rank - 1, rank, this.#count + 1);
  }

  /** Takes in many at once, by one sort; then every bandwidth is reported. */
  fill(places: Float64Array, slots: Int32Array, keys: Int32Array): void {
    const total = this.#count + slots.length;
    const order: number[] = [];
    const merged = new Float64Array(total);
    const from = new Int32Array(total);
    merged.set(this.#places.subarray(0, this.#count));
    merged.set(places, this.#count);
    from.set(this.#slots.subarray(0, this.#count));
    from.set(slots, this.#count);
    for (let index = 0; index < total; index++) order.push(index);
    order.sort(
      (one, other) =>
        (merged[one] as number) - (merged[other] as number) ||
        (keys[from[one] as number] as number) - (keys[from[other] as number] as number),
    );
    if (total > this.#places.length) this.#grow(total * 2);
    for (let rank = 0; rank < total; rank++) {
      this.#places[rank] = merged[order[rank] as number] as number;
      this.#slots[rank] = from[order[rank] as number] as number;
    }
    this.#count = total;
    this.#sigmas.fill(NaN, 0, total);
    this.#stale = true;
  }

  /** Brings all bandwidths up to date, after some observations came and went. */
  settle(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#refresh(0, this.#count - 1);
  }

  /**
   * Brings the bandwidths of a part up to date, at once where no others can change. While the least bandwidth
   * depends on how many there are, a new one can change all of them: then once for all that come and go together.
   */
  #touch(first: number, last: number, countBefore: number): void {
    const settled = Math.min(countBefore, this.#count) >= SETTLED_COUNT;
    if (settled) this.#refresh(Math.max(first, 0), Math.min(last, this.#count - 1));
    else this.#stale = true;
  }

  /**
   * The bandwidths of a part of the sorted observations: of each the larger of the gaps to its two neighbours.
   * The outermost have one neighbour only; a single observation has the ends of the axis for neighbours. Then
   * clipped to [range / min(100, n + 2), range].
   *
   * As Optuna 5 has it (parzen_estimator.py, `compute_sigmas`, with its defaults): the factor of earlier
   * versions, 0.2 n^(−1/(d+4)) · range, is gone.
   */
  #refresh(from: number, to: number): void {
    const count = this.#count;
    const changed = this.#changed;
    const places = this.#places;
    const sigmas = this.#sigmas;
    const { low, high } = this.kernel;
    const range = high - low;
    const least = range / Math.min(100, count + 2);
    let below = from > 0 ? (places[from] as number) - (places[from - 1] as number) : 0;
    for (let rank = from; rank <= to; rank++) {
      const mu = places[rank] as number;
      const above = rank < count - 1 ? (places[rank + 1] as number) - mu : 0;
      let sigma = below > above ? below : above;
      if (count === 1) sigma = Math.max(mu - low, high - mu);
      if (sigma < least) sigma = least;
      else if (sigma > range) sigma = range;
      below = above;
      // Kept here, in order, since reading it from the rows would cost a look far away for each.
      if (sigmas[rank] === sigma) continue;
      sigmas[rank] = sigma;
      changed(this.#slots[rank] as number, mu, sigma);
    }
  }

  /** Where an observation stands, or would stand. */
  #rank(place: number, key: number, keys: Int32Array): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.#places[middle] as number;
      const before =
        there < place || (there === place && (keys[this.#slots[middle] as number] as number) < key);
      if (before) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(capacity: number): void {
    const places = new Float64Array(capacity);
    const slots = new Int32Array(capacity);
    const sigmas = new Float64Array(capacity);
    places.set(this.#places);
    slots.set(this.#slots);
    sigmas.set(this.#sigmas);
    this.#sigmas = sigmas;
    this.#places = places;
    this.#slots = slots;
  }
}

/** Hears that the observation in a slot, at a place, has a bandwidth. */
export type Changed = (slot: number, place: number, sigma: number) => void;
