/**
 * When a CMA-ES has converged, another one begins, at a random place and with another population.
 *
 * IPOP (Auger and Hansen, CEC 2005): each twice as large as the one before. BIPOP (Hansen, GECCO 2009
 * workshop): large ones and small ones in turn, so that both have had about as many trials.
 */

import type { RandomStream } from "../../math/random.ts";

export type Restarts = "ipop" | "bipop" | "none";

/** One run of the strategy between two restarts. */
export interface Run {
  /** 0 for the first. */
  readonly index: number;
  readonly population: number;
  /** Its first σ, as a share of the option's. */
  readonly stepShare: number;
  readonly isSmall: boolean;
  /** How many times the large population has been doubled. */
  readonly doublings: number;
  /** Trials spent in large and in small runs before this one. */
  readonly spentLarge: number;
  readonly spentSmall: number;
}

export function firstRun(population: number): Run {
  const spent = { spentLarge: 0, spentSmall: 0 };
  return { index: 0, population, stepShare: 1, isSmall: false, doublings: 0, ...spent };
}

/** @param trials how many the run has had */
export function nextRun(
  run: Run,
  trials: number,
  smallest: number,
  restarts: Restarts,
  random: RandomStream,
): Run {
  // The first run counts for neither.
  const spent = run.index === 0 ? 0 : trials;
  const spentLarge = run.spentLarge + (run.isSmall ? 0 : spent);
  const spentSmall = run.spentSmall + (run.isSmall ? spent : 0);
  const index = run.index + 1;
  const isSmall = restarts === "bipop" && run.index > 0 && spentSmall < spentLarge;
  if (!isSmall) {
    const doublings = run.doublings + 1;
    const population = smallest * 2 ** doublings;
    return { index, population, stepShare: 1, isSmall, doublings, spentLarge, spentSmall };
  }
  const { doublings } = run;
  const share = (2 ** doublings / 2) ** (random.uniform() ** 2);
  const population = Math.max(smallest, Math.floor(smallest * share));
  const stepShare = 10 ** (-2 * random.uniform());
  return { index, population, stepShare, isSmall, doublings, spentLarge, spentSmall };
}
