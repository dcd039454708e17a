/**
 * Subsets as flat dimensions: for each choice the integer 0 or 1, whether it is in.
 *
 * n, r  how many choices there are, and how many of them are still open
 * c     how many have been taken
 * ways(r, c)  in how many ways the open ones complete a subset of legal size
 */

import type { Scalar } from "../study/trial-record.ts";
import { checkChoices } from "./categories.ts";
import type { Node, OpenPoint, Place } from "./node.ts";
import type { ParameterSpec } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import type { IntDimension } from "./space.ts";
import { didYouMean, show, showNames } from "./wording.ts";

/** Beyond this the number of subsets is no longer a finite double. */
const MOST_CHOICES = 1000;

/** Compiles a `subset`. */
export function compileSubset(
  spec: Extract<ParameterSpec, { kind: "subset" }>,
  place: Place,
): Node {
  const { path } = place;
  checkChoices(spec.choices, path);
  const choices = [...spec.choices];
  const { min, max } = checkSizes(spec, choices.length, path);
  const paths = choices.map((choice, index) => `${path}[${nameOf(choice) ?? index}]`);
  const ways = waysToComplete(choices.length, min, max);
  place.dimensions.push(...dimensionsOf(paths, ways, min, max, place));
  const encode = (value: unknown, point: OpenPoint) => {
    const chosen = checkChosen(value === undefined ? spec.default : value, choices, path);
    if (chosen.length < min || chosen.length > max)
      throw new SpaceError(
        path,
        `it has ${chosen.length} items`,
        `Give ${min === max ? min : `${min} to ${max}`} of ${showNames(choices)}.`,
      );
    choices.forEach((choice, index) => {
      point[paths[index]!] = chosen.includes(choice) ? 1 : 0;
    });
  };
  if (spec.default !== undefined) encode(undefined, place.defaults);
  return {
    size: ways(choices.length, 0),
    decode: (point) => choices.filter((_, index) => point[paths[index]!] === 1),
    encode,
  };
}

function dimensionsOf(
  paths: readonly string[],
  ways: (open: number, taken: number) => number,
  min: number,
  max: number,
  { condition }: Place,
): IntDimension[] {
  const count = paths.length;
  // Each choice is in as often as in a subset drawn evenly from all that are legal.
  const inAny = ways(count, 0) === 0 ? 0 : shareIn(ways, count, 0);
  return paths.map((path, index) => {
    const range = { kind: "int", path, condition, low: 0, high: 1, log: false, step: 1 } as const;
    if (min === 0 && max === count) return range;
    const whole = inAny > 0 && inAny < 1 ? { ...range, weights: [1 - inAny, inAny] } : range;
    return {
      ...whole,
      narrow(point) {
        let taken = 0;
        for (let before = 0; before < index; before++) taken += point[paths[before]!] === 1 ? 1 : 0;
        if (ways(count - index, taken) === 0) return range;
        const share = shareIn(ways, count - index, taken);
        if (share <= 0) return { ...range, high: 0 };
        if (share >= 1) return { ...range, low: 1 };
        return { ...range, weights: [1 - share, share] };
      },
    };
  });
}

/** The share of completions that take the next of the open choices. */
function shareIn(ways: (open: number, taken: number) => number, open: number, taken: number) {
  return ways(open - 1, taken + 1) / ways(open, taken);
}

/** ways(r, c) = ways(r − 1, c) + ways(r − 1, c + 1), from ways(0, c) = 1 where c is a legal size. */
function waysToComplete(count: number, min: number, max: number) {
  const rows: Float64Array[] = [];
  return (open: number, taken: number): number => {
    for (let row = rows.length; row <= open; row++) {
      const next = new Float64Array(count + 2);
      for (let size = 0; size <= count; size++)
        next[size] =
          row === 0
            ? Number(size >= min && size <= max)
            : rows[row - 1]![size]! + rows[row - 1]![size + 1]!;
      rows.push(next);
    }
    return rows[open]![taken]!;
  };
}

/** A choice as a part of a path; undefined where it holds marks by which paths are read. */
function nameOf(choice: Scalar): string | undefined {
  const name = String(choice);
  return name === "" || /[.[\]]/.test(name) ? undefined : name;
}

/** The items that were given, each one of the choices and none twice. */
export function checkChosen(value: unknown, choices: readonly Scalar[], path: string): Scalar[] {
  const remedy = `Give an array of ${showNames(choices)}.`;
  if (value === undefined) throw new SpaceError(path, "it is missing and has no default", remedy);
  if (!Array.isArray(value)) throw new SpaceError(path, `${show(value)} is not an array`, remedy);
  value.forEach((item: unknown, index) => {
    if (!choices.includes(item as Scalar))
      throw new SpaceError(
        path,
        `${show(item)} is not among its choices`,
        remedy + didYouMean(item, choices),
      );
    if (value.indexOf(item) !== index)
      throw new SpaceError(path, `${show(item)} stands in it twice`, "Leave one of them out.");
  });
  return value as Scalar[];
}

function checkSizes(
  spec: { min?: number; max?: number },
  count: number,
  path: string,
): { min: number; max: number } {
  const { min = 0, max = count } = spec;
  if (count > MOST_CHOICES)
    throw new SpaceError(
      path,
      `it has ${count} choices`,
      `A subset is of at most ${MOST_CHOICES}.`,
    );
  for (const [name, size] of Object.entries({ min, max }))
    if (!Number.isSafeInteger(size) || size < 0 || size > count)
      throw new SpaceError(
        path,
        `${name} is ${show(size)}`,
        `Give a whole number from 0 to ${count}, which is how many choices it has.`,
      );
  if (min > max) throw new SpaceError(path, `min ${min} is above max ${max}`, "Exchange them.");
  return { min, max };
}
