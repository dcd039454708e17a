/** The colour of a value: on the logarithm of the error where there is one, so that the last percent is seen. */
import { percentile } from "../../math/percentile.ts";
import { linearTicks, logTicks } from "../common/axis.ts";
import { formatNumber } from "../common/numbers.ts";
import type { MosaicData } from "./data.ts";

/** From values to places on the colour scale, the better the higher. */
export interface Shade {
  readonly low: number;
  readonly high: number;
  of(value: number): number;
  readonly ticks: { readonly at: readonly number[]; readonly text: readonly string[] };
  readonly isLog: boolean;
}

/** Values worse than all but this percentage have the colour of the worst. */
const CLIPPED = 4;

/** The colours of a mosaic's values; undefined where none is known. */
export function shadeOf({ cells, objective }: MosaicData): Shade | undefined {
  const values = cells
    .flatMap(({ value }) => value ?? [])
    .filter((value) => Math.abs(value) < 1e150);
  if (values.length === 0) return undefined;
  const isLoss = objective.direction === "minimize" && values.every((value) => value > 0);
  const isAccuracy =
    objective.direction === "maximize" && values.every((value) => value > 0 && value < 1);
  const of = isLoss
    ? (value: number) => -Math.log10(value)
    : isAccuracy
      ? (value: number) => -Math.log10(1 - value)
      : (value: number) => -objective.sign * value;
  const places = values.map(of);
  const low = percentile(places, CLIPPED);
  const high = places.reduce((most, place) => Math.max(most, place), -Infinity);
  const back = (place: number) =>
    isLoss ? 10 ** -place : isAccuracy ? 1 - 10 ** -place : -objective.sign * place;
  const ends = [back(low), back(high)].toSorted((one, other) => one - other);
  const range = { low: ends[0]!, high: ends[1]! };
  const round = isLoss
    ? logTicks(range).tickvals
    : isAccuracy
      ? logTicks({ low: 1 - range.high, high: 1 - range.low }).tickvals.map((error) => 1 - error)
      : linearTicks(range, 4).tickvals;
  const ticks = spread(
    round.map((value) => ({ value, at: of(value) })),
    low,
    high,
  );
  const text = ticks.map(({ value }) => formatNumber(Number(value.toPrecision(3))));
  return {
    low,
    high,
    of,
    ticks: { at: ticks.map(({ at }) => at), text },
    isLog: isLoss || isAccuracy,
  };
}

/** Of some ticks those that stand apart: texts need a sixth of the bar each. */
function spread<T extends { at: number }>(ticks: readonly T[], low: number, high: number): T[] {
  const kept: T[] = [];
  for (const tick of ticks.toSorted((one, other) => other.at - one.at)) {
    const before = kept.at(-1);
    if (before === undefined || (before.at - tick.at) / (high - low) > 0.15) kept.push(tick);
  }
  return kept;
}
