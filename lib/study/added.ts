import type { Space } from "../space/space.ts";
import { show } from "../space/wording.ts";
import { StudyError } from "./errors.ts";
import { type ObjectiveResult, readValues } from "./objectives.ts";
import { complete, failed } from "./outcome.ts";
import type { PartialParams } from "./partial-params.ts";
import type { TrialEnd } from "./storage.ts";
import type { Json, Point, Report } from "./trial-record.ts";

/** A finished trial from elsewhere, for `study.add`. */
export interface AddedTrial<Params, Names extends string> {
  /** What is left out takes its default. */
  params: PartialParams<Params>;
  /** The objective's value, or one for each objective by name; left out for a pruned or failed one. */
  result?: ObjectiveResult<Names>;
  /** Default "complete". */
  state?: "complete" | "pruned" | "failed";
  /** Intermediate values, the steps increasing. */
  reports?: readonly { step: number; value: number }[];
  /** As of `trial.setConstraint`. */
  constraints?: Readonly<Record<string, number>>;
  notes?: Readonly<Record<string, Json>>;
}

/** A trial that ended elsewhere, read and checked. */
export interface EndedElsewhere {
  readonly point: Point;
  readonly end: TrialEnd;
  readonly reports: readonly Report[];
  readonly notes: Readonly<Record<string, Json>>;
}

/** @throws SpaceError or StudyError naming what is wrong with it */
export function readAdded(
  given: AddedTrial<never, never>,
  space: Space,
  names: readonly string[],
): EndedElsewhere {
  if (typeof given !== "object" || given === null)
    throw new StudyError(
      `An added trial is ${show(given)}. Write study.add({ params: { x: 0.5 }, result: 0.1 }).`,
    );
  const { params, result, state = "complete", constraints } = given;
  const point = space.encode(params);
  if (!space.allows(point))
    throw new StudyError(
      `The parameters ${show(params)} break a constraint of the space. Leave that trial out, or loosen the constraint.`,
    );
  checkConstraints(constraints);
  if (given.reports !== undefined && !Array.isArray(given.reports))
    throw new StudyError(
      `The reports of an added trial are ${show(given.reports)}. Give an array: [{ step: 1, value: 0.5 }].`,
    );
  const now = Date.now();
  const reports = (given.reports ?? []).map(({ step, value }) => ({ step, value, at: now }));
  reports.forEach(({ step, value }, place) => {
    const before = reports[place - 1]?.step ?? -Infinity;
    if (!(Number.isFinite(step) && step > before) || typeof value !== "number")
      throw new StudyError(
        `Report ${place} of an added trial is ${show({ step, value })}. Steps are numbers that grow, values numbers.`,
      );
  });
  const end = ((): TrialEnd => {
    switch (state) {
      case "complete":
        return complete(readValues(result, names), names, constraints);
      case "pruned": {
        const value = reports.at(-1)?.value;
        return { state, values: undefined, value, constraints, endedAt: now };
      }
      case "failed":
        return failed(new Error("It was added as failed.")).end;
      default:
        throw new StudyError(
          `An added trial cannot be ${show(state)}. Use "complete", "pruned" or "failed".`,
        );
    }
  })();
  return { point, end, reports, notes: given.notes ?? {} };
}

/** A value that is no number would pass for a constraint that holds. */
function checkConstraints(constraints: unknown): void {
  if (constraints === undefined) return;
  if (typeof constraints !== "object" || constraints === null || Array.isArray(constraints))
    throw new StudyError(
      `The constraints of an added trial are ${show(constraints)}. Give a number for each by name, ≤ 0 where it holds.`,
    );
  for (const [name, value] of Object.entries(constraints))
    if (typeof value !== "number" || Number.isNaN(value))
      throw new StudyError(
        `The constraint ${JSON.stringify(name)} of an added trial is ${show(value)}. Give how far it is broken, a number: ≤ 0 where it holds.`,
      );
}
