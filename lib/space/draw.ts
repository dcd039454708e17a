import type { RandomStream } from "../math/random.ts";
import { holds, narrowed } from "./conditions.ts";
import { SpaceError } from "./space-error.ts";
import { axisOf } from "./vectors.ts";
import type { Dimension, Space } from "./space.ts";
import type { Point, Scalar } from "../study/trial-record.ts";
import { legalValue, searchInterval } from "../math/interval.ts";
import { levelAt, levelCount } from "../math/levels.ts";

/** A value of one dimension, every one as likely: of a logarithmic one, every factor as likely. */
export function drawValue(dimension: Dimension, random: RandomStream): Scalar {
  if (dimension.kind === "categorical") {
    const { choices, weights } = dimension;
    const index = weights ? random.weighted(weights) : random.int(0, choices.length - 1);
    return choices[index] as Scalar;
  }
  if (dimension.kind === "int" && dimension.weights !== undefined)
    return levelAt(dimension, random.weighted(dimension.weights));
  if (dimension.prior !== undefined) return axisOf(dimension).fromUnit(random.uniform());
  if (!dimension.log && dimension.step !== undefined) {
    return levelAt(dimension, random.int(0, levelCount(dimension) - 1));
  }
  const { low, high } = searchInterval(dimension);
  return legalValue(dimension, low + random.uniform() * (high - low));
}

/**
 * A point built one dimension after the other, as conditions resolve: `choose` gives the value of each
 * active dimension, within what earlier values leave of its range, and sees those before it.
 */
export function buildPoint(
  space: Space,
  choose: (dimension: Dimension, point: Point) => Scalar,
): Point {
  const point: Record<string, Scalar> = {};
  for (const dimension of space.dimensions) {
    const { condition, path } = dimension;
    if (condition !== undefined && !holds(condition, point)) continue;
    point[path] = choose(narrowed(dimension, point), point);
  }
  return point;
}

/** Draws before a space counts as one in which nothing is allowed. */
const MOST_DRAWS = 10_000;

/**
 * A point drawn at random that the space's constraints allow, by drawing until one is.
 *
 * @throws SpaceError where ten thousand draws found none: the constraints contradict each other, or nearly
 */
export function drawPoint(space: Space, random: RandomStream): Point {
  let point: Point = {};
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    point = buildPoint(space, (dimension) => drawValue(dimension, random));
    if (space.allows(point)) return point;
  }
  const names = space.constraints.map(({ name }) => JSON.stringify(name)).join(", ");
  const broken = space.constraints.find(({ holds: isKept }) => isKept?.(point) === false);
  throw new SpaceError(
    "",
    `${MOST_DRAWS} points drawn at random all break its constraints (${names})` +
      (broken && space.constraints.length > 1
        ? `; the last of them broke ${JSON.stringify(broken.name)}`
        : ""),
    "Loosen them, or narrow the ranges so that more of the space is allowed.",
  );
}
