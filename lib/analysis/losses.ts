import { showNames } from "../space/wording.ts";
import { StudyError } from "../study/errors.ts";
import { isComputable, lossesOf, violationOf } from "../study/losses.ts";
import type { Direction, StudyView } from "../study/observer.ts";
import type { TrialRecord } from "../study/trial-record.ts";

/** A complete trial with the loss of one objective: smaller is better, whatever the direction. */
export interface Loss {
  readonly trial: TrialRecord;
  readonly loss: number;
}

/** One objective of a study. */
export interface ChosenObjective {
  readonly name: string;
  readonly direction: Direction;
  /** 1 where it is minimized, −1 where it is maximized: value = sign · loss. */
  readonly sign: 1 | -1;
}

/**
 * The objective that an analysis is about.
 *
 * @param name left out: the study's only one
 * @throws StudyError where the study has several and none is named, or none of that name
 */
export function chosenObjective(study: StudyView, name?: string): ChosenObjective {
  const names = Object.keys(study.objectives);
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined)
    throw new StudyError(
      `The study ${JSON.stringify(study.name)} has several objectives: ${showNames(names)}. Say which one is meant: { objective: ${JSON.stringify(names[0])} }.`,
    );
  const direction = study.objectives[chosen];
  if (direction === undefined)
    throw new StudyError(
      `The study ${JSON.stringify(study.name)} has no objective ${JSON.stringify(chosen)}. It has ${showNames(names)}.`,
    );
  return { name: chosen, direction, sign: direction === "maximize" ? -1 : 1 };
}

/**
 * The complete trials with a finite value of an objective, as losses, in the order of numbers. With
 * `feasible` only those that keep their constraints, with `computable` only those a model can reckon with.
 */
export function finiteLosses(
  study: StudyView,
  objective?: string,
  { feasible = false, computable = false }: { feasible?: boolean; computable?: boolean } = {},
): Loss[] {
  const { name } = chosenObjective(study, objective);
  const place = Object.keys(study.objectives).indexOf(name);
  const counts = computable ? isComputable : Number.isFinite;
  return study.trials.flatMap((trial) => {
    if (feasible && violationOf(trial) > 0) return [];
    const loss = lossesOf(trial, study.objectives)?.[place];
    return loss !== undefined && counts(loss) ? [{ trial, loss }] : [];
  });
}
