import type { Embedding } from "./embedding.ts";
import type { GpParameters } from "./parameters.ts";

/** Coordinates as the kernels want them: see lib/math/assembly/matern.ts. */
export class Layout {
  /** How many coordinates. */
  readonly size: number;
  /** How many of them have a distance; these come first. */
  readonly metric: number;
  /** The embedding's coordinate at each place. */
  readonly order: readonly number[];
  /** 1/ℓ² of the others, which are equal or not. */
  readonly weights: Float64Array;
  /** What each coordinate is multiplied by. */
  readonly #factors: Float64Array;

  constructor(embedding: Embedding, { lengthscales }: GpParameters) {
    const coordinates = [...embedding.owner.keys()];
    const metric = coordinates.filter((place) => embedding.isHamming[place] === 0);
    const hamming = coordinates.filter((place) => embedding.isHamming[place] === 1);
    this.size = embedding.size;
    this.metric = metric.length;
    this.order = [...metric, ...hamming];
    const lengthOf = (place: number): number => lengthscales[embedding.owner[place]!]!;
    this.weights = Float64Array.from(hamming, (place) => 1 / lengthOf(place) ** 2);
    this.#factors = Float64Array.from(this.order, (place, index) =>
      index < this.metric ? 1 / lengthOf(place) : 1,
    );
  }

  /** Rows as groups of 4, coordinate after coordinate, padded with 0. */
  pack(coordinates: Float64Array, count: number): Float64Array {
    const { size } = this;
    const out = new Float64Array(4 * Math.ceil(count / 4) * size);
    for (let place = 0; place < size; place++) {
      const source = this.order[place]!;
      const factor = this.#factors[place]!;
      for (let row = 0; row < count; row++)
        out[4 * ((row >> 2) * size + place) + (row & 3)] =
          factor * coordinates[row * size + source]!;
    }
    return out;
  }

  /** The other way, without the factors: `count` rows into `rows`, from row `first` on. */
  unpack(packed: Float64Array, rows: Float64Array, first: number, count: number): void {
    const { size } = this;
    for (let place = 0; place < size; place++) {
      const target = this.order[place]!;
      for (let row = 0; row < count; row++)
        rows[(first + row) * size + target] = packed[4 * ((row >> 2) * size + place) + (row & 3)]!;
    }
  }
}
