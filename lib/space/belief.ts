/**
 * Where the user of a space believes the optimum to be, as a density over points.
 *
 * Each dimension with a belief counts by itself: π is its believed density over the even one, so that a
 * dimension without a belief, or one that is not active, counts 1.
 */

import { ln } from "../math/elementary.ts";
import { legalValue, searchInterval } from "../math/interval.ts";
import { normalCdf, normalLogDensity } from "../math/normal.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import type { RandomStream } from "../math/random.ts";
import type { Point, Scalar } from "../study/trial-record.ts";
import { buildPoint, drawValue } from "./draw.ts";
import { SpaceError } from "./space-error.ts";
import type { Dimension, Space } from "./space.ts";

/** What is believed impossible counts as this unlikely, so that evidence can still overrule it. */
const LEAST = 1e-6;

/** Whether any dimension has a belief. */
export function hasBelief(space: Space): boolean {
  return space.dimensions.some(({ belief }) => belief !== undefined);
}

/** ln π of a whole point: 0 where nothing is believed. */
export function logBelief(space: Space, point: Point): number {
  let sum = 0;
  for (const dimension of space.dimensions) {
    const value = point[dimension.path];
    if (value !== undefined) sum += logBeliefOf(dimension, value);
  }
  return sum;
}

/** ln π of one value: of its density, or its probability, over that of an even spread. */
export function logBeliefOf(dimension: Dimension, value: Scalar): number {
  if (dimension.belief === undefined) return 0;
  if (dimension.kind === "categorical") {
    const share = dimension.belief[dimension.choices.indexOf(value)] ?? 0;
    return ln(Math.max(share * dimension.choices.length, LEAST));
  }
  const { mean, sd } = dimension.belief;
  const { low, high } = searchInterval(dimension);
  const place = dimension.log ? ln(value as number) : (value as number);
  const mass = normalCdf((high - mean) / sd) - normalCdf((low - mean) / sd);
  // A belief that lies outside the range leaves its tail; without any, the quadratic alone still orders.
  const whole = ln(Math.max(mass, LEAST)) + ln(sd) - ln(high - low || sd);
  return normalLogDensity((place - mean) / sd) - whole;
}

/**
 * A point drawn from the belief, that the space's constraints allow; dimensions without one as at random.
 *
 * @throws SpaceError where a thousand draws found none
 */
export function drawBelieved(space: Space, random: RandomStream): Point {
  for (let draw = 0; draw < 1000; draw++) {
    const point = buildPoint(space, (dimension) => drawBelievedValue(dimension, random));
    if (space.allows(point)) return point;
  }
  throw new SpaceError(
    "",
    "1000 points drawn from the belief all break its constraints",
    "Move the belief to where the constraints allow points, or loosen them.",
  );
}

function drawBelievedValue(dimension: Dimension, random: RandomStream): Scalar {
  const { belief } = dimension;
  if (belief === undefined) return drawValue(dimension, random);
  if (dimension.kind === "categorical")
    return dimension.choices[random.weighted(belief as readonly number[])] as Scalar;
  const { mean, sd } = belief as { mean: number; sd: number };
  const { low, high } = searchInterval(dimension);
  const below = normalCdf((low - mean) / sd);
  const above = normalCdf((high - mean) / sd);
  // Where the belief has no mass within the range, its nearest end.
  const place =
    above > below
      ? mean + sd * normalQuantile(below + random.uniform() * (above - below))
      : Math.min(Math.max(mean, low), high);
  return legalValue(dimension, Math.min(Math.max(place, low), high));
}
