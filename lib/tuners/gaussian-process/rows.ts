import { rowOf } from "../../space/table-rows.ts";
import type { UnitCube } from "../../space/vectors.ts";
import type { Point } from "../../study/trial-record.ts";

/**
 * The point at a row: categories by their index, all else by its place in [0, 1], NaN where a dimension is
 * not active. Values are rounded to legal ones. Undefined where the space does not allow the point.
 *
 * @param fill the place of a dimension that becomes active
 */
export function pointOf(
  cube: UnitCube,
  row: ArrayLike<number>,
  fill: (place: number) => number,
): Point | undefined {
  const vector = new Float64Array(row);
  cube.axes.forEach((axis, place) => {
    if (axis.isCategorical && !Number.isNaN(vector[place]!))
      vector[place] = axis.toUnit(axis.valueAt(vector[place]!));
  });
  const point = cube.write(vector, fill);
  return cube.space.allows(point) ? point : undefined;
}

/** A point that may be tried, and its row as it really is: of legal values. */
export interface Place {
  readonly point: Point;
  readonly row: Float64Array;
}

/** The point nearest to a row that may be tried, with the row that it has itself. */
export function placeOf(
  cube: UnitCube,
  row: ArrayLike<number>,
  fill: (place: number) => number,
): Place | undefined {
  const point = pointOf(cube, row, fill);
  const legal = point && rowOf(cube, point);
  return legal && { point: point as Point, row: legal };
}

/** Rows and keys of the points of trials: found at the first ask that sees them, and kept as long as they are. */
export class TrialRows {
  readonly #cube: UnitCube;
  readonly #rows = new WeakMap<Point, { readonly row: Float64Array | undefined }>();
  readonly #keys = new WeakMap<Point, string>();

  constructor(cube: UnitCube) {
    this.#cube = cube;
  }

  /** A point's row, not to be written to; undefined for a point of another version of the space. */
  rowOf(point: Point): Float64Array | undefined {
    let known = this.#rows.get(point);
    if (known === undefined) {
      known = { row: rowOf(this.#cube, point) };
      this.#rows.set(point, known);
    }
    return known.row;
  }

  /** As `keyOf`. */
  keyOf(point: Point): string {
    let key = this.#keys.get(point);
    if (key === undefined) {
      key = keyOf(this.#cube, point);
      this.#keys.set(point, key);
    }
    return key;
  }
}

/** Equal for equal points. */
export function keyOf(cube: UnitCube, point: Point): string {
  return JSON.stringify(cube.axes.map(({ dimension }) => point[dimension.path] ?? null));
}
