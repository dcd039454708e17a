import type { Direction } from "./observer.ts";
import type { TrialRecord } from "./trial-record.ts";

/**
 * The complete trials that no other beats in one objective without losing in another (Pareto's
 * front), in the order of numbers. With one objective: the best trial and those equal to it.
 *
 * Complexity: O(n log n) to sort, then each trial against the front found so far.
 */
export function paretoFront(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
): TrialRecord[] {
  const sides = Object.entries(objectives).map(
    ([name, direction]) => [name, direction === "minimize" ? 1 : -1] as const,
  );
  const complete = trials
    .filter(({ state }) => state === "complete")
    .map((trial) => ({ trial, losses: sides.map(([name, sign]) => sign * trial.values![name]!) }));
  // In this order a trial can only be dominated by one before it.
  complete.sort((first, second) => compare(first.losses, second.losses));
  const front: typeof complete = [];
  for (const candidate of complete)
    if (!front.some(({ losses }) => dominates(losses, candidate.losses))) front.push(candidate);
  return front.map(({ trial }) => trial).toSorted((first, second) => first.number - second.number);
}

/** Not worse anywhere, and better somewhere; smaller is better. */
function dominates(first: readonly number[], second: readonly number[]): boolean {
  return (
    first.every((loss, index) => loss <= second[index]!) &&
    first.some((loss, index) => loss < second[index]!)
  );
}

/** By the first objective, then the next. */
function compare(first: readonly number[], second: readonly number[]): number {
  const index = first.findIndex((loss, place) => loss !== second[place]);
  if (index < 0) return 0;
  return first[index]! < second[index]! ? -1 : 1;
}
