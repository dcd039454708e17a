/**
 * The library without a notebook, a file or a terminal: what runs in any JavaScript, a browser too. Studies
 * are kept in memory, and nothing draws itself.
 */

import { bareStudy } from "./bare-study.ts";
import { maximizeWith } from "./selection/maximize.ts";
import { type Open, searchCVWith } from "./selection/search-cv.ts";
import type { SpaceDefinition } from "./space/infer.ts";
import { type OpenedStudy, openStudyWith, type StudyOptions } from "./study/open-study.ts";

export { analysis } from "./analysis/index.ts";
export { pruners } from "./pruners/index.ts";
export { tuners } from "./tuners/index.ts";
export { memoryStorage } from "./storages/memory.ts";

export { order, simplex, subset } from "./space/combinations.ts";
export type { SubsetOptions } from "./space/combinations.ts";
export { boolean, choice, fixed, float, int, list, oneOf, ordinal } from "./space/parameters.ts";
export type {
  Belief,
  ChoiceOptions,
  FloatOptions,
  IntOptions,
  ListOptions,
  Parameter,
  RangeLimits,
} from "./space/parameters.ts";
export { logNormal, normal } from "./space/priors.ts";
export type { LogNormalOptions, NormalOptions } from "./space/priors.ts";
export type { Constraint, Constraints } from "./space/constraints.ts";
export type { InferParams, SpaceDefinition } from "./space/infer.ts";
export type { Dimension, Space } from "./space/space.ts";
export { compileSpace } from "./space/compile.ts";
export { SpaceError } from "./space/space-error.ts";

export {
  DeadlineReached,
  ObjectiveValueError,
  StudyError,
  StudyFailedError,
  StudyStopped,
  TrialPruned,
  TunerError,
} from "./study/errors.ts";
export type { AddedTrial } from "./study/added.ts";
export type { ConfirmOptions, ConfirmPlan, ConfirmRun, Confirmed } from "./study/confirm.ts";
export type { Objective, ObjectiveResult } from "./study/objectives.ts";
export type { DataFrame, DataSeries } from "./study/data-frame.ts";
export type { Direction, End, Observer, Plan, StudyView } from "./study/observer.ts";
export type { OpenedStudy, StudyOptions } from "./study/open-study.ts";
export type { DefiningStudy } from "./study/define-by-run.ts";
export type { DefiningTrial } from "./study/defining-trial.ts";
export type { OptimizeOptions, PanelOptions } from "./study/optimize-options.ts";
export type { Pruner } from "./study/pruner.ts";
export { fixedTrial } from "./study/fixed-trial.ts";
export type { AskedTrial } from "./study/running-trial.ts";
export type { Box, Steering } from "./study/steering.ts";
export type { Storage } from "./study/storage.ts";
export type { Study } from "./study/study.ts";
export type { ToldState } from "./study/told.ts";
export type { Trial } from "./study/trial.ts";
export type { Point, Report, TrialRecord, TrialState } from "./study/trial-record.ts";
export type { Beliefs, PointBelief, Tuner, TunerSpec } from "./study/tuner.ts";
export type { Until } from "./study/until.ts";

export { progress } from "./study/progress-loop.ts";
export type { ProgressLoop, ProgressLoopOptions, SyncProgressLoop } from "./study/progress-loop.ts";
export type { JobPlan, Progress, ProgressJob, ProgressOption } from "./study/progress.ts";

export { crossValidate } from "./selection/cross-validate.ts";
export type {
  CrossValidateOptions,
  CrossValidation,
  Estimator,
} from "./selection/cross-validate.ts";
export { folds } from "./selection/folds.ts";
export type { Fold, FoldOptions } from "./selection/folds.ts";
export { scores } from "./selection/scores.ts";
export type { Score, Scoring } from "./selection/scores.ts";
export type { CVResult, SearchCV, SearchCVOptions } from "./selection/search-cv.ts";
export type { Grid, Maximum, MaximizeOptions } from "./selection/maximize.ts";

/**
 * Opens a study: the search for the parameters that make an objective best. In memory, without a panel.
 *
 * @example
 * const study = await openStudy({
 *   space: { learningRate: float(1e-4, 1e-1, { log: true }), activation: choice(["relu", "tanh"]) },
 *   objectives: { valLoss: "minimize" },
 * });
 * await study.optimize(trial => train(trial.params), { until: { trials: 60 } });
 *
 * @throws SpaceError if the space cannot be, naming the parameter; StudyError if another option
 *   cannot; what the tuner throws if it cannot serve this space
 */
export async function openStudy<
  const Definition extends SpaceDefinition = never,
  const Names extends string = "value",
>(options: StudyOptions<Definition, Names>): Promise<OpenedStudy<Definition, Names>> {
  return openStudyWith<Definition, Names>(options, bareStudy);
}

export const searchCV = searchCVWith(openStudy as Open);
export const maximize = maximizeWith(openStudy as Open);
