import type { Space } from "../../space/space.ts";
import { UnitCube } from "../../space/vectors.ts";

/** The tuners that `auto` chooses among. */
export type Choice = "bayesian" | "cmaEs" | "nsga2" | "nsga3" | "tpe";

/** What the choice goes by. */
export interface Situation {
  /** Whether every parameter is a number, or can be taken for one, and is always there. */
  readonly isNumeric: boolean;
  readonly objectives: number;
  /** Complete, pruned and paused trials. */
  readonly ended: number;
  /** From how many of those on a tuner whose time does not grow with them takes over. */
  readonly switchAfter: number;
}

/** A tuner, and why that one. */
export interface Chosen {
  readonly choice: Choice;
  readonly why: string;
}

/**
 * The table of choices.
 *
 * | objectives | space | ended trials | tuner |
 * |---|---|---|---|
 * | 1 | every kind | below 500 | bayesian |
 * | 1 | numeric | from 500 on | cmaEs |
 * | 1 | choices without an order, or conditions | from 500 on | tpe |
 * | 2 or 3 | every kind | below 250 | bayesian |
 * | 4 or more | every kind | below 250 | tpe |
 * | 2 or 3 | every kind | from 250 on | nsga2 |
 * | 4 or more | every kind | from 250 on | nsga3 |
 */
export function choose({ isNumeric, objectives, ended, switchAfter }: Situation): Chosen {
  const isEarly = ended < switchAfter;
  const many = `${switchAfter} or more trials have ended`;
  if (objectives === 1) {
    if (isEarly) return { choice: "bayesian", why: "a model needs the fewest trials" };
    if (isNumeric) return { choice: "cmaEs", why: `${many}, and all parameters are numeric` };
    return { choice: "tpe", why: `${many}, and some parameters are choices or conditional` };
  }
  if (!isEarly) {
    const choice = objectives <= 3 ? "nsga2" : "nsga3";
    return { choice, why: `${many}, and there are ${objectives} objectives` };
  }
  if (objectives <= 3) {
    return {
      choice: "bayesian",
      why: `a model needs the fewest trials for ${objectives} objectives`,
    };
  }
  return { choice: "tpe", why: `there are ${objectives} objectives` };
}

/** When model-based search gives way, where the user says nothing else. */
export function switchFor(objectives: number): number {
  return objectives === 1 ? 500 : 250;
}

/** Whether every parameter that varies is a number, has an order or two values, and is always there. */
export function isNumericSpace(space: Space): boolean {
  return new UnitCube(space).axes.every(
    ({ dimension, isCategorical, levels }) =>
      levels === 1 || (!isCategorical && dimension.condition === undefined),
  );
}
