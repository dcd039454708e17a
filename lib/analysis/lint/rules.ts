import { median } from "simple-statistics";
import { searchInterval } from "../../math/interval.ts";
import { levelAt } from "../../math/levels.ts";
import type { Axis } from "../../space/vectors.ts";
import type { Json, Scalar } from "../../study/trial-record.ts";
import type { Block, LintTable } from "./table.ts";

/** A change of a space's definition: the option of a parameter, and what it shall be. */
export interface SpacePatch {
  readonly path: string;
  /** "low", "high", "log", "step", "choices", or "fixed" (a single value in place of the range). */
  readonly option: "low" | "high" | "log" | "step" | "choices" | "fixed";
  readonly value: Json;
}

/** One remark on a space. */
export interface Lint {
  readonly kind:
    "optimum at bound" | "use log" | "dead parameter" | "never better choice" | "step too coarse";
  readonly path: string;
  readonly message: string;
  readonly patch: readonly SpacePatch[];
  /** The numbers on which it rests. */
  readonly evidence: Readonly<Record<string, number>>;
}

/** Standard errors from which on an effect counts: many parameters are looked at, and each in several ways. */
const SURE = 3.5;

/** The best tenth of the trials, and no fewer than five. */
function bestTrials({ losses }: LintTable) {
  const sorted = losses.toSorted((one, other) => one.loss - other.loss);
  return sorted.slice(0, Math.max(5, Math.ceil(losses.length / 10))).map(({ trial }) => trial);
}

/**
 * The loss still falls where the range ends: the slope of the fitted curve at the bound leads out of the
 * range, surely so, and the best trials stand there.
 */
export function atBound(table: LintTable, block: Block): Lint | undefined {
  const { axis, from, form } = block;
  const { dimension } = axis;
  if (form !== "curve" || dimension.kind === "categorical" || dimension.prior) return undefined;
  const best = bestTrials(table).flatMap(({ point }) => point[dimension.path] ?? []);
  if (best.length < 5) return undefined;
  for (const side of ["low", "high"] as const) {
    const away = best.map((value) => {
      const unit = axis.toUnit(value);
      return side === "low" ? unit : 1 - unit;
    });
    const distance = median(away);
    if (distance > 0.12 || Math.min(...away) > 0.05) continue;
    // d/du (β₁ u + β₂ u²) at u = ∓½, in the direction that leads inwards.
    const inward = side === "low" ? 1 : -1;
    const slope = table.fit.contrast([
      [from, inward],
      [from + 1, -1],
    ]);
    if (slope.t < SURE) continue;
    const evidence = {
      medianDistance: distance,
      slope: slope.estimate,
      t: slope.t,
      best: best.length,
    };
    const { low, high, log, step } = dimension;
    // Near the small end of several powers of ten: what lies there is not seen without a logarithm.
    if (side === "low" && !log && low > 0 && high / low >= 50 && (step ?? 1) === 1)
      return {
        kind: "use log",
        path: dimension.path,
        message: `The best values of ${dimension.path} stand at the small end of a range that spans a factor of ${Math.round(high / low)}: search its logarithm (log: true), which shows whether the range ends too early.`,
        patch: [{ path: dimension.path, option: "log", value: true }],
        evidence,
      };
    const value = widened(axis, side);
    if (value === undefined) continue;
    return {
      kind: "optimum at bound",
      path: dimension.path,
      message: `The best values of ${dimension.path} stand at its ${side} end ${dimension[side]}, and the loss still falls there: widen to ${value}.`,
      patch: [{ path: dimension.path, option: side, value }],
      evidence,
    };
  }
  return undefined;
}

/** A bound so far out that the range is half as long again; undefined where nothing lies there. */
function widened({ dimension }: Axis, side: "low" | "high"): number | undefined {
  if (dimension.kind === "categorical") return undefined;
  const { kind, low, high, log, step } = dimension;
  const interval = searchInterval({ low, high, log });
  const reach = (interval.high - interval.low) / 2;
  const place = side === "low" ? interval.low - reach : interval.high + reach;
  const value = Number((log ? Math.exp(place) : place).toPrecision(2));
  if (step !== undefined && !(kind === "int" && log)) {
    const steps = Math.max(1, Math.round((side === "low" ? low - value : value - high) / step));
    const moved = side === "low" ? low - steps * step : high + steps * step;
    return levelAt({ low: moved, high, log: false, step }, 0);
  }
  const whole = kind === "int" ? Math.round(value) : value;
  if (log && kind === "int" && whole < 1) return low > 1 ? 1 : undefined;
  // A count or a rate that began at 0 has nothing below.
  if (side === "low" && low >= 0 && whole < 0) return low > 0 ? 0 : undefined;
  return whole;
}

/** The loss goes evenly with the logarithm, not with the value: small values are hardly searched. */
export function useLog(table: LintTable, { axis, form }: Block): Lint | undefined {
  const { dimension } = axis;
  if (form !== "curve" || dimension.kind === "categorical" || dimension.log) return undefined;
  const { low, high, step, kind } = dimension;
  if (low <= 0 || high / low < 50 || dimension.prior || (step !== undefined && kind === "float"))
    return undefined;
  const span = Math.log(high / low);
  const squares = table.squaresWith(axis, (value) => Math.log((value as number) / low) / span);
  if (squares === undefined) return undefined;
  // Twice the logarithm of the likelihood ratio of two models with as many effects.
  const gain = table.losses.length * Math.log(table.fit.residualSquares / squares);
  const best = bestTrials(table).flatMap(({ point }) => point[dimension.path] ?? []) as number[];
  if (gain < 10 || best.length < 5) return undefined;
  const place = (median(best) - low) / (high - low);
  if (place > 0.2) return undefined;
  return {
    kind: "use log",
    path: dimension.path,
    message: `${dimension.path} spans a factor of ${Math.round(high / low)} and its good values lie in the lowest ${Math.max(1, Math.round(100 * place))}% of the range: search its logarithm (log: true).`,
    patch: [
      { path: dimension.path, option: "log", value: true },
      ...(step !== undefined && step !== 1
        ? [{ path: dimension.path, option: "step", value: 1 } as const]
        : []),
    ],
    evidence: { factor: high / low, likelihoodGain: gain, medianPlace: place },
  };
}

/** A choice that, all else equal, is worse than another, and never came among the best. */
export function neverBetter(table: LintTable, { axis, from, form }: Block): Lint | undefined {
  const { dimension } = axis;
  if (dimension.kind !== "categorical" || form !== "levels" || axis.levels < 3) return undefined;
  const effect = (level: number): (readonly [number, number])[] =>
    level === 0 ? [] : [[from + level - 1, 1]];
  const tried = dimension.choices.map((choice) =>
    table.losses.filter(({ trial }) => trial.point[dimension.path] === choice),
  );
  const enough = tried.flatMap((trials, level) => (trials.length >= 5 ? [level] : []));
  if (enough.length < 2) return undefined;
  const estimates = enough.map((level) => ({ level, ...table.fit.contrast(effect(level)) }));
  const top = estimates.reduce((least, one) => (one.estimate < least.estimate ? one : least)).level;
  const quarter = table.losses.map(({ loss }) => loss).toSorted((one, other) => one - other)[
    Math.floor(table.losses.length / 4)
  ]!;
  const worse = enough.flatMap((level) => {
    if (level === top) return [];
    const { estimate, t } = table.fit.contrast([
      ...effect(level),
      ...effect(top).map(([place, factor]) => [place, -factor] as const),
    ]);
    const among = tried[level]!.filter(({ loss }) => loss <= quarter).length;
    // Were it like all others, so many trials would all miss the best quarter by chance this often.
    const chance = 0.75 ** tried[level]!.length;
    return t > SURE && among === 0 && chance < 0.02 ? [{ level, estimate, t, chance }] : [];
  });
  // At least two choices stay, or there is nothing to choose.
  const removed = worse.slice(0, axis.levels - 2);
  if (removed.length === 0) return undefined;
  const names = removed.map(({ level }) => JSON.stringify(dimension.choices[level]));
  const left = dimension.choices.filter((_, level) => removed.every((one) => one.level !== level));
  return {
    kind: "never better choice",
    path: dimension.path,
    message: `${names.join(", ")} of ${dimension.path} never came among the best quarter and is worse than ${JSON.stringify(dimension.choices[top])}, all else equal: leave it out.`,
    patch: [{ path: dimension.path, option: "choices", value: left }],
    evidence: {
      t: Math.min(...removed.map(({ t }) => t)),
      effect: Math.min(...removed.map(({ estimate }) => estimate)),
      chance: Math.max(...removed.map(({ chance }) => chance)),
    },
  };
}

/** The best level is far better than the next on both sides: the optimum itself is skipped. */
export function tooCoarse(table: LintTable, { axis, from, form }: Block): Lint | undefined {
  const { dimension } = axis;
  if (dimension.kind === "categorical" || form !== "levels" || dimension.step === undefined)
    return undefined;
  if (axis.levels < 3 || (dimension.kind === "int" && dimension.step === 1)) return undefined;
  const counts = Array.from(
    { length: axis.levels },
    (_, level) =>
      table.losses.filter(({ trial }) => axis.levelOf(trial.point[dimension.path]) === level)
        .length,
  );
  const effect = (level: number): number =>
    level === 0 ? 0 : table.fit.effects[from + level - 1]!;
  let best = 0;
  for (let level = 1; level < axis.levels; level++) if (effect(level) < effect(best)) best = level;
  if (best === 0 || best === axis.levels - 1 || counts[best]! < 4) return undefined;
  const sides = [best - 1, best + 1].map((level) => ({
    count: counts[level]!,
    ...table.fit.contrast([
      ...(level === 0 ? [] : [[from + level - 1, 1] as const]),
      [from + best - 1, -1],
    ]),
  }));
  if (sides.some(({ count, t, estimate }) => count < 4 || t < SURE || estimate < 0.75))
    return undefined;
  const { step } = dimension;
  const finer = dimension.kind === "int" ? Math.max(1, Math.floor(step / 2)) : step / 2;
  // It must still meet both ends of the range.
  const value =
    (dimension.high - dimension.low) % finer === 0 || dimension.kind === "float" ? finer : 1;
  return {
    kind: "step too coarse",
    path: dimension.path,
    message: `From ${dimension.path} = ${String(axis.valueAt(best))} a single step either way costs a good part of what all trials differ by: take a step of ${value}.`,
    patch: [{ path: dimension.path, option: "step", value }],
    evidence: {
      below: sides[0]!.estimate,
      above: sides[1]!.estimate,
      t: Math.min(sides[0]!.t, sides[1]!.t),
      levels: axis.levels,
    },
  };
}

/** The middle of the values of the best trials, or the most frequent. */
export function typicalBest(table: LintTable, axis: Axis): Scalar | undefined {
  const { path } = axis.dimension;
  const values = bestTrials(table).flatMap(({ point }) => point[path] ?? []);
  if (values.length === 0) return undefined;
  if (!axis.isCategorical && values.every((value) => typeof value === "number"))
    return axis.fromUnit(median(values.map((value) => axis.toUnit(value))));
  const counts = new Map<Scalar, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]![0];
}
