import type { InferParams, SpaceDefinition } from "../space/infer.ts";
import { wilcoxon } from "../pruners/wilcoxon.ts";
import { show } from "../space/wording.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import type { StudyOptions } from "../study/open-study.ts";
import type { OptimizeOptions } from "../study/optimize-options.ts";
import { withProgress } from "../study/progress-observer.ts";
import { inSteps } from "../study/progress-steps.ts";
import type { Pruner } from "../study/pruner.ts";
import type { Study } from "../study/study.ts";
import type { TunerSpec } from "../study/tuner.ts";
import { type CrossValidateOptions, crossValidate, type Estimator } from "./cross-validate.ts";
import { countRows, type Rows, selectRows } from "./rows.ts";
import { readScoring } from "./scores.ts";

/** What opens a study; the public door's `openStudy`. */
export type Open = <Definition extends SpaceDefinition, Names extends string>(
  options: StudyOptions<Definition, Names>,
) => Promise<Study<InferParams<Definition>, Names>>;

/** Options of `searchCV`. */
export interface SearchCVOptions<Definition extends SpaceDefinition, Model extends Estimator>
  extends
    Omit<CrossValidateOptions, "trial" | "onFold" | "signal">,
    Pick<OptimizeOptions, "concurrency" | "signal" | "callbacks" | "panel" | "observers"> {
  /** What may vary. */
  readonly space: Definition;
  /** Makes a fresh, untrained estimator of given parameters. */
  readonly estimator: (params: InferParams<Definition>) => Model | Promise<Model>;
  /** How many settings are tried. Default 50; a grid ends by itself. */
  readonly trials?: number;
  /** Default: as of a study, chosen by the space. */
  readonly tuner?: TunerSpec;
  /** Stops a setting after a few folds. Default `pruners.wilcoxon()`. */
  readonly pruner?: Pruner;
  /** Of the study and of the folds. Default: the folds' is 0, the study's is drawn. */
  readonly seed?: number;
  /** Whether the best settings are trained on all rows at the end. Default true. */
  readonly refit?: boolean;
  /** The study's name and storage, to go on another time. */
  readonly name?: string;
  readonly storage?: StudyOptions<SpaceDefinition, string>["storage"];
}

const KNOWN = {
  estimator: true,
  space: true,
  scoring: true,
  folds: true,
  shuffle: true,
  seed: true,
  groups: true,
  stratify: true,
  trials: true,
  tuner: true,
  pruner: true,
  refit: true,
  name: true,
  storage: true,
  concurrency: true,
  signal: true,
  callbacks: true,
  panel: true,
  observers: true,
  progress: true,
} as const;

/** What scikit-learn calls them, and scikit-optimize. */
const ELSEWHERE = {
  cv: "folds",
  n_iter: "trials",
  n_jobs: "concurrency",
  random_state: "seed",
  param_grid: "space",
  param_distributions: "space",
  search_spaces: "space",
};

/** One setting of a search. */
export interface CVResult<Params> {
  readonly trial: number;
  readonly params: Params;
  /** Of the folds that were run. */
  readonly scores: readonly number[];
  readonly mean: number;
  readonly sd: number;
  /** 1 is the best; undefined where it was stopped early or failed. */
  readonly rank: number | undefined;
  readonly state: string;
}

/** What a search came to. */
export interface SearchCV<Params, Model> {
  readonly bestParams: Params;
  readonly bestScore: number;
  /** The best settings trained on all rows; undefined without `refit`. */
  readonly bestEstimator: Model | undefined;
  /** Every setting, the best first. */
  readonly results: readonly CVResult<Params>[];
  /** The study behind it, for figures and to go on. */
  readonly study: Study<Params, string>;
}

/** Makes `searchCV` from what opens a study. */
export function searchCVWith(open: Open) {
  /**
   * Searches the parameters of anything that has fit and predict by cross-validation: each trial is a
   * setting, each fold a step, so that settings which are clearly behind are stopped after a few folds.
   *
   * @param rows one entry for each row, or a frame
   * @param targets one for each row
   * @throws StudyError where data and targets do not fit together, or no setting could be evaluated
   *
   * @example
   * const search = await searchCV(x, y, {
   *   estimator: ({ k }) => new NearestNeighbours(k),
   *   space: { k: int(1, 30, { log: true }) },
   *   trials: 30,
   * });
   * search.bestEstimator.predict(xNew);
   */
  return async function searchCV<
    const Definition extends SpaceDefinition,
    Model extends Estimator = Estimator,
  >(
    rows: Rows,
    targets: Rows,
    options: SearchCVOptions<Definition, Model>,
  ): Promise<SearchCV<InferParams<Definition>, Model>> {
    type Params = InferParams<Definition>;
    knownOptions("searchCV", options, KNOWN, ELSEWHERE);
    const { estimator, space, trials = 50, tuner, pruner, seed, refit = true } = options;
    if (typeof estimator !== "function")
      throw new StudyError(
        `searchCV was given the estimator ${show(estimator)}. Write estimator: params => new Model(params).`,
      );
    const score = readScoring(options.scoring ?? "accuracy");
    const study = await open<Definition, string>({
      space,
      objectives: { [score.name]: score.direction },
      name: options.name ?? "searchCV",
      ...(options.storage !== undefined && { storage: options.storage }),
      ...(tuner !== undefined && { tuner }),
      ...(seed !== undefined && { seed }),
      ...(tuner?.pruner === undefined && { pruner: pruner ?? wilcoxon() }),
    });
    await study.optimize(
      async (trial) => {
        const { params } = trial as { params: Params };
        const { mean } = await crossValidate(() => estimator(params), rows, targets, {
          ...foldOptions(options),
          scoring: score,
          trial: trial as never,
        });
        return { [score.name]: mean };
      },
      {
        until: { trials },
        ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
        ...(options.signal !== undefined && { signal: options.signal }),
        ...(options.callbacks !== undefined && { callbacks: options.callbacks }),
        ...(options.observers !== undefined && { observers: options.observers }),
        ...(options.panel !== undefined && { panel: options.panel }),
        ...(options.panel === false && withProgress(options.progress, "Search", options)),
      },
    );
    const { best } = study;
    if (best === undefined)
      throw new StudyError(
        `No setting could be evaluated: ${study.trials.find(({ error }) => error)?.error?.message ?? "every trial was stopped"}.`,
      );
    let bestEstimator: Model | undefined;
    if (refit) {
      const all = Array.from({ length: countRows(rows) }, (_, row) => row);
      const refitted = await estimator(best.params as Params);
      await inSteps(options.progress, { label: "Training the best settings" }, async () =>
        refitted.fit(selectRows(rows, all) as never, selectRows(targets, all) as never),
      );
      bestEstimator = refitted;
    }
    return {
      bestParams: best.params as Params,
      bestScore: best.value!,
      bestEstimator,
      results: resultsOf(study as Study<Params, string>, score.direction === "maximize" ? -1 : 1),
      study: study as Study<Params, string>,
    };
  };
}

/** Those of its options that a cross-validation takes. */
function foldOptions(
  options: Omit<CrossValidateOptions, "trial" | "onFold">,
): CrossValidateOptions {
  const { folds, shuffle, seed, groups, stratify, signal, progress } = options;
  const given = { folds, shuffle, seed, groups, stratify, signal, progress };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function resultsOf<Params>(study: Study<Params, string>, sign: 1 | -1): CVResult<Params>[] {
  const rows = study.trials.map(({ number, params, reports, state }) => {
    const scores = reports.map(({ value }) => value);
    const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
    const squares = scores.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {
      trial: number,
      params,
      scores,
      mean,
      sd: Math.sqrt(squares / (scores.length - 1)),
      state,
    };
  });
  const losses = rows.map(({ state, mean }) => (state === "complete" ? sign * mean : undefined));
  const ranked = rows.map((row, place) => {
    const own = losses[place];
    const better = losses.filter(
      (other) => own !== undefined && other !== undefined && other < own,
    );
    return { ...row, rank: own === undefined ? undefined : better.length + 1 };
  });
  return ranked.toSorted(
    (one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity) || one.trial - other.trial,
  );
}
