/** Trials as a model of all parameters sees them, with some parameters set to other values. */
import type { Dimension } from "../../space/space.ts";
import type { Scalar, TrialRecord } from "../../study/trial-record.ts";
import type { ParameterAxis } from "../common/parameter-axis.ts";
import { type Lesson, rowValue, type Surrogate } from "../common/surrogate.ts";

/** What is known: the model, of which parameters, and from which trials. */
export interface World {
  readonly axes: readonly ParameterAxis[];
  readonly model: Surrogate;
  readonly lessons: readonly Lesson[];
  readonly best: TrialRecord | undefined;
}

/** Rows of trials that have some parameters, with these set to given values. */
export function rowsWith(
  { axes }: World,
  sample: readonly Lesson[],
  set: ReadonlyMap<string, Scalar>,
): Float64Array {
  return Float64Array.from(
    sample.flatMap(({ trial }) =>
      axes.map((axis) => {
        const own = set.get(axis.path);
        if (own !== undefined) return rowValue(axis, own);
        // What belongs to another choice is absent then.
        return isExcluded(axis.dimension, set)
          ? Number.NaN
          : rowValue(axis, trial.point[axis.path]);
      }),
    ),
  );
}

/** Whether a parameter is absent where others are set so. */
export function isExcluded(
  dimension: Dimension | undefined,
  set: ReadonlyMap<string, Scalar>,
): boolean {
  const condition = dimension?.condition;
  const parent = condition === undefined ? undefined : set.get(condition.path);
  if (condition === undefined || parent === undefined) return false;
  if (condition.in !== undefined) return !condition.in.includes(parent);
  return condition.atLeast !== undefined && Number(parent) < condition.atLeast;
}

/** An even draw of the trials that have all of some parameters. */
export function sampleOf(
  lessons: readonly Lesson[],
  axes: readonly ParameterAxis[],
  most: number,
): Lesson[] {
  const having = lessons.filter(({ trial }) =>
    axes.every((axis) => axis.coordinate(trial.point[axis.path]) !== undefined),
  );
  if (having.length <= most) return having;
  return Array.from({ length: most }, (_, k) => having[Math.floor((k * having.length) / most)]!);
}

/** The value at a coordinate. */
export function valueOf(axis: ParameterAxis, at: number): Scalar {
  return axis.isCategorical ? (axis.choices[Math.round(at)] ?? null) : at;
}
