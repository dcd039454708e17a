import { StudyError } from "../study/errors.ts";
import type { Direction } from "../study/observer.ts";

/** How good predictions are. */
export interface Score {
  readonly name: string;
  readonly direction: Direction;
  /** `actual` and `predicted` have one entry for each row. */
  of(actual: ArrayLike<unknown>, predicted: ArrayLike<unknown>): number;
}

/** The scores that are known by name. */
export const scores = {
  /** The share of rows whose label was found. */
  accuracy: {
    name: "accuracy",
    direction: "maximize",
    of: (actual, predicted) => mean(actual, (label, row) => (label === predicted[row] ? 1 : 0)),
  },
  /** The mean of the labels' own accuracies: each label counts alike, however rare. */
  balancedAccuracy: {
    name: "balancedAccuracy",
    direction: "maximize",
    of(actual, predicted) {
      const found = new Map<unknown, [number, number]>();
      for (let row = 0; row < actual.length; row++) {
        const counts = found.get(actual[row]) ?? [0, 0];
        counts[0] += actual[row] === predicted[row] ? 1 : 0;
        counts[1] += 1;
        found.set(actual[row], counts);
      }
      return mean([...found.values()], ([hits, all]) => hits / all);
    },
  },
  /** The mean of squared errors. */
  meanSquaredError: {
    name: "meanSquaredError",
    direction: "minimize",
    of: (actual, predicted) =>
      mean(actual, (value, row) => (number(value) - number(predicted[row])) ** 2),
  },
  /** The mean of absolute errors. */
  meanAbsoluteError: {
    name: "meanAbsoluteError",
    direction: "minimize",
    of: (actual, predicted) =>
      mean(actual, (value, row) => Math.abs(number(value) - number(predicted[row]))),
  },
  /** The share of variance that is explained: 1 is perfect, 0 as good as the mean. */
  r2: {
    name: "r2",
    direction: "maximize",
    of(actual, predicted) {
      const centre = mean(actual, number);
      const spread = mean(actual, (value) => (number(value) - centre) ** 2);
      const error = mean(actual, (value, row) => (number(value) - number(predicted[row])) ** 2);
      return 1 - error / spread;
    },
  },
} as const satisfies Readonly<Record<string, Score>>;

/** The name of a known score, or one of your own. */
export type Scoring = keyof typeof scores | Score;

/** @throws StudyError naming the scores that there are */
export function readScoring(given: Scoring): Score {
  const score = typeof given === "string" ? (scores[given] as Score | undefined) : given;
  if (typeof score?.of === "function") return score;
  throw new StudyError(
    `There is no score ${JSON.stringify(given)}. Use one of ${Object.keys(scores).join(", ")}, or give { name, direction, of(actual, predicted) }.`,
  );
}

function number(value: unknown): number {
  return Number(value);
}

function mean<T>(values: ArrayLike<T>, of: (value: T, place: number) => number): number {
  let sum = 0;
  for (let place = 0; place < values.length; place++) sum += of(values[place] as T, place);
  return sum / values.length;
}
