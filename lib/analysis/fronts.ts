import { hypervolume, referenceBeyond } from "../math/hypervolume.ts";
import { StudyError } from "../study/errors.ts";
import { paretoFront } from "../study/front.ts";
import { knownOptions } from "../study/known-options.ts";
import { lossesOf, violationOf } from "../study/losses.ts";
import type { StudyView } from "../study/observer.ts";
import type { TrialRecord } from "../study/trial-record.ts";

/** The trials of a study by whether another beats them. */
export interface Fronts {
  /** In the order of the study; the axes. */
  readonly objectives: readonly { readonly name: string; readonly direction: string }[];
  /** Feasible trials that no other feasible one beats in one objective without losing in another. */
  readonly front: readonly FrontTrial[];
  /** The other feasible ones. */
  readonly dominated: readonly FrontTrial[];
  /** Those that break a constraint. */
  readonly infeasible: readonly FrontTrial[];
}

/** One complete trial with its values, in the order of the objectives. */
export interface FrontTrial {
  readonly trial: number;
  readonly values: readonly number[];
}

/** Pareto's front and what lies behind it; complete trials with finite values only. Empty where there are none. */
export function fronts(study: StudyView): Fronts {
  const names = Object.keys(study.objectives);
  const known = study.trials.filter((trial) => losses(study, trial) !== undefined);
  const feasible = known.filter((trial) => violationOf(trial) <= 0);
  const front = new Set(paretoFront(feasible, study.objectives).map(({ number }) => number));
  const shown = (trials: readonly TrialRecord[]): FrontTrial[] =>
    trials.map(({ number, values }) => ({
      trial: number,
      values: names.map((name) => values![name]!),
    }));
  return {
    objectives: Object.entries(study.objectives).map(([name, direction]) => ({ name, direction })),
    front: shown(feasible.filter(({ number }) => front.has(number))),
    dominated: shown(feasible.filter(({ number }) => !front.has(number))),
    infeasible: shown(known.filter((trial) => violationOf(trial) > 0)),
  };
}

/** How the dominated volume grew. */
export interface HypervolumeHistory {
  /** The corner up to which volume counts, in the objectives' own directions; undefined without trials. */
  readonly reference: readonly number[] | undefined;
  readonly points: readonly { readonly trial: number; readonly hypervolume: number }[];
}

/**
 * The volume between the front so far and a reference point, after each complete, feasible trial with finite
 * values.
 *
 * @param options `reference`: a value for each objective by name, worse than any that counts; default a tenth
 *   beyond the worst values seen, which moves when worse ones come
 * @throws StudyError where the reference lacks an objective
 */
export function hypervolumeHistory(
  study: StudyView,
  options: { reference?: Readonly<Record<string, number>> } = {},
): HypervolumeHistory {
  knownOptions("analysis.hypervolumeHistory", options, { reference: true });
  const sides = Object.entries(study.objectives).map(
    ([name, direction]) => [name, direction === "maximize" ? -1 : 1] as const,
  );
  const known = study.trials.flatMap((trial) => {
    const found = violationOf(trial) <= 0 ? losses(study, trial) : undefined;
    return found === undefined ? [] : [{ trial: trial.number, losses: found }];
  });
  if (options.reference !== undefined)
    for (const [name] of sides)
      if (!Number.isFinite(options.reference[name]))
        throw new StudyError(
          `The reference has no finite value for ${JSON.stringify(name)}. Give one for each objective.`,
        );
  if (known.length === 0) return { reference: undefined, points: [] };
  const reference = options.reference
    ? sides.map(([name, sign]) => sign * options.reference![name]!)
    : referenceBeyond(known.map((one) => one.losses));
  let front: number[][] = [];
  let volume = 0;
  const points = known.map((one) => {
    // What the front beats adds nothing, and needs no new volume.
    if (!front.some((other) => other.every((loss, k) => loss <= one.losses[k]!))) {
      front = front.filter((other) => !one.losses.every((loss, k) => loss <= other[k]!));
      front.push(one.losses);
      volume = hypervolume(front, reference);
    }
    return { trial: one.trial, hypervolume: volume };
  });
  return { reference: reference.map((loss, k) => sides[k]![1] * loss), points };
}

/** Of a complete trial all of whose values are finite. */
function losses(study: StudyView, trial: TrialRecord): number[] | undefined {
  const found = lossesOf(trial, study.objectives);
  return found?.every(Number.isFinite) ? found : undefined;
}
