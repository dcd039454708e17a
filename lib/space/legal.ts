import { levelOf } from "../math/levels.ts";
import type { Point, Scalar } from "../study/trial-record.ts";
import type { Dimension, Space } from "./space.ts";

/** Whether a dimension, narrowed or not, can hold a value. */
export function isLegalValue(dimension: Dimension, value: Scalar | undefined): boolean {
  if (dimension.kind === "categorical")
    return value !== undefined && dimension.choices.includes(value);
  if (typeof value !== "number") return false;
  if (dimension.step !== undefined) return levelOf(dimension, value) >= 0;
  return value >= dimension.low && value <= dimension.high;
}

/** Whether every active dimension of a point has a value that earlier ones leave it, and the whole is allowed. */
export function isLegalPoint(space: Space, point: Point): boolean {
  return (
    space.active(point).every((dimension) => isLegalValue(dimension, point[dimension.path])) &&
    space.allows(point)
  );
}

/** Whether some points of a space are not legal though each value is: it has narrowed ranges or constraints. */
export function hasRestrictions(space: Space): boolean {
  return (
    space.constraints.length > 0 ||
    space.dimensions.some(
      (dimension) => dimension.kind !== "categorical" && dimension.narrow !== undefined,
    )
  );
}
