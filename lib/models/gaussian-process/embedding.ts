/**
 * What distances between points are, column by column: points as coordinates of a Euclidean space (and
 * of a Hamming space), in which the Matérn kernel is positive definite.
 *
 *   r²(x, x′) = Σ_j δ_j²(x_j, x′_j) / ℓ_j²
 *
 * | column | δ² | coordinates |
 * |---|---|---|
 * | numeric | (x − x′)² | x |
 * | categorical | 1 where different, else 0; not active counts as one more category | the index |
 * | conditional, both active | (2 sin(θ(x − x′)/2) / θ)², the chord of an arc | sin and cos of θ(x − ½), over θ |
 * | conditional, one active | 1/θ², however x is | |
 * | conditional, none active | 0 | 0 and 0: the centre of the arc |
 *
 * The arc is Swersky et al.'s ("Raiders of the lost architecture: kernels for Bayesian optimization in
 * conditional parameter spaces", 2013), with its angle θ fixed and its radius the lengthscale's: a
 * column that does not matter (ℓ → ∞) then says nothing about being active either, which is the parent
 * column's to say. Since every column is a squared Euclidean distance (Hamming: between corners of a
 * simplex), so is their sum, and the Matérn kernel of a Euclidean distance is positive semidefinite in
 * any number of dimensions: Schoenberg, Annals of Mathematics 39, 1938.
 */

import { cos, sin } from "../../math/elementary.ts";

/** What a column holds: see {@link Embedding}. */
export type GpColumn = "numeric" | "conditional" | "categorical";

/**
 * θ. At π/2 the chord over the whole range is 0.9 of the straight way, and an active point is 0.64 of
 * the range away from an inactive one.
 */
export const ARC_ANGLE = Math.PI / 2;

/** The coordinates of points. */
export class Embedding {
  readonly columns: readonly GpColumn[];
  /** How many coordinates: one per column, two per conditional one. */
  readonly size: number;
  /** The column of each coordinate. */
  readonly owner: Int32Array;
  /** For each coordinate, 1 where only equal or not counts. */
  readonly isHamming: Uint8Array;

  constructor(columns: readonly GpColumn[]) {
    this.columns = columns;
    const owner: number[] = [];
    columns.forEach((kind, column) => {
      owner.push(column);
      if (kind === "conditional") owner.push(column);
    });
    this.size = owner.length;
    this.owner = Int32Array.from(owner);
    this.isHamming = Uint8Array.from(owner, (column) =>
      columns[column] === "categorical" ? 1 : 0,
    );
  }

  /**
   * The coordinates of points.
   *
   * @param points row after row, count × d
   * @returns row after row, count × size
   * @throws RangeError where a numeric column is not finite
   */
  embed(points: Float64Array, count: number): Float64Array {
    const d = this.columns.length;
    if (points.length < count * d)
      throw new RangeError(
        `${count} points of ${d} columns need ${count * d} numbers, but ${points.length} were given.`,
      );
    const out = new Float64Array(count * this.size);
    let write = 0;
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < d; column++) {
        const value = points[row * d + column]!;
        const kind = this.columns[column]!;
        if (kind === "numeric") {
          if (!Number.isFinite(value))
            throw new RangeError(
              `Column ${column} of point ${row} is ${value}; a numeric column holds finite numbers. If it may be inactive, declare it "conditional".`,
            );
          out[write++] = value;
        } else if (kind === "categorical") {
          out[write++] = Number.isNaN(value) ? -1 : value;
        } else if (Number.isNaN(value)) {
          write += 2;
        } else {
          const angle = ARC_ANGLE * (value - 0.5);
          out[write++] = sin(angle) / ARC_ANGLE;
          out[write++] = cos(angle) / ARC_ANGLE;
        }
      }
    }
    return out;
  }

  /**
   * A gradient by coordinates as one by columns; 0 where a column is not active or categorical.
   *
   * @param point length d
   * @param byCoordinate length size
   */
  pullBack(point: ArrayLike<number>, byCoordinate: Float64Array): Float64Array {
    const d = this.columns.length;
    const gradient = new Float64Array(d);
    let read = 0;
    for (let column = 0; column < d; column++) {
      const kind = this.columns[column]!;
      const value = point[column]!;
      if (kind === "numeric") gradient[column] = byCoordinate[read++]!;
      else if (kind === "categorical") read++;
      else {
        if (!Number.isNaN(value)) {
          const angle = ARC_ANGLE * (value - 0.5);
          gradient[column] =
            cos(angle) * byCoordinate[read]! - sin(angle) * byCoordinate[read + 1]!;
        }
        read += 2;
      }
    }
    return gradient;
  }
}
