/** What a model believed along one parameter when it chose a trial's point, as data. */
import { violationOf } from "../../study/losses.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Scalar, TrialRecord } from "../../study/trial-record.ts";
import type { PointBelief } from "../../study/tuner.ts";
import { padded, position, type Range, type Scale, valueAt, widened } from "../common/axis.ts";
import { decidingRegion } from "../common/deciding.ts";
import type { ShownObjective } from "../common/objective.ts";
import { type ParameterAxis, parameterAxis } from "../common/parameter-axis.ts";
import { type ChosenTrial, isReasoned } from "../common/explained.ts";
import { decisivePath, nearness, ownPaths, sliceThrough } from "./slice.ts";

/** What is believed at one value of the parameter. */
export interface BeliefAt {
  readonly value: Scalar;
  /** As the parameter's axis takes it. */
  readonly x: number;
  /** At 2.5%, 25%, 50%, 75% and 97.5%, in the objective's own units. */
  readonly quantiles: readonly number[];
  /** 0 … 1 of the most along the slice. */
  readonly worth: number;
}

/** A trial that the model knew. */
export interface SeenTrial {
  readonly trial: TrialRecord;
  readonly x: number;
  /** Undefined where it has none: it failed, or was running then. */
  readonly value: number | undefined;
  /** 1 on the slice, near 0 far from it. */
  readonly near: number;
  /** Beyond the region that decides, or without a value. */
  readonly rail: boolean;
}

/** A slice through what was believed. */
export interface BeliefData {
  readonly kind: "belief";
  readonly chosen: ChosenTrial;
  readonly objective: ShownObjective;
  readonly axis: ParameterAxis;
  readonly slice: readonly BeliefAt[];
  /** Of the slice, at the trial's own value. */
  readonly at: BeliefAt;
  readonly seen: readonly SeenTrial[];
  /** What was to be improved on, in the objective's units; undefined with several objectives, and where nothing was feasible. */
  readonly best: number | undefined;
  /** Whether that is a value that was measured, and not one that the model expects. */
  readonly isMeasured: boolean;
  /** How likely the point is better than that. */
  readonly chance: number | undefined;
  /** How likely it keeps its constraints, and does not fail; undefined where there are none. */
  readonly allowed: number | undefined;
  /** What the model makes of it: "expected improvement". */
  readonly acquisition: string;
  readonly scale: Scale;
  readonly range: Range;
  /** Whether the other parameters are held at the trial's, and not only these there are. */
  readonly hasOthers: boolean;
}

/**
 * The slice, or undefined where the tuner has no such model, keeps nothing of it, or expects no values of this
 * objective (several that were weighed into one).
 *
 * @param wanted the path of the parameter; left out: the one that decides most
 */
export function beliefData(
  study: StudyView,
  chosen: ChosenTrial,
  objective: ShownObjective,
  wanted: string | undefined,
): BeliefData | undefined {
  const { trial, told } = chosen;
  if (!isReasoned(told)) return undefined;
  const own = study.believe?.(trial.number, [trial.point])?.[0];
  const paths = ownPaths(study, trial);
  if (own?.values?.[objective.name] === undefined || paths.length === 0) return undefined;
  const path =
    wanted ?? decisivePath(study, trial, paths, (belief) => belief.values?.[objective.name]?.[2]);
  const slice = sliceThrough(study.space, trial.point, path);
  const beliefs = slice && study.believe?.(trial.number, slice.points);
  if (slice === undefined || beliefs === undefined) return undefined;
  const axis = parameterAxis(study, path);
  const known = slice.values.flatMap((value, k) => {
    const belief = beliefs[k];
    const x = axis.coordinate(value);
    const quantiles = belief?.values?.[objective.name];
    // Infinite ones are kept: a transform of the losses may reach no further.
    return belief === undefined || x === undefined || !quantiles || quantiles.some(Number.isNaN)
      ? []
      : [{ value, x, quantiles, belief }];
  });
  const worths = worthShares(
    known.map(({ belief }) => belief),
    String(chosen.told?.["acquisition"] ?? "logEI"),
  );
  const along = known.map(({ value, x, quantiles }, k) => ({
    value,
    x,
    quantiles,
    worth: worths[k]!,
  }));
  const at = along.find(({ value }) => value === trial.point[path]);
  if (at === undefined) return undefined;
  const near = nearness(study.space, trial.point, path);
  const numbers = new Set(seenBy(study, chosen));
  const trials = study.trials.filter(({ number }) => numbers.has(number));
  const best = own.best !== undefined && Number.isFinite(own.best) ? own.best : undefined;
  const isMeasured = trials.some((one) => isClose(objective.valueOf(one), best));
  const { scale, range } = region(trials, objective, along, at, best);
  const isBeyond = (value: number) =>
    value > range.high || value < range.low || (scale === "log" && value <= 0);
  return {
    kind: "belief",
    chosen,
    objective,
    axis,
    slice: along,
    at,
    seen: nearestOf(trials, near).flatMap((one) => {
      const x = axis.coordinate(one.point[path]);
      if (x === undefined || one.number === trial.number) return [];
      const value = one.state === "failed" ? undefined : objective.valueOf(one);
      const rail = value === undefined || isBeyond(value);
      return [{ trial: one, x, value, near: near(one.point), rail }];
    }),
    best,
    isMeasured,
    chance: own.chance,
    allowed: allowedBy(own),
    acquisition: acquisitionWords(chosen, own),
    scale,
    range,
    hasOthers: study.space.dimensions.length > 1,
  };
}

/** The trials that the model learnt from, or knew to be running; where it does not list them, those before it. */
function seenBy(study: StudyView, { trial, told }: ChosenTrial): number[] {
  const limits = (told?.["limits"] ?? []) as readonly { readonly trials?: readonly number[] }[];
  const lists = [told?.["trials"], told?.["believed"], ...limits.map(({ trials }) => trials)];
  if (Array.isArray(told?.["trials"])) return lists.flatMap((list) => (list ?? []) as number[]);
  return study.trials.flatMap(({ number, state }) =>
    number < trial.number && state !== "waiting" ? [number] : [],
  );
}

/** More trials than this cannot be told apart: then those nearest to the slice. */
const MOST_SEEN = 2000;

function nearestOf(
  trials: readonly TrialRecord[],
  near: (other: TrialRecord["point"]) => number,
): readonly TrialRecord[] {
  if (trials.length <= MOST_SEEN) return trials;
  const ranked = trials.map((trial) => ({ trial, near: near(trial.point) }));
  return ranked
    .toSorted((one, other) => other.near - one.near)
    .slice(0, MOST_SEEN)
    .map(({ trial }) => trial)
    .toSorted((one, other) => one.number - other.number);
}

function isClose(value: number | undefined, best: number | undefined): boolean {
  if (value === undefined || best === undefined) return false;
  return Math.abs(value - best) <= 1e-9 * Math.max(1e-300, Math.abs(best));
}

/** Worths as shares of the most along the slice: those that are logarithms as what they are logarithms of. */
function worthShares(beliefs: readonly PointBelief[], acquisition: string): number[] {
  const worths = beliefs.map(({ worth }) => worth);
  const finite = worths.filter(Number.isFinite);
  const most = finite.reduce((high, worth) => Math.max(high, worth), -Infinity);
  if (acquisition !== "EI" && acquisition !== "LCB") {
    return worths.map((worth) => (Number.isFinite(worth) ? Math.exp(worth - most) : 0));
  }
  const least = finite.reduce((low, worth) => Math.min(low, worth), Infinity);
  return worths.map((worth) =>
    Number.isFinite(worth) && most > least ? (worth - least) / (most - least) : 0,
  );
}

/** How likely limits are kept: the product over the terms that speak of it. */
function allowedBy({ terms }: PointBelief): number | undefined {
  const limits = Object.entries(terms).filter(([name]) => name.startsWith("limit "));
  const log = limits.reduce((sum, [, value]) => sum + value, terms["logFeasible"] ?? 0);
  if (limits.length === 0 && (terms["logFeasible"] ?? 0) === 0) return undefined;
  return Math.exp(log);
}

const ACQUISITIONS: Readonly<Record<string, string>> = {
  logEI: "expected improvement: where a gain is most worth the risk",
  EI: "expected improvement: where a gain is most worth the risk",
  PI: "probability of an improvement",
  LCB: "what a lucky trial would reach: 1.96 deviations better than expected",
  logEHVI: "expected gain of the front",
  feasibility: "probability that the constraints are kept, which no trial did yet",
};

function acquisitionWords({ told }: ChosenTrial, { terms }: PointBelief): string {
  const name = String(told?.["acquisition"] ?? "logEI");
  const words = ACQUISITIONS[name] ?? "what it is worth to the tuner";
  const extra = [
    Object.keys(terms).some((term) => term.startsWith("limit ")) && name !== "feasibility"
      ? "times the chance to be allowed"
      : "",
    "speed" in terms ? "for each second" : "",
    "belief" in terms ? "weighed by what you believe" : "",
  ].filter((part) => part !== "");
  return extra.length === 0 ? words : `${words.split(":")[0]}, ${extra.join(", ")}`;
}

/** How far the proposal's interval and the belief may reach beyond the values that were seen. */
function region(
  trials: readonly TrialRecord[],
  objective: ShownObjective,
  slice: readonly BeliefAt[],
  at: BeliefAt,
  best: number | undefined,
): { scale: Scale; range: Range } {
  const values = trials.flatMap((trial) => {
    if (trial.state !== "complete" || violationOf(trial) > 0) return [];
    return objective.valueOf(trial) ?? [];
  });
  const seen = decidingRegion(values, objective.direction, 0);
  const medians = slice.map(({ quantiles }) => quantiles[2]!);
  const middles = slice.flatMap(({ quantiles }) => [quantiles[1]!, quantiles[3]!]);
  const own = [at.quantiles[0]!, at.quantiles[4]!];
  const must = [...middles, ...medians, ...own].filter(Number.isFinite);
  // A model that knows no zero may expect less than none: then no logarithm shows it.
  const scale: Scale = seen.scale === "log" && must.every((value) => value > 0) ? "log" : "linear";
  const believed = limit(scale, extent(best === undefined ? must : [...must, best]), at);
  // What was seen is shown as far as it decides; of what is believed, what is near the proposal.
  const shown = values.length === 0 ? believed : widened(believed, seen.range);
  return { scale, range: padded(scale, shown, 0.04, 0.06) };
}

function extent(values: readonly number[]): Range {
  return {
    low: values.reduce((least, value) => Math.min(least, value), Infinity),
    high: values.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}

/** More than so many times the proposal's interval is not shown: the rest is off the picture. */
const MOST_INTERVALS = 8;

function limit(scale: Scale, { low, high }: Range, { quantiles }: BeliefAt): Range {
  const [from, to] = [quantiles[0]!, quantiles[4]!].map((value) =>
    position(scale, Number.isFinite(value) ? value : quantiles[2]!),
  ) as [number, number];
  const room = MOST_INTERVALS * Math.max(to - from, 1e-12);
  return {
    low: valueAt(scale, Math.max(position(scale, low), from - room)),
    high: valueAt(scale, Math.min(position(scale, high), to + room)),
  };
}
