import { quantileSorted } from "simple-statistics";
import { lossesOf, violationOf } from "../../study/losses.ts";
import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";

/** Of several studies; null before a trial completed in any. */
export interface Quartiles {
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
}

/** The least feasible loss after 1, 2, 3… trials, in the order in which they were begun; Infinity before one. */
export function bestSoFar(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
  length: number,
): Float64Array {
  let least = Infinity;
  return Float64Array.from({ length }, (_, place) => {
    const trial = trials[place];
    const loss = trial && violationOf(trial) <= 0 ? lossesOf(trial, objectives)?.[0] : undefined;
    if (loss !== undefined && loss < least) least = loss;
    return least;
  });
}

/** The lowest number of a curve; Infinity where it has none. */
export function leastOf(curve: Float64Array): number {
  return curve.reduce((low, loss) => (Number.isFinite(loss) ? Math.min(low, loss) : low), Infinity);
}

/**
 * Mean log₁₀ (loss − floor + ε) after the initial trials. ε is a millionth of what the curves span, so that
 * whoever reaches the floor is rewarded, but not without end.
 */
export function scoresOf(
  best: Readonly<Record<string, readonly Float64Array[]>>,
  floor: number,
  initial: number,
): Record<string, number[]> {
  const finite = Object.values(best).flatMap((curves) =>
    curves.flatMap((curve) => [...curve].filter(Number.isFinite)),
  );
  const top = finite.reduce((most, loss) => Math.max(most, loss), -Infinity);
  const span = top > floor ? top - floor : 1;
  const score = (curve: Float64Array): number => {
    const after = [...curve.subarray(initial)];
    const logs = after.map((loss) => {
      // −Infinity counts as the floor; Infinity: there is nothing yet.
      const above = loss === Infinity ? 10 * span : Math.max(0, loss - floor);
      return Math.log10(above + 1e-6 * span);
    });
    return logs.reduce((sum, one) => sum + one, 0) / logs.length;
  };
  return Object.fromEntries(
    Object.entries(best).map(([name, curves]) => [name, curves.map((curve) => score(curve))]),
  );
}

/** Of the curves after each trial. @param shown what is told of a loss */
export function quartiles(
  curves: readonly Float64Array[],
  shown: (loss: number) => number,
): Quartiles[] {
  return Array.from({ length: curves[0]!.length }, (_, step) => {
    const values = curves
      .map((curve) => curve[step]!)
      .filter(Number.isFinite)
      .map(shown)
      .toSorted((one, other) => one - other);
    // JSON has no NaN: nothing completed yet is null.
    if (values.length === 0) return { low: null, median: null, high: null };
    return {
      low: quantileSorted(values, 0.25),
      median: quantileSorted(values, 0.5),
      high: quantileSorted(values, 0.75),
    };
  });
}
