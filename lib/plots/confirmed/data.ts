/** What training the best settings again came to, as rows. */
import type { Confirmed } from "../../study/confirm.ts";
import type { Direction } from "../../study/observer.ts";
import { padded, type Range, type Scale, scaleFor } from "../common/axis.ts";
import { FigureError } from "../common/figure-error.ts";
import { isBetter } from "../common/trial-words.ts";

/** One candidate; the best mean is the first row. */
export interface ConfirmedRow {
  readonly trial: number;
  readonly observed: number;
  readonly mean: number | undefined;
  readonly interval: readonly [number, number] | undefined;
  readonly runs: number;
  readonly failed: number;
  /** How it compares with the first: the best itself, surely worse, or not to be told apart. */
  readonly verdict: "best" | "worse" | "open" | "none";
  /** By how much it is worse on average; undefined where it is not surely worse. */
  readonly behind: number | undefined;
}

/** Everything that is shown. */
export interface ConfirmedData {
  readonly rows: readonly ConfirmedRow[];
  readonly direction: Direction;
  readonly scale: Scale;
  readonly range: Range | undefined;
  /** The trial that the study had for the best. */
  readonly expected: ConfirmedRow | undefined;
}

/** @throws FigureError where what is given is not what `study.confirm` came to */
export function confirmedData(result: readonly Confirmed[], wanted?: Direction): ConfirmedData {
  if (!Array.isArray(result) || result.some(({ trial }) => typeof trial !== "number"))
    throw new FigureError(
      "plots.confirmed draws what a confirmation came to: plots.confirmed(await study.confirm()).",
    );
  const list = result as readonly Confirmed[];
  const direction = wanted ?? directionOf(list);
  const rows = list.map((one, place): ConfirmedRow => {
    const { trial, observed, mean, interval, runs, failed, behind } = one;
    const isWorse = behind !== undefined && behind.interval[0] > 0;
    return {
      trial,
      observed,
      mean,
      interval,
      runs,
      failed,
      verdict: mean === undefined ? "none" : place === 0 ? "best" : isWorse ? "worse" : "open",
      behind: isWorse ? behind.mean : undefined,
    };
  });
  const shown = rows.flatMap(({ mean, observed, interval }) =>
    [mean, observed, ...(interval ?? [])].filter(
      (value): value is number => value !== undefined && Number.isFinite(value),
    ),
  );
  const scale = scaleFor(direction, shown);
  const expected = rows.reduce<ConfirmedRow | undefined>(
    (best, row) =>
      best === undefined || isBetter(row.observed, best.observed, direction) ? row : best,
    undefined,
  );
  return { rows, direction, scale, range: rangeOf(shown, scale), expected };
}

/** A new mean above what the study saw is optimism where losses are made small. */
function directionOf(list: readonly Confirmed[]): Direction {
  const told = list.find(
    ({ mean, optimism, observed }) =>
      mean !== undefined && optimism !== undefined && optimism !== 0 && mean !== observed,
  );
  if (told === undefined) return "minimize";
  return Math.sign(told.mean! - told.observed) === Math.sign(told.optimism!)
    ? "minimize"
    : "maximize";
}

function rangeOf(values: readonly number[], scale: Scale): Range | undefined {
  if (values.length === 0) return undefined;
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return padded(scale, { low, high }, 0.06, 0.06);
}
