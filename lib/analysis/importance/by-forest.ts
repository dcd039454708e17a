/** Importance as random forests of the trials tell it; they serve both methods alike. */
import { randomStream } from "../../math/random.ts";
import { fitForest } from "../../models/forest.ts";
import type { Dimension } from "../../space/space.ts";
import { columnsOf, rowOf } from "../../space/table-rows.ts";
import { UnitCube } from "../../space/vectors.ts";
import type { StudyView } from "../../study/observer.ts";
import type { JobPlan, ProgressOption } from "../../study/progress.ts";
import { inOneGo } from "../../study/progress-steps.ts";
import type { Loss } from "../losses.ts";
import { fanova } from "./fanova.ts";
import { permutationImportance } from "./permutation.ts";

/** Trees of a forest, as in Optuna. */
const TREES = 64;

/** Options of `importance` that are about forests. */
interface ForestOptions {
  /** Default 0. */
  readonly seed?: number;
  /** Whether pairs are looked at too. Default false. */
  readonly pairs?: boolean;
  readonly progress?: ProgressOption;
}

/** A pair's share of the variance beyond what its two have by themselves. */
interface RawPair {
  readonly paths: readonly [string, string];
  readonly raw: number;
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
 * By the share of the variance that a forest ascribes to each parameter, or pair of them.
 *
 * Conditions make no cube: parameters that are active in the same trials make one, each such cube has a
 * forest of its own, over these trials, and what it finds counts by the share of the trials it holds for.
 */
export function byVariance(
  study: StudyView,
  dimensions: readonly Dimension[],
  losses: readonly Loss[],
  { seed = 0, pairs = false, progress }: ForestOptions,
): { raw: Map<string, number>; pairs: readonly RawPair[] | undefined } {
  const cube = new UnitCube(study.space);
  const raw = new Map<string, number>();
  const found: RawPair[] = [];
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

/** By how much a forest errs more where a parameter is shuffled. */
export function byPermutation(
  study: StudyView,
  losses: readonly Loss[],
  { seed = 0, progress }: Omit<ForestOptions, "pairs">,
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
