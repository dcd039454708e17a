import { knownOptions } from "../study/known-options.ts";
import type { StudyView } from "../study/observer.ts";
import { chosenObjective, finiteLosses } from "./losses.ts";

/** The empirical distribution of a study's values. */
export interface Edf {
  readonly study: string;
  /** Every different value, in rising order. */
  readonly values: readonly number[];
  /** The share of complete trials with a value at or below each. */
  readonly shares: readonly number[];
}

/**
 * The empirical distribution function of each study's complete trials: which of them comes to good values
 * more often. Values that are not finite are left out; a study without any has no values.
 *
 * @throws StudyError where a study has several objectives and none is named
 */
export function edf(
  studies: StudyView | readonly StudyView[],
  options: { objective?: string } = {},
): Edf[] {
  knownOptions("analysis.edf", options, { objective: true });
  const list = Array.isArray(studies) ? (studies as readonly StudyView[]) : [studies as StudyView];
  return list.map((study) => {
    const { sign } = chosenObjective(study, options.objective);
    const sorted = finiteLosses(study, options.objective)
      .map(({ loss }) => sign * loss)
      .toSorted((one, other) => one - other);
    const values: number[] = [];
    const shares: number[] = [];
    sorted.forEach((value, place) => {
      if (sorted[place + 1] === value) return;
      values.push(value);
      shares.push((place + 1) / sorted.length);
    });
    return { study: study.name, values, shares };
  });
}
