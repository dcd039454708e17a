/** How often studies come to good values, as data. */
import { edf } from "../../analysis/distribution.ts";
import {
  padded,
  position,
  type Range,
  type Scale,
  scaleFor,
  snapped,
  valueAt,
} from "../common/axis.ts";
import type { ShownObjective } from "../common/objective.ts";
import type { NamedStudy } from "../common/series.ts";
import { sharedObjective } from "../convergence/data.ts";

/** One study's shares: `shares[k]` of its complete trials are at least as good as `values[k]`. */
export interface EdfLine {
  readonly name: string;
  /** From the best on. */
  readonly values: readonly number[];
  readonly shares: readonly number[];
  /** Complete trials with a finite value. */
  readonly complete: number;
  /** Trials that were stopped early, and are not counted. */
  readonly stopped: number;
}

/** The value that half of a study's trials reach, and how many of another's do. */
export interface EdfLevel {
  readonly value: number;
  /** Place of the study of which half reach it: the one whose half is best. */
  readonly leader: number;
  /** Place of the one of which the fewest do; undefined with one study. */
  readonly other: number | undefined;
  /** Of each study. */
  readonly shares: readonly number[];
}

/** Everything that it shows. */
export interface EdfData {
  readonly objective: ShownObjective;
  readonly lines: readonly EdfLine[];
  readonly scale: Scale;
  readonly range: Range | undefined;
  readonly level: EdfLevel | undefined;
}

/** @throws FigureError for an unknown objective, or studies that cannot be compared */
export function edfData(studies: readonly NamedStudy[], wanted?: string): EdfData {
  const objective = sharedObjective(studies, wanted);
  const isMaximized = objective.direction === "maximize";
  const lines = studies.map(({ name, study }): EdfLine => {
    const [one] = edf(study, { objective: objective.name });
    const values = one?.values ?? [];
    const upTo = one?.shares ?? [];
    // At least as good: at or below what is minimized, at or above what is maximized.
    const shares = isMaximized ? values.map((_, k) => 1 - (upTo[k - 1] ?? 0)) : upTo;
    const states = study.trials.filter(({ state }) => state === "pruned" || state === "paused");
    return {
      name,
      values: isMaximized ? values.toReversed() : values,
      shares: isMaximized ? shares.toReversed() : shares,
      complete: study.trials.filter(
        ({ state, values: own }) =>
          state === "complete" && Number.isFinite(own?.[objective.name] ?? NaN),
      ).length,
      stopped: states.length,
    };
  });
  const all = lines.flatMap(({ values }) => values);
  const scale = scaleFor(objective.direction, all);
  return {
    objective,
    lines,
    scale,
    range: rangeOf(lines, scale, objective.sign),
    level: levelOf(lines, objective.sign),
  };
}

/** The share of a line at a value. */
export function shareAt(line: EdfLine, value: number, sign: 1 | -1): number {
  const place = line.values.findLastIndex((one) => sign * one <= sign * value);
  return line.shares[place] ?? 0;
}

function levelOf(lines: readonly EdfLine[], sign: 1 | -1): EdfLevel | undefined {
  const halves = lines.flatMap((line, place) => {
    const value = line.values[line.shares.findIndex((share) => share >= 0.5 - 1e-12)];
    return value === undefined ? [] : [{ place, value }];
  });
  const [first] = halves.toSorted((one, other) => sign * (one.value - other.value));
  if (first === undefined) return undefined;
  const shares = lines.map((line) => shareAt(line, first.value, sign));
  const [other] = halves
    .filter(({ place }) => place !== first.place)
    .toSorted((one, two) => shares[one.place]! - shares[two.place]!);
  return { value: first.value, leader: first.place, other: other?.place, shares };
}

/** Of each study this share is surely shown; the rest runs on beyond the edge. */
const SHOWN = 0.8;
/** How far beyond that values are still shown, as a part of the span from the best. */
const BEYOND = 0.25;

function rangeOf(lines: readonly EdfLine[], scale: Scale, sign: 1 | -1): Range | undefined {
  const costs = (values: readonly number[]) => values.map((value) => sign * position(scale, value));
  const known = lines.filter(({ values }) => values.length > 0);
  if (known.length === 0) return undefined;
  const best = Math.min(...known.map(({ values }) => costs(values)[0]!));
  const last = Math.max(...known.map(({ values }) => costs(values).at(-1)!));
  const most = Math.max(
    ...known.map(
      ({ values, shares }) => costs(values)[shares.findIndex((share) => share >= SHOWN)] ?? best,
    ),
  );
  const worst = Math.min(last, most + BEYOND * (most - best));
  const ends = [valueAt(scale, sign * best), valueAt(scale, sign * worst)];
  const range = { low: Math.min(...ends), high: Math.max(...ends) };
  return snapped(scale, padded(scale, range, 0.06, 0.06));
}
