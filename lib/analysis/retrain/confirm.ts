import { studentQuantile } from "../../math/incomplete-beta.ts";
import { deriveSeed } from "../../math/random.ts";
import type { Confirmed, ConfirmPlan, ConfirmRun } from "../../study/confirm.ts";
import { StudyError } from "../../study/errors.ts";
import { knownOptions } from "../../study/known-options.ts";
import type { StudyView } from "../../study/observer.ts";
import { checkLevel } from "../level.ts";
import { chosenObjective, finiteLosses } from "../losses.ts";
import { groupByPoint } from "../noise.ts";

/** Place of the seeds below the study's own. */
const CONFIRMING = 2;

/**
 * Which trials to train again, with which seeds: the `top` best settings (equal points count once) with
 * `seeds` fresh seeds. Fewer where the study has fewer complete, feasible trials; none where it has none.
 *
 * @throws StudyError where the study has several objectives and none is named
 */
export function confirmPlan(
  study: StudyView,
  options: { top?: number; seeds?: number; objective?: string } = {},
): ConfirmPlan {
  knownOptions("analysis.confirmPlan", options, { top: true, seeds: true, objective: true });
  const { top = 5, seeds = 3 } = options;
  for (const [name, value] of Object.entries({ top, seeds }))
    if (!Number.isInteger(value) || value < 1)
      throw new StudyError(`${name} is ${String(value)}. Give a whole number from 1 on.`);
  chosenObjective(study, options.objective);
  const losses = finiteLosses(study, options.objective, { feasible: true });
  const best = groupByPoint(study.space, losses)
    .map((group) => group.reduce((least, one) => (one.loss < least.loss ? one : least)))
    .toSorted((one, other) => one.loss - other.loss)
    .slice(0, top);
  const times = best.map(({ trial }) => (trial.endedAt! - trial.startedAt!) / 1000);
  const isTimed = times.length > 0 && times.every(Number.isFinite);
  return {
    candidates: best.map(({ trial }) => ({ trial: trial.number, point: trial.point })),
    seeds: Array.from({ length: seeds }, (_, k) => deriveSeed(study.seed, k, CONFIRMING)),
    runs: best.length * seeds,
    seconds: isTimed ? seeds * times.reduce((sum, time) => sum + time, 0) : undefined,
  };
}

/**
 * What the trainings of a plan came to, the best mean first. Intervals are Student's.
 *
 * @throws StudyError where a run names a trial that the study has not, or that is not complete, or level is no
 *   probability
 */
export function confirmSummary(
  study: StudyView,
  runs: readonly ConfirmRun[],
  options: { objective?: string; level?: number } = {},
): Confirmed[] {
  knownOptions("analysis.confirmSummary", options, { objective: true, level: true });
  const { level = 0.9 } = options;
  checkLevel(level);
  if (!Array.isArray(runs as unknown))
    throw new StudyError(
      "confirmSummary needs what the trainings of confirmPlan(study) came to: give [{ trial: 7, seed: 1, value: 0.12 }, …].",
    );
  const { sign } = chosenObjective(study, options.objective);
  const known = new Map(
    finiteLosses(study, options.objective).map(({ trial, loss }) => [trial.number, loss]),
  );
  const byTrial = new Map<number, Map<number, number>>();
  for (const { trial, seed, value } of runs) {
    if (!known.has(trial))
      throw new StudyError(
        `A run confirms trial ${trial}, which is no complete trial of the study ${JSON.stringify(study.name)}.`,
      );
    const values = byTrial.get(trial) ?? new Map<number, number>();
    values.set(seed, sign * value);
    byTrial.set(trial, values);
  }
  const rated = [...byTrial].map(([trial, all]) => {
    const values = new Map([...all].filter(([, loss]) => Number.isFinite(loss)));
    return { trial, all, values, ...describeSample([...values.values()], level) };
  });
  rated.sort(
    (one, other) => (one.mean ?? Infinity) - (other.mean ?? Infinity) || one.trial - other.trial,
  );
  const best = rated[0];
  return rated.map((one) => {
    const observed = known.get(one.trial)!;
    const differences =
      one === best
        ? []
        : [...one.values].flatMap(([seed, loss]) => {
            const other = best!.values.get(seed);
            return other === undefined ? [] : [loss - other];
          });
    const behind = describeSample(differences, level);
    return {
      trial: one.trial,
      observed: sign * observed,
      runs: one.all.size,
      failed: one.all.size - one.values.size,
      mean: one.mean === undefined ? undefined : sign * one.mean,
      sd: one.sd,
      interval: one.interval && inDirection(one.interval, sign),
      optimism: one.mean === undefined ? undefined : one.mean - observed,
      behind: behind.interval && { mean: behind.mean!, interval: behind.interval },
    };
  });
}

function describeSample(values: readonly number[], level: number) {
  const n = values.length;
  if (n === 0) return { mean: undefined, sd: undefined, interval: undefined };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, sd: undefined, interval: undefined };
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = (studentQuantile((1 + level) / 2, n - 1) * sd) / Math.sqrt(n);
  return { mean, sd, interval: [mean - half, mean + half] as const };
}

function inDirection(
  [low, high]: readonly [number, number],
  sign: 1 | -1,
): readonly [number, number] {
  return sign === 1 ? [low, high] : [-high, -low];
}
