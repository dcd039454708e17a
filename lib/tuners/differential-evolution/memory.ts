/**
 * What F and CR have done well: SHADE's memory of successes (Tanabe and Fukunaga, "Success-history based
 * parameter adaptation for differential evolution", CEC 2013).
 */

import { tan } from "../../math/elementary.ts";
import type { RandomStream } from "../../math/random.ts";
import type { Ranked } from "../common/population.ts";

/** How a trial was made. */
export interface Birth {
  /** The trial that it was to improve on. */
  readonly target: number;
  /** F, the scale of differences. */
  readonly scale: number;
  /** CR, the share of parameters that are changed. */
  readonly crossover: number;
}

/** A pair of means that F and CR are drawn around. */
export interface Means {
  readonly scale: number;
  readonly crossover: number;
}

/** How many pairs are remembered; the oldest is replaced. */
export const MEMORY = 5;

/**
 * The memory that successes make: of each round of as many births as the population has, those that improved on
 * their targets, weighted by how much (by ranks, so that the scale of the losses does not matter).
 */
export function memoryOf(
  births: ReadonlyMap<number, Birth>,
  ranked: readonly Ranked[],
  size: number,
): Means[] {
  const places = new Map(ranked.map(({ number }, place) => [number, place]));
  const memory: Means[] = Array.from({ length: MEMORY }, () => ({ scale: 0.5, crossover: 0.5 }));
  const rounds = new Map<number, { birth: Birth; gain: number }[]>();
  for (const [number, birth] of births) {
    const [own, target] = [places.get(number), places.get(birth.target)];
    if (own === undefined || target === undefined || own >= target) continue;
    const round = Math.floor(number / size);
    const list = rounds.get(round) ?? [];
    list.push({ birth, gain: target - own });
    rounds.set(round, list);
  }
  for (const round of [...rounds.keys()].toSorted((one, other) => one - other)) {
    const successes = rounds.get(round)!;
    const sum = (of: (birth: Birth) => number): number =>
      successes.reduce((total, { birth, gain }) => total + gain * of(birth), 0);
    memory[round % MEMORY] = {
      // Lehmer's mean, which favours large steps.
      scale: sum(({ scale }) => scale ** 2) / sum(({ scale }) => scale),
      crossover: sum(({ crossover }) => crossover) / sum(() => 1),
    };
  }
  return memory;
}

/** F from a Cauchy distribution above 0, up to 1, and CR from a normal one in [0, 1], around remembered means. */
export function drawRates(memory: readonly Means[], random: RandomStream): Means {
  const { scale: middle, crossover } = memory[random.int(0, memory.length - 1)]!;
  let scale = 0;
  while (!(scale > 0)) scale = middle + 0.1 * tan(Math.PI * (random.uniform() - 0.5));
  return {
    scale: Math.min(scale, 1),
    crossover: Math.min(Math.max(crossover + 0.1 * random.normal(), 0), 1),
  };
}
