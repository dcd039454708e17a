import { holds } from "../../space/compile.ts";
import { isLegalValue } from "../../space/legal.ts";
import { pointKey } from "../../space/point-key.ts";
import type { Space } from "../../space/space.ts";
import type { Point } from "../../study/trial-record.ts";
import type { Axis, Lattice } from "./lattice.ts";

/**
 * The allowed configurations of a space with constraints or narrowed ranges, listed one by one in the order
 * of nested loops: ranges are narrowed on the way, so that what they exclude is never walked through.
 *
 * @param most configurations that are looked at, at most
 * @returns undefined where there are more
 */
export function listedLattice(
  space: Space,
  axes: readonly Axis[],
  most: number,
): Lattice | undefined {
  const points: Point[] = [];
  let looked = 0;
  /** Whether all of what begins with this point was walked through. */
  const walk = (place: number, point: Point): boolean => {
    const axis = axes[place];
    if (axis === undefined) {
      looked++;
      if (space.allows(point)) points.push(point);
      return looked <= most;
    }
    const { dimension } = axis;
    const { condition, path } = dimension;
    if (condition !== undefined && !holds(condition, point)) return walk(place + 1, point);
    const narrowed = dimension.kind === "categorical" ? dimension : dimension.narrow?.(point);
    for (let index = 0; index < axis.count; index++) {
      const value = axis.at(index);
      if (!isLegalValue(narrowed ?? dimension, value)) continue;
      if (!walk(place + 1, { ...point, [path]: value })) return false;
    }
    return true;
  };
  if (!walk(0, {})) return undefined;
  const numbers = new Map(points.map((point, number) => [pointKey(space, point), number]));
  return {
    size: points.length,
    pointAt: (index) => points[index] as Point,
    indexOf: (point) => numbers.get(pointKey(space, point)) ?? -1,
  };
}
