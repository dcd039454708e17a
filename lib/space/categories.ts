import type { Scalar } from "../study/trial-record.ts";
import type { Node, OpenPoint, Place } from "./node.ts";
import type { ParameterSpec } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import { didYouMean, show, showNames } from "./wording.ts";

/** Compiles a `choice`, an `ordinal` or a `boolean`. */
export function compileChoice(
  spec: Extract<ParameterSpec, { kind: "choice" }>,
  place: Place,
): Node {
  const { path, condition } = place;
  checkChoices(spec.choices, path);
  const choices = [...spec.choices];
  place.dimensions.push({
    kind: "categorical",
    path,
    condition,
    choices,
    ...(spec.ordered && { ordered: true }),
    ...(spec.weights !== undefined && { weights: checkWeights(spec.weights, choices, path) }),
    ...(spec.belief !== undefined && { belief: believedShares(spec.belief, choices, path) }),
  });
  const encode = (value: unknown, point: OpenPoint) => {
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
    point[path] = chosen as Scalar;
  };
  if (spec.default !== undefined) encode(undefined, place.defaults);
  return { size: choices.length, decode: (point) => point[path], encode };
}

/** @throws SpaceError where they are no choices */
export function checkChoices(choices: unknown, path: string): void {
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
  if (spec.value === null || ["string", "number", "boolean"].includes(typeof spec.value))
    place.fixed[place.path] = spec.value as Scalar;
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

/** Slack of "sums to 1", for what thirds and tenths make of it. */
const SUM_SLACK = 1e-6;

/** Weights as probabilities, one for each choice. */
function checkWeights(weights: unknown, choices: readonly Scalar[], path: string): number[] {
  const example = `Give one number above 0 for each of its ${choices.length} choices, summing to 1.`;
  if (!Array.isArray(weights))
    throw new SpaceError(path, `its weights are ${show(weights)}, not an array`, example);
  if (weights.length !== choices.length)
    throw new SpaceError(
      path,
      `it has ${weights.length} weights for ${choices.length} choices`,
      example,
    );
  weights.forEach((weight: unknown, index) => {
    if (typeof weight !== "number" || !Number.isFinite(weight) || weight <= 0)
      throw new SpaceError(
        path,
        `the weight of ${show(choices[index])} is ${show(weight)}`,
        weight === 0 ? "Leave that choice out, or give it a little." : example,
      );
  });
  const sum = (weights as number[]).reduce((total, weight) => total + weight, 0);
  const shares = (weights as number[]).map((weight) => weight / sum);
  if (Math.abs(sum - 1) > SUM_SLACK)
    throw new SpaceError(
      path,
      `its weights sum to ${Number(sum.toPrecision(6))}`,
      `Write weights: [${shares.map((share) => Number(share.toPrecision(4))).join(", ")}].`,
    );
  return shares;
}

/** A belief by name as probabilities: what is left of 1 is shared by the choices that it leaves out. */
function believedShares(belief: unknown, choices: readonly Scalar[], path: string): number[] {
  const names = choices.map(String);
  const remedy = `Give how likely each is the best, by name: belief: { ${JSON.stringify(names[0])}: 0.7 }.`;
  if (typeof belief !== "object" || belief === null || Array.isArray(belief))
    throw new SpaceError(path, `its belief is ${show(belief)}`, remedy);
  for (const [name, share] of Object.entries(belief)) {
    if (!names.includes(name))
      throw new SpaceError(
        path,
        `its belief names ${show(name)}, which is not among its choices`,
        `They are ${showNames(names)}.${didYouMean(name, names)}`,
      );
    if (typeof share !== "number" || !(share >= 0 && share <= 1))
      throw new SpaceError(path, `its belief in ${show(name)} is ${show(share)}`, remedy);
  }
  const given = names.map((name) => (belief as Record<string, number>)[name]);
  const sum = given.reduce<number>((total, share) => total + (share ?? 0), 0);
  const missing = given.filter((share) => share === undefined).length;
  if (sum > 1 + SUM_SLACK || (missing === 0 && sum < 1 - SUM_SLACK))
    throw new SpaceError(path, `its beliefs sum to ${sum}`, "Make them sum to 1.");
  const rest = missing === 0 ? 0 : Math.max(0, 1 - sum) / missing;
  return given.map((share) => share ?? rest);
}
