import type { Direction } from "./observer.ts";
import type { TrialRecord } from "./trial-record.ts";

/**
 * The objective values of a complete trial as losses, smaller is better, in the order of the
 * objectives: what is maximized changes its sign. Undefined where the trial is not complete, or where
 * a value is missing or no number (a storage of another program may hold that). Infinite ones pass.
 */
export function lossesOf(
  trial: TrialRecord,
  objectives: Readonly<Record<string, Direction>>,
): number[] | undefined {
  if (trial.state !== "complete") return undefined;
  const losses: number[] = [];
  for (const [name, direction] of Object.entries(objectives)) {
    const value = trial.values?.[name];
    if (value === undefined || Number.isNaN(value)) return undefined;
    losses.push(direction === "maximize" ? -value : value);
  }
  return losses;
}

/**
 * By how much a trial breaks its constraints in all: the sum of those above 0; 0 where it is feasible or
 * recorded none.
 */
export function violationOf({ constraints }: TrialRecord): number {
  let sum = 0;
  for (const value of Object.values(constraints ?? {})) if (value > 0) sum += value;
  return sum;
}

/**
 * Whether a model can reckon with a loss: the squares of such losses, and their sums, are finite. What lies
 * further out, such as the largest double given as a penalty, counts as infinite there.
 */
export function isComputable(loss: number): boolean {
  return Math.abs(loss) <= 1e150;
}
