import { median } from "simple-statistics";
import { normalCdf } from "../../math/normal.ts";
import type { Space } from "../../space/space.ts";
import { columnsOf, rowOf } from "../../space/table-rows.ts";
import { UnitCube } from "../../space/vectors.ts";
import { violationOf } from "../../study/losses.ts";
import { knownOptions } from "../../study/known-options.ts";
import type { StudyView } from "../../study/observer.ts";
import { chosenObjective, finiteLosses, type Loss } from "../losses.ts";
import { checkLevel } from "../level.ts";
import { groupByPoint } from "../noise.ts";
import { type Posterior, posteriorAt } from "./posterior.ts";

/** Options of {@link expectedOnRetrain}. */
export interface RetrainOptions {
  /** Which objective; needed where a study has several. */
  readonly objective?: string;
  /** How likely the intervals hold. Default 0.9. */
  readonly level?: number;
}

/** What {@link expectedOnRetrain} says. All values are the objective's own, whatever its direction. */
export type Retrain =
  | {
      readonly kind: "estimate";
      /** The number of the best trial: whose value is the best. */
      readonly trial: number;
      /** What it came to. */
      readonly observed: number;
      /** What its settings come to on average. */
      readonly expected: number;
      /** Where that average lies. */
      readonly interval: readonly [number, number];
      /** Where the value of training it once more will lie. */
      readonly next: readonly [number, number];
      /** By how much `observed` is too good to be expected; ≥ 0 as a rule. */
      readonly optimism: number;
      /** Standard deviation of the value from training to training, of the same settings. */
      readonly noise: number;
      /** The trial whose settings are best on average, as far as can be told. */
      readonly recommended: number;
      /** How many trials it rests on, and how many of them repeat another's point. */
      readonly trials: number;
      readonly repeats: number;
    }
  | { readonly kind: "unknown"; readonly reason: string };

/** Fewer trials leave length, noise and scale open. */
const LEAST_TRIALS = 6;
/** More are no better here, and cost n³: the best ones, and a spread of the rest. */
const MOST_TRIALS = 100;

/**
 * What to expect of the best trial when it is trained again. The best of many noisy values is best partly by
 * luck (the winner's curse), so that its value is too good; here it is shrunk towards what its neighbours
 * and its own repeats say, by a Gaussian process in which everything is integrated over (posterior.ts).
 *
 * Its claim: the 90% interval holds the true average in 85–95 of 100 studies, with repeats and without.
 * "unknown", with the reason, for fewer than six complete trials, or values that are all the same.
 *
 * @throws StudyError where the study has several objectives and none is named, or level is no probability
 */
export function expectedOnRetrain(study: StudyView, options: RetrainOptions = {}): Retrain {
  knownOptions("analysis.expectedOnRetrain", options, { objective: true, level: true });
  const { level = 0.9 } = options;
  checkLevel(level);
  const { sign } = chosenObjective(study, options.objective);
  const all = finiteLosses(study, options.objective, { computable: true });
  const cube = new UnitCube(study.space);
  const rows = new Map(all.map(({ trial }) => [trial.number, rowOf(cube, trial.point)]));
  const known = all.filter(({ trial }) => rows.get(trial.number) !== undefined);
  const feasible = known.filter(({ trial }) => violationOf(trial) <= 0);
  if (known.length < LEAST_TRIALS)
    return unknown(
      all.length >= LEAST_TRIALS
        ? `${known.length} of ${all.length} complete trials have all parameters of the space; ${LEAST_TRIALS} are needed`
        : `${known.length} ${known.length === 1 ? "trial is" : "trials are"} complete; ${LEAST_TRIALS} are needed`,
    );
  if (known.every(({ loss }) => loss === known[0]!.loss))
    return unknown("every trial has the same value");
  if (feasible.length === 0) return unknown("no trial keeps all constraints");
  const best = feasible.reduce((least, one) => (one.loss < least.loss ? one : least));
  const used = thinned(study.space, known, best);
  const place = used.indexOf(best);
  const centre = best.loss;
  const limit = clipAbove(used.map(({ loss }) => loss));
  const y = Float64Array.from(used, ({ loss }) => Math.min(loss, limit) - centre);
  const columns = columnsOf(cube);
  const squared = distances(
    used.map(({ trial }) => rows.get(trial.number)!),
    columns.map(({ kind }) => kind === "category"),
  );
  const posterior = posteriorAt(y, squared, place);
  const tail = (1 - level) / 2;
  const quantile = (share: number, isNext: boolean): number =>
    centre + mixtureQuantile(posterior.parts, share, isNext);
  const between = (isNext: boolean): readonly [number, number] => {
    const ends = [quantile(tail, isNext), quantile(1 - tail, isNext)].map((end) => sign * end);
    return [Math.min(...ends), Math.max(...ends)];
  };
  const expected = centre + posterior.means[place]!;
  const noise = Math.sqrt(
    posterior.parts.reduce((sum, { weight, noiseSd }) => sum + weight * noiseSd ** 2, 0),
  );
  const recommended = used.reduce(
    (least, one, row) =>
      violationOf(one.trial) <= 0 && posterior.means[row]! < posterior.means[used.indexOf(least)]!
        ? one
        : least,
    best,
  );
  return {
    kind: "estimate",
    trial: best.trial.number,
    observed: sign * best.loss,
    expected: sign * expected,
    interval: between(false),
    next: between(true),
    optimism: expected - best.loss,
    noise,
    recommended: recommended.trial.number,
    trials: used.length,
    repeats: used.length - groupByPoint(study.space, used).length,
  };
}

function unknown(reason: string): Retrain {
  return { kind: "unknown", reason };
}

/** The best half of what may be used, and evenly many of the rest; always with the best one's repeats. */
function thinned(space: Space, losses: readonly Loss[], best: Loss): Loss[] {
  if (losses.length <= MOST_TRIALS) return [...losses];
  const sorted = losses.toSorted((one, other) => one.loss - other.loss);
  const kept = new Set(sorted.slice(0, MOST_TRIALS / 2));
  for (const repeat of groupByPoint(space, losses).find((group) => group.includes(best)) ?? [])
    kept.add(repeat);
  const rest = sorted.filter((loss) => !kept.has(loss));
  const room = MOST_TRIALS - kept.size;
  for (let index = 0; index < room; index++)
    kept.add(rest[Math.floor((index * rest.length) / room)]!);
  return losses.filter((loss) => kept.has(loss));
}

/**
 * Diverged trainings lie far above all others and would pass for signal; how far is of no interest here,
 * so they count as bad, but no worse than so many times the distance from the best to the median.
 */
function clipAbove(losses: readonly number[]): number {
  const middle = median([...losses]);
  const low = losses.reduce((least, one) => Math.min(least, one), Infinity);
  return middle > low ? middle + 3 * (middle - low) : Infinity;
}

/** Squared distances; another category, or active in one only, counts as the length of an axis. */
function distances(rows: readonly Float64Array[], isCategory: readonly boolean[]): Float64Array {
  const n = rows.length;
  const squared = new Float64Array(n * n);
  for (let one = 0; one < n; one++)
    for (let other = 0; other < one; other++) {
      let sum = 0;
      isCategory.forEach((category, k) => {
        const from = rows[one]![k]!;
        const to = rows[other]![k]!;
        if (Number.isNaN(from) || Number.isNaN(to))
          sum += Number.isNaN(from) === Number.isNaN(to) ? 0 : 0.5;
        else if (category) sum += from === to ? 0 : 0.5;
        else sum += (from - to) ** 2;
      });
      squared[one * n + other] = squared[other * n + one] = sum;
    }
  return squared;
}

/** The quantile of a mixture of normals; of the next training its noise is added. */
function mixtureQuantile(parts: Posterior["parts"], share: number, isNext: boolean): number {
  const spread = (part: Posterior["parts"][number]): number =>
    isNext ? Math.hypot(part.sd, part.noiseSd) : part.sd;
  const ends = parts.flatMap((part) => [
    part.mean - 9 * spread(part),
    part.mean + 9 * spread(part),
  ]);
  let low = Math.min(...ends);
  let high = Math.max(...ends);
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    const below = parts.reduce((sum, part) => {
      const sd = spread(part);
      const cdf = sd > 0 ? normalCdf((middle - part.mean) / sd) : middle >= part.mean ? 1 : 0;
      return sum + part.weight * cdf;
    }, 0);
    if (below < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
