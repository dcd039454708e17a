import { levelAt } from "../math/levels.ts";
import type { OpenPoint, Place } from "./node.ts";
import type { RangeLimits } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import type { FloatDimension, IntDimension } from "./space.ts";
import { show } from "./wording.ts";

type Within = (earlier: never) => RangeLimits;

/**
 * The range that earlier values leave a numeric dimension: never wider than its own, its ends on its
 * steps. Where they leave nothing, it is the one value nearest to what was asked for, and `isEmpty`.
 */
export function narrowRange<Range extends FloatDimension | IntDimension>(
  range: Range,
  within: Within,
  place: Place,
  point: Readonly<OpenPoint>,
): { readonly range: Range; readonly isEmpty: boolean } {
  const limits = limitsOf(within, place, point);
  const low = Math.max(range.low, limits.low ?? range.low);
  const high = Math.min(range.high, limits.high ?? range.high);
  const { step } = range;
  const from = step === undefined ? low : onStep(range, low, Math.ceil);
  const to = step === undefined ? high : onStep(range, high, Math.floor);
  if (from <= to) return { range: { ...range, low: from, high: to }, isEmpty: false };
  const nearest = Math.min(Math.max(to, range.low), range.high);
  return { range: { ...range, low: nearest, high: nearest }, isEmpty: true };
}

/** The step at or after (before) a bound; a billionth of a step counts as rounding. */
function onStep(range: FloatDimension | IntDimension, bound: number, round: typeof Math.ceil) {
  const steps = (bound - range.low) / range.step!;
  const nearest = Math.round(steps);
  return levelAt(range, Math.abs(steps - nearest) < 1e-9 ? nearest : round(steps));
}

function limitsOf(within: Within, { path, earlier }: Place, point: Readonly<OpenPoint>) {
  const values = earlier(point);
  let limits: RangeLimits;
  try {
    limits = within(values as never);
  } catch (error) {
    throw new SpaceError(
      path,
      `its within threw: ${error instanceof Error ? error.message : show(error)}`,
      `It sees what stands before it: ${Object.keys(values).join(", ") || "nothing"}.`,
    );
  }
  if (typeof limits !== "object" || limits === null)
    throw new SpaceError(
      path,
      `its within returned ${show(limits)}`,
      "Return { low }, { high } or both.",
    );
  for (const [name, bound] of Object.entries(limits))
    if (!["low", "high"].includes(name) || (bound !== undefined && !isBound(bound)))
      throw new SpaceError(
        path,
        `its within returned ${name}: ${show(bound)}`,
        `Return { low }, { high } or both, as numbers. It sees what stands before it: ${Object.keys(values).join(", ") || "nothing"}.`,
      );
  return limits;
}

function isBound(bound: unknown): boolean {
  return typeof bound === "number" && !Number.isNaN(bound);
}
