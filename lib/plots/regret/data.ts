/** How far the best value so far is from the optimum, as data. */
import { type Range, type Scale } from "../common/axis.ts";
import { linesRange } from "../common/best-lines.ts";
import { FigureError } from "../common/figure-error.ts";
import { leadOf } from "../common/lead.ts";
import { formatMeasure } from "../common/numbers.ts";
import type { NamedStudy } from "../common/series.ts";
import {
  bestReached,
  type ConvergenceData,
  convergenceData,
  type ConvergenceOptions,
} from "../convergence/data.ts";

/** What a regret shows: lines of distances, which all become smaller. */
export interface RegretData extends ConvergenceData {
  /** The value from which distances are measured; undefined where no trial is complete. */
  readonly optimum: number | undefined;
  /** Whether it was given; else it is the best that any of the studies found. */
  readonly isKnown: boolean;
  /** Where a distance of zero is drawn, which a log axis cannot hold. */
  readonly floor: number;
}

/** How far below the smallest distance zero is drawn: a third of a decade. */
const BELOW = 2;

/** @throws FigureError where a trial is better than the optimum that is given */
export function regretData(
  studies: readonly NamedStudy[],
  options: ConvergenceOptions & { readonly optimum?: number | undefined } = {},
): RegretData {
  const data = convergenceData(studies, options);
  const { sign } = data.objective;
  const best = bestReached(studies, data.objective);
  const optimum = options.optimum ?? best;
  if (optimum !== undefined && best !== undefined && sign * best < sign * optimum)
    throw new FigureError(
      `optimum is ${String(options.optimum)}, but a trial came to ${formatMeasure(best)}. Give the best value there is, or leave it out.`,
    );
  const distances = data.lines.map((line) => ({
    ...line,
    points: line.points.map(({ x, value }) => ({ x, value: sign * (value - (optimum ?? 0)) })),
  }));
  const positive = distances
    .flatMap(({ points }) => points.map(({ value }) => value))
    .filter((value) => value > 0 && Number.isFinite(value));
  const least = positive.reduce((low, value) => Math.min(low, value), Infinity);
  const floor = least === Infinity ? 1 : Math.max(Number.MIN_VALUE * 1e16, least / BELOW);
  const lines = distances.map((line) => ({
    ...line,
    points: line.points.map(({ x, value }) => ({ x, value: Math.max(value, floor) })),
  }));
  const scale: Scale = "log";
  const range: Range | undefined = linesRange(lines, scale, "minimize");
  return {
    ...data,
    lines,
    scale,
    range,
    lead: leadOf(lines, "minimize"),
    optimum,
    isKnown: options.optimum !== undefined,
    floor,
  };
}
