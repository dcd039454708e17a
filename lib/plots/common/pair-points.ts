/** Where trials stand in a panel of two parameters: apart where they share settings, on a rail where they lack one. */
import type { TrialRecord } from "../../study/trial-record.ts";
import { position, valueAt } from "./axis.ts";
import { dodgeWidth } from "./dodge.ts";
import type { ParameterAxis } from "./parameter-axis.ts";
import type { TrialKind } from "./trial-kinds.ts";

/** A trial with its mark. */
export interface KindedTrial {
  readonly trial: TrialRecord;
  readonly kind: TrialKind;
}

/** One trial in a panel, in coordinates of its axes. */
export interface PairPoint extends KindedTrial {
  readonly x: number;
  readonly y: number;
}

/** A parameter's axis with a rail before its lower end, where some trials do not have the parameter. */
export interface RailedAxis {
  readonly axis: ParameterAxis;
  readonly hasRail: boolean;
  /** As Plotly takes it: logarithms on a log axis. */
  readonly range: readonly [number, number];
  /** In coordinates: its middle, and its ends. */
  readonly rail: { readonly middle: number; readonly from: number; readonly to: number };
}

/** The rail's middle, width and the end of the axis beyond it, as parts of the axis. */
const RAIL = { middle: 0.1, half: 0.045, end: 0.15 };

/** The axis of a parameter in a panel of these trials. */
export function railedAxis(axis: ParameterAxis, trials: readonly KindedTrial[]): RailedAxis {
  const aside = axis.isCategorical ? 0 : 0.6 * dodgeWidth(axis);
  const low = position(axis.scale, axis.range.low) - aside;
  const high = position(axis.scale, axis.range.high) + aside;
  const span = high - low;
  const hasRail = trials.some(({ trial }) => axis.coordinate(trial.point[axis.path]) === undefined);
  const before = (part: number) => valueAt(axis.scale, low - part * span);
  return {
    axis,
    hasRail,
    range: [hasRail ? low - RAIL.end * span : low, high],
    rail: {
      middle: before(RAIL.middle),
      from: before(RAIL.middle + RAIL.half),
      to: before(RAIL.middle - RAIL.half),
    },
  };
}

/** Golden angle: points of a group spread evenly over a disc, in the order given. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** The trials' places in a panel; the order stays. */
export function pairPoints(
  trials: readonly KindedTrial[],
  across: RailedAxis,
  up: RailedAxis,
): PairPoint[] {
  const wide = dodgeWidth(across.axis);
  const high = dodgeWidth(up.axis);
  const points = trials.map(({ trial, kind }) => ({ trial, kind, ...placeOf(trial, across, up) }));
  if (wide === 0 && high === 0) return points;
  const groups = new Map<string, typeof points>();
  for (const point of points) {
    const key = `${wide > 0 ? point.x : ""} ${high > 0 ? point.y : ""}`;
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [point]);
    else own.push(point);
  }
  for (const group of groups.values())
    group.forEach((point, k) => {
      const count = group.length;
      if (count === 1) return;
      const isOnRail = (setting: unknown) => setting === undefined;
      if (wide > 0 && high > 0) {
        const radius = 0.5 * Math.sqrt((k + 0.5) / count) * Math.min(1, Math.sqrt(count / 12));
        if (!isOnRail(point.trial.point[across.axis.path]))
          point.x += wide * radius * Math.cos(k * GOLDEN);
        if (!isOnRail(point.trial.point[up.axis.path]))
          point.y += high * radius * Math.sin(k * GOLDEN);
        return;
      }
      const aside = (k / (count - 1) - 0.5) * Math.min(1, count / 8);
      if (wide > 0 && !isOnRail(point.trial.point[across.axis.path])) point.x += wide * aside;
      if (high > 0 && !isOnRail(point.trial.point[up.axis.path])) point.y += high * aside;
    });
  return points;
}

function placeOf(trial: TrialRecord, across: RailedAxis, up: RailedAxis): { x: number; y: number } {
  return {
    x: across.axis.coordinate(trial.point[across.axis.path]) ?? across.rail.middle,
    y: up.axis.coordinate(trial.point[up.axis.path]) ?? up.rail.middle,
  };
}
