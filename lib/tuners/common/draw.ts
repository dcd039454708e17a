import type { RandomStream } from "../../math/random.ts";
import { holds } from "../../space/compile.ts";
import type { Dimension, Space } from "../../space/space.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";
import { legalValue, searchInterval } from "../../math/interval.ts";
import { levelAt, levelCount } from "../../math/levels.ts";

/** A value of one dimension, every one as likely: of a logarithmic one, every factor as likely. */
export function drawValue(dimension: Dimension, random: RandomStream): Scalar {
  if (dimension.kind === "categorical") {
    return dimension.choices[random.int(0, dimension.choices.length - 1)] as Scalar;
  }
  if (!dimension.log && dimension.step !== undefined) {
    return levelAt(dimension, random.int(0, levelCount(dimension) - 1));
  }
  const { low, high } = searchInterval(dimension);
  return legalValue(dimension, low + random.uniform() * (high - low));
}

/**
 * A point built one dimension after the other, as conditions resolve: `choose` gives the value of each
 * active dimension and sees those before it.
 */
export function buildPoint(
  space: Space,
  choose: (dimension: Dimension, point: Point) => Scalar,
): Point {
  const point: Record<string, Scalar> = {};
  for (const dimension of space.dimensions) {
    const { condition, path } = dimension;
    if (condition === undefined || holds(condition, point)) point[path] = choose(dimension, point);
  }
  return point;
}
