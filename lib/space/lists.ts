import type { Node, OpenPoint, Place } from "./node.ts";
import type { ParameterSpec } from "./parameters.ts";
import type { Condition } from "./space.ts";
import { SpaceError } from "./space-error.ts";
import { show } from "./wording.ts";

/** Every item of a list is a dimension of its own; beyond this no tuner does anything sensible. */
const MOST_ITEMS = 1000;

/** Compiles a `list`: the dimension `path.length` unless that is settled, and one entry per possible index. */
export function compileList(spec: Extract<ParameterSpec, { kind: "list" }>, place: Place): Node {
  const { path, condition } = place;
  const { min, max } = spec;
  checkLengths(min, max, path);
  const lengthPath = `${path}.length`;
  const varies = min < max;
  if (varies)
    place.dimensions.push({
      kind: "int",
      path: lengthPath,
      condition,
      low: min,
      high: max,
      log: false,
      step: 1,
    });
  const items: Node[] = [];
  for (let index = 0; index < max; index++) {
    // Items that every length has hang on the list's own condition alone, so that tuners see them always.
    const present: Condition | undefined =
      index < min ? condition : { path: lengthPath, atLeast: index + 1 };
    items.push(
      place.compile(spec.item, `${path}[${index}]`, present, (point) => ({
        ...place.earlier(point),
        previous: items[index - 1]?.decode(point),
      })),
    );
  }
  let size = 0;
  for (let length = min; length <= max; length++)
    size += items.slice(0, length).reduce((product, item) => product * item.size, 1);
  const encode = (value: unknown, point: OpenPoint) => {
    const given = value === undefined ? spec.default : value;
    const remedy = `Give an array of ${varies ? `${min} to ${max}` : min} items.`;
    if (given === undefined) throw new SpaceError(path, "it is missing and has no default", remedy);
    if (!Array.isArray(given)) throw new SpaceError(path, `${show(given)} is not an array`, remedy);
    if (given.length < min || given.length > max)
      throw new SpaceError(path, `it has ${given.length} items`, remedy);
    if (varies) point[lengthPath] = given.length;
    for (let index = 0; index < given.length; index++) items[index]!.encode(given[index], point);
  };
  if (spec.default !== undefined) encode(undefined, place.defaults);
  return {
    size,
    decode(point) {
      const length = varies ? ((point[lengthPath] as number | undefined) ?? 0) : min;
      const values: unknown[] = [];
      for (let index = 0; index < length; index++) values.push(items[index]!.decode(point));
      return values;
    },
    encode,
  };
}

function checkLengths(min: unknown, max: unknown, path: string): void {
  for (const [name, length] of [
    ["min", min],
    ["max", max],
  ] as const)
    if (!Number.isSafeInteger(length) || (length as number) < 0)
      throw new SpaceError(
        path,
        `${name} is ${show(length)}`,
        "Give whole numbers of items, for instance list(int(16, 256), { min: 1, max: 3 }).",
      );
  if ((min as number) > (max as number))
    throw new SpaceError(path, `min ${String(min)} is above max ${String(max)}`, "Exchange them.");
  if ((max as number) > MOST_ITEMS)
    throw new SpaceError(
      path,
      `max is ${String(max)}`,
      `A list holds at most ${MOST_ITEMS} items.`,
    );
}
