import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import type { ProgressOption } from "../study/progress.ts";
import { inSteps } from "../study/progress-steps.ts";
import type { Trial } from "../study/trial.ts";
import { type FoldOptions, folds } from "./folds.ts";
import { countRows, entriesOf, type Rows, selectRows } from "./rows.ts";
import { readScoring, type Scoring } from "./scores.ts";

/** Anything that learns from rows and targets, and predicts targets of rows; either may take its time. */
export interface Estimator {
  fit(rows: never, targets: never): unknown;
  predict(rows: never): unknown;
}

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions extends Omit<FoldOptions, "stratify"> {
  /** How predictions are scored. Default "accuracy". */
  readonly scoring?: Scoring;
  /** Whether every fold gets its share of each label. Default: where the score is an accuracy. */
  readonly stratify?: boolean;
  /**
   * A trial of a study: it is told each fold's score as a report, the fold's number (from 1) its step, so
   * that a pruner can stop it after a few folds. `pruners.wilcoxon()` is made for that: it compares fold by
   * fold with the best trial.
   */
  readonly trial?: Pick<Trial<never>, "report" | "signal">;
  /** Called after each fold. */
  readonly onFold?: (score: number, fold: number, of: number) => void;
  /** Ends it between two folds. */
  readonly signal?: AbortSignal;
  /** Who shows how far it is. Default: a bar where there is a place for it; nothing with a `trial`. */
  readonly progress?: ProgressOption;
}

const KNOWN = {
  folds: true,
  shuffle: true,
  seed: true,
  groups: true,
  stratify: true,
  scoring: true,
  trial: true,
  onFold: true,
  signal: true,
  progress: true,
} as const;

/** What scikit-learn calls them. */
const ELSEWHERE = { cv: "folds" };

/** What a cross-validation came to. */
export interface CrossValidation {
  /** The score of each fold. */
  readonly scores: readonly number[];
  readonly mean: number;
  /** Standard deviation between the folds (n − 1); NaN of a single one. */
  readonly sd: number;
  /** Seconds that each fold took to fit, and to predict. */
  readonly fitSeconds: readonly number[];
  readonly predictSeconds: readonly number[];
}

/**
 * Trains a fresh estimator on each fold's training rows and scores its predictions on the others.
 *
 * @param make makes a fresh, untrained estimator for each fold
 * @throws StudyError where data and targets do not fit together; TrialPruned where `trial` is pruned
 *
 * @example
 * await study.optimize(
 *   async trial => (await crossValidate(() => new Knn(trial.params), x, y, { trial })).mean,
 *   { until: { trials: 30 } },
 * );
 */
export async function crossValidate(
  make: () => Estimator | Promise<Estimator>,
  rows: Rows,
  targets: Rows,
  options: CrossValidateOptions = {},
): Promise<CrossValidation> {
  knownOptions("crossValidate", options, KNOWN, ELSEWHERE);
  const score = readScoring(options.scoring ?? "accuracy");
  if (typeof make !== "function")
    throw new StudyError(
      "crossValidate needs a function that makes a new estimator for each fold: crossValidate(() => new Model(), x, y).",
    );
  const count = countRows(rows);
  if (countRows(targets) !== count)
    throw new StudyError(
      `There are ${count} rows and ${countRows(targets)} targets. Give one target for each row.`,
    );
  const labels = await entriesOf(targets);
  const isClassification = score.name === "accuracy" || score.name === "balancedAccuracy";
  const { stratify = isClassification && options.groups === undefined, trial, onFold } = options;
  const dealt = folds(count, {
    ...(options.folds !== undefined && { folds: options.folds }),
    ...(options.shuffle !== undefined && { shuffle: options.shuffle }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.groups !== undefined && { groups: options.groups }),
    ...(stratify && { stratify: labels }),
  });
  const values: number[] = [];
  const fitSeconds: number[] = [];
  const predictSeconds: number[] = [];
  const fold = async (index: number): Promise<void> => {
    const { train, test } = dealt[index]!;
    const estimator = await make();
    const began = performance.now();
    await estimator.fit(selectRows(rows, train) as never, selectRows(targets, train) as never);
    const fitted = performance.now();
    const predicted = await entriesOf(await estimator.predict(selectRows(rows, test) as never));
    const done = performance.now();
    if (predicted.length !== test.length)
      throw new StudyError(
        `predict returned ${predicted.length} values for ${test.length} rows. Return one for each.`,
      );
    const value = score.of(
      test.map((row) => labels[row]),
      predicted,
    );
    values.push(value);
    fitSeconds.push((fitted - began) / 1000);
    predictSeconds.push((done - fitted) / 1000);
    onFold?.(value, index + 1, dealt.length);
    // The last fold is not a matter of stopping early, but its report belongs to the record.
    await trial?.report(value, index + 1, { throw: index + 1 < dealt.length });
  };
  await inSteps(
    options.progress ?? trial === undefined,
    { label: "Cross-validation", total: dealt.length, unit: "fold" },
    async ({ step }) => {
      for (const index of dealt.keys()) {
        await fold(index);
        await step(index + 1, `mean ${score.name} ${meanOf(values).toPrecision(3)}`);
      }
    },
    [trial?.signal, options.signal],
  );
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = Math.sqrt(squares / (values.length - 1));
  return { scores: values, mean, sd, fitSeconds, predictSeconds };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
