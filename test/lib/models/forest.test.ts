import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { type Column, fitForest, type ForestOptions } from "../../../lib/models/forest.ts";

interface Table {
  readonly x: readonly number[][];
  readonly y: readonly number[];
  readonly points: readonly number[][];
}

const fixtures = JSON.parse(
  readFileSync(new URL("./fixtures/forest.json", import.meta.url), "utf8"),
) as {
  trees: (Table & { leaf: number; predicted: readonly number[] })[];
  forests: (Table & { name: string; truth: readonly number[]; rmse: number })[];
};

const flat = (rows: readonly (readonly number[])[]): Float64Array => Float64Array.from(rows.flat());
const numbers = (count: number): Column[] =>
  Array.from({ length: count }, () => ({ kind: "number" }));

describe("agrees with scikit-learn", () => {
  for (const { x, y, leaf, points, predicted } of fixtures.trees) {
    it(`one tree over ${y.length} rows predicts the same`, () => {
      const forest = fitForest(flat(x), y, numbers(x[0]!.length), randomStream(1), {
        trees: 1,
        bootstrap: false,
        columnShare: 1,
        leastToSplit: 2,
        leastInLeaf: leaf,
        thresholds: "middle",
      });
      const { mean } = forest.predict(flat(points));
      predicted.forEach((wanted, row) => expect(mean[row]).toBeCloseTo(wanted, 9));
    });
  }

  for (const { name, x, y, points, truth, rmse } of fixtures.forests) {
    it(`a forest errs no more than 3% more on ${name}`, () => {
      let sum = 0;
      for (let seed = 0; seed < 5; seed++) {
        const forest = fitForest(flat(x), y, numbers(x[0]!.length), randomStream(seed), {
          trees: 64,
          columnShare: 1,
          leastToSplit: 2,
        });
        const { mean } = forest.predict(flat(points));
        const squares = truth.reduce((total, wanted, row) => total + (mean[row]! - wanted) ** 2, 0);
        sum += Math.sqrt(squares / truth.length);
      }
      expect(sum / 5).toBeLessThan(1.03 * rmse);
    });
  }
});

describe("extremely random cuts", () => {
  const { x, y, points, truth } = fixtures.forests[0]!;
  const options = { trees: 64, bootstrap: false, cuts: "random", leastToSplit: 2 } as const;

  it("meet every row where they are grown to the end", () => {
    const rows = flat(x);
    const { mean } = fitForest(rows, y, numbers(10), randomStream(1), options).predict(rows);
    y.forEach((wanted, row) => expect(mean[row]).toBeCloseTo(wanted, 9));
  });

  it("follow a smooth function more closely than the best cuts", () => {
    const error = (chosen: ForestOptions): number => {
      const forest = fitForest(flat(x), y, numbers(10), randomStream(1), chosen);
      const { mean } = forest.predict(flat(points));
      return truth.reduce((sum, wanted, row) => sum + (mean[row]! - wanted) ** 2, 0);
    };
    expect(error(options)).toBeLessThan(0.95 * error({ trees: 64, leastToSplit: 2 }));
  });
});

describe("mean and variance", () => {
  const random = randomStream(5);
  const x = Float64Array.from({ length: 300 }, () => random.uniform());
  const y = Float64Array.from({ length: 150 }, (_, row) => x[2 * row]! + random.normal());
  const forest = fitForest(x, y, numbers(2), randomStream(2), { trees: 20, leastInLeaf: 10 });

  it("follow from the leaves by the law of total variance", () => {
    // One tree at a time has the same leaves as in the forest, since one stream grows them in turn.
    const stream = randomStream(2);
    const singles = Array.from({ length: 20 }, () =>
      fitForest(x, y, numbers(2), stream, { trees: 1, leastInLeaf: 10 }),
    );
    const { mean, variance } = forest.predict(x);
    const each = singles.map((single) => single.predict(x));
    for (let row = 0; row < 150; row++) {
      const means = each.map((one) => one.mean[row]!);
      const average = means.reduce((sum, one) => sum + one, 0) / 20;
      const within = each.reduce((sum, one) => sum + one.variance[row]!, 0) / 20;
      const between = means.reduce((sum, one) => sum + (one - average) ** 2, 0) / 20;
      expect(mean[row]).toBeCloseTo(average, 12);
      expect(variance[row]).toBeCloseTo(within + between, 12);
    }
  });

  it("leave no leaf with fewer rows than asked for", () => {
    for (const tree of forest.trees)
      for (let node = 0; node < tree.size; node++)
        expect(tree.weight[node]).toBeGreaterThanOrEqual(10);
  });

  it("are those of y itself where nothing can be split", () => {
    const single = fitForest(new Float64Array(6), [1, 2, 3, 4, 5, 9], numbers(1), randomStream(1), {
      bootstrap: false,
    });
    const { mean, variance } = single.predict(new Float64Array([0.3]));
    expect(mean[0]).toBeCloseTo(4, 12);
    expect(variance[0]).toBeCloseTo(40 / 6, 12);
  });

  it("are without variance where y is constant", () => {
    const constant = fitForest(x, new Float64Array(150).fill(0.1), numbers(2), randomStream(1));
    const { mean, variance } = constant.predict(x);
    expect(Math.max(...mean.map((value) => Math.abs(value - 0.1)))).toBeLessThan(1e-15);
    expect(Math.max(...variance)).toBeLessThan(1e-15);
  });
});

describe("categories", () => {
  it("are split into the best two sets of all", () => {
    // Seven categories have 63 splits into two sets; the greedy one must be the best of them.
    const random = randomStream(8);
    for (let round = 0; round < 30; round++) {
      const rows = 40;
      const x = Float64Array.from({ length: rows }, () => random.int(0, 6));
      const y = Float64Array.from({ length: rows }, () => random.normal());
      const stump = fitForest(x, y, [{ kind: "category", categories: 7 }], randomStream(1), {
        trees: 1,
        bootstrap: false,
        deepest: 1,
      });
      const { mean } = stump.predict(x);
      const ours = y.reduce((sum, value, row) => sum + (value - mean[row]!) ** 2, 0);
      let best = Infinity;
      for (let set = 1; set < 64; set++) {
        const sides = [0, 1].map((side) =>
          [...y].filter((_, row) => ((set >> x[row]!) & 1) === side),
        );
        best = Math.min(
          best,
          sides.reduce((total, side) => {
            const average = side.reduce((sum, value) => sum + value, 0) / side.length;
            return total + side.reduce((sum, value) => sum + (value - average) ** 2, 0);
          }, 0),
        );
      }
      expect(ours).toBeCloseTo(best, 9);
    }
  });
});

describe("columns that are not active", () => {
  it("are told apart from every value, numbers and categories", () => {
    // y is 5 exactly where column 0 is not active; column 1 is active where column 0 is not.
    const random = randomStream(3);
    const rows: number[][] = [];
    const y: number[] = [];
    for (let row = 0; row < 80; row++) {
      const active = row % 2 === 0;
      rows.push([active ? random.uniform() : NaN, active ? NaN : random.int(0, 2)]);
      y.push(active ? 0 : 5);
    }
    for (const column of [0, 1]) {
      const x = Float64Array.from(rows, (row) => row[column]!);
      const kind: Column = column === 0 ? { kind: "number" } : { kind: "category", categories: 3 };
      const { mean } = fitForest(x, y, [kind], randomStream(4), { leastToSplit: 2 }).predict(x);
      y.forEach((wanted, row) => expect(mean[row]).toBeCloseTo(wanted, 12));
    }
  });
});

describe("a forest", () => {
  it("is the same under the same seed and another under another", () => {
    const random = randomStream(6);
    const x = Float64Array.from({ length: 200 }, () => random.uniform());
    const y = Float64Array.from({ length: 50 }, () => random.normal());
    const grow = (seed: number) => fitForest(x, y, numbers(4), randomStream(seed)).predict(x).mean;
    expect(grow(1)).toEqual(grow(1));
    expect(grow(1)).not.toEqual(grow(2));
  });

  it("sees large numbers with small differences as they are", () => {
    const x = Float64Array.from({ length: 40 }, (_, row) => row);
    const y = Array.from(x, (value) => 1e9 + (value < 20 ? 0 : 1));
    const { mean } = fitForest(x, y, numbers(1), randomStream(1), { bootstrap: false }).predict(x);
    y.forEach((wanted, row) => expect(mean[row]).toBe(wanted));
  });

  it("refuses what is no table", () => {
    const grow = (x: number[], y: number[]) => () =>
      fitForest(Float64Array.from(x), y, numbers(1), randomStream(1));
    expect(grow([], [])).toThrow(/at least one row/);
    expect(grow([1, 2], [1])).toThrow(/2 numbers are no 1 rows/);
    expect(grow([1, 2], [1, Infinity])).toThrow(/not finite/);
  });
});
