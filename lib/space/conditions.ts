import type { Point } from "../study/trial-record.ts";
import type { Condition, Dimension } from "./space.ts";

/** Whether the parent's value is such that the dimension is there; the parent must be active itself. */
export function holds(condition: Condition, point: Point): boolean {
  const value = point[condition.path];
  if (value === undefined) return false;
  if (condition.in !== undefined && !condition.in.includes(value)) return false;
  return condition.atLeast === undefined || (value as number) >= condition.atLeast;
}

/** The dimensions that are there, given the values of those before them, and narrowed by them. */
export function activeDimensions(dimensions: readonly Dimension[], point: Point): Dimension[] {
  const activePaths = new Set<string>();
  const active: Dimension[] = [];
  for (const dimension of dimensions) {
    const { path, condition } = dimension;
    if (condition !== undefined && !(activePaths.has(condition.path) && holds(condition, point)))
      continue;
    activePaths.add(path);
    active.push(narrowed(dimension, point));
  }
  return active;
}

/** A dimension with the range that earlier values leave it. */
export function narrowed(dimension: Dimension, point: Point): Dimension {
  return dimension.kind === "categorical" ? dimension : (dimension.narrow?.(point) ?? dimension);
}
