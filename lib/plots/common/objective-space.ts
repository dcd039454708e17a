/** Several studies in the space of their objectives. */
import { fronts } from "../../analysis/fronts.ts";
import { hypervolume, referenceBeyond } from "../../math/hypervolume.ts";
import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { viewWith } from "../../study/view.ts";
import { FigureError } from "./figure-error.ts";
import type { NamedStudy } from "./series.ts";
import { measureName } from "./words.ts";

/** One objective that all studies have. */
export interface CommonObjective {
  readonly name: string;
  readonly direction: Direction;
  readonly measure: string;
  /** 1 where it is minimized, −1 where it is maximized: loss = sign · value. */
  readonly sign: 1 | -1;
}

/**
 * The objectives of several studies, or those of them that are named.
 *
 * @throws FigureError where a study lacks one, or pursues it the other way
 */
export function commonObjectives(
  studies: readonly NamedStudy[],
  wanted?: readonly string[],
): CommonObjective[] {
  const first = studies[0]?.study.objectives ?? {};
  const names = wanted ?? Object.keys(first);
  return names.map((name): CommonObjective => {
    for (const { name: of, study } of studies) {
      if (!Object.hasOwn(study.objectives, name))
        throw new FigureError(
          `The study ${JSON.stringify(of)} has no objective ${JSON.stringify(name)}; it has ${Object.keys(study.objectives).join(", ")}.`,
        );
      if (study.objectives[name] !== first[name])
        throw new FigureError(
          `The studies of one figure need the same objectives, but ${JSON.stringify(name)} is minimized in one and maximized in another.`,
        );
    }
    const direction = first[name] as Direction;
    return { name, direction, measure: measureName(name), sign: direction === "maximize" ? -1 : 1 };
  });
}

/** A complete trial with its values, in the order of the objectives. */
export interface ValuedPoint {
  readonly trial: TrialRecord;
  readonly values: readonly number[];
}

/** One study's trials by whether another beats them. */
export interface StudyFront {
  readonly name: string;
  readonly front: readonly ValuedPoint[];
  readonly dominated: readonly ValuedPoint[];
  readonly infeasible: readonly ValuedPoint[];
}

/** The fronts of several studies by some of their objectives. */
export function studyFronts(
  studies: readonly NamedStudy[],
  objectives: readonly CommonObjective[],
): StudyFront[] {
  const chosen = Object.fromEntries(objectives.map(({ name, direction }) => [name, direction]));
  return studies.map(({ name, study }) => {
    const trials = new Map(study.trials.map((trial) => [trial.number, trial]));
    const found = fronts(viewWith(study, { objectives: chosen }));
    const points = (list: readonly { trial: number; values: readonly number[] }[]) =>
      list.map(({ trial, values }) => ({ trial: trials.get(trial)!, values }));
    return {
      name,
      front: points(found.front),
      dominated: points(found.dominated),
      infeasible: points(found.infeasible),
    };
  });
}

/** The values of each point turned so that less is better. */
export function lossesIn(
  objectives: readonly CommonObjective[],
  points: readonly ValuedPoint[],
): number[][] {
  return points.map(({ values }) => values.map((value, k) => objectives[k]!.sign * value));
}

/** The box in which volume counts: from the best of each objective seen in any study to the reference. */
export interface Box {
  /** Losses. */
  readonly ideal: readonly number[];
  readonly reference: readonly number[];
  readonly volume: number;
  /** Which part of it some values dominate, 0…1. */
  share(points: readonly ValuedPoint[]): number;
}

/**
 * The box of several studies. Undefined where there is no feasible trial, or where its volume is no number
 * above 0.
 *
 * @param reference a value for each objective by name; default a tenth beyond the worst values seen
 * @throws FigureError where the reference lacks an objective
 */
export function commonBox(
  fronts: readonly StudyFront[],
  objectives: readonly CommonObjective[],
  reference?: Readonly<Record<string, number>>,
): Box | undefined {
  if (reference !== undefined)
    for (const { name } of objectives)
      if (!Number.isFinite(reference[name]))
        throw new FigureError(
          `The reference has no finite value for ${JSON.stringify(name)}; give one for each of ${objectives.map((one) => one.name).join(", ")}.`,
        );
  const all = fronts.flatMap(({ front, dominated }) =>
    lossesIn(objectives, [...front, ...dominated]),
  );
  if (all.length === 0) return undefined;
  const corner = reference
    ? objectives.map(({ name, sign }) => sign * reference[name]!)
    : referenceBeyond(all);
  const ideal = corner.map((end, k) =>
    all.reduce((least, losses) => Math.min(least, losses[k]!), end),
  );
  const volume = corner.reduce((product, end, k) => product * (end - ideal[k]!), 1);
  if (!(volume > 0) || !Number.isFinite(volume)) return undefined;
  return {
    ideal,
    reference: corner,
    volume,
    share: (points) => hypervolume(lossesIn(objectives, points), corner) / volume,
  };
}
