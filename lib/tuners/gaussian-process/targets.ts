import { sampleSkewness } from "simple-statistics";
import { yeoJohnson, yeoJohnsonExponent, yeoJohnsonInverse } from "../../math/yeo-johnson.ts";
import { isComputable, lossesOf } from "../../study/losses.ts";
import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";

/** From a loss to the number that a model learns, and back. Both are increasing. */
export interface Scale {
  readonly mean: number;
  readonly sd: number;
  /** Of Yeo and Johnson's transform of the standardized losses; undefined where they are not transformed. */
  readonly exponent: number | undefined;
  /** Mean and standard deviation after the transform. */
  readonly warpedMean: number;
  readonly warpedSd: number;
}

/** A loss on the model's scale. */
export function toScale(loss: number, scale: Scale): number {
  const standard = (loss - scale.mean) / scale.sd;
  if (scale.exponent === undefined) return standard;
  return (yeoJohnson(standard, scale.exponent) - scale.warpedMean) / scale.warpedSd;
}

/** A number of the model's as a loss; ±Infinity beyond what the transform reaches. */
export function fromScale(number: number, scale: Scale): number {
  const standard =
    scale.exponent === undefined
      ? number
      : yeoJohnsonInverse(number * scale.warpedSd + scale.warpedMean, scale.exponent);
  return standard * scale.sd + scale.mean;
}

/**
 * The scale on which losses have mean 0 and variance 1.
 *
 * @param warp whether skewed losses (beyond ±1) are transformed before. Always doing so costs precision on
 *   some landscapes, never doing so loses the good values among a few huge ones
 */
export function scaleOf(losses: readonly number[], warp: boolean): Scale {
  const [mean, sd] = momentsOf(losses);
  const plain = { mean, sd, exponent: undefined, warpedMean: 0, warpedSd: 1 };
  if (!warp || losses.length < 5 || losses.every((loss) => loss === losses[0])) return plain;
  const standard = losses.map((loss) => (loss - mean) / sd);
  if (!(Math.abs(sampleSkewness(standard)) > 1)) return plain;
  const exponent = yeoJohnsonExponent(standard);
  const [warpedMean, warpedSd] = momentsOf(standard.map((x) => yeoJohnson(x, exponent)));
  return { mean, sd, exponent, warpedMean, warpedSd };
}

function momentsOf(values: readonly number[]): [mean: number, sd: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const sd = variance < 1e-280 ? tinySpread(values, mean) : Math.sqrt(variance);
  // Where all are alike there is no scale but that of the numbers themselves.
  return [mean, sd > 1e-14 * Math.abs(mean) ? sd : 1];
}

/** The standard deviation of values whose squared deviations a double may not hold. */
function tinySpread(values: readonly number[], mean: number): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  if (largest === 0) return 0;
  const squares = values.reduce((sum, value) => sum + ((value - mean) / largest) ** 2, 0);
  return largest * Math.sqrt(squares / values.length);
}

/** A trial that a model learns from, and its losses. */
export interface Learnt {
  readonly trial: TrialRecord;
  readonly losses: readonly number[];
}

/**
 * The trials that say something about the objectives. Infinite losses, and those beyond what a model can
 * reckon with, count as the worst, or the best, of the others. With one objective a pruned or paused trial counts as no better than the median of the
 * complete ones, below which the pruner let it fall; with several it says nothing.
 */
export function learntTrials(
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
): Learnt[] {
  const directions = Object.values(objectives);
  const complete = trials.flatMap((trial) => {
    const losses = lossesOf(trial, objectives);
    return losses === undefined ? [] : [{ trial, losses }];
  });
  directions.forEach((_, k) => clipInfinite(complete, k));
  if (directions.length > 1 || complete.length === 0) return complete;
  const sorted = complete.map(({ losses }) => losses[0]!).toSorted((one, other) => one - other);
  const middle = sorted[sorted.length >> 1]!;
  const worst = sorted.at(-1)!;
  const sign = directions[0] === "maximize" ? -1 : 1;
  const ended = new Map<number, Learnt>(complete.map((each) => [each.trial.number, each]));
  return trials.flatMap((trial) => {
    if (trial.state !== "pruned" && trial.state !== "paused") return ended.get(trial.number) ?? [];
    const last = sign * (trial.reports.at(-1)?.value ?? Number.NaN);
    if (Number.isNaN(last)) return [];
    return [{ trial, losses: [Math.min(Math.max(last, middle), worst)] }];
  });
}

function clipInfinite(rows: readonly { losses: number[] }[], k: number): void {
  let low = Infinity;
  let high = -Infinity;
  for (const { losses } of rows)
    if (isComputable(losses[k]!)) {
      low = Math.min(low, losses[k]!);
      high = Math.max(high, losses[k]!);
    }
  // Where nothing is finite, all are alike but for their sign.
  if (low > high) [low, high] = [-1, 1];
  for (const { losses } of rows) losses[k] = Math.min(Math.max(losses[k]!, low), high);
}
