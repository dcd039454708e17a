import { log1p } from "../../math/elementary.ts";
import type { GaussianProcess } from "../../models/gaussian-process.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import type { Models } from "./models.ts";
import { scaleOf, toScale } from "./targets.ts";

/** A model of a quantity that shall stay at or below a limit. */
export interface Limit {
  /** The constraint's name; "failure" of the one that trials should not fail. */
  readonly name: string;
  readonly model: GaussianProcess;
  /** The trials that it was learnt from. */
  readonly trials: number[];
  /** On the model's scale. */
  readonly limit: number;
}

/**
 * What points have to keep: every constraint that any trial recorded, and, where trials failed, not to
 * fail. A failed trial has no loss to learn from, but where it failed the next will too; so failing is
 * learnt as a quantity that is 1 where a trial failed and −1 where it did not.
 */
export function limitsOf(
  trials: readonly TrialRecord[],
  rows: ReadonlyMap<number, Float64Array>,
  models: Models,
): Limit[] {
  const ended = trials.filter(({ number }) => rows.has(number));
  const names = new Set(ended.flatMap(({ constraints }) => Object.keys(constraints ?? {})));
  const limits: Limit[] = [];
  const add = (
    name: string,
    known: readonly TrialRecord[],
    values: readonly number[],
    even: (values: readonly number[]) => readonly number[],
    most: number,
  ): void => {
    const standardize = (each: readonly number[]): number[] => {
      const evened = even(each);
      const scale = scaleOf(evened, false);
      return evened.map((value) => toScale(value, scale));
    };
    const rowsOfKnown = known.map(({ number }) => rows.get(number)!);
    limits.push({
      name,
      trials: known.map(({ number }) => number),
      limit: toScale(most, scaleOf(even(values), false)),
      // However exact losses are: a step, or a kink, is not smooth.
      model: models.learn(
        `limit ${name}`,
        { rows: rowsOfKnown, values, trials: known },
        standardize,
        "fit",
      ),
    });
  };
  for (const name of names) {
    const known = ended.filter(
      ({ constraints }) => !Number.isNaN(constraints?.[name] ?? Number.NaN),
    );
    const values = known.map(({ constraints }) => constraints![name]!);
    if (known.length > 0) add(name, known, values, evened, 0);
  }
  const told = ended.filter(({ state }) => state === "failed" || state === "complete");
  const isFailed = told.map(({ state }) => state === "failed");
  if (isFailed.includes(true) && isFailed.includes(false))
    add(
      "failure",
      told,
      isFailed.map((failed) => (failed ? 1 : -1)),
      (labels) => labels,
      MARGIN,
    );
  return limits;
}

/**
 * Constraints of any magnitude on an even scale on which 0 stays 0: sign(c) ln(1 + |c|/m) with the median m
 * of |c|, since a few huge violations would hide where the limit is (Eriksson and Poloczek, "Scalable
 * constrained Bayesian optimization", AISTATS 2021, section 3).
 */
function evened(values: readonly number[]): number[] {
  const sizes = values.map(Math.abs).toSorted((one, other) => one - other);
  const median = sizes[sizes.length >> 1]!;
  const unit = median > 0 && Number.isFinite(median) ? median : 1;
  return values.map((value) => Math.sign(value) * log1p(Math.min(Math.abs(value) / unit, 1e9)));
}

/** How sure a success must be, from −1 (it succeeded) to 1: a failed trial teaches nothing of the loss. */
const MARGIN = -0.5;
