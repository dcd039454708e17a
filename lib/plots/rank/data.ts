/** Ranks as data: the trials over pairs of parameters, with how good each is among the others. */
import type { StudyView } from "../../study/observer.ts";
import type { Scalar, TrialRecord } from "../../study/trial-record.ts";
import {
  bestFirst,
  objectiveOf,
  type ShownObjective,
  type ValuedTrial,
} from "../common/objective.ts";
import { type KindedTrial, type RailedAxis, railedAxis } from "../common/pair-points.ts";
import { shownParameters } from "../common/parameter-axis.ts";
import { qualityRanks } from "../common/quality.ts";
import { kindCounts, kindOf, type TrialKind } from "../common/trial-kinds.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, listed } from "../common/words.ts";

/** Everything that ranks show. */
export interface RankData {
  readonly objective: ShownObjective;
  readonly axes: readonly RailedAxis[];
  /** The worse first, so that the better lie on top. */
  readonly trials: readonly KindedTrial[];
  /** Of the complete trials the share that each is at least as good as, 0 … 1. */
  readonly quality: ReadonlyMap<TrialRecord, number>;
  readonly best: ValuedTrial | undefined;
  readonly counts: Readonly<Record<TrialKind, number>>;
  /** Where the best tenth lies: "learningRate 0.06 to 0.3"; plain text, the most important first. */
  readonly regions: readonly string[];
  /** How many trials the best tenth is. */
  readonly top: number;
  readonly remark: string;
}

/** Options of the data. */
export interface RankOptions {
  readonly parameters?: readonly string[];
  readonly objective?: string;
}

const MOST_AXES = 4;

/** The best tenth is at least so many trials, and nothing is said of it where it is most of them. */
const LEAST_TOP = 4;

/**
 * Collects the trials of a study.
 *
 * @throws FigureError for a parameter or an objective that it does not have
 */
export function rankData(study: StudyView, options: RankOptions = {}): RankData {
  const objective = objectiveOf(study, options.objective);
  const { axes, remark } = shownParameters(study, options.parameters, MOST_AXES);
  const ordered = bestFirst(study, objective);
  const trials = study.trials.flatMap((trial) => {
    const kind = kindOf(trial, ordered[0]?.trial);
    return kind === undefined ? [] : [{ trial, kind }];
  });
  const ranks = qualityRanks(ordered.map(({ value }) => objective.sign * value));
  const quality = new Map(ordered.map(({ trial }, place) => [trial, ranks[place] ?? 0]));
  const railed = axes.map((axis) => railedAxis(axis, trials));
  const top = Math.max(LEAST_TOP, Math.round(ordered.length / 10));
  const good = ordered.length >= 2 * LEAST_TOP ? ordered.slice(0, top) : [];
  return {
    objective,
    axes: railed,
    trials: trials.toSorted(
      (one, other) => (quality.get(one.trial) ?? -1) - (quality.get(other.trial) ?? -1),
    ),
    quality,
    best: ordered[0],
    counts: kindCounts(trials.map(({ kind }) => kind)),
    regions: railed.flatMap((one) => regionOf(one, good, ordered) ?? []).slice(0, 2),
    top: good.length,
    remark,
  };
}

/** So likely may it be that trials lie together by chance for where they lie to be worth a word. */
const CHANCE = 0.05;

/** "learningRate 0.06 to 0.3", "optimizer sgd": where the good ones lie; undefined where as many others do. */
function regionOf(
  { axis }: RailedAxis,
  good: readonly ValuedTrial[],
  all: readonly ValuedTrial[],
): string | undefined {
  const settingOf = ({ trial }: ValuedTrial) => trial.point[axis.path];
  const settings = good.map(settingOf);
  if (settings.length === 0 || settings.some((setting) => axis.unit(setting) === undefined))
    return undefined;
  const units = settings.map((setting) => axis.unit(setting)!);
  const [low, high] = [Math.min(...units), Math.max(...units)];
  const isThere = (setting: Scalar | undefined) => {
    const unit = axis.unit(setting);
    if (axis.isCategorical) return settings.includes(setting);
    return unit !== undefined && unit >= low && unit <= high;
  };
  const share = all.filter((one) => isThere(settingOf(one))).length / all.length;
  if (share ** good.length > CHANCE) return undefined;
  const name = cut(axis.name, 20);
  if (axis.isCategorical) {
    const own = axis.choices.filter((choice) => settings.includes(choice));
    return `${name} ${listed(own.map((choice) => cut(formatSetting(choice), 14)))}`;
  }
  const ordered = settings.map(Number).toSorted((one, other) => one - other);
  const [from, to] = [formatSetting(ordered[0]), formatSetting(ordered.at(-1))];
  return from === to ? `${name} ${from}` : `${name} ${from} to ${to}`;
}
