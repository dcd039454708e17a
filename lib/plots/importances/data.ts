/** Importances as data: the share of each parameter in each study, its interval, and advice. */
import {
  asksForFront,
  frontLosses,
  importance,
  type ImportanceMethod,
} from "../../analysis/importance.ts";
import { finiteLosses } from "../../analysis/losses.ts";
import { percentile } from "../../math/percentile.ts";
import { randomStream } from "../../math/random.ts";
import type { StudyView } from "../../study/observer.ts";
import { viewWith } from "../../study/view.ts";
import { adviceOn } from "../common/advice.ts";
import { outcomesOf } from "../common/outcomes.ts";
import { objectiveOf, type ShownObjective } from "../common/objective.ts";
import { parameterAxis } from "../common/parameter-axis.ts";
import { shortName } from "../common/parameter-names.ts";
import type { NamedStudy } from "../common/series.ts";

/** How important a parameter is in one study, with its 80% interval; shares of 1. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** In how many of the trials the parameter was there. */
  readonly active: number;
}

/** One parameter. */
export interface ImportanceRow {
  readonly path: string;
  readonly name: string;
  /** One for each study; undefined where it has no such parameter. */
  readonly shares: readonly (Share | undefined)[];
  /** One of those that together make seven tenths; of the first study. */
  readonly isStrong: boolean;
  /** Plain text; "" where nothing is clear, for the front, and where there are several studies. */
  readonly advice: string;
}

/** Everything that importances show. */
export interface ImportancesData {
  readonly objective: ShownObjective;
  /** Whether they tell what leads to the front, and not what decides the objective. */
  readonly isFront: boolean;
  readonly method: ImportanceMethod;
  /** The most important first, by the mean over the studies. */
  readonly rows: readonly ImportanceRow[];
  /** Parameters beyond the rows, and what they make together in the first study. */
  readonly others: { readonly count: number; readonly share: number };
  /** For each study the trials that it rests on, and why nothing can be told, where that is so. */
  readonly studies: readonly {
    readonly name: string;
    readonly trials: number;
    readonly reason: string | undefined;
  }[];
  /** Of all parameters, and of the strong ones together with the lower end of the interval. */
  readonly parameters: number;
  readonly strong: { readonly share: number; readonly low: number };
}

/** Options of the data: without an objective, what {@link importance} takes; the first where that needs one. */
export interface ImportancesOptions {
  readonly objective?: string;
  readonly method?: ImportanceMethod;
}

/** Fewer complete trials than this tell nothing. */
export const LEAST_TRIALS = 6;

const MOST_ROWS = 12;

/** Parameters are dark until they make so much of the whole. */
const STRONG = 0.7;

/** Of more trials than this so many are drawn in a round (the bootstrap of m out of n). */
const MOST_DRAWN = 2000;

/** How often trials are resampled: seldom where one round takes long, by a forest or by very many values. */
function resamples(method: ImportanceMethod, values: number): number {
  return method === "pedAnova" ? Math.max(12, Math.min(40, Math.floor(1e5 / values))) : 12;
}

/**
 * Importance of each parameter, with intervals by the bootstrap over trials (seeded, so that the same
 * study is drawn the same).
 *
 * @throws FigureError for an objective that a study does not have; StudyError for an unknown method
 */
export function importancesData(
  given: readonly NamedStudy[],
  options: ImportancesOptions = {},
): ImportancesData {
  const { method = "pedAnova" } = options;
  const first = given[0]?.study;
  const objective = objectiveOf(first as StudyView, options.objective);
  const isFront = given.every(({ study }) => asksForFront(study, options));
  const found = given.map(({ study }) => {
    const { name } = objectiveOf(study, options.objective);
    return measured(study, isFront ? undefined : name, method);
  });
  const paths = [...new Set(found.flatMap(({ shares }) => [...shares.keys()]))];
  const average = (path: string) =>
    found.reduce((sum, { shares }) => sum + (shares.get(path)?.share ?? 0), 0);
  const ranked = paths.toSorted((one, other) => average(other) - average(one));
  const own = found[0]!;
  const strong = strongPaths(own.shares);
  const shown = ranked.slice(0, MOST_ROWS);
  const advice =
    given.length === 1 && own.reason === undefined && !isFront
      ? advised(first as StudyView, objective, shown)
      : new Map<string, string>();
  const rest = ranked.slice(MOST_ROWS);
  const part = (some: readonly string[]) =>
    some.reduce((sum, path) => sum + (own.shares.get(path)?.share ?? 0), 0);
  const sums = own.resampled.map((one) =>
    strong.reduce((sum, path) => sum + (one.get(path) ?? 0), 0),
  );
  return {
    objective,
    isFront,
    method,
    rows: shown.map((path) => ({
      path,
      name: nameIn(given, path),
      shares: found.map(({ shares }) => shares.get(path)),
      isStrong: strong.includes(path),
      advice: advice.get(path) ?? "",
    })),
    others: { count: rest.length, share: part(rest) },
    studies: found.map(({ trials, reason }, place) => ({
      name: given[place]!.name,
      trials,
      reason,
    })),
    parameters: ranked.length,
    strong: { share: part(strong), low: sums.length === 0 ? 0 : percentile(sums, 10) },
  };
}

function nameIn(given: readonly NamedStudy[], path: string): string {
  const has = given.find(({ study }) => study.space.dimensions.some((one) => one.path === path));
  return shortName((has ?? given[0])!.study.space, path);
}

interface Measured {
  readonly trials: number;
  readonly reason: string | undefined;
  readonly shares: ReadonlyMap<string, Share>;
  readonly resampled: readonly ReadonlyMap<string, number>[];
}

/** @param objective left out: the front */
function measured(
  study: StudyView,
  objective: string | undefined,
  method: ImportanceMethod,
): Measured {
  const options = { method, ...(objective !== undefined && { objective }) };
  const { parameters, trials, reason } = importance(study, options);
  const losses =
    objective === undefined
      ? frontLosses(study)
      : finiteLosses(study, objective, { computable: true });
  const complete = losses.map(({ trial }) => trial);
  const resampled: Map<string, number>[] = [];
  const isEnough = reason === undefined && trials >= LEAST_TRIALS;
  const size = Math.min(complete.length, MOST_DRAWN);
  const rounds = isEnough ? resamples(method, parameters.length * size) : 0;
  // Shares of m of n trials vary as 1 / √m: what all n would vary by is less by √(m / n).
  const scale = Math.sqrt(size / Math.max(1, complete.length));
  const found = new Map(parameters.map(({ path, importance: share }) => [path, share]));
  for (let round = 0; round < rounds; round++) {
    const random = randomStream(0, round);
    const drawn = Array.from({ length: size }, () => complete[random.int(0, complete.length - 1)]!);
    const one = importance(viewWith(study, { trials: drawn }), options);
    if (one.reason !== undefined) continue;
    resampled.push(
      new Map(
        one.parameters.map(({ path, importance: share }) => {
          const all = found.get(path) ?? 0;
          return [path, all + scale * (share - all)];
        }),
      ),
    );
  }
  const shares = new Map(
    parameters.map(({ path, importance: share, active }) => {
      const again = resampled.map((one) => one.get(path) ?? 0);
      const ends =
        again.length === 0 ? [share, share] : [percentile(again, 10), percentile(again, 90)];
      const [low, high] = [Math.min(share, ends[0]!), Math.max(share, ends[1]!)];
      return [path, { share, low, high, active }] as const;
    }),
  );
  const short =
    trials < LEAST_TRIALS && reason === undefined
      ? `${trials} complete trials are too few to tell what matters`
      : reason;
  return { trials, reason: short, shares, resampled };
}

function strongPaths(shares: ReadonlyMap<string, Share>): string[] {
  let sum = 0;
  return [...shares]
    .toSorted(([, one], [, other]) => other.share - one.share)
    .filter(([, { share }]) => {
      const isNeeded = sum < STRONG && share > 0;
      sum += share;
      return isNeeded;
    })
    .map(([path]) => path);
}

/** Fewer trials with a parameter than this, and that is what is said of it. */
const RARE = 5;

function advised(
  study: StudyView,
  objective: ShownObjective,
  paths: readonly string[],
): Map<string, string> {
  const outcomes = outcomesOf(study, objective);
  const axes = study.space.dimensions.map(({ path }) => parameterAxis(study, path));
  const advice = new Map<string, string>();
  const dependent = new Map<string, string>();
  for (const axis of axes) {
    if (!paths.includes(axis.path)) continue;
    const { text, dependsOn } = adviceOn(axis, axes, outcomes);
    const there = outcomes.filter(({ point }) => axis.path in point).length;
    advice.set(
      axis.path,
      text === "" && there < RARE ? `only in ${there} of ${outcomes.length} trials` : text,
    );
    if (dependsOn !== undefined) dependent.set(dependsOn, axis.name);
  }
  // A choice that decides nothing by itself may still decide what suits it.
  for (const [path, name] of dependent)
    if (advice.get(path) === "") advice.set(path, `each at its own ${name}`);
  return advice;
}
