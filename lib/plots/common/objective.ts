import { checkStudy } from "./series.ts";
import { didYouMean } from "../../space/wording.ts";
import { FigureError } from "./figure-error.ts";
import { violationOf } from "../../study/losses.ts";
import type { Direction, StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { measureName } from "./words.ts";

/** The objective that a figure is about. */
export interface ShownObjective {
  readonly name: string;
  readonly direction: Direction;
  /** As it is called in a sentence: `valLoss` → "validation loss". */
  readonly measure: string;
  /** Whether the study has more than this one. */
  readonly several: boolean;
  /** 1 where it is minimized, −1 where it is maximized: loss = sign · value. */
  readonly sign: 1 | -1;
  /**
   * The value that stands for a trial: its own where it is complete, else, of the first objective, its last
   * report. Undefined where there is none, or where it is NaN or infinite.
   */
  valueOf(trial: TrialRecord): number | undefined;
}

/**
 * The objective of a figure: the one that is named, or the study's first.
 *
 * @throws FigureError where there is none of that name, with those that there are
 */
export function objectiveOf(study: StudyView, wanted?: string): ShownObjective {
  checkStudy(study);
  const names = Object.keys(study.objectives);
  const name = wanted ?? names[0] ?? "value";
  if (wanted !== undefined && !Object.hasOwn(study.objectives, wanted)) {
    throw new FigureError(
      `The study ${JSON.stringify(study.name)} has no objective ${JSON.stringify(wanted)}; it has ${names.join(", ")}.${didYouMean(wanted, names)}`,
    );
  }
  const direction = study.objectives[name] ?? "minimize";
  const isFirst = name === names[0];
  return {
    name,
    direction,
    measure: measureName(name),
    several: names.length > 1,
    sign: direction === "maximize" ? -1 : 1,
    valueOf(trial) {
      const value =
        trial.state === "complete"
          ? (trial.values?.[name] ?? (isFirst ? trial.value : undefined))
          : isFirst
            ? (trial.reports.at(-1)?.value ?? trial.value)
            : undefined;
      return value !== undefined && Number.isFinite(value) ? value : undefined;
    },
  };
}

/** A complete trial that keeps its constraints, with its value. */
export interface ValuedTrial {
  readonly trial: TrialRecord;
  readonly value: number;
}

/** The complete trials that keep their constraints and have a finite value, the best first; of equals the earlier. */
export function bestFirst(study: StudyView, objective: ShownObjective): ValuedTrial[] {
  const known: ValuedTrial[] = [];
  for (const trial of study.trials) {
    if (trial.state !== "complete" || violationOf(trial) > 0) continue;
    const value = objective.valueOf(trial);
    if (value !== undefined) known.push({ trial, value });
  }
  const { sign } = objective;
  return known.toSorted(
    (one, other) => sign * (one.value - other.value) || one.trial.number - other.trial.number,
  );
}
