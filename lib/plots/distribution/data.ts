/** How values are distributed, as bins: those of an objective, or of one parameter. */
import { quantileSorted } from "simple-statistics";
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import {
  plotlyRange,
  position,
  type Range,
  type Scale,
  type Ticks,
  ticksFor,
  valueAt,
} from "../common/axis.ts";
import { decidingRegion } from "../common/deciding.ts";
import { type Bin, binned, singles } from "./bins.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";
import { formatMeasure } from "../common/numbers.ts";
import { parameterAxis, pathOf } from "../common/parameter-axis.ts";
import { formatSetting } from "../common/trial-words.ts";

/** Everything that a distribution shows. */
export interface DistributionData {
  readonly objective: ShownObjective;
  /** As figures call it; undefined where the values are the objective's. */
  readonly parameter: string | undefined;
  readonly bins: readonly Bin[];
  /** Trials beyond the region that decides, gathered in a bar of their own; of the objective only. */
  readonly beyond: Bin | undefined;
  readonly scale: Scale;
  /** What is shown, on the axis. */
  readonly range: [number, number];
  readonly ticks: Ticks;
  /** The best trial's value, and where it stands on the axis. */
  readonly best:
    { readonly trial: TrialRecord; readonly text: string; readonly at: number } | undefined;
  /** 25%, 50% and 75% of what is counted first, in values; empty of choices. */
  readonly quartiles: readonly number[];
  readonly first: number;
  readonly second: number;
}

/** @throws FigureError for an unknown objective or parameter */
export function distributionData(
  study: StudyView,
  options: { objective?: string | undefined; parameter?: string | undefined } = {},
): DistributionData {
  const objective = objectiveOf(study, options.objective);
  return options.parameter === undefined
    ? ofValues(study, objective)
    : ofParameter(study, objective, pathOf(study, options.parameter));
}

function ofValues(study: StudyView, objective: ShownObjective): DistributionData {
  const known = study.trials.flatMap((trial) => {
    const isFirst = trial.state === "complete";
    if (!isFirst && trial.state !== "pruned" && trial.state !== "paused") return [];
    const value = objective.valueOf(trial);
    return value === undefined ? [] : [{ value, isFirst }];
  });
  const complete = known.flatMap(({ value, isFirst }) => (isFirst ? [value] : []));
  const region = decidingRegion(
    complete.length > 0 ? complete : known.map(({ value }) => value),
    objective.direction,
    0.02,
  );
  const { scale, range } = region;
  const inside = known.filter(({ value }) => !region.isBeyond(value));
  const counted = inside.map(({ value, isFirst }) => ({ place: position(scale, value), isFirst }));
  const [low, high] = plotlyRange(scale, range);
  const bins = binned(
    counted,
    low,
    high,
    (a, b) => `${formatMeasure(valueAt(scale, a))} to ${formatMeasure(valueAt(scale, b))}`,
  );
  const outside = known.filter(({ value }) => region.isBeyond(value));
  const [best] = bestFirst(study, objective);
  return {
    objective,
    parameter: undefined,
    bins,
    beyond: beyondOf(outside, bins, objective, range),
    scale,
    range: rangeWith(low, high, bins, outside.length > 0, objective),
    ticks: placed(scale, ticksFor(scale, range)),
    best: best && {
      trial: best.trial,
      text: "",
      at: position(scale, best.value),
    },
    quartiles: quartilesOf(complete),
    first: complete.length,
    second: known.length - complete.length,
  };
}

/** The bar of what lies beyond stands one width away from the last one. */
function beyondOf(
  outside: readonly { readonly isFirst: boolean }[],
  bins: readonly Bin[],
  objective: ShownObjective,
  range: Range,
): Bin | undefined {
  const [bin] = bins;
  if (outside.length === 0 || bin === undefined) return undefined;
  const width = bin.high - bin.low;
  const isMinimized = objective.direction === "minimize";
  const low = isMinimized ? bins.at(-1)!.high + width : bin.low - 2 * width;
  const first = outside.filter(({ isFirst }) => isFirst).length;
  return {
    low,
    high: low + width,
    first,
    second: outside.length - first,
    words: isMinimized ? `above ${formatMeasure(range.high)}` : `below ${formatMeasure(range.low)}`,
  };
}

function rangeWith(
  low: number,
  high: number,
  bins: readonly Bin[],
  isBeyond: boolean,
  objective: ShownObjective,
): [number, number] {
  const room = (bins[0] === undefined ? high - low : bins[0].high - bins[0].low) * 0.5;
  const more = isBeyond ? room * 4 : 0;
  return objective.direction === "minimize"
    ? [low - room, high + room + more]
    : [low - room - more, high + room];
}

function ofParameter(study: StudyView, objective: ShownObjective, path: string): DistributionData {
  const axis = parameterAxis(study, path);
  const ranked = bestFirst(study, objective);
  const quarter = new Set(ranked.slice(0, Math.ceil(ranked.length / 4)).map(({ trial }) => trial));
  const log = axis.scale === "log";
  const placeOf = (trial: TrialRecord) => {
    const at = axis.coordinate(trial.point[path]);
    return at === undefined ? undefined : log ? Math.log10(at) : at;
  };
  const counted = study.trials.flatMap((trial) => {
    const place = trial.state === "waiting" ? undefined : placeOf(trial);
    return place === undefined ? [] : [{ place, isFirst: quarter.has(trial) }];
  });
  const [low, high] = plotlyRange(axis.scale, axis.range);
  const isWhole = axis.dimension?.kind === "int" && !log && high - low < 24;
  const bins =
    axis.isCategorical || isWhole
      ? singles(counted, low, high, (place) =>
          axis.isCategorical ? formatSetting(axis.choices[place]) : formatSetting(place),
        )
      : binned(
          counted,
          low,
          high,
          (a, b) =>
            `${formatSetting(valueAt(axis.scale, a))} to ${formatSetting(valueAt(axis.scale, b))}`,
        );
  const best = ranked[0];
  const at = best === undefined ? undefined : placeOf(best.trial);
  const values = [...quarter].flatMap((trial) => {
    const value = trial.point[path];
    return typeof value === "number" && !axis.isCategorical && Number.isFinite(value)
      ? [value]
      : [];
  });
  return {
    objective,
    parameter: axis.name,
    bins,
    beyond: undefined,
    scale: axis.scale,
    range: [low - (isWhole ? 0.5 : 0), high + (isWhole ? 0.5 : 0)],
    ticks: log ? placed("log", axis.ticks) : axis.ticks,
    best:
      best === undefined || at === undefined
        ? undefined
        : { trial: best.trial, text: formatSetting(best.trial.point[path]), at },
    quartiles: quartilesOf(values),
    first: counted.filter(({ isFirst }) => isFirst).length,
    second: counted.filter(({ isFirst }) => !isFirst).length,
  };
}

function placed(scale: Scale, { tickvals, ticktext }: Ticks): Ticks {
  return { tickvals: tickvals.map((value) => position(scale, value)), ticktext };
}

function quartilesOf(values: readonly number[]): number[] {
  if (values.length < 4) return [];
  const sorted = values.toSorted((one, other) => one - other);
  return [0.25, 0.5, 0.75].map((part) => quantileSorted(sorted, part));
}
