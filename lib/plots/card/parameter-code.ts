/** Parameters as the TypeScript that a user would write. */
import type { SpacePatch } from "../../analysis/index.ts";
import type { Dimension, Space } from "../../space/space.ts";
import type { Scalar } from "../../study/trial-record.ts";

/**
 * A parameter of a space with a change to it: `learningRate: float(0.0001, 0.5, { log: true })`. Undefined where
 * it cannot be written alone: the kind of a `oneOf`, the length of a list, and the parts of a subset, an order or
 * a simplex stand in what surrounds them.
 */
export function parameterCode(
  space: Space,
  path: string,
  patches: readonly SpacePatch[] = [],
): string | undefined {
  const dimension = space.dimensions.find((one) => one.path === path);
  if (dimension === undefined || /\.(kind|length)$/.test(path)) return undefined;
  const code = valueCode(dimension, patches);
  if (!path.endsWith("]")) return `${keyCode(path.split(".").at(-1) ?? path)}: ${code}`;
  // An item of a list has no name of its own.
  const list = `${path.slice(0, path.lastIndexOf("["))}.length`;
  return space.dimensions.some((one) => one.path === list) ? code : undefined;
}

function valueCode(dimension: Dimension, patches: readonly SpacePatch[]): string {
  const changed = new Map(patches.map(({ option, value }) => [option, value]));
  if (changed.has("fixed")) {
    const value = changed.get("fixed");
    // Where a parameter makes no difference its digits make none.
    const short = typeof value === "number" ? Number(value.toPrecision(3)) : value;
    return `fixed(${valueText(dimension.kind === "float" ? short : value)})`;
  }
  if (dimension.kind === "categorical") {
    const choices = (changed.get("choices") as readonly Scalar[] | undefined) ?? dimension.choices;
    const name = dimension.ordered ? "ordinal" : "choice";
    return `${name}([${choices.map((choice) => valueText(choice)).join(", ")}])`;
  }
  const low = changed.get("low") ?? dimension.low;
  const high = changed.get("high") ?? dimension.high;
  const log = changed.get("log") ?? dimension.log;
  const step = changed.get("step") ?? dimension.step;
  const usual = dimension.kind === "int" ? step === 1 : step === undefined;
  const options = [
    ...(log === true ? ["log: true"] : []),
    ...(usual || log === true ? [] : [`step: ${valueText(step)}`]),
  ];
  const ends = `${valueText(low)}, ${valueText(high)}`;
  return `${dimension.kind}(${ends}${options.length > 0 ? `, { ${options.join(", ")} }` : ""})`;
}

/** A value as a literal of TypeScript, over several lines where it holds others. */
export function valueText(value: unknown, indent = ""): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map((item) => valueText(item, indent)).join(", ")}]`;
  }
  if (value === null || typeof value !== "object") return String(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const short = entries.map(([key, inner]) => `${keyCode(key)}: ${valueText(inner, indent)}`);
  const line = `{ ${short.join(", ")} }`;
  if (indent !== "" && line.length <= 80) return line;
  const deeper = `${indent}  `;
  const lines = entries.map(
    ([key, inner]) => `${deeper}${keyCode(key)}: ${valueText(inner, deeper)},\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
}

function keyCode(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
