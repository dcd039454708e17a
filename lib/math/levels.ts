/** A range of numbers, such as a numeric dimension of a search space is. */
export interface NumericRange {
  readonly low: number;
  readonly high: number;
  /** Searched on its logarithm; `low` is above 0 then. */
  readonly log: boolean;
  /** The distance between legal values, counted from `low`; undefined where every number is legal. */
  readonly step?: number | undefined;
}

/** How many steps of a stepped range: 1 where high = low. Infinity where there is no step. */
export function levelCount(range: NumericRange): number {
  const { low, high, step } = range;
  if (step === undefined) return low === high ? 1 : Infinity;
  // 0.3 / 0.1 is 2.9999999999999996: a billionth of a step is rounding, not a missing level.
  return Math.floor((high - low) / step + 1e-9) + 1;
}

/** The value of step `index`, counted from `low`. */
export function levelAt(range: NumericRange, index: number): number {
  const { low, high, step } = range;
  if (step === undefined || index === 0) return low;
  const value = low + index * step;
  if (Number.isInteger(value)) return value;
  // 0.1 · 3 is 0.30000000000000004: fifteen digits are what a decimal step means.
  return Math.min(high, Number(value.toPrecision(15)));
}

/** The step nearest to a value. */
export function nearestLevel(range: NumericRange, value: number): number {
  const { low, step } = range;
  if (step === undefined) return 0;
  const index = Math.round((value - low) / step);
  return Math.min(Math.max(index, 0), levelCount(range) - 1);
}

/** The step that a value is, or -1 where it is none. */
export function levelOf(range: NumericRange, value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) return -1;
  const index = nearestLevel(range, value);
  // What rounding makes of low + index · step, and a billionth of a step.
  const slack = 1e-9 * (range.step ?? 0) + 1e-15 * Math.max(Math.abs(range.low), Math.abs(value));
  return Math.abs(levelAt(range, index) - value) <= slack ? index : -1;
}
