import { exp } from "../../math/elementary.ts";
import type { Embedding } from "./embedding.ts";
import type { GpParameters } from "./parameters.ts";

/**
 * The Matérn-5/2 kernel k(r²) = s (1 + √5 r + 5r²/3) e^(−√5 r), and h(r²) = −2 dk/d(r²) =
 * (5/3) s (1 + √5 r) e^(−√5 r), of which its derivatives are made.
 */

const SQRT5 = Math.sqrt(5);

/** Points made ready for the kernel: coordinates over their lengthscales. */
export class Scaled {
  /** Row after row, count × size. */
  readonly rows: Float64Array;
  readonly size: number;
  readonly isHamming: Uint8Array;
  /** 1/ℓ² of each coordinate. */
  readonly weights: Float64Array;

  constructor(embedding: Embedding, parameters: GpParameters, coordinates: Float64Array) {
    this.size = embedding.size;
    this.isHamming = embedding.isHamming;
    this.weights = Float64Array.from(embedding.owner, (column) => {
      const lengthscale = parameters.lengthscales[column]!;
      return 1 / (lengthscale * lengthscale);
    });
    this.rows = Float64Array.from(coordinates);
    for (let place = 0; place < this.rows.length; place++) {
      const coordinate = place % this.size;
      if (this.isHamming[coordinate] === 0)
        this.rows[place]! *= Math.sqrt(this.weights[coordinate]!);
    }
  }

  /** r² between two rows. */
  squaredDistance(one: number, other: Scaled, otherRow: number): number {
    let sum = 0;
    const a = one * this.size;
    const b = otherRow * this.size;
    for (let k = 0; k < this.size; k++) {
      const difference = this.rows[a + k]! - other.rows[b + k]!;
      if (this.isHamming[k] === 1) sum += difference === 0 ? 0 : this.weights[k]!;
      else sum += difference * difference;
    }
    return sum;
  }
}

/** k/s. */
export function matern(squared: number): number {
  const root = SQRT5 * Math.sqrt(squared);
  return (1 + root + (5 / 3) * squared) * exp(-root);
}

/** h/s. */
export function maternSlope(squared: number): number {
  const root = SQRT5 * Math.sqrt(squared);
  return (5 / 3) * (1 + root) * exp(-root);
}
