/**
 * Shares that sum to 1 as flat dimensions, by breaking a stick: of what is left after the earlier
 * shares, each takes a part.
 *
 * n    how many shares
 * sᵢ   share i; rᵢ = sᵢ + … + sₙ₋₁ what is left before it
 * uᵢ ∈ [0, 1], i = 0 … n − 2:  rᵢ₊₁ / rᵢ = (1 − uᵢ)^(1/k), k = n − 1 − i
 *
 * With even uᵢ the parts are beta distributed with (1, k), and the shares Dirichlet's with all ones
 * (Devroye, "Non-Uniform Random Variate Generation", 1986, XI.4).
 */

import { exp, expm1, log1p } from "../math/elementary.ts";
import type { Node, OpenPoint, Place } from "./node.ts";
import type { ParameterSpec } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import type { FloatDimension } from "./space.ts";
import { didYouMean, show, showNames } from "./wording.ts";

/** Slack of "sums to 1", for shares written with a few digits. */
const SUM_SLACK = 1e-6;

const MOST_PARTS = 1000;

/** Compiles a `simplex`. */
export function compileSimplex(
  spec: Extract<ParameterSpec, { kind: "simplex" }>,
  place: Place,
): Node {
  const { path } = place;
  const names = checkParts(spec.parts, path);
  const isNamed = typeof spec.parts !== "number";
  const count = names.length;
  const paths = names.slice(0, -1).map((name) => `${path}[${name}]`);
  place.dimensions.push(...paths.map((own, index) => dimensionOf(own, index, paths, place)));
  const encode = (value: unknown, point: OpenPoint) => {
    const given = checkShares(value === undefined ? spec.default : value, names, isNamed, path);
    // What is left is summed from the far end, where small shares keep their digits.
    const left = [...given, 0];
    for (let index = count - 1; index >= 0; index--) left[index]! += left[index + 1]!;
    paths.forEach((own, index) => {
      const kept = left[index]! > 0 ? given[index]! / left[index]! : 0;
      point[own] = Math.min(1, -expm1((count - 1 - index) * log1p(-kept)));
    });
  };
  if (spec.default !== undefined) encode(undefined, place.defaults);
  return {
    size: count === 1 ? 1 : Infinity,
    decode(point) {
      const shares: number[] = [];
      let left = 1;
      paths.forEach((own, index) => {
        const kept = log1p(-(point[own] as number)) / (count - 1 - index);
        shares.push(left * -expm1(kept));
        left *= exp(kept);
      });
      shares.push(left);
      return isNamed
        ? Object.fromEntries(names.map((name, index) => [name, shares[index]]))
        : shares;
    },
    encode,
  };
}

function dimensionOf(
  path: string,
  index: number,
  paths: readonly string[],
  { condition }: Place,
): FloatDimension {
  const range = {
    kind: "float",
    path,
    condition,
    low: 0,
    high: 1,
    log: false,
    step: undefined,
  } as const;
  if (index === 0) return range;
  const before = paths.slice(0, index);
  // Where nothing is left, no part of it means anything: one value stands for all.
  return {
    ...range,
    narrow: (point) => (before.some((other) => point[other] === 1) ? { ...range, high: 0 } : range),
  };
}

function checkParts(parts: unknown, path: string): string[] {
  const remedy = 'Write simplex(3) or simplex(["web", "books", "code"]).';
  if (typeof parts === "number") {
    if (!Number.isSafeInteger(parts) || parts < 1 || parts > MOST_PARTS)
      throw new SpaceError(path, `simplex was given ${show(parts)}`, remedy);
    return Array.from({ length: parts }, (_, index) => String(index));
  }
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > MOST_PARTS)
    throw new SpaceError(path, `simplex was given ${show(parts)}`, remedy);
  parts.forEach((name: unknown, index) => {
    if (typeof name !== "string" || name === "" || /[.[\]]/.test(name) || name in {})
      throw new SpaceError(
        path,
        `${show(name)} cannot be the name of a share`,
        "Use letters, digits, _ or -.",
      );
    if (parts.indexOf(name) !== index)
      throw new SpaceError(path, `the share ${show(name)} stands there twice`, "Rename one.");
  });
  return parts as string[];
}

/** The shares that were given, made to sum to 1 exactly. */
function checkShares(
  value: unknown,
  names: readonly string[],
  isNamed: boolean,
  path: string,
): number[] {
  const remedy = isNamed
    ? `Give a number for each of ${showNames(names)}, summing to 1.`
    : `Give an array of ${names.length} numbers that sum to 1.`;
  if (value === undefined) throw new SpaceError(path, "it is missing and has no default", remedy);
  if (typeof value !== "object" || value === null || Array.isArray(value) === isNamed)
    throw new SpaceError(path, `${show(value)} are no shares of it`, remedy);
  for (const key of Object.keys(value))
    if (!names.includes(key))
      throw new SpaceError(path, `it has no share ${show(key)}`, remedy + didYouMean(key, names));
  const shares = names.map((name) => {
    const share = (value as Record<string, unknown>)[name];
    if (typeof share !== "number" || !(share >= 0))
      throw new SpaceError(path, `the share ${show(name)} is ${show(share)}`, remedy);
    return share;
  });
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > SUM_SLACK)
    throw new SpaceError(path, `its shares sum to ${Number(sum.toPrecision(9))}`, remedy);
  return shares.map((share) => share / sum);
}
