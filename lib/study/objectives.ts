import { giveOneOf, show, showNames } from "../space/wording.ts";
import { ObjectiveValueError, StudyError } from "./errors.ts";
import { type Direction, DIRECTIONS } from "./observer.ts";
import type { Trial } from "./trial.ts";

/** What an objective returns: with one objective a number, else a record keyed by their names. */
export type ObjectiveResult<Names extends string> =
  IsUnion<Names> extends true
    ? { readonly [Name in Names]: number }
    : number | { readonly [Name in Names]: number };

/** The function that a study optimizes. */
export type Objective<Params, Names extends string> = (
  trial: Trial<Params>,
) => ObjectiveResult<Names> | Promise<ObjectiveResult<Names>>;

type IsUnion<Type, All = Type> = Type extends unknown
  ? [All] extends [Type]
    ? false
    : true
  : never;

/** Checks the `objectives` (or `direction`) of a study and fills in the default: minimize `value`. */
export function checkObjectives(
  objectives: unknown,
  direction: unknown,
): Readonly<Record<string, Direction>> {
  const remedy = 'Write objectives: { valLoss: "minimize" }.';
  if (objectives !== undefined && direction !== undefined)
    throw new StudyError(`Both objectives and direction were given. ${remedy}`);
  const given = objectives ?? { value: direction ?? "minimize" };
  if (
    typeof given !== "object" ||
    given === null ||
    Array.isArray(given) ||
    Object.keys(given).length === 0
  )
    throw new StudyError(`The study's objectives are ${show(given)}. ${remedy}`);
  for (const [name, way] of Object.entries(given)) {
    if (name === "state")
      throw new StudyError('An objective cannot be called "state", which tell uses. Rename it.');
    if (!DIRECTIONS.includes(way))
      throw new StudyError(
        `Objective ${name}: ${show(way)} is no direction. ${giveOneOf(DIRECTIONS, way)}`,
      );
  }
  return { ...given } as Record<string, Direction>;
}

/**
 * What an objective returned, as numbers by name. Infinite values pass, as in Optuna.
 *
 * @throws ObjectiveValueError naming what came back and what to return instead
 */
export function readValues(returned: unknown, names: readonly string[]): Record<string, number> {
  const single = names.length === 1 ? names[0] : undefined;
  if (typeof returned === "number" && single !== undefined)
    return { [single]: checkNumber(returned, "The objective returned") };
  if (typeof returned !== "object" || returned === null) throw wrongResult(returned, names);
  const values: Record<string, number> = {};
  for (const name of names) {
    const value: unknown = (returned as Record<string, unknown>)[name];
    if (typeof value !== "number") {
      if (single !== undefined) throw wrongResult(returned, names);
      throw new ObjectiveValueError(
        `The objective returned ${show(value)} for ${name}. Return a number for each of ${showNames(names)}.`,
        false,
      );
    }
    values[name] = checkNumber(value, `The objective returned, for ${name},`);
  }
  return values;
}

function checkNumber(value: number, subject: string): number {
  if (!Number.isNaN(value)) return value;
  throw new ObjectiveValueError(
    `${subject} NaN. The training probably diverged (a learning rate too high, a logarithm of zero), or a name of trial.params is misspelt; where NaN is to be expected, return Infinity instead.`,
    true,
  );
}

function wrongResult(returned: unknown, names: readonly string[]): ObjectiveValueError {
  const wanted =
    names.length === 1
      ? `Return a number${names[0] === "value" ? "" : ` or { ${names[0]}: number }`}`
      : `Return { ${names.map((name) => `${name}: number`).join(", ")} }`;
  const hint =
    returned === undefined
      ? " (is a return missing?)"
      : typeof returned === "object" && returned !== null && "dataSync" in returned
        ? " (read a tensor's number with await tensor.data())"
        : typeof returned === "object" &&
            typeof (returned as Partial<Iterator<unknown>>)?.next === "function"
          ? " (a generator: write the objective as a function without *)"
          : "";
  return new ObjectiveValueError(
    `The objective returned ${show(returned)}${hint}. ${wanted}.`,
    false,
  );
}
