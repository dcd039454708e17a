/** Ranges and ticks of axes. A log range is kept in the values themselves, never in their logarithms. */
import type { Direction } from "../../study/observer.ts";
import { formatNumber, formatTicks, superscript } from "./numbers.ts";

/** How an axis places its values. */
export type Scale = "log" | "linear";

/** From the lowest to the highest value that an axis shows. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Tick positions with their texts, as Plotly takes them. */
export interface Ticks {
  tickvals: number[];
  ticktext: string[];
}

/** A value's position on its axis, up to a constant factor. */
export function position(scale: Scale, value: number): number {
  return scale === "log" ? Math.log10(value) : value;
}

/** The inverse of {@link position}. */
export function valueAt(scale: Scale, place: number): number {
  // Beyond these a log range would end at zero or infinity, and have no ticks.
  return scale === "log" ? 10 ** Math.min(307, Math.max(-307, place)) : place;
}

/**
 * Log for what is to be made small and is never zero or negative (a loss), so that the last percent can be seen; linear
 * otherwise. It depends on signs alone, so that the axis does not jump while a study runs.
 */
export function scaleFor(direction: Direction, values: Iterable<number>): Scale {
  if (direction === "maximize") return "linear";
  for (const value of values) if (value <= 0) return "linear";
  return "log";
}

/** 1, 2 or 5 times a power of ten: the largest that is at most `size`. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const step = [5, 2, 1].find((factor) => factor * power <= size * 1.000001) ?? 1;
  return step * power;
}

/** About `count` round values within a range. */
export function linearTicks(range: Range, count = 5): Ticks {
  const span = range.high - range.low;
  if (!(span > 0) || !Number.isFinite(span)) {
    return { tickvals: [range.low], ticktext: [formatNumber(range.low)] };
  }
  const step = niceStep((span / count) * 2);
  const first = Math.ceil(range.low / step - 1e-9);
  const last = Math.floor(range.high / step + 1e-9);
  const tickvals: number[] = [];
  // Counted from zero: far from it, adding 1 to `first` may change nothing.
  for (let i = 0; i <= Math.min(last - first, 4 * count); i++) {
    tickvals.push(Number(((first + i) * step).toPrecision(12)));
  }
  return { tickvals, ticktext: formatTicks(tickvals) };
}

const LOG_STEPS = { decades: [1], coarse: [1, 2, 5], fine: [1, 1.5, 2, 3, 5, 7] } as const;

/** Ticks of a log axis: decades where it spans more than 2.2 and holds three, else 1-2-5, else 1-1.5-2-3-5-7. */
export function logTicks(range: Range): Ticks {
  const decades = Math.log10(range.high) - Math.log10(range.low);
  if (!Number.isFinite(decades)) return { tickvals: [], ticktext: [] };
  // Where not even a factor of 2 is spanned, round steps in between are what can be read.
  if (decades < 0.3) return linearTicks(range);
  const every = Math.ceil(decades / 8);
  const whole = Math.floor(Math.log10(range.high)) - Math.ceil(Math.log10(range.low)) + 1;
  const steps =
    decades > 2.2 && whole > 2
      ? LOG_STEPS.decades
      : decades > 1
        ? LOG_STEPS.coarse
        : LOG_STEPS.fine;
  const tickvals: number[] = [];
  for (let power = Math.floor(Math.log10(range.low)); power <= Math.log10(range.high); power++) {
    if (power % every !== 0) continue;
    for (const step of steps) {
      const value = Number((step * 10 ** power).toPrecision(2));
      if (value >= range.low * 0.999 && value <= range.high * 1.001) tickvals.push(value);
    }
  }
  return { tickvals, ticktext: tickvals.map(logTickText) };
}

/** 0.001 and above in digits, below it as powers: 10⁻⁴, 2×10⁻⁴. */
function logTickText(value: number): string {
  if (value >= 1e-3 && value < 1e5) return formatNumber(value);
  const power = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = Number((value / 10 ** power).toPrecision(2));
  return (mantissa === 1 ? "" : `${mantissa}×`) + `10${superscript(power)}`;
}

/** The ticks that suit the scale. */
export function ticksFor(scale: Scale, range: Range): Ticks {
  return scale === "log" ? logTicks(range) : linearTicks(range);
}

/** Plotly's `range` of an axis: logarithms on a log axis. */
export function plotlyRange(scale: Scale, range: Range): [number, number] {
  return [position(scale, range.low), position(scale, range.high)];
}

/** The parts of an axis that are told apart: a few to each pixel. */
const DRAWN_PARTS = 5_000;

/**
 * Rounds values to what an axis can show of them, since digits that nobody sees make a figure large. It goes by the
 * axis, not by the value: 100 000.5 between 100 000 and 100 001 keeps its decimals.
 */
export function drawnNumber(scale: Scale, range: Range): (value: number) => number {
  const part = (position(scale, range.high) - position(scale, range.low)) / DRAWN_PARTS;
  if (!(part > 0) || !Number.isFinite(part)) return (value) => value;
  if (scale === "log") {
    const digits = 1 + Math.ceil(-Math.log10(part * Math.LN10));
    return (value) => Number(value.toPrecision(Math.min(17, Math.max(2, digits))));
  }
  const decimals = Math.ceil(-Math.log10(part));
  if (decimals > 100) return (value) => value;
  if (decimals >= 0) return (value) => Number(value.toFixed(decimals));
  const step = 10 ** -decimals;
  return (value) => Math.round(value / step) * step;
}

/** The smallest range that holds both. */
export function widened(range: Range, other: Range | undefined): Range {
  if (other === undefined) return range;
  return { low: Math.min(range.low, other.low), high: Math.max(range.high, other.high) };
}

/** The least that an axis spans: in powers of ten on a log axis, as a part of the value on a linear one. */
const LEAST_SPAN = { log: 5e-6, linear: 1e-5 };

/** Room around a single value: enough that the next ones have a place. */
const LONE_ROOM = { log: 0.2, linear: 0.5 };

/** Adds room on both sides, as fractions of the span on the axis. A range of one value becomes a span around it. */
export function padded(scale: Scale, range: Range, below: number, above: number): Range {
  let low = position(scale, range.low);
  let high = position(scale, range.high);
  // On a linear axis room is measured by the value, and around zero by 1.
  const size = scale === "log" ? 1 : Math.max(Math.abs(low), Math.abs(high)) || 1;
  if (high === low) {
    low -= LONE_ROOM[scale] * size;
    high += LONE_ROOM[scale] * size;
  } else {
    const missing = Math.max(0, LEAST_SPAN[scale] * size - (high - low)) / 2;
    const span = high - low + 2 * missing;
    low -= missing + span * below;
    high += missing + span * above;
  }
  return { low: valueAt(scale, low), high: valueAt(scale, high) };
}

/** Moves both ends outwards to a grid of steps, so that a growing range moves seldom. */
export function snapped(scale: Scale, range: Range): Range {
  const low = position(scale, range.low);
  const high = position(scale, range.high);
  const isWide = scale === "log" && high - low >= 0.2;
  const step = isWide ? 0.05 : niceStep(Math.max((high - low) / 10, Number.MIN_VALUE));
  return {
    low: valueAt(scale, Math.floor(low / step + 1e-9) * step),
    high: valueAt(scale, Math.ceil(high / step - 1e-9) * step),
  };
}

/** Room below 0, as a part of the highest value: what stands at 0 is drawn whole, and no tick lies below. */
const BELOW_ZERO = 0.08;

/** The range without what its room would show below 0, where no value lies there: most losses never do. */
export function notBelowZero(scale: Scale, range: Range, values: Iterable<number>): Range {
  if (scale === "log" || range.low >= 0 || range.high <= 0) return range;
  for (const value of values) if (value < 0) return range;
  return { ...range, low: Math.max(range.low, -BELOW_ZERO * range.high) };
}
