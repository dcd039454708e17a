import type { Place } from "../space/node.ts";
import { narrowRange } from "../space/narrow-range.ts";
import type { Dimension, FloatDimension, IntDimension, Space } from "../space/space.ts";
import { activeDimensions, narrowed } from "../space/conditions.ts";
import { didYouMean, show, showNames } from "../space/wording.ts";
import { StudyError } from "./errors.ts";
import type { Box } from "./steering.ts";
import type { Point, Scalar } from "./trial-record.ts";

/** Under this name the choices that a box leaves are a constraint of its space. */
const CONSTRAINT = "the box that the study was narrowed to";

/**
 * The box as paths of the space name it, its ends within the ranges; undefined where it leaves out nothing.
 * A `oneOf` or a list may be named without its `.kind` or `.length`.
 *
 * @throws StudyError where a path is none of the space's, or nothing of its range is left
 */
export function readBox(space: Space, given: Box): Box | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new StudyError(
      `narrow was given ${show(given)}. Write study.narrow({ learningRate: [1e-3, 1e-2] }), or narrow(null) for the whole space.`,
    );
  const box: Record<string, readonly Scalar[]> = {};
  for (const [name, part] of Object.entries(given)) {
    const dimension = dimensionAt(space, name);
    const read = partOf(dimension, part);
    if (read !== undefined) box[dimension.path] = read;
  }
  return Object.keys(box).length === 0 ? undefined : box;
}

function dimensionAt(space: Space, name: string): Dimension {
  const names = [name, `${name}.kind`, `${name}.length`];
  const found = space.dimensions.find(({ path }) => names.includes(path));
  if (found !== undefined) return found;
  const paths = space.dimensions.map(({ path }) => path);
  throw new StudyError(
    `The space has no parameter ${JSON.stringify(name)}.${didYouMean(name, paths)} It has ${showNames(paths, 20)}.`,
  );
}

/** What of a dimension is left; undefined where that is all. */
function partOf(dimension: Dimension, part: unknown): readonly Scalar[] | undefined {
  const { path } = dimension;
  if (dimension.kind === "categorical") {
    const { choices } = dimension;
    const isSome = Array.isArray(part) && part.length > 0;
    if (!isSome || !part.every((value) => choices.includes(value as Scalar)))
      throw new StudyError(
        `${path} cannot be narrowed to ${show(part)}. Give some of ${showNames(choices, 20)}.`,
      );
    const left = choices.filter((choice) => part.includes(choice));
    return left.length === choices.length ? undefined : left;
  }
  const { low, high } = dimension;
  const [from, to] = Array.isArray(part) ? (part as unknown[]) : [];
  if (
    !Array.isArray(part) ||
    part.length !== 2 ||
    typeof from !== "number" ||
    typeof to !== "number" ||
    !(from <= to)
  )
    throw new StudyError(
      `${path} cannot be narrowed to ${show(part)}. Give its lowest and its highest value, within ${low} to ${high}.`,
    );
  const { range, isEmpty } = narrowTo(dimension, from, to);
  if (isEmpty)
    throw new StudyError(
      `Nothing of ${path} lies from ${from} to ${to}: it goes from ${low} to ${high}${dimension.step === undefined || dimension.step === 1 ? "" : ` in steps of ${dimension.step}`}.`,
    );
  return range.low === low && range.high === high ? undefined : [range.low, range.high];
}

/** A dimension's range within two ends, on its steps; where nothing is left, the value nearest to them. */
function narrowTo(dimension: FloatDimension | IntDimension, low: number, high: number) {
  const place = { path: dimension.path, earlier: () => ({}) } as unknown as Place;
  return narrowRange(dimension, () => ({ low, high }), place, {});
}

/**
 * The space of which new points are drawn: each number's range narrowed as by earlier values, the choices that
 * are left as a constraint. Its dimensions keep their own ranges, so what was tried outside of the box is still
 * a point of it, from which a tuner can learn.
 */
export function boxSpace(space: Space, box: Box): Space {
  const dimensions = space.dimensions.map((dimension) => boxDimension(dimension, box));
  const choices = space.dimensions.filter(
    ({ kind, path }) => kind === "categorical" && box[path] !== undefined,
  );
  const hasChoice = (point: Point) =>
    choices.every(({ path }) => point[path] === undefined || box[path]!.includes(point[path]));
  return {
    ...space,
    dimensions,
    constraints:
      choices.length === 0
        ? space.constraints
        : [...space.constraints, { name: CONSTRAINT, holds: hasChoice }],
    allows: (point) => hasChoice(point) && space.allows(point),
    active: (point) => activeDimensions(dimensions, point),
  };
}

function boxDimension(dimension: Dimension, box: Box): Dimension {
  const part = box[dimension.path];
  if (part === undefined || dimension.kind === "categorical") return dimension;
  const [low, high] = part as readonly [number, number];
  // What earlier values leave may lie outside of the box; they are obeyed first.
  const narrow = (point: Point) =>
    narrowTo(narrowed(dimension, point) as typeof dimension, low, high).range;
  return { ...dimension, narrow } as Dimension;
}
