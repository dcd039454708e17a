import { ln } from "../../math/elementary.ts";
import { median, quantile, sampleSkewness } from "simple-statistics";
import type { RandomStream } from "../../math/random.ts";
import { isComputable, lossesOf, violationOf } from "../../study/losses.ts";
import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";

/** What the forest learns from: trials, and for each a number that is smaller where the trial was better. */
export interface Targets {
  readonly trials: readonly TrialRecord[];
  readonly y: Float64Array;
  /** What to improve on: the least of the feasible ones; undefined where none is feasible. */
  readonly best: number | undefined;
  /** Where y are logarithms, of what; undefined where they are losses. */
  readonly log: LogScale | undefined;
  /** How the objectives were weighed; undefined where there is one. */
  readonly weights: readonly number[] | undefined;
}

/**
 * Reads the finished trials. Infinite losses, and those beyond what a model can reckon with,
 * count as the worst, or the best, of the others. A pruned trial counts as no
 * better than the median of the complete ones, below which the pruner let it fall. Several objectives
 * become one by weights drawn anew for each point (ParEGO: Knowles, IEEE Trans. Evolutionary Computation
 * 10, 2006). A loss that is very skewed is learnt by its logarithm.
 */
export function readTargets(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
  random: RandomStream,
): Targets {
  const directions = Object.values(objectives);
  const complete: { trial: TrialRecord; losses: number[] }[] = [];
  const pruned: TrialRecord[] = [];
  for (const trial of trials) {
    const losses = lossesOf(trial, objectives);
    if (losses !== undefined) complete.push({ trial, losses });
    else if (trial.state === "pruned" || trial.state === "paused") pruned.push(trial);
  }
  clipInfinite(complete.map(({ losses }) => losses));
  const weights = directions.length === 1 ? undefined : drawWeights(directions.length, random);
  const single = weights
    ? chebyshev(
        complete.map(({ losses }) => losses),
        weights,
      )
    : complete.map(({ losses }) => losses[0]!);
  const all = complete.map(({ trial }) => trial);
  const y = [...single];
  if (weights === undefined && single.length > 0) {
    const middle = median(single);
    const worst = single.reduce((most, one) => Math.max(most, one), -Infinity);
    const sign = directions[0] === "maximize" ? -1 : 1;
    for (const trial of pruned) {
      const last = sign * (trial.reports.at(-1)?.value ?? Number.NaN);
      all.push(trial);
      y.push(Number.isNaN(last) ? middle : Math.min(Math.max(last, middle), worst));
    }
  }
  const log = isSkewed(single) ? logScaleOf(single) : undefined;
  const targets = Float64Array.from(y, (loss) => (log ? ln(loss - log.low + log.offset) : loss));
  let best: number | undefined;
  complete.forEach(({ trial }, place) => {
    const value = targets[place]!;
    if (violationOf(trial) <= 0 && (best === undefined || value < best)) best = value;
  });
  return { trials: all, y: targets, best, log, weights };
}

function clipInfinite(rows: number[][]): void {
  const count = rows[0]?.length ?? 0;
  for (let k = 0; k < count; k++) {
    let low = Infinity;
    let high = -Infinity;
    for (const row of rows)
      if (isComputable(row[k]!)) {
        low = Math.min(low, row[k]!);
        high = Math.max(high, row[k]!);
      }
    // Where nothing is finite, all are alike but for their sign.
    if (low > high) [low, high] = [-1, 1];
    for (const row of rows) row[k] = Math.min(Math.max(row[k]!, low), high);
  }
}

/** Weights that sum to 1, every such set as likely. */
function drawWeights(count: number, random: RandomStream): number[] {
  const drawn = Array.from({ length: count }, () => -ln(1 - random.uniform()));
  const sum = drawn.reduce((total, one) => total + one, 0);
  return drawn.map((one) => one / sum);
}

/** The augmented Chebyshev norm of losses scaled to [0, 1]: max wₖ lₖ + 0.05 Σ wₖ lₖ. */
function chebyshev(rows: readonly number[][], weights: readonly number[]): number[] {
  const lows = weights.map((_, k) =>
    rows.reduce((least, row) => Math.min(least, row[k]!), Infinity),
  );
  const highs = weights.map((_, k) =>
    rows.reduce((most, row) => Math.max(most, row[k]!), -Infinity),
  );
  return rows.map((row) => {
    const parts = row.map(
      (loss, k) => (weights[k]! * (loss - lows[k]!)) / (highs[k]! - lows[k]! || 1),
    );
    return Math.max(...parts) + 0.05 * parts.reduce((sum, part) => sum + part, 0);
  });
}

/** Whether a few values lie so far above the rest that squares of differences would see only them. */
function isSkewed(losses: readonly number[]): boolean {
  if (losses.length < 5 || losses.every((loss) => loss === losses[0])) return false;
  return sampleSkewness([...losses]) > 1;
}

/** ln(loss − low + offset). */
export interface LogScale {
  readonly low: number;
  readonly offset: number;
}

/** From the lowest, with its distance from the lowest tenth: differences among the good ones stay what they are. */
function logScaleOf(complete: readonly number[]): LogScale {
  const low = complete.reduce((least, one) => Math.min(least, one), Infinity);
  const high = complete.reduce((most, one) => Math.max(most, one), -Infinity);
  return { low, offset: Math.max(quantile([...complete], 0.1) - low, 1e-3 * (high - low)) };
}
