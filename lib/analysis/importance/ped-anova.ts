import { levelCount } from "../../math/levels.ts";
import { normalCdf } from "../../math/normal.ts";
import type { Dimension } from "../../space/space.ts";
import type { TrialRecord } from "../../study/trial-record.ts";

/**
 * PED-ANOVA: how much the best trials differ from all in each parameter by itself.
 *
 * | symbol | meaning |
 * |---|---|
 * | γ | share of the target (best) trials among all |
 * | α, β | share of the target, of all trials, in which the parameter is active |
 * | p, q | densities of the parameter's values in those, on a grid of at most 50 cells |
 *
 *   importance = γ² (α² / β) Σ_g q_g (p_g / q_g − 1)²     (Pearson's divergence)
 *
 * Watanabe, Bansal and Hutter, "PED-ANOVA: efficiently quantifying hyperparameter importance in arbitrary
 * subspaces", IJCAI 2023; conditions as in "Conditional PED-ANOVA", arXiv:2601.20800, theorem 4.2.
 * Numbers (grid, bandwidth, prior) are those of Optuna 5.
 */
export function pedAnova(
  dimension: Dimension,
  all: readonly TrialRecord[],
  target: readonly TrialRecord[],
): number {
  const grid = gridOf(dimension);
  if (grid.cells < 2) return 0;
  const places = (trials: readonly TrialRecord[]): number[] =>
    trials.flatMap((trial) => {
      const value = trial.point[dimension.path];
      const cell = value === undefined ? -1 : grid.cellOf(value);
      return cell < 0 ? [] : [cell];
    });
  const inAll = places(all);
  const inTarget = places(target);
  // Of a single trial no density can be told.
  if (inAll.length < 2 || inTarget.length === 0) return 0;
  const density = dimension.kind === "categorical" ? categoryDensity : numberDensity;
  const p = density(countsOf(inTarget, grid.cells));
  const q = density(countsOf(inAll, grid.cells));
  let divergence = 0;
  for (let cell = 0; cell < grid.cells; cell++) {
    const there = q[cell]! + TINY;
    divergence += there * ((p[cell]! + TINY) / there - 1) ** 2;
  }
  const gamma = target.length / all.length;
  const alpha = inTarget.length / target.length;
  const beta = inAll.length / all.length;
  return gamma ** 2 * (alpha ** 2 / beta) * divergence;
}

/** Keeps quotients of densities finite. */
const TINY = 1e-12;
const MOST_CELLS = 50;

interface Grid {
  readonly cells: number;
  /** −1 where it is no value of the dimension. */
  cellOf(value: unknown): number;
}

function gridOf(dimension: Dimension): Grid {
  if (dimension.kind === "categorical") {
    const { choices } = dimension;
    return { cells: choices.length, cellOf: (value) => choices.indexOf(value as never) };
  }
  const { kind, low, high, log, step } = dimension;
  if (low === high) return { cells: 1, cellOf: () => 0 };
  let cells = MOST_CELLS;
  if (kind === "int" && log) {
    cells = Math.min(MOST_CELLS, Math.ceil(Math.log(high - low + 1) / Math.log(2)) + 1);
  } else if (step !== undefined) {
    cells = Math.min(MOST_CELLS, levelCount(dimension));
  }
  const from = log ? Math.log(low) : low;
  const width = ((log ? Math.log(high) : high) - from) / (cells - 1);
  return {
    cells,
    cellOf(value) {
      if (typeof value !== "number" || Number.isNaN(value)) return -1;
      const cell = Math.ceil(((log ? Math.log(value) : value) - from) / width - 0.5);
      return Math.min(Math.max(cell, 0), cells - 1);
    },
  };
}

function countsOf(cells: readonly number[], size: number): number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const cell of cells) counts[cell]!++;
  return counts;
}

/** A mixture of the observed categories, each with a little of all others, and a uniform prior. */
function categoryDensity(counts: readonly number[]): number[] {
  const seen = counts.filter((count) => count > 0).length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  // Every category that was observed is one kernel, whatever its count, and the prior another.
  const share = 1 / (seen + 1);
  const norm = 1 + counts.length * share;
  return counts.map((_, category) => {
    let density = 1 / counts.length;
    counts.forEach((count, kernel) => {
      if (count > 0) density += (count * ((kernel === category ? 1 : 0) + share)) / norm;
    });
    return density / (total + 1);
  });
}

/** A mixture of normals on the cells, with Scott's bandwidth, and a prior as wide as the grid. */
function numberDensity(counts: readonly number[]): number[] {
  const cells = counts.length;
  const seen = counts.flatMap((count, cell) => (count > 0 ? [cell] : []));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = seen.reduce((sum, cell) => sum + cell * counts[cell]!, 0) / total;
  const squares = seen.reduce((sum, cell) => sum + counts[cell]! * (cell - mean) ** 2, 0);
  const sd = Math.sqrt(squares / Math.max(1, total - 1));
  const cumulated: number[] = [];
  seen.forEach((cell, place) => cumulated.push((cumulated[place - 1] ?? 0) + counts[cell]!));
  const first = cumulated.findIndex((sum) => sum >= Math.floor(total / 4));
  const third = cumulated.findIndex((sum) => sum > Math.floor((3 * total) / 4));
  const range = seen[third < 0 ? seen.length - 1 : third]! - seen[first]!;
  const scott = 1.059 * Math.min(range / 1.34, sd) * total ** -0.2;
  // Nine tenths of a kernel of the least width lie in its own cell.
  const sigma = Math.max(scott, 0.5 / 1.64);
  const kernels = seen.map((cell) => ({ centre: cell, width: sigma, weight: counts[cell]! }));
  kernels.push({ centre: (cells - 1) / 2, width: cells, weight: 1 });
  const density = Array.from({ length: cells }, () => 0);
  for (const { centre, width, weight } of kernels) {
    const cdf = (place: number): number => normalCdf((place - centre) / width);
    const mass = cdf(cells - 0.5) - cdf(-0.5);
    for (let cell = 0; cell < cells; cell++) {
      const inCell = cdf(cell + 0.5) - cdf(cell - 0.5);
      density[cell]! += (weight / (total + 1)) * (inCell / mass);
    }
  }
  return density;
}
