import { compileChoice, compileFixed } from "./categories.ts";
import { compileOneOf, compileRecord } from "./compounds.ts";
import { activeDimensions } from "./conditions.ts";
import { compileConstraints, type Constraints } from "./constraints.ts";
import type { InferParams, SpaceDefinition, ParameterOrGroup } from "./infer.ts";
import { compileList } from "./lists.ts";
import type { Earlier, Node, OpenPoint, Place } from "./node.ts";
import { compileOrder } from "./orders.ts";
import { isParameter, isPlainObject, PARAMETER, type ParameterSpec } from "./parameters.ts";
import { compileRange } from "./ranges.ts";
import { compileSimplex } from "./shares.ts";
import type { CompiledConstraint, Condition, Dimension, Space } from "./space.ts";
import { SpaceError } from "./space-error.ts";
import { compileSubset } from "./subsets.ts";
import { faultOfOptions, show } from "./wording.ts";

export { holds } from "./conditions.ts";

/** A list of lists of lists multiplies; beyond this something is wrong. */
const MOST_DIMENSIONS = 10_000;

/**
 * Compiles a search space as its user wrote it into flat dimensions and the way back.
 *
 * @param options.constraints which configurations of it are allowed; `encode` refuses others by name
 * @throws SpaceError naming the parameter, what is wrong with it and the remedy
 */
export function compileSpace<const Definition extends SpaceDefinition>(
  definition: Definition,
  options: {
    readonly constraints?: Constraints<InferParams<NoInfer<Definition>>> | undefined;
  } = {},
): Space<InferParams<Definition>> {
  if (!isPlainObject(definition))
    throw new SpaceError(
      "",
      `it is ${show(definition)}`,
      "Give a plain object: { name: float(0, 1) }.",
    );
  if (Array.isArray(definition["dimensions"]) && typeof definition["decode"] === "function")
    throw new SpaceError(
      "",
      "it is compiled already",
      "Give what it was compiled from, an object of parameters: { x: float(0, 1) }.",
    );
  const dimensions: Dimension[] = [];
  const defaults: OpenPoint = {};
  const fixed: OpenPoint = {};
  const constraints: CompiledConstraint[] = [];
  const compile = (
    entry: ParameterOrGroup,
    path: string,
    condition: Condition | undefined,
    earlier: Earlier,
  ): Node => {
    if (dimensions.length > MOST_DIMENSIONS)
      throw new SpaceError(
        path,
        `the space has more than ${MOST_DIMENSIONS} dimensions`,
        "Shorten its lists.",
      );
    const collected = { dimensions, constraints, defaults, fixed };
    return compileEntry(entry, { path, condition, earlier, ...collected, compile });
  };
  const root = compile(definition, "", undefined, () => ({}));
  refuseDoublePaths(dimensions);
  constraints.push(...compileConstraints(options.constraints, root.decode));
  const isFlat = dimensions.every(
    (dimension) => dimension.condition === undefined && !("narrow" in dimension),
  );
  return {
    dimensions: Object.freeze(dimensions),
    size: root.size,
    constraints: Object.freeze(constraints),
    defaults,
    fixed,
    allows: (point) => constraints.every(({ holds }) => holds!(point)),
    active: isFlat ? () => dimensions.slice() : (point) => activeDimensions(dimensions, point),
    decode: (point) => root.decode(point) as InferParams<Definition>,
    encode(params) {
      const point: OpenPoint = {};
      root.encode(params, point);
      const broken = constraints.find(({ holds }) => !holds!(point));
      if (broken === undefined) return point;
      throw new SpaceError(
        "",
        `${JSON.stringify(root.decode(point))} breaks its constraint ${JSON.stringify(broken.name)}`,
        "Change the values, or the constraint.",
      );
    },
  };
}

function compileEntry(entry: ParameterOrGroup, place: Place): Node {
  if (isParameter(entry)) {
    const spec = entry[PARAMETER];
    refuseUnknownOptions(spec, place);
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
      case "subset":
        return compileSubset(spec, place);
      case "order":
        return compileOrder(spec, place);
      case "simplex":
        return compileSimplex(spec, place);
      default:
        throw new SpaceError(
          place.path,
          `it is of the unknown kind ${show((spec as ParameterSpec).kind)}`,
          "Make parameters with the functions of tunebook: float, int, choice, oneOf, list…",
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
    "Make parameters with float, int, choice, boolean, oneOf or list: float(0, 1) is a range, choice([…]) one of several values, list(…) a list that varies, and fixed(value) keeps a value the same in every trial.",
  );
}

/** What each kind of parameter is made of; a name that is none of these is a misspelt option. */
const KEYS: Readonly<Record<ParameterSpec["kind"], readonly string[]>> = {
  float: ["low", "high", "log", "step", "default", "prior", "belief", "within"],
  int: ["low", "high", "log", "step", "default", "prior", "belief", "within"],
  choice: ["choices", "default", "ordered", "weights", "belief"],
  fixed: ["value"],
  oneOf: ["branches", "default"],
  list: ["item", "min", "max", "default"],
  subset: ["choices", "min", "max", "default"],
  order: ["items", "default"],
  simplex: ["parts", "default"],
};

/** An option that nothing reads would change the search without a word: `lg: true` for `log: true`. */
function refuseUnknownOptions({ kind, ...options }: ParameterSpec, { path }: Place): void {
  if (KEYS[kind] === undefined) return;
  // `choice("a", "b")`, whose second text stands where options belong: the first is what is wrong.
  if ("choices" in options && !Array.isArray(options.choices)) return;
  if ("branches" in options && typeof options.branches !== "object") return;
  const fault = faultOfOptions(kind, options, KEYS[kind]);
  if (fault !== undefined) throw new SpaceError(path, fault.problem, fault.remedy);
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
