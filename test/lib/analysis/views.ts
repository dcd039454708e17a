import type { Space } from "../../../lib/space/space.ts";
import type { Direction, StudyView } from "../../../lib/study/observer.ts";
import type { Point, TrialRecord } from "../../../lib/study/trial-record.ts";
import { trialRecord } from "../../contracts/trials.ts";

/** A study as its readers see it, from trials as data. */
export function viewOf(
  space: Space<never> | Space,
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>> = { value: "minimize" },
): StudyView {
  return {
    name: "test",
    space: space as Space,
    objectives,
    tunerName: "test",
    prunerName: "none",
    seed: 1,
    trials,
    best: undefined,
  };
}

/** A complete trial of one objective called `value`, which ran from second `number` to the next. */
export function told(
  number: number,
  point: Point,
  value: number,
  partial: Partial<TrialRecord> = {},
): TrialRecord {
  return trialRecord(number, {
    state: "complete",
    point,
    params: point,
    value,
    values: { value },
    startedAt: 1000 * number,
    endedAt: 1000 * (number + 1),
    ...partial,
  });
}

/** Studies that have nothing, or next to nothing, to say. */
export function poorStudies(space: Space<never> | Space, draw: () => Point) {
  const constant = Array.from({ length: 30 }, (_, number) => told(number, draw(), 1));
  const failed = constant.map((trial) => ({
    ...trial,
    state: "failed" as const,
    value: undefined,
    values: undefined,
  }));
  const odd = constant.map((trial, place) => {
    const value = [NaN, Infinity, -Infinity, 2, 3][place % 5]!;
    return { ...trial, value, values: { value } };
  });
  return {
    empty: viewOf(space, []),
    "one trial": viewOf(space, constant.slice(0, 1)),
    "all failed": viewOf(space, failed),
    constant: viewOf(space, constant),
    "NaN and infinities": viewOf(space, odd),
  };
}
