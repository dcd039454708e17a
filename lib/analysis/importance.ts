import { giveOneOf, show } from "../space/wording.ts";
import { levelCount } from "../math/levels.ts";
import { randomStream } from "../math/random.ts";
import { fitForest } from "../models/forest.ts";
import { columnsOf, rowOf } from "../space/table-rows.ts";
import type { Dimension } from "../space/space.ts";
import { UnitCube } from "../space/vectors.ts";
import { StudyError } from "../study/errors.ts";
import { paretoFront } from "../study/front.ts";
import { knownOptions } from "../study/known-options.ts";
import { lossesOf } from "../study/losses.ts";
import type { StudyView } from "../study/observer.ts";
import type { JobPlan, ProgressOption } from "../study/progress.ts";
import { inOneGo } from "../study/progress-steps.ts";
import type { TrialRecord } from "../study/trial-record.ts";
import { fanova } from "./importance/fanova.ts";
import { pedAnova } from "./importance/ped-anova.ts";
import { permutationImportance } from "./importance/permutation.ts";
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

/** Trees of the forest, as in Optuna. */
const TREES = 64;

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
  const isFront =
    method === "pedAnova" &&
    options.objective === undefined &&
    Object.keys(study.objectives).length > 1;
  const losses = isFront
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

/** As losses the ranks of domination: 0 on the front, 1 on the front of the rest… */
function frontLosses(study: StudyView): Loss[] {
  let left = study.trials.filter((trial) =>
    lossesOf(trial, study.objectives)?.every(Number.isFinite),
  );
  const ranks = new Map<number, number>();
  for (let rank = 0; left.length > 0; rank++) {
    const front = new Set(paretoFront(left, study.objectives).map(({ number }) => number));
    for (const number of front) ranks.set(number, rank);
    left = left.filter(({ number }) => !front.has(number));
  }
  return study.trials.flatMap((trial) => {
    const loss = ranks.get(trial.number);
    return loss === undefined ? [] : [{ trial, loss }];
  });
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

/** The table of those of the trials whose points are of this space. */
function tableOf(cube: UnitCube, losses: readonly Loss[], paths?: ReadonlySet<string>) {
  const places = cube.axes.flatMap((axis, place) =>
    paths === undefined || paths.has(axis.dimension.path) ? [place] : [],
  );
  const all = columnsOf(cube);
  const rows = losses.flatMap(({ trial, loss }) => {
    const row = rowOf(cube, trial.point);
    return row === undefined ? [] : [{ cells: places.map((place) => row[place]!), loss }];
  });
  return {
    paths: places.map((place) => cube.axes[place]!.dimension.path),
    columns: places.map((place) => all[place]!),
    x: Float64Array.from(rows.flatMap(({ cells }) => cells)),
    y: rows.map(({ loss }) => loss),
  };
}

/**
 * Conditions make no cube: parameters that are active in the same trials make one, each such cube has a
 * forest of its own, over these trials, and what it finds counts by the share of the trials it holds for.
 */
function byVariance(
  study: StudyView,
  dimensions: readonly Dimension[],
  losses: readonly Loss[],
  { seed = 0, pairs = false, progress }: ImportanceOptions,
): { raw: Map<string, number>; pairs: Importance["pairs"] | undefined } {
  const cube = new UnitCube(study.space);
  const raw = new Map<string, number>();
  const found: { paths: readonly [string, string]; raw: number }[] = [];
  const total = variance(losses.map(({ loss }) => loss));
  const cubes = new Map<string, Loss[]>();
  for (const { path } of dimensions) {
    const there = losses.filter(({ trial }) => path in trial.point);
    cubes.set(there.map(({ trial }) => trial.number).join(), there);
  }
  const forests = [...cubes.values()].filter(({ length }) => length >= 2);
  let stream = 0;
  const analyse = (there: readonly Loss[], report: (trees: number) => void): void => {
    const always = study.space.dimensions.filter(({ path }) =>
      there.every(({ trial }) => path in trial.point),
    );
    const table = tableOf(cube, there, new Set(always.map(({ path }) => path)));
    if (table.y.length < 2) return;
    const random = randomStream(seed, stream++);
    const forest = fitForest(table.x, table.y, table.columns, random, {
      trees: TREES,
      leastToSplit: 2,
      onTree: (grown) => report(grown / 2),
    });
    const combinations = table.paths.flatMap((_, j) =>
      pairs ? table.paths.slice(j + 1).map((_path, offset) => [j, j + 1 + offset] as const) : [],
    );
    const shares = fanova(forest, combinations, (done) => report((TREES + done) / 2));
    const weight = (there.length / losses.length) * (variance(table.y) / total);
    const own = (path: string): boolean =>
      losses.filter(({ trial }) => path in trial.point).length === there.length;
    table.paths.forEach((path, k) => own(path) && raw.set(path, weight * shares.main[k]!));
    combinations.forEach(([j, k], place) => {
      const paths = [table.paths[j]!, table.paths[k]!] as const;
      if (paths.some(own)) found.push({ paths, raw: weight * shares.pairs[place]! });
    });
  };
  inOneGo(progress, planOf(TREES * forests.length), (report) =>
    forests.forEach((there, place) => {
      analyse(there, (trees) => report(TREES * place + trees));
      report(TREES * (place + 1));
    }),
  );
  const sorted = found.toSorted((one, other) => other.raw - one.raw);
  return { raw, pairs: pairs ? sorted : undefined };
}

function byPermutation(
  study: StudyView,
  losses: readonly Loss[],
  { seed = 0, progress }: ImportanceOptions,
): Map<string, number> {
  const table = tableOf(new UnitCube(study.space), losses);
  if (table.y.length < 2) return new Map();
  const rises = inOneGo(progress, planOf(TREES), (report) => {
    const forest = fitForest(table.x, table.y, table.columns, randomStream(seed), {
      trees: TREES,
      onTree: (grown) => report(grown / 2),
    });
    const random = randomStream(seed, 1);
    const shuffled = permutationImportance(forest, table.x, table.y, random, (done) =>
      report((TREES + done) / 2),
    );
    report(TREES);
    return shuffled;
  });
  return new Map(table.paths.map((path, k) => [path, rises[k]!]));
}

/** A tree counts half when it is grown, and half when it was asked. */
function planOf(trees: number): JobPlan {
  return { label: "Importance of parameters", total: trees, unit: "tree" };
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
