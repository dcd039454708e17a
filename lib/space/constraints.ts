import type { Point } from "../study/trial-record.ts";
import { isPlainObject } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import type { CompiledConstraint } from "./space.ts";
import { show } from "./wording.ts";

/** Whether the parameters of one configuration go together. */
export type Constraint<Params> = (params: Params) => boolean;

/** Constraints between parameters: functions, or functions by the names that messages shall give them. */
export type Constraints<Params> =
  readonly Constraint<Params>[] | { readonly [name: string]: Constraint<Params> };

/** Compiles constraints as their user wrote them. */
export function compileConstraints(
  given: Constraints<never> | undefined,
  decode: (point: Point) => unknown,
): CompiledConstraint[] {
  if (given === undefined) return [];
  const remedy = "Write constraints: [params => params.low < params.high], or { name: function }.";
  if (!Array.isArray(given) && !isPlainObject(given))
    throw new SpaceError("", `its constraints are ${show(given)}`, remedy);
  return Object.entries(given).map(([key, test]: [string, unknown]) => {
    if (typeof test !== "function")
      throw new SpaceError("", `the constraint ${key} is ${show(test)}`, remedy);
    const name = Array.isArray(given) ? test.name || textOf(test) : key;
    return { name, holds: (point) => check(name, test as Constraint<unknown>, decode(point)) };
  });
}

function check(name: string, test: Constraint<unknown>, params: unknown): boolean {
  let verdict: unknown;
  try {
    verdict = test(params);
  } catch (error) {
    throw new SpaceError(
      "",
      `its constraint ${JSON.stringify(name)} threw for ${JSON.stringify(params)}: ${error instanceof Error ? error.message : show(error)}`,
      'Where a parameter is there under a condition only, ask for that first: p.optimizer.kind !== "sgd" || p.optimizer.momentum < 0.9.',
    );
  }
  if (typeof verdict === "boolean") return verdict;
  throw new SpaceError(
    "",
    `its constraint ${JSON.stringify(name)} returned ${show(verdict)}`,
    "Return true where the parameters go together, false where they don't.",
  );
}

/** A function without a name is called by its text. */
function textOf(test: { toString(): string }): string {
  const text = test.toString().replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
