import { giveOneOf, show } from "../space/wording.ts";
import { levelCount } from "../math/levels.ts";
import { nonDominatedRanks } from "../math/non-dominated-sort.ts";
import type { Dimension } from "../space/space.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import { lossesOf, violationOf } from "../study/losses.ts";
import type { StudyView } from "../study/observer.ts";
import type { ProgressOption } from "../study/progress.ts";
import type { TrialRecord } from "../study/trial-record.ts";
import { byPermutation, byVariance } from "./importance/by-forest.ts";
import { pedAnova } from "./importance/ped-anova.ts";
import { finiteLosses, type Loss } from "./losses.ts";

/** How important parameters are told. */
export type ImportanceMethod = "pedAnova" | "fanova" | "permutation";

/** Options of {@link importance}. */
export interface ImportanceOptions {
  /**
   * - `pedAnova` (default): what sets the best tenth of the trials apart; fast, at home in conditions;
   * - `fanova`: the share of the variance over the whole space, by a random forest;
   * - `permutation`: by how much a random forest errs more without the parameter.
   */
  readonly method?: ImportanceMethod;
  /** Which objective; needed where a study has several, but for `pedAnova`, which then asks what leads to the front. */
  readonly objective?: string;
  /** With `fanova`: also the share of each pair beyond what its two have by themselves. Default false. */
  readonly pairs?: boolean;
  /** With `pedAnova`: the share of the trials that count as best. Default 0.1. */
  readonly quantile?: number;
  /** Of the forest. Default 0. */
  readonly seed?: number;
  /** Who shows how far the forest is. Default: a bar where there is a place for it. */
  readonly progress?: ProgressOption;
}

/** What {@link importance} finds. */
export interface Importance {
  readonly method: ImportanceMethod;
  /** How many complete trials with finite values it rests on. */
  readonly trials: number;
  /** Every dimension that may vary, the most important first. */
  readonly parameters: readonly {
    readonly path: string;
    /** Shares of all parameters' importance; they sum to 1, or are all 0 (then `reason` says why). */
    readonly importance: number;
    /** As the method measures it: a divergence, a share of the variance, a squared error. */
    readonly raw: number;
    /** In how many of the trials it was active. */
    readonly active: number;
  }[];
  /** With `pairs`, the strongest first; shares of the variance. */
  readonly pairs?: readonly { readonly paths: readonly [string, string]; readonly raw: number }[];
  /** Why nothing can be told; undefined where it can. */
  readonly reason?: string;
}

const KNOWN = {
  method: true,
  objective: true,
  pairs: true,
  quantile: true,
  seed: true,
  progress: true,
} as const;

const METHODS: readonly string[] = ["pedAnova", "fanova", "permutation"];

/**
 * How much each parameter matters. A conditional one counts by the trials in which it was active.
 *
 * Fewer than two trials, or values that are all the same, leave every importance 0, with a `reason`.
 *
 * @throws StudyError where the study has several objectives, none is named, and the method needs one
 */
export function importance(study: StudyView, options: ImportanceOptions = {}): Importance {
  knownOptions("analysis.importance", options, KNOWN);
  const { method = "pedAnova", quantile = 0.1 } = options;
  if (!METHODS.includes(method))
    throw new StudyError(
      `importance knows no method ${show(method)}. ${giveOneOf(METHODS, method)}`,
    );
  if (!(quantile > 0 && quantile < 1))
    throw new StudyError(`quantile is ${String(quantile)}. Give a share between 0 and 1.`);
  const dimensions = study.space.dimensions.filter((dimension) => !isSingle(dimension));
  const losses = asksForFront(study, options)
    ? frontLosses(study)
    : finiteLosses(study, options.objective, { computable: true });
  const reason = whyNothing(losses);
  if (reason !== undefined || dimensions.length === 0) {
    const raw = new Map<string, number>();
    const nothing = reason ?? "no parameter of the space can vary";
    return {
      method,
      trials: losses.length,
      parameters: ranked(dimensions, raw, losses),
      reason: nothing,
    };
  }
  if (method === "pedAnova") {
    const all = losses.map(({ trial }) => trial);
    const target = bestOf(losses, quantile);
    const raw = new Map(
      dimensions.map((dimension) => [dimension.path, pedAnova(dimension, all, target)]),
    );
    return { method, trials: all.length, parameters: ranked(dimensions, raw, losses) };
  }
  const found =
    method === "fanova"
      ? byVariance(study, dimensions, losses, options)
      : { raw: byPermutation(study, losses, options), pairs: undefined };
  return {
    method,
    trials: losses.length,
    parameters: ranked(dimensions, found.raw, losses),
    ...(found.pairs && { pairs: found.pairs }),
  };
}

function isSingle(dimension: Dimension): boolean {
  return dimension.kind === "categorical"
    ? dimension.choices.length === 1
    : levelCount(dimension) === 1;
}

function whyNothing(losses: readonly Loss[]): string | undefined {
  if (losses.length < 2)
    return `${losses.length === 0 ? "no trial is" : "only one trial is"} complete with a finite value`;
  if (losses.every(({ loss }) => loss === losses[0]!.loss)) return "every trial has the same value";
  return undefined;
}

/** The trials at or below the quantile, ties included, as Optuna takes them. */
function bestOf(losses: readonly Loss[], quantile: number): TrialRecord[] {
  const sorted = losses.map(({ loss }) => loss).toSorted((one, other) => one - other);
  const cutoff = sorted[Math.ceil(quantile * sorted.length) - 1]!;
  return losses.filter(({ loss }) => loss <= cutoff).map(({ trial }) => trial);
}

/** Whether {@link importance} asks what leads to the front: of several objectives, where none is named. */
export function asksForFront(
  study: StudyView,
  { method = "pedAnova", objective }: ImportanceOptions = {},
): boolean {
  return (
    method === "pedAnova" && objective === undefined && Object.keys(study.objectives).length > 1
  );
}

/**
 * The complete trials with finite values, as losses their ranks of domination: 0 on the front, 1 on the front
 * of the rest…; behind them those that break a constraint, by how much.
 */
export function frontLosses(study: StudyView): Loss[] {
  const known = study.trials.flatMap((trial) => {
    const losses = lossesOf(trial, study.objectives);
    return losses?.every(Number.isFinite) ? [{ trial, losses }] : [];
  });
  const ranks = nonDominatedRanks(
    known.map(({ losses }) => losses),
    known.map(({ trial }) => violationOf(trial)),
  );
  return known.map(({ trial }, place) => ({ trial, loss: ranks[place]! }));
}

function ranked(
  dimensions: readonly Dimension[],
  raw: ReadonlyMap<string, number>,
  losses: readonly Loss[],
): Importance["parameters"] {
  const sum = dimensions.reduce((total, { path }) => total + (raw.get(path) ?? 0), 0);
  return dimensions
    .map(({ path }) => {
      const value = raw.get(path) ?? 0;
      const active = losses.filter(({ trial }) => path in trial.point).length;
      return { path, importance: sum > 0 ? value / sum : 0, raw: value, active };
    })
    .toSorted((one, other) => other.raw - one.raw);
}
