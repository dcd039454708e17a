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
  const vector = Float64Array.from(row);
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

/** Rows one after another. */
export function tableOf(rows: readonly ArrayLike<number>[], d: number): Float64Array {
  const table = new Float64Array(rows.length * d);
  rows.forEach((row, place) => table.set(row, place * d));
  return table;
}

/** Equal for equal points. */
export function keyOf(cube: UnitCube, point: Point): string {
  return JSON.stringify(cube.axes.map(({ dimension }) => point[dimension.path] ?? null));
}
