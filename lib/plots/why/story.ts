/** What a story of a point is made of: roles, rows, and what is said along each parameter. */
import type { Scalar } from "../../study/trial-record.ts";
import { position } from "../common/axis.ts";
import type { ParameterAxis } from "../common/parameter-axis.ts";
import type { TokenName } from "../common/theme.ts";
import { cut } from "../common/words.ts";

/** A mark on a row, beside the trial's own. */
export interface StripMark {
  readonly unit: number;
  /** Which of the story's roles it plays; 0 is the first. */
  readonly role: number;
  readonly trial: number | undefined;
  /** Pixels, where it is not the role's own. */
  readonly size?: number;
}

/** A part of a row that is shaded. */
export interface StripBand {
  readonly from: number;
  readonly to: number;
  readonly strength: number;
}

/** One parameter: places are 0…1 along the row. */
export interface StripRow {
  readonly axis: ParameterAxis;
  readonly own: number;
  readonly value: Scalar;
  /** The trials that the tuner knew. */
  readonly faint: readonly { readonly unit: number; readonly trial: number }[];
  readonly marks: readonly StripMark[];
  readonly bands: readonly StripBand[];
  /** Where the value comes from: "mutated"; "" where that says nothing. Plain text. */
  readonly origin: string;
  readonly colour: TokenName;
}

/** Somebody in the story: a parent, the anchor, the best. */
export interface StripRole {
  readonly colour: TokenName;
  /** As the key calls it; plain text. */
  readonly words: string;
  readonly size: number;
  /** Whether a line joins its marks from row to row. */
  readonly isJoined: boolean;
}

/** What is said of one parameter. */
export interface Along {
  readonly marks: readonly StripMark[];
  readonly bands: readonly StripBand[];
  readonly origin: string;
  readonly colour: TokenName;
}

/** What a tuner tells of a trial. */
export interface Story {
  readonly roles: readonly StripRole[];
  readonly bandWords: string;
  readonly faintWords: string;
  /** The trials that it knew; undefined: all before this one. */
  readonly population: readonly number[] | undefined;
  along(axis: ParameterAxis, value: Scalar): Along;
  /** The title; plain text. */
  sentence(rows: readonly StripRow[]): string;
}

export const NOTHING: Along = { marks: [], bands: [], origin: "", colour: "text" };

/** A story without parts: a sentence, and the point among the others. */
export function plainStory(sentence: string): Story {
  return {
    roles: [],
    bandWords: "",
    faintWords: "earlier trials",
    population: undefined,
    along: () => NOTHING,
    sentence: () => sentence,
  };
}

/**
 * A place of the unit cube (a share of a range) on the axis; undefined of choices.
 *
 * @param beyond whether places outside of the range stay outside, and are not moved to its end
 */
export function unitOfPlace(
  axis: ParameterAxis,
  place: number,
  beyond = false,
): number | undefined {
  const { dimension, scale, range } = axis;
  if (dimension === undefined || dimension.kind === "categorical") return undefined;
  // Each step owns a cell, and stands in its middle.
  const half = (dimension.step ?? 0) / 2;
  const fits = scale === "linear" || dimension.low > half;
  const [first, last] = [dimension.low, dimension.high];
  const low = position(scale, fits ? first - half : first);
  const high = position(scale, fits ? last + half : last);
  const [start, end] = [position(scale, range.low), position(scale, range.high)];
  const inside = low + place * (high - low);
  const bounded = Math.min(position(scale, last), Math.max(position(scale, first), inside));
  return ((beyond ? inside : bounded) - start) / (end - start);
}

/** "learningRate"; plain text. */
export function named(axis: ParameterAxis): string {
  return cut(axis.name, 24);
}
