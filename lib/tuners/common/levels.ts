import type { FloatDimension, IntDimension } from "../../space/space.ts";

/** How many steps of a stepped range: 1 where high = low. Infinity where there is no step. */
export function levelCount(dimension: FloatDimension | IntDimension): number {
  const { low, high, step } = dimension;
  if (step === undefined) return low === high ? 1 : Infinity;
  // 0.3 / 0.1 is 2.9999999999999996: a billionth of a step is rounding, not a missing level.
  return Math.floor((high - low) / step + 1e-9) + 1;
}

/** The value of step `index`, counted from `low`. */
export function levelAt(dimension: FloatDimension | IntDimension, index: number): number {
  const { low, high, step } = dimension;
  if (step === undefined || index === 0) return low;
  const value = low + index * step;
  if (dimension.kind === "int") return value;
  // 0.1 · 3 is 0.30000000000000004: fifteen digits are what a decimal step means.
  return Math.min(high, Number(value.toPrecision(15)));
}

/** The step nearest to a value. */
export function nearestLevel(dimension: FloatDimension | IntDimension, value: number): number {
  const { low, step } = dimension;
  if (step === undefined) return 0;
  const index = Math.round((value - low) / step);
  return Math.min(Math.max(index, 0), levelCount(dimension) - 1);
}

/** The step that a value is, or -1 where it is none. */
export function levelOf(dimension: FloatDimension | IntDimension, value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) return -1;
  const index = nearestLevel(dimension, value);
  const slack = 1e-9 * Math.max(dimension.step ?? 0, Math.abs(dimension.low), Math.abs(value));
  return Math.abs(levelAt(dimension, index) - value) <= slack ? index : -1;
}
