import { ln } from "../math/elementary.ts";
import { normalCdf } from "../math/normal.ts";
import type { Belief } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import type { NormalShape } from "./space.ts";
import { show } from "./wording.ts";

/** Least share of a prior that must lie within the range; below it its quantiles lose their digits. */
const LEAST_MASS = 1e-9;

/** A user's belief in a number as a normal distribution on the axis that is searched. */
export function believedShape(belief: Belief, log: boolean, path: string): NormalShape {
  const example = log
    ? "Write belief: { at: 1e-3, within: 3 }: around 0.001, give or take a factor of 3."
    : "Write belief: { at: 0.5, within: 0.1 }: around 0.5, give or take 0.1.";
  if (typeof belief !== "object" || belief === null)
    throw new SpaceError(path, `its belief is ${show(belief)}`, example);
  const { at, within } = belief;
  if (typeof at !== "number" || !Number.isFinite(at) || (log && at <= 0))
    throw new SpaceError(path, `its belief is at ${show(at)}`, example);
  if (typeof within !== "number" || !Number.isFinite(within) || within <= (log ? 1 : 0))
    throw new SpaceError(
      path,
      `its belief is within ${show(within)}${log ? ", which is no factor above 1" : ""}`,
      example,
    );
  return log ? { mean: ln(at), sd: ln(within) } : { mean: at, sd: within };
}

/**
 * Checks a prior.
 *
 * @param low, high the range on the axis that is searched
 */
export function checkPrior(prior: NormalShape, low: number, high: number, path: string): void {
  const { mean, sd } = prior;
  if (typeof mean !== "number" || !Number.isFinite(mean))
    throw new SpaceError(path, `its mean is ${show(mean)}`, "Give a finite number.");
  if (typeof sd !== "number" || !Number.isFinite(sd) || sd <= 0)
    throw new SpaceError(
      path,
      `its standard deviation is ${show(sd)}`,
      "Give a number above 0; for a single value write fixed(value).",
    );
  const mass = normalCdf((high - mean) / sd) - normalCdf((low - mean) / sd);
  if (high > low && !(mass > LEAST_MASS))
    throw new SpaceError(
      path,
      "next to nothing of its distribution lies within its range",
      "Move low and high to where the mean is, or use float(low, high).",
    );
}
