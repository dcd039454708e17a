import type { Point } from "../study/trial-record.ts";
import type { UnitCube } from "./vectors.ts";

/** What an axis is to models of trees. */
export type TableColumn =
  { readonly kind: "number" } | { readonly kind: "category"; readonly categories: number };

/** What the axes of a space are to a forest: places in [0, 1], or categories where they have no order. */
export function columnsOf(cube: UnitCube): TableColumn[] {
  return cube.axes.map((axis) =>
    axis.isCategorical ? { kind: "category", categories: axis.levels } : { kind: "number" },
  );
}

/**
 * A point as a row of a forest's table; NaN where a dimension is not active. Undefined for a point of
 * another version of the space.
 */
export function rowOf(cube: UnitCube, point: Point): Float64Array | undefined {
  const row = cube.read(point);
  if (row === undefined) return undefined;
  for (let place = 0; place < row.length; place++) {
    const axis = cube.axes[place]!;
    if (axis.isCategorical && !Number.isNaN(row[place]!))
      row[place] = axis.levelOf(point[axis.dimension.path]);
  }
  return row;
}

/** Rows one after another. */
export function tableOf(rows: readonly ArrayLike<number>[], d: number): Float64Array {
  const table = new Float64Array(rows.length * d);
  rows.forEach((row, place) => table.set(row, place * d));
  return table;
}
