import { show } from "../space/wording.ts";
import { StudyError } from "./errors.ts";
import { knownOptions } from "./known-options.ts";
import type { Direction, End } from "./observer.ts";
import type { Tally } from "./tally.ts";

/** When `optimize` ends: at the first of these. Counts are totals of the study, not of the call. */
export interface Until {
  /** Until the study holds so many finished trials (complete, pruned or failed). */
  trials?: number;
  /** So many seconds after `optimize` began; trials that still run are interrupted. */
  seconds?: number;
  /** Until the best trial is at least this good. */
  value?: number;
  /**
   * Until more search would only fit noise: the best trial is, with high probability, less behind the
   * optimum than this, in the objective's units; `true`: than the error of its own value, as its folds, its
   * repeats or the model tell it. Looked at after each complete trial from the twentieth on.
   */
  regretBound?: number | true;
  /** Until so many finished trials in a row brought no better one. */
  noProgress?: number;
}

/** A checked {@link Until}, with `more` worked in. */
export interface Goal {
  readonly trials: number | undefined;
  readonly seconds: number | undefined;
  readonly value: number | undefined;
  readonly noProgress: number | undefined;
  readonly regretBound: number | true | undefined;
}

const KNOWN = {
  trials: true,
  seconds: true,
  value: true,
  noProgress: true,
  regretBound: true,
} as const;

/**
 * Checks `until` and `more`.
 *
 * @param planned how many trials the tuner makes in all, where it ends by itself
 * @throws StudyError naming what was wrong, or that nothing would ever end the study
 */
export function checkGoal(
  until: Until | undefined,
  more: number | undefined,
  tally: Tally,
  direction: Direction | undefined,
  tuner: { readonly name: string; readonly planned?: number },
): Goal {
  if (until !== undefined && (typeof until !== "object" || until === null))
    throw new StudyError(`until is ${show(until)}. Write until: { trials: 60 }.`);
  const given: Until = { ...until };
  knownOptions("until", given, KNOWN);
  for (const [key, value] of Object.entries(given)) {
    const isCount = key === "trials" || key === "noProgress";
    const isFit =
      value === undefined ||
      (key === "regretBound" && value === true) ||
      (typeof value === "number" &&
        (isCount ? Number.isSafeInteger(value) && value > 0 : !Number.isNaN(value)) &&
        ((key !== "seconds" && key !== "regretBound") || value > 0));
    if (!isFit)
      throw new StudyError(
        `until.${key} is ${show(value)}. Give ${isCount ? "a whole number above 0" : key === "seconds" ? "a number of seconds above 0" : key === "regretBound" ? "a number above 0, or true" : "a number"}.`,
      );
    if (
      value !== undefined &&
      direction === undefined &&
      ["value", "noProgress", "regretBound"].includes(key)
    )
      throw new StudyError(
        `until.${key} needs one objective, and this study has several. Use trials or seconds.`,
      );
  }
  if (more !== undefined && (!Number.isSafeInteger(more) || more < 1))
    throw new StudyError(
      `more is ${show(more)}. Give the number of trials to add, a whole number above 0.`,
    );
  const goal = {
    trials: lesser(until?.trials, more === undefined ? undefined : tally.finished + more),
    seconds: until?.seconds,
    value: until?.value,
    noProgress: until?.noProgress,
    regretBound: until?.regretBound,
  };
  if (tuner.planned === undefined && Object.values(goal).every((value) => value === undefined))
    throw new StudyError(
      `Nothing would end this study: the ${tuner.name} tuner always finds another point. Write optimize(objective, { until: { trials: 60 } }), or more: 20.`,
    );
  return goal;
}

/** Why the study is at its end by its trials; undefined if it is not. The clock is not asked here. */
export function reached(
  goal: Goal,
  tally: Tally,
  direction: Direction | undefined,
): End | undefined {
  const { best } = tally;
  if (goal.trials !== undefined && tally.finished >= goal.trials)
    return {
      reason: "trials",
      message: `The study holds ${count(tally.finished, "finished trial")}.`,
    };
  if (goal.value !== undefined && best?.value !== undefined) {
    const isThere = direction === "maximize" ? best.value >= goal.value : best.value <= goal.value;
    if (isThere)
      return {
        reason: "value",
        message: `Trial ${best.number} reached ${best.value}, as good as the ${goal.value} asked for.`,
      };
  }
  if (goal.noProgress !== undefined && best !== undefined && tally.sinceBest >= goal.noProgress)
    return {
      reason: "noProgress",
      message: `The last ${count(tally.sinceBest, "finished trial")} brought nothing better than trial ${best.number}.`,
    };
  return undefined;
}

/** "1 trial", "3 trials". */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

function lesser(first: number | undefined, second: number | undefined): number | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return Math.min(first, second);
}
