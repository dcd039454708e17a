import { describe, expect, it } from "vitest";
import {
  crossValidate,
  fixedTrial,
  float,
  folds,
  int,
  maximize,
  progress,
  scores,
  searchCV,
  tuners,
} from "../../../lib/index.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { MeanPredictor, NearestNeighbours } from "./models.ts";

/** Three clouds of points, which overlap a little, sorted by label. */
function clouds(perLabel = 40, seed = 5) {
  const random = randomStream(seed);
  const rows: number[][] = [];
  const labels: number[] = [];
  for (let label = 0; label < 3; label++)
    for (let row = 0; row < perLabel; row++) {
      rows.push([label + 0.45 * random.normal(), (label % 2) + 0.45 * random.normal()]);
      labels.push(label);
    }
  return { rows, labels };
}

const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);
const all = (count: number) => Array.from({ length: count }, (_, row) => row);

describe("folds", () => {
  it("judge each row once, and never on what was learnt from", () => {
    for (const [rows, count] of [
      [10, 5],
      [11, 3],
      [7, 7],
      [120, 4],
    ] as const) {
      const dealt = folds(rows, { folds: count, seed: rows });
      expect(sorted(dealt.flatMap(({ test }) => test))).toEqual(all(rows));
      for (const { train, test } of dealt) expect(sorted([...train, ...test])).toEqual(all(rows));
      const sizes = dealt.map(({ test }) => test.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it("give each fold its share of every label where they are stratified", () => {
    const { labels } = clouds(20);
    for (const { test } of folds(60, { folds: 4, stratify: labels }))
      expect([0, 1, 2].map((label) => test.filter((row) => labels[row] === label).length)).toEqual([
        5, 5, 5,
      ]);
  });

  it("keep groups together where there are groups", () => {
    const groups = all(30).map((row) => Math.floor(row / 4));
    const dealt = folds(30, { folds: 3, groups });
    for (const { train, test } of dealt)
      expect(test.some((row) => train.some((other) => groups[row] === groups[other]))).toBe(false);
    expect(sorted(dealt.flatMap(({ test }) => test))).toEqual(all(30));
  });

  it("are the same under a seed, others under another, and in order without shuffling", () => {
    expect(folds(20, { seed: 1 })).toEqual(folds(20, { seed: 1 }));
    expect(folds(20, { seed: 1 })).not.toEqual(folds(20, { seed: 2 }));
    expect(folds(4, { folds: 2, shuffle: false })[0]!.test).toEqual([0, 2]);
  });

  it("say what is wrong", () => {
    expect(() => folds(3)).toThrow("3 rows cannot be dealt into 5 folds");
    expect(() => folds(9, { folds: 1 })).toThrow("folds is 1");
    expect(() => folds(9, { stratify: [1] })).toThrow("stratify has 1 entries for 9 rows");
    expect(() => folds(9, { groups: all(9).map(() => 0) })).toThrow("1 groups");
  });
});

describe("an option that there is not", () => {
  const { rows, labels } = clouds();
  const estimator = () => new NearestNeighbours(5);
  const wrong = { cv: 3 } as never;

  it.each([
    ["folds", async () => folds(9, { n_splits: 3 } as never), "Here it is called folds."],
    ["crossValidate", async () => crossValidate(estimator, rows, labels, wrong), "called folds."],
    [
      "searchCV",
      async () =>
        searchCV(rows, labels, { estimator, space: { k: int(1, 9) }, n_iter: 3 } as never),
      "Here it is called trials.",
    ],
    [
      "maximize",
      async () => maximize(({ x }) => x, { x: [1, 2] }, { trails: 3 } as never),
      '"trials"?',
    ],
    ["progress", async () => progress([1], { lable: "x" } as never), 'Did you mean "label"?'],
    ["fixedTrial", async () => fixedTrial({}, { sed: 1 } as never), 'Did you mean "seed"?'],
  ])("is refused by %s, with what was meant", async (name, call, meant) => {
    await expect(call()).rejects.toThrow(`${name} has no option "`);
    await expect(call()).rejects.toThrow(meant);
  });
});

describe("scores", () => {
  it("are what their names say", () => {
    const actual = [0, 0, 0, 1];
    expect(scores.accuracy.of(actual, [0, 0, 1, 1])).toBe(0.75);
    expect(scores.balancedAccuracy.of(actual, [0, 0, 0, 0])).toBe(0.5);
    expect(scores.meanSquaredError.of([1, 2], [1, 4])).toBe(2);
    expect(scores.meanAbsoluteError.of([1, 2], [1, 4])).toBe(1);
    expect(scores.r2.of([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(scores.r2.of([1, 2, 3], [2, 2, 2])).toBe(0);
  });
});

describe("crossValidate", () => {
  it("says that it takes what makes an estimator, not an estimator", async () => {
    const estimator = { fit: () => undefined, predict: () => [1] };
    await expect(crossValidate(estimator as never, [[1], [2]], [1, 2])).rejects.toThrow(
      "a function that makes a new estimator",
    );
  });

  it("trains a fresh estimator a fold and scores it on the other rows", async () => {
    const { rows, labels } = clouds();
    NearestNeighbours.fits = 0;
    const seen: number[] = [];
    const result = await crossValidate(() => new NearestNeighbours(5), rows, labels, {
      onFold: (score, fold, of) => {
        seen.push(score);
        expect([fold, of]).toEqual([seen.length, 5]);
      },
    });
    expect(NearestNeighbours.fits).toBe(5);
    expect(result.scores).toEqual(seen);
    expect(result.mean).toBeGreaterThan(0.75);
    expect(result.mean).toBeCloseTo(seen.reduce((sum, score) => sum + score, 0) / 5, 14);
    expect(result.fitSeconds).toHaveLength(5);
  });

  it("takes typed targets and estimators that take their time, and other scores", async () => {
    const targets = Float64Array.from(all(10));
    const { scores: each } = await crossValidate(
      () => new MeanPredictor(),
      targets as never,
      targets,
      {
        scoring: "meanSquaredError",
        folds: 2,
        shuffle: false,
      },
    );
    // The folds are the even and the odd rows; their means are 4 and 5, their variances 8.
    expect(each).toEqual([9, 9]);
  });

  it("reports each fold to a trial, which may stop it", async () => {
    const { rows, labels } = clouds();
    const steps: number[] = [];
    const trial = {
      signal: new AbortController().signal,
      report: async (_value: number, step: number) => {
        steps.push(step);
        if (step === 2) throw new Error("pruned");
        return { prune: false };
      },
    };
    await expect(
      crossValidate(() => new NearestNeighbours(1), rows, labels, { trial }),
    ).rejects.toThrow("pruned");
    expect(steps).toEqual([1, 2]);
  });

  it("says what does not fit together", async () => {
    const make = () => new NearestNeighbours(1);
    await expect(crossValidate(make, [[1]], [1, 2])).rejects.toThrow("1 rows and 2 targets");
    await expect(crossValidate(make, [[1]], [1], { scoring: "f1" as never })).rejects.toThrow(
      'There is no score "f1"',
    );
    const mute = () => ({ fit: () => undefined, predict: () => [1] });
    await expect(crossValidate(mute, [1, 2, 3, 4], [1, 1, 1, 1], { folds: 2 })).rejects.toThrow(
      "predict returned 1 values for 2 rows",
    );
  });
});

describe("searchCV", () => {
  it("finds good parameters, stops what is behind after a few folds, and trains the best on all rows", async () => {
    const { rows, labels } = clouds();
    NearestNeighbours.fits = 0;
    const search = await searchCV(rows, labels, {
      estimator: ({ k }) => new NearestNeighbours(k),
      space: { k: int(1, 100) },
      tuner: tuners.random(),
      folds: 8,
      trials: 20,
      seed: 4,
      panel: false,
    });
    const stopped = search.results.filter(({ state }) => state === "pruned");
    expect(stopped.length).toBeGreaterThan(0);
    for (const { scores: each, rank } of stopped) {
      expect(each.length).toBeLessThan(8);
      expect(rank).toBeUndefined();
    }
    const trained = search.results.reduce((sum, { scores: each }) => sum + each.length, 0);
    expect(NearestNeighbours.fits).toBe(trained + 1);
    const { scores: best, mean, params, rank } = search.results[0]!;
    expect(rank).toBe(1);
    expect(best).toHaveLength(8);
    expect(search.bestScore).toBeCloseTo(mean, 12);
    expect(search.bestParams).toEqual(params);
    expect(search.study.objectives).toEqual({ accuracy: "maximize" });
    const fresh = clouds(50, 77);
    const found = search.bestEstimator!.predict(fresh.rows);
    expect(scores.accuracy.of(fresh.labels, found)).toBeGreaterThan(0.7);
  });

  it("minimizes where the score is an error, goes through a grid, and can leave out the refit", async () => {
    const targets = all(12).map((row) => row % 3);
    const search = await searchCV(targets, targets, {
      estimator: ({ shift }) => ({
        fit: () => undefined,
        predict: (rows: number[]) => rows.map((value) => value + shift),
      }),
      space: { shift: int(-2, 2) },
      scoring: "meanAbsoluteError",
      tuner: tuners.grid(),
      refit: false,
      folds: 3,
      panel: false,
    });
    expect(search.results.length).toBe(5);
    expect(search.bestParams).toEqual({ shift: 0 });
    expect(search.bestScore).toBe(0);
    expect(search.bestEstimator).toBeUndefined();
  });

  it("says why nothing could be evaluated", async () => {
    const failing = searchCV([1, 2, 3, 4], [1, 2, 3, 4], {
      estimator: () => ({
        fit: () => {
          throw new Error("too small");
        },
        predict: () => [],
      }),
      space: { k: int(1, 2) },
      folds: 2,
      panel: false,
    });
    await expect(failing).rejects.toThrow("too small");
  });
});

describe("maximize", () => {
  it("finds the best of a grid of values and parameters", async () => {
    const result = await maximize(
      ({ x, y, z }) => -((x - 3) ** 2) - (y - 0.5) ** 2 + (z === "b" ? 1 : 0),
      { x: [1, 2, 3, 4, 5], y: float(0, 1), z: ["a", "b"] },
      { trials: 150, seed: 1, panel: false },
    );
    expect(result.bestParams).toMatchObject({ x: 3, z: "b" });
    expect(result.bestValue).toBeGreaterThan(0.98);
    expect(result.results).toHaveLength(150);
  });

  it("ends where the grid ends, each point tried once", async () => {
    const calls: string[] = [];
    const { bestParams } = await maximize(
      ({ a, b }) => (calls.push(`${a}${b}`), a * b),
      { a: [1, 2, 3], b: [-1, 1] },
      { panel: false },
    );
    expect(bestParams).toEqual({ a: 3, b: 1 });
    expect(new Set(calls).size).toBe(6);
    expect(calls).toHaveLength(6);
  });

  it("says what is no grid", async () => {
    await expect(maximize(() => 1, undefined as never)).rejects.toThrow(
      "maximize was given the function (anonymous) and undefined. Give a function and what",
    );
    await expect(maximize(() => 1, { x: 3 as never })).rejects.toThrow(
      "maximize was given 3 for x",
    );
  });
});
