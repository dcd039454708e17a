import { levelAt, levelCount } from "../math/levels.ts";
import type { Point, Scalar } from "../study/trial-record.ts";
import { holds } from "./conditions.ts";
import type { Dimension, Space } from "./space.ts";

/**
 * Every allowed point of a finite space, one at a time, the first dimension changing slowest.
 *
 * @throws RangeError where a dimension is continuous
 */
export function* enumerate(space: Space): Generator<Point> {
  for (const point of from(space.dimensions, 0, {})) if (space.allows(point)) yield point;
}

function* from(dimensions: readonly Dimension[], place: number, point: Point): Generator<Point> {
  const dimension = dimensions[place];
  if (dimension === undefined) {
    yield point;
    return;
  }
  const { condition, path } = dimension;
  if (condition !== undefined && !holds(condition, point)) {
    yield* from(dimensions, place + 1, point);
    return;
  }
  for (const value of valuesOf(dimension, point))
    yield* from(dimensions, place + 1, { ...point, [path]: value });
}

function* valuesOf(dimension: Dimension, earlier: Point): Generator<Scalar> {
  if (dimension.kind === "categorical") {
    yield* dimension.choices;
    return;
  }
  const range = dimension.narrow?.(earlier) ?? dimension;
  const count = levelCount(range);
  if (count === Infinity)
    throw new RangeError(`${dimension.path} is continuous: it has no end of values.`);
  for (let level = 0; level < count; level++) yield levelAt(range, level);
}
