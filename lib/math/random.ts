/**
 * A stream of random numbers, reproducible bit by bit. Each trial has streams of its own, derived
 * from the study's seed and the trial's number, so that concurrency never changes what is drawn.
 */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [low, high], both included. */
  int(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
  /** Index drawn with probability proportional to `weights` (non-negative, not all zero). */
  weighted(weights: ArrayLike<number>): number;
  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[];
}
