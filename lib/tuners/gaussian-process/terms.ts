import type { Boxes } from "../../models/acquisition.ts";
import type { GaussianProcess } from "../../models/gaussian-process.ts";
import { logBelief } from "../../space/belief.ts";
import type { UnitCube } from "../../space/vectors.ts";
import {
  type Criterion,
  criterionTerm,
  feasibilityTerm,
  frontTerm,
  plainTerm,
  speedTerm,
} from "./acquisition.ts";
import type { NamedTerm } from "./describe.ts";
import { pointOf } from "./rows.ts";

/** Of what the worth of a point is made. */
export interface WorthParts {
  readonly cube: UnitCube;
  readonly criterion: Criterion;
  /** Of each objective: the model that has taken in what it expects of running trials. */
  readonly objectives: readonly GaussianProcess[];
  /** With one objective: what to improve on; undefined while nothing is feasible. */
  readonly best: number | undefined;
  /** With several: the boxes that are not dominated. */
  readonly boxes: Boxes | undefined;
  readonly limits: readonly {
    readonly name: string;
    readonly limit: number;
    readonly believed: GaussianProcess;
  }[];
  /** Of ln seconds, with their standard deviation. */
  readonly speed: { readonly model: GaussianProcess; readonly sd: number } | undefined;
  /** Of πBO; 0 where its user believes nothing. */
  readonly power: number;
}

/** The summands of the worth, in the order in which they are added. */
export function worthTerms(parts: WorthParts): NamedTerm[] {
  const { cube, criterion, objectives, best, boxes, limits, speed, power } = parts;
  const d = cube.size;
  const terms: NamedTerm[] = [];
  if (boxes !== undefined) terms.push({ name: "gain", term: frontTerm(objectives, d, boxes) });
  // Nothing to improve on: what is feasible is looked for first.
  else if (best !== undefined)
    terms.push({ name: "gain", term: criterionTerm(criterion, objectives[0]!, d, best) });
  for (const { name, believed, limit } of limits)
    terms.push({ name: `limit ${name}`, term: feasibilityTerm(believed, d, limit) });
  if (speed !== undefined) terms.push({ name: "speed", term: speedTerm(speed.model, d, speed.sd) });
  if (power > 0) {
    const numeric = cube.axes.flatMap(({ dimension, isCategorical, levels }, k) =>
      !isCategorical && levels > 1 && dimension.belief !== undefined ? [k] : [],
    );
    const term = plainTerm(d, numeric, (row) => {
      const point = pointOf(cube, row, () => 0.5);
      return point === undefined ? 0 : power * logBelief(cube.space, point);
    });
    terms.push({ name: "belief", term });
  }
  return terms;
}
