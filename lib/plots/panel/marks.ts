/** Where in its range a value lies, as the panel marks it, and the way back from a place on the mark. */
import type { ParameterMark } from "../../display/host.ts";
import type { Dimension } from "../../space/space.ts";
import type { Box } from "../../study/steering.ts";
import type { Scalar } from "../../study/trial-record.ts";
import { formatNumber } from "../common/numbers.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut } from "../common/words.ts";

/** More choices than this have no segments of their own. */
const MOST_CHOICES = 12;

/** Integers of so many values at most are drawn as choices. */
const FEW = 5;

/** The values that have a segment each; undefined where the mark is a slider, or there is none. */
function segments(dimension: Dimension): readonly Scalar[] | undefined {
  if (dimension.kind === "categorical") return dimension.choices;
  const { low, high, log, step } = dimension;
  if (dimension.kind !== "int" || log) return undefined;
  const count = Math.floor((high - low) / dimension.step + 1);
  return count > FEW ? undefined : Array.from({ length: count }, (_, i) => low + i * (step ?? 1));
}

/** The mark of a value; null where none can be drawn. */
export function markOf(dimension: Dimension, value: Scalar): ParameterMark | null {
  const values = segments(dimension);
  if (values) {
    const index = values.indexOf(value);
    return index < 0 || values.length > MOST_CHOICES
      ? null
      : { kind: "choices", count: values.length, index };
  }
  return dimension.kind === "categorical" || typeof value !== "number"
    ? null
    : { kind: "slider", at: placeOf(dimension, value) };
}

type Numeric = Exclude<Dimension, { kind: "categorical" }>;

/** A value's place along its range, 0…1, in log where the parameter is. */
function placeOf({ low, high, log }: Numeric, value: number): number {
  const at = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Number.isFinite(at) ? Math.min(1, Math.max(0, at)) : 0.5;
}

/** The value at a place of a range; an integer's is whole. */
function valueAt({ kind, low, high, log }: Numeric, place: number): number {
  if (place <= 0) return low;
  if (place >= 1) return high;
  const value = log ? low * (high / low) ** place : low + place * (high - low);
  return kind === "int" ? Math.round(value) : Number(value.toPrecision(3));
}

/** What of a parameter lies from one place of its mark to another; at least one value. */
export function partOf(dimension: Dimension, from: number, to: number): Scalar[] {
  const [first, last] = from <= to ? [from, to] : [to, from];
  const values = segments(dimension);
  if (!values) {
    const range = dimension as Numeric;
    return [valueAt(range, first), valueAt(range, last)];
  }
  const index = (place: number) =>
    Math.min(values.length - 1, Math.max(0, Math.floor(place * values.length)));
  // A place on the edge of a segment belongs to the one before it where it is the end.
  const part = values.slice(index(first), Math.max(index(first), index(last - 1e-9)) + 1);
  return dimension.kind === "categorical" ? part : [part[0]!, part.at(-1)!];
}

/** The box on the mark: both ends of a slider, or the indices of the segments that are left. */
export function boxMark(dimension: Dimension, box: Box | undefined): number[] | undefined {
  const part = box?.[dimension.path];
  if (part === undefined) return undefined;
  const values = segments(dimension);
  if (!values) return part.map((end) => placeOf(dimension as Numeric, end as number));
  const isLeft = (value: Scalar) =>
    dimension.kind === "categorical"
      ? part.includes(value)
      : (value as number) >= (part[0] as number) && (value as number) <= (part[1] as number);
  return values.flatMap((value, index) => (isLeft(value) ? [index] : []));
}

/** The box in words, a text for each parameter: "learningRate 0.001 to 0.01". */
export function boxWords(
  dimensions: readonly Dimension[],
  box: Box | undefined,
  nameOf: (path: string) => string,
): { path: string; text: string }[] {
  if (box === undefined) return [];
  return dimensions.flatMap((dimension) => {
    const part = box[dimension.path];
    if (part === undefined) return [];
    const words =
      dimension.kind === "categorical"
        ? part.map((value) => formatSetting(value)).join(" or ")
        : part[0] === part[1]
          ? formatNumber(part[0] as number)
          : `${formatNumber(part[0] as number)} to ${formatNumber(part[1] as number)}`;
    return [{ path: dimension.path, text: cut(`${nameOf(dimension.path)} ${words}`, 60) }];
  });
}
