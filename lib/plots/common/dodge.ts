/** Marks of trials that share a setting, side by side: no chance in it, so that a figure is drawn the same again. */
import type { TrialRecord } from "../../study/trial-record.ts";
import type { ParameterAxis } from "./parameter-axis.ts";

/** Trial → its coordinate. Settings that many trials share are drawn side by side, in the order of the trials: no chance in it. */
export function dodged(
  axis: ParameterAxis,
  trials: readonly TrialRecord[],
): Map<TrialRecord, number> {
  const width = dodgeWidth(axis);
  const places = new Map<number, TrialRecord[]>();
  for (const trial of trials) {
    const at = axis.coordinate(trial.point[axis.path]) ?? 0;
    const own = places.get(at);
    if (own === undefined) places.set(at, [trial]);
    else own.push(trial);
  }
  const aside = new Map<TrialRecord, number>();
  for (const [at, own] of places)
    own.forEach((trial, k) => {
      const part = own.length === 1 ? 0 : k / (own.length - 1) - 0.5;
      aside.set(trial, at + part * width * Math.min(1, own.length / 8));
    });
  return aside;
}

/** How wide the marks of one setting stand side by side, in coordinates; 0 where settings are many. */
export function dodgeWidth({ isCategorical, dimension }: ParameterAxis): number {
  if (isCategorical) return 0.7;
  if (dimension?.kind !== "int" || dimension.log) return 0;
  const levels = (dimension.high - dimension.low) / dimension.step + 1;
  return levels <= 12 ? 0.5 * dimension.step : 0;
}
