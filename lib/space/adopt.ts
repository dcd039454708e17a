import type { Point, Scalar } from "../study/trial-record.ts";
import { holds, narrowed } from "./conditions.ts";
import type { Dimension, Space } from "./space.ts";
import { axisOf } from "./vectors.ts";

/**
 * A point of an earlier version of a space as a point of this one: parameters that are new take their
 * default, those that are gone are left out. Undefined where a new one has no default, where a value
 * lies outside its range or is no longer a choice, where what is fixed now had another value, or where
 * a constraint is broken.
 */
export function adoptPoint(space: Space, old: Point): Point | undefined {
  for (const [path, value] of Object.entries(space.fixed ?? {}))
    if (old[path] !== undefined && old[path] !== value) return undefined;
  const point: Record<string, Scalar> = {};
  for (const dimension of space.dimensions) {
    const { condition, path } = dimension;
    if (condition !== undefined && !holds(condition, point)) continue;
    const value = old[path] === undefined ? space.defaults?.[path] : old[path];
    if (value === undefined || !isLegal(narrowed(dimension, point), value)) return undefined;
    point[path] = value;
  }
  return space.allows(point) ? point : undefined;
}

/** Whether a dimension can have a value. */
export function isLegal(dimension: Dimension, value: Scalar): boolean {
  return !Number.isNaN(axisOf(dimension).toUnit(value));
}

/** Dimensions as JSON keeps them: what is computed (ranges that depend on earlier values) left out. */
export function dimensionData(space: Space): readonly Dimension[] {
  return JSON.parse(JSON.stringify(space.dimensions)) as Dimension[];
}
