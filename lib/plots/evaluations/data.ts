/** Evaluations as data: where trials were made, early and late, for each parameter and each pair of them. */
import { percentile } from "../../math/percentile.ts";
import { randomStream } from "../../math/random.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Scalar, TrialRecord } from "../../study/trial-record.ts";
import { position, valueAt } from "../common/axis.ts";
import { dodgeWidth } from "../common/dodge.ts";
import {
  bestFirst,
  objectiveOf,
  type ShownObjective,
  type ValuedTrial,
} from "../common/objective.ts";
import { type KindedTrial, type RailedAxis, railedAxis } from "../common/pair-points.ts";
import { type ParameterAxis, shownParameters } from "../common/parameter-axis.ts";
import { kindCounts, kindOf, type TrialKind } from "../common/trial-kinds.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut } from "../common/words.ts";

/** How often each part of a parameter's axis was tried, by the earlier and by the later half of the trials. */
export interface Counts {
  /** The middle of each part, and its ends, in coordinates. */
  readonly middles: readonly number[];
  readonly edges: readonly number[];
  readonly early: readonly number[];
  readonly late: readonly number[];
}

/** Everything that evaluations show. */
export interface EvaluationsData {
  readonly objective: ShownObjective;
  readonly axes: readonly RailedAxis[];
  /** For each axis. */
  readonly counts: readonly Counts[];
  readonly trials: readonly KindedTrial[];
  /** Of all trials how many came before it, 0 … 1. */
  readonly ages: ReadonlyMap<TrialRecord, number>;
  readonly best: ValuedTrial | undefined;
  readonly kinds: Readonly<Record<TrialKind, number>>;
  /** What the later half narrowed most: "learningRate to 0.06–0.2"; undefined where it narrowed nothing. Plain text. */
  readonly narrowed: string | undefined;
  readonly remark: string;
}

/** Options of the data. */
export interface EvaluationsOptions {
  readonly parameters?: readonly string[];
  readonly objective?: string;
}

const MOST_AXES = 5;
const PARTS = 16;

/** A half of fewer trials than this narrows nothing but by chance. */
export const LEAST = 10;

/**
 * Collects the trials of a study.
 *
 * @throws FigureError for a parameter or an objective that it does not have
 */
export function evaluationsData(
  study: StudyView,
  options: EvaluationsOptions = {},
): EvaluationsData {
  const objective = objectiveOf(study, options.objective);
  const { axes, remark } = shownParameters(study, options.parameters, MOST_AXES);
  const best = bestFirst(study, objective)[0];
  const trials = study.trials.flatMap((trial) => {
    const kind = kindOf(trial, best?.trial);
    return kind === undefined ? [] : [{ trial, kind }];
  });
  const last = Math.max(1, trials.length - 1);
  const ages = new Map(trials.map(({ trial }, place) => [trial, place / last]));
  const half = Math.ceil(trials.length / 2);
  const early = trials.slice(0, half).map(({ trial }) => trial);
  const late = trials.slice(half).map(({ trial }) => trial);
  return {
    objective,
    axes: axes.map((axis) => railedAxis(axis, trials)),
    counts: axes.map((axis) => countsOf(axis, early, late)),
    trials,
    ages,
    best,
    kinds: kindCounts(trials.map(({ kind }) => kind)),
    narrowed: narrowest(axes, early, late),
    remark,
  };
}

function countsOf(
  axis: ParameterAxis,
  early: readonly TrialRecord[],
  late: readonly TrialRecord[],
): Counts {
  const edges = edgesOf(axis);
  const count = (trials: readonly TrialRecord[]) => {
    const bins = Array.from({ length: edges.length - 1 }, () => 0);
    for (const { point } of trials) {
      const at = axis.coordinate(point[axis.path]);
      if (at === undefined) continue;
      const after = edges.findIndex((edge) => edge > at);
      bins[after < 0 ? bins.length - 1 : Math.max(0, after - 1)]!++;
    }
    return bins;
  };
  const middles = edges.slice(1).map((edge, k) => {
    const [from, to] = [position(axis.scale, edges[k]!), position(axis.scale, edge)];
    return valueAt(axis.scale, (from + to) / 2);
  });
  return { middles, edges, early: count(early), late: count(late) };
}

/** One part for each choice and each of a few whole numbers, else equal parts on the axis. */
function edgesOf({ isCategorical, choices, dimension, scale, range }: ParameterAxis): number[] {
  if (isCategorical) return Array.from({ length: choices.length + 1 }, (_, k) => k - 0.5);
  if (dimension?.kind === "int" && !dimension.log) {
    const levels = Math.round((dimension.high - dimension.low) / dimension.step) + 1;
    if (levels <= PARTS)
      return Array.from(
        { length: levels + 1 },
        (_, k) => dimension.low + (k - 0.5) * dimension.step,
      );
  }
  const bounds =
    dimension === undefined || dimension.kind === "categorical"
      ? range
      : { low: Math.max(range.low, dimension.low), high: Math.min(range.high, dimension.high) };
  const [low, high] = [position(scale, bounds.low), position(scale, bounds.high)];
  return Array.from({ length: PARTS + 1 }, (_, k) =>
    valueAt(scale, low + (k / PARTS) * (high - low)),
  );
}

/** A later half counts as narrower from here on: its middle half spans at most so much of the earlier one's. */
const NARROWER = 0.6;

/** And a choice as settled where its share grew by so much. */
const GREW = 0.25;

function narrowest(
  axes: readonly ParameterAxis[],
  early: readonly TrialRecord[],
  late: readonly TrialRecord[],
): string | undefined {
  if (late.length < LEAST) return undefined;
  let strongest = 0;
  let found: string | undefined;
  for (const axis of axes) {
    const units = (trials: readonly TrialRecord[]) =>
      trials.flatMap(({ point }) => axis.unit(point[axis.path]) ?? []);
    const [before, after] = [units(early), units(late)];
    if (before.length < LEAST / 2 || after.length < LEAST / 2) continue;
    const settings = (trials: readonly TrialRecord[]) =>
      trials.flatMap(({ point }) => point[axis.path] ?? []);
    const isOfFew = axis.isCategorical || dodgeWidth(axis) > 0;
    const one = isOfFew ? settled(settings(early), settings(late)) : tightened(axis, before, after);
    if (one !== undefined && one.strength > strongest) {
      strongest = one.strength;
      found = `${cut(axis.name, 24)} to ${one.words}`;
    }
  }
  return found;
}

interface Narrowed {
  readonly strength: number;
  readonly words: string;
}

function tightened(
  axis: ParameterAxis,
  before: readonly number[],
  after: readonly number[],
): Narrowed | undefined {
  const span = (units: readonly number[]) => percentile(units, 75) - percentile(units, 25);
  const ratioOf = (one: readonly number[], other: readonly number[]) =>
    span(one) > 0 ? span(other) / span(one) : 1;
  const ratio = ratioOf(before, after);
  if (ratio > NARROWER || isLikely(before, after, (one, other) => ratioOf(one, other) <= ratio))
    return undefined;
  const at = (share: number) => formatSetting(axis.valueAtUnit(percentile(after, share)));
  const [low, high] = [at(25), at(75)];
  return { strength: 1 - ratio, words: low === high ? `about ${low}` : `${low}–${high}` };
}

/** Of few settings the one that the later half took much more often. */
function settled(before: readonly Scalar[], after: readonly Scalar[]): Narrowed | undefined {
  const share = (settings: readonly Scalar[], choice: Scalar) =>
    settings.filter((setting) => setting === choice).length / settings.length;
  for (const choice of new Set(after)) {
    const growth = (one: readonly Scalar[], other: readonly Scalar[]) =>
      share(other, choice) - share(one, choice);
    const grew = growth(before, after);
    if (grew < GREW || share(after, choice) <= 0.5) continue;
    if (!isLikely(before, after, (one, other) => growth(one, other) >= grew))
      return { strength: grew, words: cut(formatSetting(choice), 20) };
  }
  return undefined;
}

const SHUFFLES = 99;

/** Whether what is seen of two halves would also be seen of halves made by chance, in more than 2 of 100. */
function isLikely<T>(
  before: readonly T[],
  after: readonly T[],
  isSeen: (one: readonly T[], other: readonly T[]) => boolean,
): boolean {
  const random = randomStream(0);
  const all = [...before, ...after];
  let seen = 0;
  for (let k = 0; k < SHUFFLES; k++) {
    const shuffled = random.shuffle(all);
    if (isSeen(shuffled.slice(0, before.length), shuffled.slice(before.length))) seen++;
  }
  return seen > 2;
}
