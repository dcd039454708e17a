/**
 * One step of differential evolution in the unit cube.
 *
 * F  mutation factor; CR  crossover rate
 *
 * Storn and Price, "Differential evolution", Journal of Global Optimization 11, 1997.
 */

import type { RandomStream } from "../../math/random.ts";

/** Three different vectors, the first of which is moved along the difference of the others. */
export type Parents = readonly [base: Float64Array, plus: Float64Array, minus: Float64Array];

/** rand/1: base + F · (plus − minus); a place that leaves [0, 1] is drawn anew. */
export function mutate(
  [base, plus, minus]: Parents,
  mutationFactor: number,
  random: RandomStream,
): Float64Array {
  return base.map((place, axis) => {
    const moved = place + mutationFactor * (plus[axis]! - minus[axis]!);
    return moved >= 0 && moved <= 1 ? moved : random.uniform();
  });
}

/** Binomial crossover: each place is the mutant's with chance CR, at least one of them in any case. */
export function cross(
  target: Float64Array,
  mutant: Float64Array,
  crossoverRate: number,
  random: RandomStream,
): Float64Array {
  const sure = random.int(0, target.length - 1);
  return target.map((place, axis) => {
    const taken = random.uniform() < crossoverRate || axis === sure;
    return taken ? mutant[axis]! : place;
  });
}
