import { show } from "../../space/wording.ts";
import { StudyError } from "../../study/errors.ts";
import { checkObjectives } from "../../study/objectives.ts";
import type { Direction } from "../../study/observer.ts";
import type { TunerSpec } from "../../study/tuner.ts";

/** The options of a race that can be wrong, as they were given. */
export interface RaceNumbers {
  readonly objective: unknown;
  readonly objectives?: unknown;
  readonly tuners: unknown;
  readonly trials: number;
  readonly seeds: number | readonly number[];
  readonly initial: number;
  readonly running: number;
  readonly optimum: number | undefined;
}

/**
 * Checks the options of a race.
 *
 * @returns the direction of its objective by name, and its seeds as a list
 * @throws StudyError naming the option and what it takes
 */
export function checkedRace(options: RaceNumbers): {
  readonly objectives: Readonly<Record<string, Direction>>;
  readonly seeds: readonly number[];
} {
  const { objective, tuners, trials, seeds, initial, running, optimum } = options;
  checkTuners(tuners);
  if (typeof objective !== "function")
    throw new StudyError(
      `The objective of a race is ${show(objective)}. Give a function: objective: ({ params }) => params.x ** 2.`,
    );
  const objectives = checkObjectives(options.objectives, undefined);
  if (Object.keys(objectives).length !== 1)
    throw new StudyError("A race is about one objective. Give objectives with one name.");
  checkWhole("trials", trials, 1);
  checkWhole("initial", initial, 0);
  checkWhole("running", running, 1);
  if (optimum !== undefined && !Number.isFinite(optimum))
    throw new StudyError(
      `optimum is ${show(optimum)}. Give the objective's best value, or leave it out.`,
    );
  return { objectives, seeds: seedsOf(seeds) };
}

function checkTuners(tuners: unknown): void {
  const given = typeof tuners === "object" && tuners !== null ? Object.entries(tuners) : [];
  if (given.length === 0)
    throw new StudyError("A race needs tuners. Write tuners: { tpe: tuners.tpe(), … }.");
  for (const [name, tuner] of given)
    if (typeof tuner !== "function" && typeof (tuner as Partial<TunerSpec>)?.create !== "function")
      throw new StudyError(
        `The tuner ${JSON.stringify(name)} of the race is ${show(tuner)}. Give one of tuners, called: tuners.tpe().`,
      );
}

function checkWhole(option: string, given: number, least: number): void {
  if (!Number.isSafeInteger(given) || given < least)
    throw new StudyError(`${option} is ${show(given)}. Give a whole number from ${least} on.`);
}

function seedsOf(given: number | readonly number[]): readonly number[] {
  if (typeof given === "number") checkWhole("seeds", given, 1);
  const seeds = typeof given === "number" ? Array.from({ length: given }, (_, k) => k) : given;
  if (!Array.isArray(seeds))
    throw new StudyError(`seeds is ${show(given)}. Give how many, or a list: seeds: [1, 2, 3].`);
  if (seeds.length === 0) throw new StudyError("A race needs at least one seed.");
  for (const seed of seeds as readonly number[])
    if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32))
      throw new StudyError(
        `seeds holds ${show(seed)}. Give whole numbers from 0 to ${2 ** 32 - 1}.`,
      );
  return seeds as readonly number[];
}
