/** The two densities between which TPE chose a trial's value of one parameter, as data. */
import type { StudyView } from "../../study/observer.ts";
import type { Json, Point, Scalar } from "../../study/trial-record.ts";
import type { PointBelief } from "../../study/tuner.ts";
import { type ParameterAxis, parameterAxis } from "../common/parameter-axis.ts";
import { type ChosenTrial, numberOf, numbersOf, objectOf, type Told } from "../common/explained.ts";
import { decisivePath, ownPaths, sliceThrough } from "./slice.ts";

/** The densities at one value. */
export interface DensityAt {
  readonly value: Scalar;
  readonly x: number;
  /** Of the parameter alone; as shares of the largest of both, of choices as probabilities. */
  readonly good: number;
  readonly rest: number;
  /** Of all that is drawn together, the others held: what decided. */
  readonly ratio: number;
}

/** A trial's value of the parameter, below the densities. */
export interface Rug {
  readonly x: number;
  readonly number: number;
}

/** What TPE chose among along one parameter. */
export interface DensityData {
  readonly kind: "density";
  readonly chosen: ChosenTrial;
  readonly axis: ParameterAxis;
  readonly slice: readonly DensityAt[];
  readonly at: DensityAt;
  readonly good: readonly Rug[];
  readonly rest: readonly Rug[];
  readonly counts: { readonly good: number; readonly rest: number };
  /** Each candidate's own value and ratio; the chosen one left out. */
  readonly candidates: readonly { readonly x: number; readonly ratio: number }[];
  readonly candidateCount: number;
  /** Parameters that were drawn together with this one. */
  readonly together: number;
  /** Whether a user's belief weighed the ratio. */
  readonly isWeighed: boolean;
}

/** The densities, or undefined where the tuner did not go by any, or keeps nothing of them. */
export function densityData(
  study: StudyView,
  chosen: ChosenTrial,
  wanted: string | undefined,
): DensityData | undefined {
  const { trial, told } = chosen;
  const groups = groupsOf(told);
  if (groups.length === 0) return undefined;
  const own = new Set(ownPaths(study, trial));
  const paths = groups.flatMap(({ dimensions }) => dimensions.filter((path) => own.has(path)));
  const isThere = study.believe?.(trial.number, [trial.point])?.[0] !== undefined;
  if (!isThere || paths.length === 0 || (wanted !== undefined && !paths.includes(wanted)))
    return undefined;
  const path = wanted ?? decisivePath(study, trial, paths, ({ worth }) => worth);
  const group = groups.find(({ dimensions }) => dimensions.includes(path))!;
  const slice = sliceThrough(study.space, trial.point, path);
  if (slice === undefined) return undefined;
  // Groups are independent of each other: what another one says is the same all along.
  const of = (point: Point): Point =>
    Object.fromEntries(Object.entries(point).filter(([key]) => group.dimensions.includes(key)));
  const ask = (points: readonly Point[]) => study.believe?.(trial.number, points) ?? [];
  const joint = ask(slice.points.map(of));
  const alone = ask(slice.values.map((value) => ({ [path]: value })));
  const axis = parameterAxis(study, path);
  const densities = (belief: PointBelief | undefined) => ({
    good: Math.exp(belief?.terms["logGood"] ?? -Infinity),
    rest: Math.exp(-(belief?.terms["logBad"] ?? Infinity)),
  });
  const raw = slice.values.flatMap((value, k) => {
    const x = axis.coordinate(value);
    const worth = joint[k]?.worth;
    if (x === undefined || worth === undefined || !Number.isFinite(worth)) return [];
    return [{ value, x, ...densities(alone[k]), ratio: Math.exp(worth) }];
  });
  const top = raw.reduce((most, { good, rest }) => Math.max(most, good, rest), 0);
  const scale = axis.isCategorical || !(top > 0) ? 1 : top;
  const along = raw.map((one) => ({ ...one, good: one.good / scale, rest: one.rest / scale }));
  const at = along.find(({ value }) => value === trial.point[path]);
  if (at === undefined) return undefined;
  const rug = (numbers: readonly number[]): Rug[] =>
    numbers.flatMap((number) => {
      const x = axis.coordinate(study.trials.find((one) => one.number === number)?.point[path]);
      return x === undefined ? [] : [{ x, number }];
    });
  const [good, rest] = [numbersOf(told?.["good"]), numbersOf(told?.["bad"])];
  const place = group.dimensions.indexOf(path);
  return {
    kind: "density",
    chosen,
    axis,
    slice: along,
    at,
    good: rug(good),
    rest: rug(rest),
    counts: { good: good.length, rest: rest.length },
    candidates: group.candidates.flatMap(({ values, ratio }, k) => {
      const x = axis.coordinate(values[place]);
      return k === group.chosen || x === undefined || !Number.isFinite(ratio) ? [] : [{ x, ratio }];
    }),
    candidateCount: group.candidates.length,
    together: group.dimensions.filter((one) => own.has(one)).length,
    isWeighed: group.isWeighed,
  };
}

interface Group {
  readonly dimensions: readonly string[];
  readonly candidates: readonly { readonly values: readonly Scalar[]; readonly ratio: number }[];
  readonly chosen: number;
  readonly isWeighed: boolean;
}

function groupsOf(told: Told | undefined): Group[] {
  const groups = Array.isArray(told?.["groups"]) ? (told["groups"] as readonly Json[]) : [];
  return groups.flatMap((json) => {
    const group = objectOf(json);
    if (group === undefined || !Array.isArray(group["dimensions"])) return [];
    const [good, bad, bonus] = ["logGood", "logBad", "bonus"].map((key) => numbersOf(group[key]));
    const candidates = (group["candidates"] ?? []) as readonly (readonly Scalar[])[];
    return [
      {
        dimensions: group["dimensions"] as readonly string[],
        candidates: candidates.map((values, k) => ({
          values,
          ratio: Math.exp(good![k]! - bad![k]! + (bonus![k] ?? 0)),
        })),
        chosen: numberOf(group["chosen"]) ?? 0,
        isWeighed: bonus!.length > 0,
      },
    ];
  });
}
