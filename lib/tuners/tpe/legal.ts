import { legalValue } from "../../math/interval.ts";
import { levelOf } from "../../math/levels.ts";
import { pointKey } from "../../space/point-key.ts";
import type { Dimension } from "../../space/space.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";
import type { AskContext } from "../../study/tuner.ts";
import type { Layout } from "./layout.ts";

/** Says of a whole point that it must not be asked for. */
export type Refusal = (point: Point) => boolean;

/**
 * Which points must not be asked for: those that break the space's constraints, and, where the study has
 * refused one already, those that have been tried. Undefined where every legal one may.
 */
export function refusalOf(
  { space, trials, attempt = 0 }: AskContext,
  { narrowed }: Layout,
): Refusal | undefined {
  if (attempt === 0) {
    if (space.constraints.length === 0 && narrowed.size === 0) return undefined;
    return (point) => !space.allows(point);
  }
  const tried = new Set(trials.map(({ point }) => pointKey(space, point)));
  return (point) => tried.has(pointKey(space, point)) || !space.allows(point);
}

/** A value, moved into a range that earlier values may have narrowed. */
export function movedWithin(dimension: Dimension, value: Scalar): Scalar {
  if (dimension.kind === "categorical" || isWithin(dimension, value as number)) return value;
  const clipped = Math.min(Math.max(value as number, dimension.low), dimension.high);
  return legalValue(dimension, dimension.log ? Math.log(clipped) : clipped);
}

/** Whether a number lies in a range that earlier values may have narrowed; of choices always. */
export function isWithin(dimension: Dimension, value: number): boolean {
  if (dimension.kind === "categorical") return true;
  if (dimension.step !== undefined) return levelOf(dimension, value) >= 0;
  return value >= dimension.low && value <= dimension.high;
}
