import { pointKey } from "../space/point-key.ts";
import type { Space } from "../space/space.ts";
import { knownOptions } from "../study/known-options.ts";
import type { StudyView } from "../study/observer.ts";
import type { Point, TrialRecord } from "../study/trial-record.ts";
import { chosenObjective, finiteLosses, type Loss } from "./losses.ts";

/** Trials of one and the same point. */
export interface ReplicateGroup {
  readonly point: Point;
  readonly trials: readonly number[];
  /** Single trainings: more than trials, where trials trained several times (`replicates` of `optimize`). */
  readonly trainings: number;
  /** Of the objective's values, training by training. */
  readonly mean: number;
  /** With n − 1; undefined of a single training. */
  readonly variance: number | undefined;
}

/** What {@link replicates} finds. */
export interface Replicates {
  /** Every point that completed with a finite value, in the order of its first trial. */
  readonly groups: readonly ReplicateGroup[];
  /** Variance of a value between trainings of the same point, pooled over all groups; undefined without repeats. */
  readonly noiseVariance: number | undefined;
  /** On how many differences that rests: Σ (n − 1) over the groups. */
  readonly degrees: number;
}

/**
 * Groups the complete trials by equal points: what the same settings came to, time and again.
 *
 * @throws StudyError where the study has several objectives and none is named
 */
export function replicates(study: StudyView, options: { objective?: string } = {}): Replicates {
  knownOptions("analysis.replicates", options, { objective: true });
  const { name, sign } = chosenObjective(study, options.objective);
  const groups: ReplicateGroup[] = [];
  let squares = 0;
  let degrees = 0;
  for (const members of groupByPoint(
    study.space,
    finiteLosses(study, options.objective, { computable: true }),
  )) {
    const values = members.flatMap(({ trial, loss }) => trainingsOf(trial, name) ?? [sign * loss]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    squares += spread;
    degrees += values.length - 1;
    groups.push({
      point: members[0]!.trial.point,
      trials: members.map(({ trial }) => trial.number),
      trainings: values.length,
      mean,
      variance: values.length > 1 ? spread / (values.length - 1) : undefined,
    });
  }
  return { groups, noiseVariance: degrees > 0 ? squares / degrees : undefined, degrees };
}

/** The values of a trial's single trainings, where it noted them. */
function trainingsOf({ notes }: TrialRecord, objective: string): number[] | undefined {
  const noted = notes["replicates"];
  if (!Array.isArray(noted)) return undefined;
  const values = noted.map((one) => (one as Record<string, unknown> | null)?.[objective]);
  return values.every((value) => typeof value === "number" && Number.isFinite(value))
    ? (values as number[])
    : undefined;
}

/** Trials with equal points together, in the order in which the points came first. */
export function groupByPoint(space: Space, losses: readonly Loss[]): Loss[][] {
  const groups = new Map<string, Loss[]>();
  for (const loss of losses) {
    const key = pointKey(space, loss.trial.point);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [loss]);
    else group.push(loss);
  }
  return [...groups.values()];
}
