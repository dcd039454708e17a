import { levelCount, levelOf } from "../../math/levels.ts";
import { holds } from "../../space/compile.ts";
import type { Dimension, Space } from "../../space/space.ts";
import { didYouMean, show, showNames } from "../../space/wording.ts";
import { TunerError } from "../../study/errors.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";
import { gridAxes } from "../common/axes.ts";
import { lattice } from "../common/lattice.ts";

/**
 * A space in which some dimensions have one value only. Dimensions that can never be active with those are
 * left out.
 *
 * @param fixed values by path, as {@link flatten} gives them
 * @throws TunerError where a path is none of the space's, or a value none of its dimension's
 */
export function fixSpace(space: Space, fixed: Readonly<Record<string, unknown>>): Space {
  const paths = space.dimensions.map(({ path }) => path);
  for (const path of Object.keys(fixed)) {
    if (paths.includes(path)) continue;
    throw new TunerError(
      `tuners.partialFixed: the space has no parameter "${path}"; it has ${showNames(paths)}.${didYouMean(path, paths)}`,
    );
  }
  const dimensions: Dimension[] = [];
  const byPath = new Map<string, Dimension>();
  for (const dimension of space.dimensions) {
    if (!canBeActive(dimension, byPath, fixed)) continue;
    const kept = Object.hasOwn(fixed, dimension.path)
      ? fixDimension(dimension, fixed[dimension.path])
      : dimension;
    dimensions.push(kept);
    byPath.set(kept.path, kept);
  }
  const originals = new Map(space.dimensions.map((dimension) => [dimension.path, dimension]));
  const inner: Space = {
    dimensions,
    size: 0,
    constraints: space.constraints,
    // A fixed value may lie outside what earlier values leave its range.
    allows: (point) =>
      Object.keys(fixed).every((path) => isWithin(originals.get(path) as Dimension, point)) &&
      space.allows(point),
    active: (point) =>
      space
        .active(point)
        .map((dimension) =>
          Object.hasOwn(fixed, dimension.path)
            ? (byPath.get(dimension.path) ?? dimension)
            : dimension,
        ),
    decode: (point) => space.decode(point),
    encode: (params) => space.encode(params),
  };
  return { ...inner, size: sizeOf(inner) };
}

/**
 * Nested parameters as the objective sees them by path: `{ optimizer: { kind: "sgd" } }` becomes
 * `optimizer.kind`, `{ hidden: [32, 64] }` becomes `hidden.length`, `hidden[0]` and `hidden[1]`. Paths are
 * taken as they are.
 */
export function flatten(
  space: Space,
  fixed: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  const take = (path: string, value: unknown): void => {
    if (Array.isArray(value)) {
      const length = `${path}.length`;
      if (space.dimensions.some((dimension) => dimension.path === length))
        flat[length] = value.length;
      value.forEach((item, index) => take(`${path}[${index}]`, item));
    } else if (typeof value === "object" && value !== null) {
      for (const [name, part] of Object.entries(value)) {
        take(path === "" ? name : `${path}.${name}`, part);
      }
    } else flat[path] = value;
  };
  take("", fixed);
  return flat;
}

function canBeActive(
  { condition }: Dimension,
  kept: ReadonlyMap<string, Dimension>,
  fixed: Readonly<Record<string, unknown>>,
): boolean {
  if (condition === undefined) return true;
  if (!kept.has(condition.path)) return false;
  if (!Object.hasOwn(fixed, condition.path)) return true;
  return holds(condition, { [condition.path]: fixed[condition.path] as Scalar });
}

function fixDimension(dimension: Dimension, value: unknown): Dimension {
  const refuse = (accepted: string): never => {
    throw new TunerError(
      `tuners.partialFixed: ${show(value)} is no value of "${dimension.path}"; it takes ${accepted}`,
    );
  };
  const { path, condition } = dimension;
  if (dimension.kind === "categorical") {
    if (!dimension.choices.includes(value as Scalar)) refuse(showNames(dimension.choices));
    return { kind: "categorical", path, condition, choices: [value as Scalar] };
  }
  const { low, high, log, step } = dimension;
  const isLegal =
    typeof value === "number" &&
    (step === undefined ? value >= low && value <= high : levelOf(dimension, value) >= 0);
  if (!isLegal) {
    refuse(`numbers from ${low} to ${high}${step === undefined ? "" : ` in steps of ${step}`}`);
  }
  const only = value as number;
  return dimension.kind === "int"
    ? { kind: "int", path, condition, low: only, high: only, log, step: dimension.step }
    : { kind: "float", path, condition, low: only, high: only, log, step };
}

/** Whether a value lies in what the values before it leave its dimension. */
function isWithin(dimension: Dimension, point: Point): boolean {
  const value = point[dimension.path];
  if (dimension.kind === "categorical" || value === undefined) return true;
  const narrowed = dimension.narrow?.(point);
  if (narrowed === undefined) return true;
  if (narrowed.step !== undefined) return levelOf(narrowed, value) >= 0;
  return (value as number) >= narrowed.low && (value as number) <= narrowed.high;
}

function sizeOf(space: Space): number {
  const isEndless = space.dimensions.some(
    (dimension) => dimension.kind !== "categorical" && levelCount(dimension) === Infinity,
  );
  return isEndless ? Infinity : lattice(space, gridAxes(space, {})).size;
}
