/** A race as lines with bands, as data. */
import type { RaceResult } from "../../analysis/race.ts";
import type { Direction } from "../../study/observer.ts";
import { type Range, type Scale, scaleFor } from "../common/axis.ts";
import { linesRange } from "../common/best-lines.ts";
import { FigureError } from "../common/figure-error.ts";
import { type BestLine, type Lead, leadOf } from "../common/lead.ts";
import { tunerWords } from "../common/method-names.ts";
import { formatMeasure } from "../common/numbers.ts";

/** What a race's result does not know of itself. */
export interface RaceDataOptions {
  /** Name and direction of the objective. Default: `value`, minimized. */
  readonly objective?: string | undefined;
  readonly direction?: Direction | undefined;
  /** The objective's best value, where it is known: a line at the floor, and values instead of distances. */
  readonly optimum?: number | undefined;
  /** The contestant whom the lead is measured over. Default: "random", else the one that ends worst. */
  readonly baseline?: string | undefined;
}

/** One contestant. */
export interface RaceLine extends BestLine {
  /** As it is called in a sentence: "the Gaussian process". */
  readonly words: string;
  readonly isBaseline: boolean;
  /** Quartiles after each trial, from the first at which the median is known. */
  readonly band: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  readonly meanRank: number;
  readonly rankInterval: readonly [number, number];
}

/** Everything that a race shows. */
export interface RaceData {
  readonly objective: string;
  readonly direction: Direction;
  /** Whether what is drawn are distances from an optimum whose value is not given. */
  readonly isRegret: boolean;
  readonly optimum: number | undefined;
  /** The one that ends best first. */
  readonly lines: readonly RaceLine[];
  readonly trials: number;
  readonly initial: number;
  readonly seeds: number;
  readonly scale: Scale;
  readonly range: Range | undefined;
  readonly lead: Lead | undefined;
  /** Whether the leader's difference from the baseline is certain at 5%, corrected for all pairs. */
  readonly isCertain: boolean;
}

/** @throws FigureError where what is given is no result of a race, or has no such baseline */
export function raceData(result: RaceResult, options: RaceDataOptions = {}): RaceData {
  if (!Array.isArray((result as Partial<RaceResult> | undefined)?.tuners))
    throw new FigureError(
      "plots.race draws what analysis.race came to: plots.race(await analysis.race({ … })).",
    );
  const { optimum } = options;
  // A regret is a loss, whatever the direction of its values.
  const isRegret = result.isRegret && optimum === undefined;
  const direction = isRegret ? "minimize" : (options.direction ?? "minimize");
  const sign = direction === "maximize" ? -1 : 1;
  const shown = (value: number) => (result.isRegret && !isRegret ? optimum! + sign * value : value);
  const names = result.tuners.map(({ name }) => name);
  const baseline = options.baseline ?? (names.includes("random") ? "random" : undefined);
  if (baseline !== undefined && !names.includes(baseline))
    throw new FigureError(
      `There is no contestant ${JSON.stringify(baseline)} in the race; there are ${names.join(", ")}.`,
    );
  const smallest = floorOf(result);
  const raced = result.tuners.map((tuner): RaceLine => {
    const known = tuner.curve.flatMap(({ low, median, high }, k) =>
      low === null || median === null || high === null || !Number.isFinite(median)
        ? []
        : [{ x: k + 1, low, median, high }],
    );
    const place = (value: number) => shown(isRegret ? Math.max(value, smallest) : value);
    const points = known.map(({ x, median }) => ({ x, value: place(median) }));
    return {
      name: tuner.name,
      words: tunerWords(tuner.name),
      isBaseline: tuner.name === baseline,
      points: points.filter(({ value }, k) => k === 0 || value !== points[k - 1]!.value),
      end: result.trials,
      band: known
        .filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
        .map(({ x, low, high }) => ({ x, low: place(low), high: place(high) })),
      meanRank: tuner.meanRank,
      rankInterval: tuner.rankInterval,
    };
  });
  const endOf = ({ points }: RaceLine) => sign * (points.at(-1)?.value ?? Infinity * sign);
  const lines = raced.toSorted((one, other) => endOf(one) - endOf(other) || 0);
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
  const scale = scaleFor(direction, optimum === undefined ? values : [...values, optimum]);
  const against = lines.findIndex(({ isBaseline }) => isBaseline);
  const lead = leadOf(lines, direction, against < 0 ? undefined : against);
  return {
    objective: options.objective ?? "value",
    direction,
    isRegret,
    optimum,
    lines,
    trials: result.trials,
    initial: result.initial,
    seeds: result.seeds.length,
    scale,
    range: rangeOf(lines, scale, direction, optimum),
    lead,
    isCertain:
      lead !== undefined && isCertain(result, lines[lead.leader]!.name, lines[lead.other]!.name),
  };
}

/** Regrets of zero stand a little below the smallest that is not. */
function floorOf(result: RaceResult): number {
  const all = result.tuners.flatMap(({ curve }) =>
    curve.flatMap(({ low, median }) => [low ?? 0, median ?? 0]),
  );
  const least = all.filter((value) => value > 0).reduce((a, b) => Math.min(a, b), Infinity);
  return least === Infinity ? 1e-6 : least / 2;
}

function rangeOf(
  lines: readonly RaceLine[],
  scale: Scale,
  direction: Direction,
  optimum: number | undefined,
): Range | undefined {
  const floor: BestLine[] =
    optimum === undefined ? [] : [{ name: "", points: [{ x: 1, value: optimum }], end: 1 }];
  return lines.some(({ points }) => points.length > 0)
    ? linesRange([...lines, ...floor], scale, direction)
    : undefined;
}

function isCertain(result: RaceResult, one: string, other: string): boolean {
  const pair = result.pairs.find(
    ({ first, second }) =>
      (first === one && second === other) || (first === other && second === one),
  );
  return pair !== undefined && pair.adjusted < 0.05;
}

/** "0.0380 (0.0370–0.0401)": where a contestant ends, and its quartiles there. */
export function endWords(line: RaceLine): string {
  const last = line.band.at(-1);
  const end = formatMeasure(line.points.at(-1)?.value);
  return last === undefined
    ? end
    : `${end} (${formatMeasure(last.low)}–${formatMeasure(last.high)})`;
}
