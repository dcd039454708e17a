/** Values counted in bins: of equal width, or one for each choice. */
import { quantileSorted } from "simple-statistics";

/** A bar: from `low` to `high` on the axis (logarithms on a log axis). */
export interface Bin {
  readonly low: number;
  readonly high: number;
  /** Of the values: complete trials. Of a parameter: the best quarter of the complete trials. */
  readonly first: number;
  /** Of the values: trials stopped early, at their last value. Of a parameter: all other trials. */
  readonly second: number;
  /** What the bar stands for: "0.05 to 0.06", "adam", "above 0.5". Plain text. */
  readonly words: string;
}

/** A value to be counted. */
export interface Counted {
  readonly place: number;
  readonly isFirst: boolean;
}

/** Bars: at least and at most so many. */
const BARS = { least: 8, most: 32 };

/** Bins of equal width on the axis: their number after Freedman and Diaconis (1981), within limits. */
export function binned(
  counted: readonly Counted[],
  low: number,
  high: number,
  words: (low: number, high: number) => string,
): Bin[] {
  if (counted.length === 0 || !(high > low)) return [];
  const places = counted.map(({ place }) => place).toSorted((one, other) => one - other);
  const middle = quantileSorted(places, 0.75) - quantileSorted(places, 0.25);
  const width = (2 * middle) / Math.cbrt(places.length);
  const wanted = width > 0 ? (high - low) / width : BARS.least;
  const count = Math.round(Math.min(BARS.most, Math.max(BARS.least, wanted)));
  const step = (high - low) / count;
  const bins = Array.from({ length: count }, () => ({ first: 0, second: 0 }));
  for (const { place, isFirst } of counted) {
    const bin = bins[Math.min(count - 1, Math.max(0, Math.floor((place - low) / step)))]!;
    if (isFirst) bin.first++;
    else bin.second++;
  }
  return bins.map((bin, k) => {
    const ends = [low + k * step, low + (k + 1) * step] as const;
    return { ...bin, low: ends[0], high: ends[1], words: words(...ends) };
  });
}

/** A bar for each whole number or choice. */
export function singles(
  counted: readonly Counted[],
  low: number,
  high: number,
  words: (place: number) => string,
): Bin[] {
  const from = Math.ceil(low);
  return Array.from({ length: Math.floor(high) - from + 1 }, (_, k) => {
    const own = counted.filter(({ place }) => place === from + k);
    const first = own.filter(({ isFirst }) => isFirst).length;
    return {
      low: from + k - 0.38,
      high: from + k + 0.38,
      first,
      second: own.length - first,
      words: words(from + k),
    };
  });
}
