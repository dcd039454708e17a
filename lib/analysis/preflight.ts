import { median } from "simple-statistics";
import { levelCount } from "../math/levels.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import type { StudyView } from "../study/observer.ts";
import type { Dimension } from "../space/space.ts";

/** What is planned, and what is known of its price. */
export interface PreflightOptions {
  /** Finished trials that the study shall hold at the end; left out: as many as the space has configurations. */
  readonly trials?: number;
  /** Trials that run at once. Default 1. */
  readonly concurrency?: number;
  /** Steps (epochs) of a whole training; left out: the most that a trial reported so far. */
  readonly steps?: number;
  /** Seconds of one step; left out: from the trials so far. */
  readonly secondsPerStep?: number;
  /** Share of its steps that an average trial trains, where a pruner stops some; left out: from the trials so far, else 1. */
  readonly trainedShare?: number;
  /** Bytes that one training holds at a time. */
  readonly bytesPerTrial?: number;
  /** Price of an hour of computing, in any currency. */
  readonly pricePerHour?: number;
  /** A schedule to be checked against the plan: how many trials stand at each rung, and how far they train. */
  readonly schedule?: readonly { readonly trials: number; readonly steps: number }[];
}

const KNOWN = {
  trials: true,
  concurrency: true,
  steps: true,
  secondsPerStep: true,
  trainedShare: true,
  bytesPerTrial: true,
  pricePerHour: true,
  schedule: true,
} as const;

/** What a study will take. Undefined is what cannot be told from what is known. */
export interface Preflight {
  /** Different configurations in the space; null where there is no end of them (JSON has no Infinity). */
  readonly configurations: number | null;
  /** How many values each parameter can take; null where continuous. */
  readonly parameters: readonly { readonly path: string; readonly values: number | null }[];
  readonly trials: {
    readonly planned: number | undefined;
    readonly finished: number;
    readonly left: number | undefined;
  };
  /** Steps that are left to be trained, all trials together. */
  readonly steps: number | undefined;
  /** Of computing, and by the clock with so many at once; with the interval that the spread of durations leaves. */
  readonly computeSeconds: number | undefined;
  readonly seconds: number | undefined;
  readonly secondsInterval: readonly [number, number] | undefined;
  /** What the forecast rests on. */
  readonly basis: "given" | "trials so far" | "nothing";
  /** At the fullest moment. */
  readonly bytes: number | undefined;
  readonly price: number | undefined;
  readonly warnings: readonly { readonly kind: string; readonly message: string }[];
}

/** More than this many configurations nobody trains one by one. */
const MANY = 1000;

/**
 * What a study will take, told before it is run: configurations, steps, time, memory, price, and what looks
 * like a mistake. Durations come from the first trials, or from the seconds of a step.
 */
export function preflight(study: StudyView, options: PreflightOptions = {}): Preflight {
  knownOptions("analysis.preflight", options, KNOWN);
  const { concurrency = 1, bytesPerTrial, pricePerHour } = options;
  for (const [name, value] of Object.entries(options))
    if (typeof value === "number" && !(value > 0))
      throw new StudyError(`${name} is ${String(value)}. Give a number above 0.`);
  const { size, dimensions } = study.space;
  const finished = study.trials.filter(({ state }) =>
    ["complete", "pruned", "failed", "paused"].includes(state),
  );
  const planned = options.trials ?? (size === Infinity ? undefined : size);
  const left = planned === undefined ? undefined : Math.max(0, planned - finished.length);
  const known = durations(study);
  const whole =
    options.steps ??
    study.trials.reduce((most, { reports }) => Math.max(most, reports.length), 0) ??
    0;
  const trained = options.trainedShare ?? trainedShare(study, whole);
  const scheduled = options.schedule?.reduce((sum, rung) => sum + rung.trials * rung.steps, 0);
  const steps =
    scheduled ?? (left === undefined || whole === 0 ? undefined : left * whole * trained);
  const perTrial =
    options.secondsPerStep !== undefined && steps !== undefined && left !== undefined && left > 0
      ? { mean: (options.secondsPerStep * steps) / left, sd: 0, count: 0 }
      : known;
  const basis = perTrial === undefined ? "nothing" : perTrial === known ? "trials so far" : "given";
  const computeSeconds = left === undefined || !perTrial ? undefined : left * perTrial.mean;
  const lanes = left === undefined ? concurrency : Math.max(1, Math.min(concurrency, left));
  const seconds = computeSeconds === undefined ? undefined : computeSeconds / lanes;
  return {
    configurations: size === Infinity ? null : size,
    parameters: dimensions.map((dimension) => ({
      path: dimension.path,
      values: finiteOrNull(valuesOf(dimension)),
    })),
    trials: { planned, finished: finished.length, left },
    steps,
    computeSeconds,
    seconds,
    secondsInterval: seconds === undefined ? undefined : spread(seconds, left!, lanes, perTrial!),
    basis,
    bytes: bytesPerTrial === undefined ? undefined : bytesPerTrial * lanes,
    price:
      pricePerHour === undefined || computeSeconds === undefined
        ? undefined
        : (pricePerHour * computeSeconds) / 3600,
    warnings: warningsOf(study, options, planned),
  };
}

/** Seconds of the trials that have run, failed and pruned ones too: they will be among those to come. */
function durations(study: StudyView): { mean: number; sd: number; count: number } | undefined {
  const seconds = study.trials.flatMap(({ startedAt, endedAt, state }) =>
    startedAt === undefined || endedAt === undefined || state === "interrupted"
      ? []
      : [(endedAt - startedAt) / 1000],
  );
  if (seconds.length === 0) return undefined;
  // The first training loads data and compiles kernels: where it sticks out, it is not what others take.
  const isOdd = seconds.length >= 4 && seconds[0]! > 3 * median(seconds);
  const used = isOdd ? seconds.slice(1) : seconds;
  const mean = used.reduce((sum, one) => sum + one, 0) / used.length;
  const squares = used.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, used.length - 1)), count: used.length };
}

/** About 90%: by what is left to chance in the trials to come, and by what is not known of their mean. */
function spread(
  seconds: number,
  left: number,
  lanes: number,
  { sd, count }: { sd: number; count: number },
): readonly [number, number] {
  const error = (1.645 * sd * Math.sqrt(left + (count > 0 ? left ** 2 / count : 0))) / lanes;
  return [Math.max(0, seconds - error), seconds + error];
}

function trainedShare(study: StudyView, whole: number): number {
  const reported = study.trials.filter(
    ({ state, reports }) => (state === "complete" || state === "pruned") && reports.length > 0,
  );
  if (reported.length === 0 || whole === 0) return 1;
  return reported.reduce((sum, { reports }) => sum + reports.length / whole, 0) / reported.length;
}

function warningsOf(
  { space }: StudyView,
  options: PreflightOptions,
  planned: number | undefined,
): Preflight["warnings"] {
  const warnings: { kind: string; message: string }[] = [];
  const { size, dimensions } = space;
  const varying = dimensions.filter((dimension) => valuesOf(dimension) > 1);
  if (options.trials === undefined && size !== Infinity && size > MANY) {
    const parts = varying.map((dimension) => valuesOf(dimension)).join(" × ");
    const product = varying.every(({ condition }) => condition === undefined) ? ` (${parts})` : "";
    warnings.push({
      kind: "grid size",
      message: `The grid has ${size.toLocaleString("en")} networks${product}. Give trials, or coarser steps.`,
    });
  }
  if (planned !== undefined && size !== Infinity && planned > size)
    warnings.push({
      kind: "more trials than configurations",
      message: `${planned} trials are planned, but the space has ${size} different configurations.`,
    });
  if (planned !== undefined && varying.length > 0 && planned < 2 * varying.length)
    warnings.push({
      kind: "few trials",
      message: `${planned} trials for ${varying.length} parameters that vary are few: a search learns little from less than ten for each.`,
    });
  if (varying.length === 0)
    warnings.push({ kind: "nothing varies", message: "Every parameter has a single value." });
  const { concurrency } = options;
  if (concurrency !== undefined && planned !== undefined && concurrency * 4 > planned)
    warnings.push({
      kind: "concurrency",
      message: `With ${concurrency} of ${planned} trials at once, a quarter or more of them begin before any result is in.`,
    });
  return warnings;
}

function valuesOf(dimension: Dimension): number {
  return dimension.kind === "categorical" ? dimension.choices.length : levelCount(dimension);
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
