import { sampleStandardDeviation } from "simple-statistics";
import { randomStream } from "../math/random.ts";
import { fitForest, Forest } from "../models/forest.ts";
import { columnsOf, rowOf } from "../space/table-rows.ts";
import { type Axis, UnitCube } from "../space/vectors.ts";
import { knownOptions } from "../study/known-options.ts";
import type { StudyView } from "../study/observer.ts";
import type { ProgressOption } from "../study/progress.ts";
import { inOneGo } from "../study/progress-steps.ts";
import { permutationImportance } from "./importance/permutation.ts";
import { atBound, type Lint, neverBetter, tooCoarse, typicalBest, useLog } from "./lint/rules.ts";
import { FEW_LEVELS, type LintTable, lintTable } from "./lint/table.ts";
import { finiteLosses } from "./losses.ts";

export type { Lint, SpacePatch } from "./lint/rules.ts";

/** A parameter counts as dead where it explains less than this share of what the losses differ by. */
const DEAD = 0.01;

/** Of the forest. */
const TREES = 64;

/** Options of {@link lintSpace}. */
export interface LintOptions {
  readonly objective?: string;
  /** Who shows how far it is. Default: a bar where there is a place for it. */
  readonly progress?: ProgressOption;
}

/**
 * What a study's trials say against its space: an optimum at a bound, a range that wants a logarithm, a
 * parameter without effect, a choice that is never better, a step that skips the optimum. Each with the
 * change that mends it and the numbers on which it rests.
 *
 * It rather misses a fault than raises a false alarm, and needs at least ten trials and two for each effect;
 * with fewer, or losses that are all the same, it finds nothing.
 *
 * @throws StudyError where the study has several objectives and none is named
 */
export function lintSpace(study: StudyView, options: LintOptions = {}): Lint[] {
  knownOptions("analysis.lintSpace", options, { objective: true, progress: true });
  const cube = new UnitCube(study.space);
  const losses = finiteLosses(study, options.objective).filter(
    ({ trial }) => rowOf(cube, trial.point) !== undefined,
  );
  if (losses.every(({ loss }) => loss === losses[0]!.loss)) return [];
  const table = lintTable(cube, losses);
  if (table === undefined) return [];
  const found: Lint[] = [];
  const plan = { label: "Looking at the space", total: 3 * TREES };
  const dead = inOneGo(options.progress, plan, (report) => {
    const found = deadParameters(cube, table, report);
    report(plan.total);
    return found;
  });
  for (const block of table.blocks) {
    const remark =
      dead.get(block.axis.dimension.path) ??
      useLog(table, block) ??
      atBound(table, block) ??
      neverBetter(table, block) ??
      tooCoarse(table, block);
    if (remark !== undefined) found.push(remark);
  }
  return found;
}

/** By a forest that explains at least half of what is seen on rows it has not seen. */
function deadParameters(
  cube: UnitCube,
  table: LintTable,
  report: (trees: number) => void,
): Map<string, Lint> {
  const found = new Map<string, Lint>();
  const n = table.losses.length;
  if (n < 40) return found;
  const x = new Float64Array(n * cube.size);
  table.losses.forEach(({ trial }, row) => x.set(rowOf(cube, trial.point)!, row * cube.size));
  const forest = fitForest(x, table.scores, columnsOf(cube), randomStream(1), {
    trees: TREES,
    onTree: report,
  });
  const spread = table.scores.reduce((sum, score) => sum + score * score, 0) / n;
  const seen = (row: number) => report(TREES * (1 + row / n));
  const explained = 1 - errorOutside(forest, x, table.scores, seen) / spread;
  if (explained < 0.5) return found;
  const rises = permutationImportance(forest, x, table.scores, randomStream(2), (done) =>
    report(2 * TREES + done),
  );
  for (const { axis, from, form } of table.blocks) {
    const { path } = axis.dimension;
    const place = cube.indexOf(path);
    // Shuffling costs twice the variance that a parameter brings.
    const share = rises[place]! / (2 * spread);
    const active = table.losses.filter(({ trial }) => path in trial.point).length;
    const count = form === "curve" ? 2 : axis.levels - 1;
    const t = Math.max(
      ...Array.from({ length: count }, (_, k) => Math.abs(table.fit.contrast([[from + k, 1]]).t)),
    );
    if (share > DEAD || t > 2 || active < 40 || !isSpread(table, axis)) continue;
    const value = typicalBest(table, axis) ?? null;
    found.set(path, {
      kind: "dead parameter",
      path,
      message: `${path} makes no difference that ${active} trials could show: fix it, for instance at ${JSON.stringify(value)}.`,
      patch: [{ path, option: "fixed", value }],
      evidence: { share, explained, t, trials: active },
    });
  }
  return found;
}

/**
 * Whether values from all over the axis were tried. A tuner that has settled on one value leaves no trials
 * in which the others could show what they do.
 */
function isSpread({ losses }: LintTable, axis: Axis): boolean {
  const values = losses.flatMap(({ trial }) => trial.point[axis.dimension.path] ?? []);
  if (axis.levels <= FEW_LEVELS) {
    const least = Math.max(8, values.length / (3 * axis.levels));
    return Array.from({ length: axis.levels }, (_, level) =>
      values.filter((value) => axis.levelOf(value) === level),
    ).every((there) => there.length >= least);
  }
  // Of even draws the standard deviation is 0.29.
  return sampleStandardDeviation(values.map((value) => axis.toUnit(value))) > 0.22;
}

/** Mean squared error of the trees on the rows that each has not seen, averaged over trees first. */
function errorOutside(
  forest: Forest,
  x: Float64Array,
  y: readonly number[],
  onRow: (row: number) => void,
): number {
  const d = forest.columns.length;
  let squares = 0;
  let counted = 0;
  y.forEach((value, row) => {
    onRow(row);
    const trees = forest.trees.filter((_, b) => forest.draws[b]![row] === 0);
    if (trees.length === 0) return;
    const outside = new Forest(forest.columns, trees, []);
    const { mean } = outside.predict(x.subarray(row * d, (row + 1) * d));
    squares += (value - mean[0]!) ** 2;
    counted++;
  });
  return squares / counted;
}
