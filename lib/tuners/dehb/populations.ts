import { randomStream } from "../../math/random.ts";
import type { UnitCube } from "../../space/vectors.ts";
import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { byLoss, lossAt } from "../common/rungs.ts";
import type { DehbPlan } from "./plan.ts";

/** One place of a population. */
export interface Individual {
  /** The trial that holds it; undefined before one did. */
  readonly number: number | undefined;
  /** Its loss at the population's budget; Infinity where nobody holds it. */
  readonly loss: number;
  /** In the unit cube, without gaps: what is not active in the trial is drawn. */
  readonly vector: Float64Array;
}

/** What populations are made from. */
export interface PopulationParts {
  readonly plan: DehbPlan;
  readonly cube: UnitCube;
  readonly direction: Direction;
  readonly seed: number;
}

/** Below these places of the study's seed lie the streams of what is drawn here. */
const STREAM = { newcomer: 0x64656862, inactive: 0x64656863 } as const;

/**
 * The population of a budget, from the trials alone: each place belongs to the best of the trials that were
 * to replace it, of equal ones the latest, which is what replacing one by one comes to; those of the
 * first bracket that came to the budget take the first places in their order. A place that nobody holds yet
 * is a random vector that anybody beats.
 */
export function population(
  level: number,
  trials: readonly TrialRecord[],
  { plan, cube, direction, seed }: PopulationParts,
): Individual[] {
  const size = plan.sizes[level]!;
  const budget = plan.budgets[level]!;
  const holders = Array<{ number: number; loss: number } | undefined>(size).fill(undefined);
  let halved = 0;
  for (const trial of trials) {
    const slot = plan.slotOf(trial.number);
    if (!slot.halved && slot.level !== level) continue;
    const loss = lossAt(trial, budget, direction);
    if (loss === undefined) continue;
    const place = slot.halved ? halved++ % size : slot.target;
    const holder = holders[place];
    // A point of another version of the space has no place here.
    if ((holder === undefined || loss <= holder.loss) && cube.read(trial.point) !== undefined)
      holders[place] = { number: trial.number, loss };
  }
  return holders.map((holder, place) => {
    if (holder === undefined) {
      const random = randomStream(seed, STREAM.newcomer, level, place);
      const vector = Float64Array.from({ length: cube.size }, () => random.uniform());
      return { number: undefined, loss: Infinity, vector };
    }
    const random = randomStream(seed, STREAM.inactive, holder.number);
    const read = cube.read(trials[holder.number]!.point)!;
    const vector = read.map((unit) => (Number.isNaN(unit) ? random.uniform() : unit));
    return { ...holder, vector };
  });
}

/** The best `count` of those that somebody holds, the best first. */
export function bestOf(individuals: readonly Individual[], count: number): Individual[] {
  return individuals
    .filter((individual): individual is Individual & { number: number } => {
      return individual.number !== undefined;
    })
    .toSorted(byLoss)
    .slice(0, count);
}
