import type { Point } from "../study/trial-record.ts";
import { compileChoice, compileFixed } from "./categories.ts";
import { compileOneOf, compileRecord } from "./compounds.ts";
import type { InferParams, SpaceDefinition, ParameterOrGroup } from "./infer.ts";
import { compileList } from "./lists.ts";
import type { Node, OpenPoint, Place } from "./node.ts";
import { isParameter, isPlainObject, PARAMETER, type ParameterSpec } from "./parameters.ts";
import { compileRange } from "./ranges.ts";
import type { Condition, Dimension, Space } from "./space.ts";
import { SpaceError } from "./space-error.ts";
import { show } from "./wording.ts";

/** A list of lists of lists multiplies; beyond this something is wrong. */
const MOST_DIMENSIONS = 10_000;

/**
 * Compiles a search space as its user wrote it into flat dimensions and the way back.
 *
 * @throws SpaceError naming the parameter, what is wrong with it and the remedy
 */
export function compileSpace<const Definition extends SpaceDefinition>(
  definition: Definition,
): Space<InferParams<Definition>> {
  if (!isPlainObject(definition))
    throw new SpaceError(
      "",
      `it is ${show(definition)}`,
      "Give a plain object: { name: float(0, 1) }.",
    );
  const dimensions: Dimension[] = [];
  const compile = (
    entry: ParameterOrGroup,
    path: string,
    condition: Condition | undefined,
  ): Node => {
    if (dimensions.length > MOST_DIMENSIONS)
      throw new SpaceError(
        path,
        `the space has more than ${MOST_DIMENSIONS} dimensions`,
        "Shorten its lists.",
      );
    return compileEntry(entry, { path, condition, dimensions, compile });
  };
  const root = compile(definition, "", undefined);
  refuseDoublePaths(dimensions);
  const isFlat = dimensions.every((dimension) => dimension.condition === undefined);
  return {
    dimensions: Object.freeze(dimensions),
    size: root.size,
    constraints: [],
    allows: () => true,
    active: isFlat ? () => dimensions.slice() : (point) => activeDimensions(dimensions, point),
    decode: (point) => root.decode(point) as InferParams<Definition>,
    encode(params) {
      const point: OpenPoint = {};
      root.encode(params, point);
      return point;
    },
  };
}

function compileEntry(entry: ParameterOrGroup, place: Place): Node {
  if (isParameter(entry)) {
    const spec = entry[PARAMETER];
    switch (spec.kind) {
      case "float":
      case "int":
        return compileRange(spec, place);
      case "choice":
        return compileChoice(spec, place);
      case "fixed":
        return compileFixed(spec, place);
      case "oneOf":
        return compileOneOf(spec, place);
      case "list":
        return compileList(spec, place);
      default:
        throw new SpaceError(
          place.path,
          `it is of the unknown kind ${show((spec as ParameterSpec).kind)}`,
          "Make parameters with float, int, choice, boolean, fixed, oneOf or list.",
        );
    }
  }
  if (isPlainObject(entry)) return compileRecord(entry, place);
  const problem =
    typeof entry === "function"
      ? "a function stands where a parameter belongs"
      : `${show(entry)} is not a parameter`;
  throw new SpaceError(
    place.path,
    problem,
    Array.isArray(entry)
      ? "Write choice([…]) for one of several values, or list(…) for a list that varies."
      : "Make parameters with float, int, choice, boolean, oneOf or list; fixed(value) keeps a value the same in every trial.",
  );
}

/** The dimensions that are there, given the values of those before them. */
function activeDimensions(dimensions: readonly Dimension[], point: Point): Dimension[] {
  const activePaths = new Set<string>();
  return dimensions.filter(({ path, condition }) => {
    const isActive =
      condition === undefined || (activePaths.has(condition.path) && holds(condition, point));
    if (isActive) activePaths.add(path);
    return isActive;
  });
}

/** Whether the parent's value is such that the dimension is there; the parent must be active itself. */
export function holds(condition: Condition, point: Point): boolean {
  const value = point[condition.path];
  if (value === undefined) return false;
  if (condition.in !== undefined && !condition.in.includes(value)) return false;
  return condition.atLeast === undefined || (value as number) >= condition.atLeast;
}

/** A branch that must name itself in a path can meet another name by chance. */
function refuseDoublePaths(dimensions: readonly Dimension[]): void {
  const seen = new Set<string>();
  for (const { path } of dimensions) {
    if (seen.has(path))
      throw new SpaceError(
        path,
        "two parameters come to stand under this path",
        "Rename one of them.",
      );
    seen.add(path);
  }
}
