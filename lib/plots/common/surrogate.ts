/** What a model believes of an objective, learnt from the trials of a study for a figure. */
import { type Column, fitForest, Forest } from "../../models/forest.ts";
import { randomStream } from "../../math/random.ts";
import type { Scalar, TrialRecord } from "../../study/trial-record.ts";
import { position } from "./axis.ts";
import { type Deciding, decidingRegion } from "./deciding.ts";
import type { ShownObjective } from "./objective.ts";
import type { ParameterAxis } from "./parameter-axis.ts";
import { smoothProcess } from "./smooth-process.ts";

/** A trial that a model can learn from. */
export interface Lesson {
  readonly trial: TrialRecord;
  readonly value: number;
}

/** Which model. */
export type SurrogateKind = "gaussianProcess" | "forest";

/** A fitted model; its numbers are places on the objective's axis (logarithms where that is logarithmic). */
export interface Surrogate {
  readonly kind: SurrogateKind;
  readonly deciding: Deciding;
  /** How many trials it learnt from; a Gaussian process from at most 200, the best among them. */
  readonly trials: number;
  /**
   * Mean and standard deviation of the function itself, without the noise of a trial.
   *
   * @param rows row after row, one number for each axis as {@link rowValue} gives it
   */
  predict(rows: Float64Array): { readonly mean: Float64Array; readonly sd: Float64Array };
  /**
   * Mean and standard deviation of the average of the function over some points, as partial dependence takes
   * it: of the Gaussian process the exact one, of the forest that of its trees.
   */
  average(rows: Float64Array): { readonly mean: number; readonly sd: number };
  /** The standard deviation where nothing is known. */
  readonly prior: number;
}

/**
 * What can be learnt from: complete trials, and those stopped early at their last value, which says that a
 * place is no good.
 */
export function lessonsOf(trials: readonly TrialRecord[], objective: ShownObjective): Lesson[] {
  return trials.flatMap((trial) => {
    if (!["complete", "pruned", "paused"].includes(trial.state)) return [];
    const value = objective.valueOf(trial);
    return value === undefined || Math.abs(value) > 1e150 ? [] : [{ trial, value }];
  });
}

/** The region of values that decides. */
export function decidingOf(lessons: readonly Lesson[], objective: ShownObjective): Deciding {
  return decidingRegion(
    lessons.map(({ value }) => value),
    objective.direction,
    0,
  );
}

/** A value as a model takes it: its place 0…1, a choice's index, NaN where it is absent. */
export function rowValue(axis: ParameterAxis, value: Scalar | undefined): number {
  if (isUnordered(axis)) return axis.coordinate(value) ?? Number.NaN;
  return axis.unit(value) ?? Number.NaN;
}

function isUnordered({ isCategorical, choices, dimension }: ParameterAxis): boolean {
  if (!isCategorical) return false;
  const isOrdered = dimension?.kind === "categorical" && dimension.ordered === true;
  return !isOrdered && choices.length > 2;
}

/** More than this a Gaussian process would take seconds for. */
const MOST_LESSONS = 200;

/**
 * Fits a model to some parameters. What lies beyond the region that decides counts as at its end, so that
 * one runaway does not bend everything. Undefined for fewer than three trials, or where all are alike.
 *
 * @param lessons those whose parameters are all absent teach nothing of them and are left out by the caller
 */
export function fitSurrogate(
  axes: readonly ParameterAxis[],
  lessons: readonly Lesson[],
  objective: ShownObjective,
  kind: SurrogateKind,
  seed = 0,
): Surrogate | undefined {
  const deciding = decidingOf(lessons, objective);
  const ends = [deciding.range.low, deciding.range.high].map((value) =>
    position(deciding.scale, value),
  );
  const [low, high] = [ends[0]!, ends[1]!];
  const all = lessons.map(({ trial, value }) => ({
    row: axes.map((axis) => rowValue(axis, trial.point[axis.path])),
    place: low + deciding.unit(value) * (high - low),
  }));
  if (all.length < 3 || axes.length === 0 || all.every(({ place }) => place === all[0]!.place))
    return undefined;
  const taken = kind === "gaussianProcess" ? thinnedLessons(all, objective) : all;
  const y = taken.map(({ place }) => place);
  const { mean, sd } = momentsOf(y);
  const spread = sd || 1;
  const x = Float64Array.from(taken.flatMap(({ row }) => row));
  const common = { kind, deciding, trials: taken.length };
  if (kind === "forest") {
    const columns = axes.map((axis): Column =>
      isUnordered(axis)
        ? { kind: "category", categories: axis.choices.length }
        : { kind: "number" },
    );
    const forest = fitForest(x, y, columns, randomStream(seed), { trees: 64, leastInLeaf: 2 });
    return {
      ...common,
      prior: spread,
      predict(rows) {
        const { mean: expected, variance } = forest.predict(rows);
        return { mean: expected, sd: variance.map(Math.sqrt) };
      },
      average: (rows) =>
        momentsOf(
          forest.trees.map((tree, k) => {
            const alone = new Forest(columns, [tree], [forest.draws[k]!]);
            return momentsOf(alone.predict(rows).mean).mean;
          }),
        ),
    };
  }
  const process = smoothProcess({
    x,
    y: Float64Array.from(y, (place) => (place - mean) / spread),
    columns: axes.map((axis) => (isUnordered(axis) ? "categorical" : "numeric")),
  });
  return {
    ...common,
    prior: spread * Math.sqrt(process.parameters.signal),
    predict(rows) {
      const posterior = process.posterior(rows);
      return {
        mean: posterior.mean.map((value) => mean + spread * value),
        sd: posterior.variance.map((value) => spread * Math.sqrt(value)),
      };
    },
    average(rows) {
      const { mean: means, covariance } = process.jointPosterior(rows);
      const sum = covariance.reduce((total, value) => total + value, 0);
      return {
        mean: mean + spread * momentsOf(means).mean,
        sd: (spread * Math.sqrt(Math.max(0, sum))) / means.length,
      };
    },
  };
}

function momentsOf(values: ArrayLike<number>): { mean: number; sd: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  return { mean, sd: Math.sqrt(variance) };
}

/** The best and an even draw of the rest. */
function thinnedLessons<T extends { readonly place: number }>(
  all: readonly T[],
  { sign }: ShownObjective,
): readonly T[] {
  if (all.length <= MOST_LESSONS) return all;
  const sorted = all.toSorted((one, other) => sign * (one.place - other.place));
  const best = sorted.slice(0, MOST_LESSONS / 2);
  const rest = sorted.slice(MOST_LESSONS / 2);
  const every = rest.length / (MOST_LESSONS / 2);
  return [
    ...best,
    ...Array.from({ length: MOST_LESSONS / 2 }, (_, k) => rest[Math.floor(k * every)]!),
  ];
}
