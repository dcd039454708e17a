import type { SpaceDefinition, ParameterOrGroup } from "./infer.ts";
import type { Earlier, Node, OpenPoint, Place } from "./node.ts";
import { isParameter, isPlainObject, PARAMETER, type ParameterSpec } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import { didYouMean, show, showNames } from "./wording.ts";

/** Compiles a plain object of entries. */
export function compileRecord(definition: SpaceDefinition, place: Place): Node {
  const { path, condition } = place;
  return recordNode(definition, path, place.earlier, (name, earlier) =>
    place.compile(definition[name]!, join(path, name), condition, earlier),
  );
}

/** `extra` are keys that are legal in a value beside the entries' names. */
function recordNode(
  definition: SpaceDefinition,
  path: string,
  outer: Earlier,
  compileEntry: (name: string, earlier: Earlier) => Node,
  extra: readonly string[] = [],
): Node {
  const names = Object.keys(definition);
  for (const name of names) checkName(name, path);
  const nodes: Node[] = [];
  names.forEach((name, place) => {
    const earlier: Earlier = (point) => {
      const values = { ...outer(point) };
      for (let index = 0; index < place; index++)
        values[names[index]!] = nodes[index]!.decode(point);
      return values;
    };
    nodes.push(compileEntry(name, earlier));
  });
  return {
    size: nodes.reduce((product, node) => product * node.size, 1),
    decode(point) {
      const record: Record<string, unknown> = {};
      for (let index = 0; index < nodes.length; index++)
        record[names[index]!] = nodes[index]!.decode(point);
      return record;
    },
    encode(value, point) {
      const record = value === undefined ? {} : asObject(value, path);
      for (const key of Object.keys(record))
        if (!names.includes(key) && !extra.includes(key))
          throw new SpaceError(
            join(path, key),
            "the space has no such parameter",
            `It has ${showNames(names)}.${didYouMean(key, names)}`,
          );
      for (let index = 0; index < nodes.length; index++)
        nodes[index]!.encode(record[names[index]!], point);
    },
  };
}

/** Compiles a `oneOf`: the categorical dimension `path.kind`, and below it each branch's entries. */
export function compileOneOf(spec: Extract<ParameterSpec, { kind: "oneOf" }>, place: Place): Node {
  const { path, condition } = place;
  const branches = asBranches(spec.branches, path);
  const kinds = Object.keys(branches);
  const kindPath = join(path, "kind");
  place.dimensions.push({ kind: "categorical", path: kindPath, condition, choices: kinds });
  for (const kind of kinds) {
    checkName(kind, path);
    if (Object.hasOwn(branches[kind]!, "kind"))
      throw new SpaceError(
        `${path}.${kind}.kind`,
        "a parameter inside oneOf cannot be called kind, which names the chosen branch",
        "Give it another name.",
      );
  }
  const nodes = compileBranches(branches, kindPath, place);
  const encode = (value: unknown, point: OpenPoint) => {
    const given = value === undefined ? { kind: spec.default } : asObject(value, path);
    const remedy = `Give { kind: … } with one of ${showNames(kinds)}.`;
    const kind = given["kind"];
    if (kind === undefined)
      throw new SpaceError(kindPath, "it is missing and has no default", remedy);
    const node = nodes.get(kind);
    if (node === undefined)
      throw new SpaceError(
        kindPath,
        `${show(kind)} is none of its branches`,
        remedy + didYouMean(kind, kinds),
      );
    point[kindPath] = kind as string;
    node.encode(given, point);
  };
  if (spec.default !== undefined) {
    if (!nodes.has(spec.default)) encode(undefined, {});
    place.defaults[kindPath] = spec.default;
  }
  return {
    size: [...nodes.values()].reduce((sum, node) => sum + node.size, 0),
    decode(point) {
      const kind = point[kindPath];
      return { kind, ...(nodes.get(kind)?.decode(point) as object | undefined) };
    },
    encode,
  };
}

/** Paths are read back by these marks, and names of Object.prototype would be found where nothing is. */
function checkName(name: string, path: string): void {
  if (name === "") throw new SpaceError(path, "a parameter has an empty name", "Give it a name.");
  const mark = /[.[\]]/.exec(name)?.[0];
  if (mark !== undefined)
    throw new SpaceError(
      join(path, name),
      `the name ${JSON.stringify(name)} contains "${mark}", which separates the parts of a path`,
      "Use letters, digits, _ or -; for a group of parameters nest a plain object.",
    );
  if (name in {})
    throw new SpaceError(
      join(path, name),
      "JavaScript keeps that name for itself",
      "Give it another name.",
    );
}

function asBranches(branches: unknown, path: string): Readonly<Record<string, SpaceDefinition>> {
  const example = "Write oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }).";
  if (!isPlainObject(branches))
    throw new SpaceError(
      path,
      `oneOf was given ${show(branches)}`,
      `${example} One of several values is choice([…]).`,
    );
  const entries = Object.entries(branches);
  if (entries.length === 0) throw new SpaceError(path, "oneOf has no branches", example);
  for (const [kind, branch] of entries)
    if (!isPlainObject(branch))
      throw new SpaceError(
        join(path, kind),
        `a branch is a plain object of parameters, not ${show(branch)}`,
        `Write ${kind}: {} or ${kind}: { name: … }.`,
      );
  return branches as Readonly<Record<string, SpaceDefinition>>;
}

/**
 * Compiles the entries of all branches. A name that several branches give the same meaning
 * (`alpha` of l1 and of l2) is one dimension, there under each of them; where they differ, the
 * path names the branch too: `penalty.l1.alpha`.
 */
function compileBranches(
  branches: Readonly<Record<string, SpaceDefinition>>,
  kindPath: string,
  place: Place,
): Map<unknown, Node> {
  const owners = new Map<string, string[]>();
  for (const [kind, branch] of Object.entries(branches))
    for (const name of Object.keys(branch)) owners.set(name, [...(owners.get(name) ?? []), kind]);

  const shared = new Map<string, Node>();
  const compileEntry = (kind: string, name: string, earlier: Earlier): Node => {
    const kinds = owners.get(name)!;
    const entry = branches[kind]![name]!;
    const same = kinds.every((other) => signature(branches[other]![name]!) === signature(entry));
    if (!same)
      return place.compile(
        entry,
        join(join(place.path, kind), name),
        { path: kindPath, in: [kind] },
        earlier,
      );
    const node =
      shared.get(name) ??
      place.compile(entry, join(place.path, name), { path: kindPath, in: kinds }, earlier);
    shared.set(name, node);
    return node;
  };
  return new Map(
    Object.entries(branches).map(([kind, branch]) => [
      kind,
      recordNode(
        branch,
        place.path,
        place.earlier,
        (name, earlier) => compileEntry(kind, name, earlier),
        ["kind"],
      ),
    ]),
  );
}

/** Equal texts for entries that mean the same. */
function signature(entry: ParameterOrGroup): string {
  return JSON.stringify(specOf(entry), (_key, value: unknown) =>
    // What a range depends on stands in its own branch, so two of them never mean the same.
    typeof value === "function" ? `function ${signed++}` : specOf(value),
  );
}

let signed = 0;

/** What a parameter says of itself; any other value as it is. */
function specOf(value: unknown): unknown {
  return isParameter(value) ? value[PARAMETER] : value;
}

function asObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new SpaceError(
    path,
    `${show(value)} is not an object of parameters`,
    "Give { name: value, … }.",
  );
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
