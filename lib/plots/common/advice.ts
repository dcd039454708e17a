/**
 * What the trials say about a parameter, in a few words; nothing where they say nothing clear. Every word rests on a
 * test at 2% to 5%, of ranks, so that neither the scale of the values nor a single bad one makes the advice.
 */
import { percentile } from "../../math/percentile.ts";
import { type RandomStream, randomStream } from "../../math/random.ts";
import { formatNumber } from "./numbers.ts";
import type { ParameterAxis } from "./parameter-axis.ts";
import { formatSetting } from "./trial-words.ts";
import { cut } from "./words.ts";
import type { Outcome } from "./outcomes.ts";

/** One line of advice. */
export interface Advice {
  /** Plain text; "" where nothing is clear. */
  readonly text: string;
  /** The choice on which the best value depends, by path; undefined where it depends on none. */
  readonly dependsOn?: string;
}

/** Fewer trials than this say nothing about a parameter, fewer with a choice nothing about the choice. */
const LEAST = 8;
const LEAST_OF_CHOICE = 4;

/** Advice is no clearer from more trials than this; what is left out is left out evenly, from the best to the worst. */
const ENOUGH = 800;

const NOTHING: Advice = { text: "" };

/**
 * Advice on one parameter, given all the parameters it may depend on.
 *
 * @param outcomes the best first, as `outcomesOf` gives them
 */
export function adviceOn(
  axis: ParameterAxis,
  axes: readonly ParameterAxis[],
  outcomes: readonly Outcome[],
): Advice {
  const there = outcomes.filter(({ point }) => axis.unit(point[axis.path]) !== undefined);
  if (there.length < LEAST) return NOTHING;
  const every = Math.ceil(there.length / ENOUGH);
  const own = there.filter((_, k) => k % every === 0);
  if (axis.isCategorical) return { text: onChoices(axis, own) };
  const apart = byChoice(axis, axes, own);
  if (apart !== undefined) return apart;
  const text = onNumbers(axis, own);
  return { text: text === "" ? "" : text + conditionWords(axis, there.length, outcomes.length) };
}

/** " (35 of 60 used l1)": on how many trials advice on a conditional parameter rests. */
function conditionWords({ dimension }: ParameterAxis, there: number, all: number): string {
  if (there === all) return "";
  const choices = dimension?.condition?.in ?? [];
  const used = choices.length === 1 ? `used ${cut(formatSetting(choices[0]), 16)}` : "have it";
  return ` (${there} of ${all} ${used})`;
}

/** Ranks 0 … 1 of losses, the best first, equal ones the mean of theirs. */
export function rankShares(losses: readonly number[]): number[] {
  const order = losses
    .map((_, index) => index)
    .toSorted((one, other) => losses[one]! - losses[other]!);
  const ranks = losses.map(() => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && losses[order[to + 1]!] === losses[order[from]!]) to++;
    for (let k = from; k <= to; k++) ranks[order[k]!] = (from + to) / 2;
    from = to + 1;
  }
  return ranks.map((rank) => rank / Math.max(1, losses.length - 1));
}

/** "relu, then tanh": choices whose trials rank better than those of the next, by Mann and Whitney's test. */
function onChoices(axis: ParameterAxis, own: readonly Outcome[]): string {
  const ranks = rankShares(own.map(({ loss }) => loss));
  const groups = axis.choices
    .map((choice) => ({
      name: cut(formatSetting(choice), 20),
      preposition: typeof choice === "number" ? "at" : "with",
      ranks: ranks.filter((_, k) => own[k]!.point[axis.path] === choice),
    }))
    .filter((group) => group.ranks.length >= LEAST_OF_CHOICE)
    .toSorted((one, other) => mean(one.ranks) - mean(other.ranks));
  const [first, second, third] = groups;
  if (first === undefined || second === undefined) return "";
  const rest = groups.slice(1).flatMap((group) => group.ranks);
  if (!ranksBelow(first.ranks, second.ranks)) {
    // Two that cannot be told apart, but both from the rest.
    const both = [...first.ranks, ...second.ranks];
    const others = groups.slice(2).flatMap((group) => group.ranks);
    return others.length >= LEAST_OF_CHOICE && ranksBelow(both, others)
      ? `${first.name} or ${second.name}`
      : "";
  }
  if (!ranksBelow(first.ranks, rest)) return "";
  const isSecondClear = third !== undefined && ranksBelow(second.ranks, third.ranks);
  return isSecondClear
    ? `${first.name}, then ${second.name}`
    : `best ${first.preposition} ${first.name}`;
}

/** Whether the first of two samples is lower, by the normal form of Mann and Whitney's test at 2.5%. */
function ranksBelow(lower: readonly number[], higher: readonly number[]): boolean {
  const [m, n] = [lower.length, higher.length];
  let wins = 0;
  for (const one of lower)
    for (const other of higher) wins += one < other ? 1 : one === other ? 0.5 : 0;
  const sd = Math.sqrt((m * n * (m + n + 1)) / 12);
  return (wins - (m * n) / 2) / sd > 1.96;
}

interface Placed {
  readonly unit: number;
  readonly rank: number;
}

function placed(axis: ParameterAxis, own: readonly Outcome[]): Placed[] {
  const ranks = rankShares(own.map(({ loss }) => loss));
  return own.map(({ point }, k) => ({ unit: axis.unit(point[axis.path])!, rank: ranks[k]! }));
}

/** "more is better", "harms above 10⁻³", "best near 0.1", "best from 0.2 to 0.5". */
function onNumbers(axis: ParameterAxis, own: readonly Outcome[]): string {
  const points = placed(axis, own);
  const good = bestPart(points, 0.25);
  const within = concentration(points, good, randomStream(0, 1));
  const rho = spearman(points);
  const isTrend = Math.abs(rho) * Math.sqrt(points.length - 1) > 2.33;
  const units = good.map(({ unit }) => unit);
  const middle = percentile(units, 50);
  // Advice that leaves out the best trial would lead away from it.
  const best = points[0]!.unit;
  const low = Math.min(best, percentile(units, 10));
  const high = Math.max(best, percentile(units, 90));
  if (isTrend) {
    const half = bestPart(points, 0.5).map(({ unit }) => unit);
    const least = Math.min(best, percentile(half, 5));
    const most = Math.max(best, percentile(half, 95));
    const isWorseUpwards = rho > 0;
    const edge = isWorseUpwards ? most : least;
    // Good trials all over one side, as good anywhere on it, and none beyond: a threshold, no slope.
    const side = isWorseUpwards ? edge : 1 - edge;
    const inside = points.filter(({ unit }) => (isWorseUpwards ? unit <= edge : unit >= edge));
    const isFlat = Math.abs(spearman(inside)) * Math.sqrt(inside.length - 1) < 1.5;
    if (isFlat && most - least > 0.55 * side && side > 0.3 && side < 0.85)
      return `harms ${isWorseUpwards ? "above" : "below"} ${settingAt(axis, edge)}`;
    if (
      (isWorseUpwards ? middle < 0.35 : middle > 0.65) &&
      isBestAtEnd(points, middle, isWorseUpwards)
    )
      return isWorseUpwards ? "less is better" : "more is better";
  }
  if (within > 0.05) return "";
  if (high - low < 0.2) return `best near ${settingAt(axis, middle)}`;
  if (high - low > 0.6) return "";
  const [from, to] = [settingAt(axis, low), settingAt(axis, high)];
  return from === to ? `best near ${from}` : `best from ${from} to ${to}`;
}

/**
 * Whether it gets better right up to the end of the axis: among the half of the trials nearest to that end, and no
 * worse beyond the middle of the good ones than before it. Else the best lies inside, and "more" would lead past it.
 */
function isBestAtEnd(points: readonly Placed[], middle: number, isLow: boolean): boolean {
  const ordered = points.toSorted((one, other) => (isLow ? 1 : -1) * (one.unit - other.unit));
  const half = ordered.slice(0, Math.ceil(points.length / 2));
  const rho = (isLow ? 1 : -1) * spearman(half);
  const count = ordered.filter(({ unit }) => (isLow ? unit < middle : unit > middle)).length;
  const ranks = (from: number, to: number) => mean(ordered.slice(from, to).map(({ rank }) => rank));
  return rho * Math.sqrt(half.length - 1) > 1.5 && ranks(0, count) <= ranks(count, 2 * count);
}

/** "best near 0.1 with sgd, 0.003 with adam": where the best value depends on a choice. */
function byChoice(
  axis: ParameterAxis,
  axes: readonly ParameterAxis[],
  own: readonly Outcome[],
): Advice | undefined {
  let widest = 0.15;
  let found: Advice | undefined;
  for (const [place, other] of axes.entries()) {
    if (!other.isCategorical || other.choices.length > 4) continue;
    const groups = other.choices.flatMap((choice) => {
      const points = placed(
        axis,
        own.filter(({ point }) => point[other.path] === choice),
      );
      if (points.length < LEAST) return [];
      const good = bestPart(points, 0.25);
      const middle = percentile(
        good.map(({ unit }) => unit),
        50,
      );
      const chance = concentration(points, good, randomStream(0, 2, place));
      return [{ name: cut(formatSetting(choice), 16), middle, isClear: chance <= 0.02 }];
    });
    if (groups.length < 2 || groups.length > 3 || !groups.every(({ isClear }) => isClear)) continue;
    const middles = groups.map(({ middle }) => middle);
    const apart = Math.max(...middles) - Math.min(...middles);
    if (apart <= widest) continue;
    widest = apart;
    const parts = groups
      .toSorted((one, next) => next.middle - one.middle)
      .map(({ middle, name }) => `${settingAt(axis, middle)} with ${name}`);
    found = { text: `best near ${parts.join(", ")}`, dependsOn: other.path };
  }
  return found;
}

/** The best of some trials, at least four. */
function bestPart(points: readonly Placed[], share: number): Placed[] {
  const count = Math.max(4, Math.round(points.length * share));
  return points.toSorted((one, other) => one.rank - other.rank).slice(0, count);
}

const SHUFFLES = 149;

/**
 * How likely so narrow a spread of the good ones were if goodness had nothing to do with the parameter: a
 * test by permutation, which holds also where a tuner looked in one region only.
 */
function concentration(
  points: readonly Placed[],
  good: readonly Placed[],
  random: RandomStream,
): number {
  const spread = (some: readonly Placed[]) => {
    const centre = mean(some.map(({ unit }) => unit));
    return mean(some.map(({ unit }) => Math.abs(unit - centre)));
  };
  const seen = spread(good);
  let narrower = 0;
  const rest = [...points];
  for (let k = 0; k < SHUFFLES; k++) {
    // Only as many are shuffled to the front as are looked at.
    for (let place = 0; place < good.length; place++) {
      const from = random.int(place, rest.length - 1);
      [rest[place], rest[from]] = [rest[from]!, rest[place]!];
    }
    if (spread(rest.slice(0, good.length)) <= seen) narrower++;
  }
  return (narrower + 1) / (SHUFFLES + 1);
}

/** Spearman's correlation of a parameter and the rank of the loss; above 0 where more is worse. */
function spearman(points: readonly Placed[]): number {
  const units = rankShares(points.map(({ unit }) => unit));
  const ranks = points.map(({ rank }) => rank);
  const [mx, my] = [mean(units), mean(ranks)];
  let [xy, xx, yy] = [0, 0, 0];
  units.forEach((unit, k) => {
    xy += (unit - mx) * (ranks[k]! - my);
    xx += (unit - mx) ** 2;
    yy += (ranks[k]! - my) ** 2;
  });
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

/** A place on an axis as a round value: no finer than advice can be. */
function settingAt(axis: ParameterAxis, unit: number): string {
  const value = axis.valueAtUnit(unit);
  if (typeof value !== "number") return formatSetting(value);
  const { dimension } = axis;
  const isWhole = dimension?.kind === "int";
  const rounded = Number(value.toPrecision(axis.scale === "log" && !isWhole ? 1 : 2));
  if (dimension === undefined || dimension.kind === "categorical") return formatNumber(rounded, 2);
  const inside = Math.min(dimension.high, Math.max(dimension.low, rounded));
  return formatNumber(isWhole ? Math.round(inside) : inside, 2);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
