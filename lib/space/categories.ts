import type { Scalar } from "../study/trial-record.ts";
import type { Node, Place } from "./node.ts";
import type { ParameterSpec } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import { didYouMean, show, showNames } from "./wording.ts";

/** Compiles a `choice` or a `boolean`. */
export function compileChoice(
  spec: Extract<ParameterSpec, { kind: "choice" }>,
  place: Place,
): Node {
  const { path, condition } = place;
  checkChoices(spec.choices, path);
  const choices = [...spec.choices];
  place.dimensions.push({ kind: "categorical", path, condition, choices });
  const encode = (value: unknown, point: Record<string, unknown>) => {
    const chosen = value === undefined ? spec.default : value;
    const remedy = `Give one of ${showNames(choices)}.`;
    if (chosen === undefined)
      throw new SpaceError(path, "it is missing and has no default", remedy);
    if (!choices.includes(chosen as Scalar))
      throw new SpaceError(
        path,
        `${show(chosen)} is not among its choices`,
        remedy + didYouMean(chosen, choices),
      );
    point[path] = chosen;
  };
  if (spec.default !== undefined) encode(undefined, {});
  return { size: choices.length, decode: (point) => point[path], encode };
}

function checkChoices(choices: unknown, path: string): void {
  if (!Array.isArray(choices))
    throw new SpaceError(
      path,
      `its choices are ${show(choices)}, not an array`,
      'Write choice(["a", "b"]).',
    );
  if (choices.length === 0)
    throw new SpaceError(
      path,
      "it has no choices",
      "Give at least one, or leave the parameter out.",
    );
  const seen = new Set<unknown>();
  for (const value of choices) {
    const isScalar =
      value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
    if (!isScalar)
      throw new SpaceError(
        path,
        `${show(value)} cannot be a choice`,
        "Choices are finite numbers, strings, booleans or null: give names, and look up what they stand for in the objective.",
      );
    if (seen.has(value))
      throw new SpaceError(
        path,
        `the choice ${show(value)} stands there twice`,
        "Leave one of them out.",
      );
    seen.add(value);
  }
}

/** Compiles a `fixed` value: no dimension, always there. */
export function compileFixed(spec: Extract<ParameterSpec, { kind: "fixed" }>, place: Place): Node {
  return {
    size: 1,
    decode: () => spec.value,
    encode(value) {
      if (value === undefined || Object.is(value, spec.value)) return;
      if (typeof value === "object" && JSON.stringify(value) === JSON.stringify(spec.value)) return;
      throw new SpaceError(
        place.path,
        `${show(value)} is not its fixed value ${show(spec.value)}`,
        "Leave it out, or let it vary with choice([…]).",
      );
    },
  };
}
