/**
 * The arithmetic of successive halving and Hyperband.
 *
 * η    reduction factor: one in η trials goes on from a rung
 * r, R the least and the most that a trial is trained, in epochs
 * s    brackets are numbered b = 0 … B − 1; bracket b has s + 1 = B − b rungs
 *
 * Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization",
 * AISTATS 2016; Li et al., "Hyperband: a novel bandit-based approach to hyperparameter optimization",
 * JMLR 18, 2018, algorithm 1.
 */

/** How far trials are trained, and how many go on. */
export interface Halving {
  readonly minResource: number;
  readonly maxResource: number;
  readonly reductionFactor: number;
}

/** ⌊log_η(R / r)⌋ + 1, by multiplication: a quotient of logarithms misses the whole numbers. */
export function rungCount({ minResource, maxResource, reductionFactor }: Halving): number {
  let count = 0;
  for (let least = minResource; least <= maxResource; least *= reductionFactor) count++;
  return count;
}

/**
 * The epochs of the rungs, from the lowest to R, each η times the one before: R·η^(k − K) for
 * k = 0 … K = ⌊log_η(R / r)⌋, rounded to whole ones. So the lowest lies at r or a little above.
 */
export function rungSteps(halving: Halving): number[] {
  const { maxResource, reductionFactor } = halving;
  const count = rungCount(halving);
  return Array.from({ length: count }, (_, rung) =>
    Math.round(maxResource / reductionFactor ** (count - 1 - rung)),
  );
}

/**
 * How many trials begin in each of B brackets, the first the most: ⌈B·η^s / (s + 1)⌉ with s = B − 1 − b,
 * so that each bracket costs about the same.
 */
export function bracketTrials(brackets: number, reductionFactor: number): number[] {
  return Array.from({ length: brackets }, (_, bracket) => {
    const s = brackets - 1 - bracket;
    return Math.ceil((brackets * reductionFactor ** s) / (s + 1));
  });
}

/** How many of `trials` reach each of `rungs` rungs: ⌊n / η^k⌋. */
export function survivors(trials: number, rungs: number, reductionFactor: number): number[] {
  const reached: number[] = [];
  for (let rung = 0, left = trials; rung < rungs; rung++) {
    reached.push(left);
    left = Math.floor(left / reductionFactor);
  }
  return reached;
}
