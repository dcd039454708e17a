/** Values of the runtime → the words in which the front end shows them. Pure. */
import type {
  ObjectPreview,
  PropertyDescriptor,
  PropertyPreview,
  RemoteObject,
} from "./inspector.ts";
import type { Variable } from "./protocol.ts";

/** Longer texts are cut, in characters; `evaluate` for copying gives them whole. */
const LONGEST = 2000;
/** A glance at an object is at most this long. */
const LONGEST_GLANCE = 200;

/** How a front end wants types named. */
export type TypeNames =
  /** JavaScript's own. */
  | "javascript"
  /**
   * JupyterLab shows the value of what bears one of Python's names or none, and for anything else the
   * type alone.
   */
  | "python";

/** A value as one line. */
export function describeValue(value: RemoteObject, whole = false): string {
  switch (value.type) {
    case "string":
      return quote(String(value.value), whole);
    case "undefined":
      return "undefined";
    case "function":
      return describeFunction(value.description ?? "");
    case "object":
      if (value.subtype === "null") return "null";
      return describeObject(value);
    default:
      return value.unserializableValue ?? value.description ?? String(value.value);
  }
}

function quote(text: string, whole: boolean): string {
  const quoted = JSON.stringify(text);
  return whole || quoted.length <= LONGEST ? quoted : `${quoted.slice(0, LONGEST)}…`;
}

/** `ƒ add(a, b)`, `class Point` */
function describeFunction(text: string): string {
  const oneClass = /^class\b[^{]*/.exec(text);
  if (oneClass) return oneClass[0].trim();
  const head = /^(async\s+)?(function)?\s*(\*)?\s*([\w$]*)\s*(\([^)]*\)|[\w$]+(?=\s*=>))/.exec(
    text,
  );
  if (!head) return text.slice(0, 60);
  const [, isAsync = "", , star = "", name, parameters = "()"] = head;
  const shown = parameters.startsWith("(") ? parameters : `(${parameters})`;
  return `${isAsync.trim()}${isAsync ? " " : ""}ƒ${star} ${name}${shown.replace(/\s+/g, " ")}`;
}

function describeObject(value: RemoteObject): string {
  const { description = value.className ?? "Object", subtype, preview } = value;
  if (subtype === "error") return description.split("\n    at ")[0]!;
  if (preview === undefined || ["regexp", "date", "internal#entry"].includes(subtype ?? "")) {
    return description;
  }
  return cut(glance(preview, description));
}

function glance(preview: ObjectPreview, description: string): string {
  const { subtype, entries } = preview;
  const more = preview.overflow ? ["…"] : [];
  if (entries) {
    const shown = entries.map(({ key, value }) =>
      key ? `${nested(key)} => ${nested(value)}` : nested(value),
    );
    return `${description} {${[...shown, ...more].join(", ")}}`;
  }
  const isList = subtype === "array" || subtype === "typedarray";
  const properties = preview.properties.filter(({ name }) => !isList || /^\d+$/.test(name));
  const shown = properties.map((property) =>
    isList ? previewed(property) : `${property.name}: ${previewed(property)}`,
  );
  const inside = [...shown, ...more].join(", ");
  if (isList) return `${description} [${inside}]`;
  return description === "Object" ? `{${inside}}` : `${description} {${inside}}`;
}

function previewed({ type, subtype, value = "" }: PropertyPreview): string {
  if (type === "string") return JSON.stringify(value);
  if (type === "function") return "ƒ";
  if (type === "accessor") return "(…)";
  return subtype === undefined && value === "Object" ? "{…}" : value;
}

function nested({ type, description = "" }: ObjectPreview): string {
  return type === "string" ? JSON.stringify(description) : description;
}

function cut(text: string): string {
  return text.length <= LONGEST_GLANCE ? text : `${text.slice(0, LONGEST_GLANCE)}…`;
}

/** The name of a value's type, as the front end wants it; undefined says that its value tells more. */
export function typeName(value: RemoteObject, names: TypeNames): string | undefined {
  if (names === "javascript") {
    if (value.subtype === "null") return "null";
    return value.type === "object" ? (value.className ?? "Object") : value.type;
  }
  if (value.type === "string") return "str";
  if (value.type === "boolean") return "bool";
  if (value.type !== "number") return undefined;
  return Number.isInteger(value.value) ? "int" : "float";
}

/** How many elements a list or collection has; undefined for anything else. */
export function sizeOf({ subtype, description = "" }: RemoteObject): number | undefined {
  if (!["array", "typedarray", "map", "set"].includes(subtype ?? "")) return undefined;
  const size = /\((\d+)\)$/.exec(description);
  return size ? Number(size[1]) : undefined;
}

/** Whether a value has parts to look at. */
export function hasParts(value: RemoteObject): boolean {
  return value.objectId !== undefined && value.type !== "symbol";
}

/** The expression that reads a part of what `parent` reads. */
export function partName(parent: string | undefined, name: string): string | undefined {
  if (parent === undefined) return undefined;
  if (/^\d+$/.test(name)) return `${parent}[${name}]`;
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return `${parent}.${name}`;
  return `${parent}[${JSON.stringify(name)}]`;
}

/** What is said of a property beside its value. */
export function hintOf(
  property: Pick<PropertyDescriptor, "enumerable" | "get">,
): Variable["presentationHint"] {
  if (property.get) return { kind: "property", lazy: true };
  return property.enumerable ? { kind: "property" } : { kind: "property", visibility: "internal" };
}
