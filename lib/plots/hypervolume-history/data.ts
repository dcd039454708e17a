/** How much of the space of objectives a study dominates, trial by trial, as data. */
import { hypervolumeHistory } from "../../analysis/fronts.ts";
import {
  type CommonObjective,
  commonBox,
  commonObjectives,
  studyFronts,
} from "../common/objective-space.ts";
import type { NamedStudy } from "../common/series.ts";

/** One study's curve. */
export interface VolumeCurve {
  readonly name: string;
  /** Each trial that added to the volume, and the last one. */
  readonly points: readonly {
    readonly trial: number;
    readonly share: number;
    readonly volume: number;
  }[];
  /** All trials of the study. */
  readonly trials: number;
  /** The first trial with nine tenths of the final volume. */
  readonly most: { readonly trial: number; readonly share: number } | undefined;
}

/** Everything that the figure shows. */
export interface VolumeData {
  readonly objectives: readonly CommonObjective[];
  readonly curves: readonly VolumeCurve[];
  /** The corner up to which volume counts, in the objectives' own directions; undefined where there is no volume. */
  readonly reference: readonly number[] | undefined;
  readonly lastNumber: number;
}

/** From this share on the axis shows what is missing on its logarithm: 90%, 99%, 99.9%. */
const NEARLY_ALL = 0.9;

/** How shares stand on an axis. */
export interface ShareScale {
  readonly isLog: boolean;
  /** A share's height. */
  at(share: number): number;
}

/** Linear, or by the powers of ten of what is missing, where nearly all is dominated. */
export function shareScale(shares: readonly number[]): ShareScale {
  const missing = shares.map((share) => 1 - share).filter((part) => part > 1e-9);
  const least = missing.reduce((one, other) => Math.min(one, other), 1);
  const isLog = shares.some((share) => share > NEARLY_ALL);
  // What nobody misses stands a little above what is missed least.
  return { isLog, at: (share) => (isLog ? -Math.log10(Math.max(1 - share, least / 2)) : share) };
}

/** @throws FigureError where the objectives differ, or the reference lacks one */
export function volumeData(
  studies: readonly NamedStudy[],
  options: { reference?: Readonly<Record<string, number>> } = {},
): VolumeData {
  const objectives = commonObjectives(studies);
  const box = commonBox(studyFronts(studies, objectives), objectives, options.reference);
  const lastNumber = studies
    .flatMap(({ study }) => study.trials)
    .reduce((most, { number }) => Math.max(most, number), 0);
  const nothing = studies.map(({ name, study }) => ({
    name,
    points: [],
    trials: study.trials.length,
    most: undefined,
  }));
  if (box === undefined) return { objectives, curves: nothing, reference: undefined, lastNumber };
  const corner = Object.fromEntries(
    objectives.map(({ name, sign }, k) => [name, sign * box.reference[k]!]),
  );
  return {
    objectives,
    lastNumber,
    reference: objectives.map(({ name }) => corner[name]!),
    curves: studies.map(({ name, study }): VolumeCurve => {
      const all = hypervolumeHistory(study, { reference: corner }).points;
      const points = all
        .filter(
          ({ hypervolume }, k) =>
            k === 0 || k === all.length - 1 || hypervolume > all[k - 1]!.hypervolume,
        )
        .map(({ trial, hypervolume }) => ({
          trial,
          volume: hypervolume,
          share: hypervolume / box.volume,
        }));
      const end = points.at(-1)?.share ?? 0;
      const most = end > 0 ? points.find(({ share }) => share >= 0.9 * end) : undefined;
      return { name, points, trials: study.trials.length, most };
    }),
  };
}
