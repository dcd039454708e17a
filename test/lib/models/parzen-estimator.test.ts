import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { type Observation, ParzenEstimator } from "../../../lib/models/parzen-estimator.ts";
import { type ParzenDimension, rampWeight } from "../../../lib/models/parzen-kernels.ts";

interface Case {
  readonly name: string;
  readonly dimensions: readonly ParzenDimension[];
  readonly observations: readonly number[][];
  readonly points: readonly number[][];
  readonly logDensity: readonly number[];
}

const cases = JSON.parse(
  readFileSync(new URL("./fixtures/parzen.json", import.meta.url), "utf8"),
) as Case[];

const mixed: readonly ParzenDimension[] = [
  { kind: "numeric", low: -3, high: 5, log: false, step: undefined },
  { kind: "numeric", low: 1e-5, high: 10, log: true, step: undefined },
  { kind: "numeric", low: 1, high: 7, log: false, step: 1 },
  { kind: "numeric", low: 1, high: 512, log: true, step: 1 },
  { kind: "categories", count: 3 },
];

function drawn(count: number, seed: number): Observation[] {
  const prior = new ParzenEstimator(mixed);
  const points = prior.sample(randomStream(seed), count);
  const d = mixed.length;
  return Array.from({ length: count }, (_, key) => ({
    key,
    values: points.slice(key * d, (key + 1) * d),
  }));
}

describe("the density is that of Optuna 5", () => {
  for (const { name, dimensions, observations, points, logDensity } of cases) {
    it(name, () => {
      const estimator = new ParzenEstimator(
        dimensions,
        observations.map((values, key) => ({ key, values })),
      );
      const ours = estimator.logDensity(Float64Array.from(points.flat()));
      logDensity.forEach((wanted, index) => {
        expect(Math.abs((ours[index] as number) - wanted)).toBeLessThan(1e-9);
      });
    });
  }
});

describe("kept up to date", () => {
  const points = new ParzenEstimator(mixed).sample(randomStream(9), 24);

  it("says bit by bit what one built at once says, whatever came and went", () => {
    const all = drawn(400, 1);
    const random = randomStream(2);
    const estimator = new ParzenEstimator(mixed);
    const inside = new Set<number>();
    for (let round = 0; round < 120; round++) {
      const added: Observation[] = [];
      const removed: number[] = [];
      // Mostly growing, so that the bandwidths' floor settles; some rounds in bulk.
      const changes = round % 40 === 39 ? 90 : random.int(1, 6);
      for (let change = 0; change < changes; change++) {
        const { key, values } = all[random.int(0, all.length - 1)] as Observation;
        if (added.some((one) => one.key === key) || removed.includes(key)) continue;
        if (!inside.has(key)) added.push({ key, values });
        else if (random.uniform() < 0.4) removed.push(key);
      }
      estimator.update(added, removed);
      for (const { key } of added) inside.add(key);
      for (const key of removed) inside.delete(key);
      const fresh = new ParzenEstimator(
        mixed,
        all.filter(({ key }) => inside.has(key)),
      );
      expect(estimator.size).toBe(inside.size);
      expect(estimator.logDensity(points)).toEqual(fresh.logDensity(points));
      expect(estimator.sample(randomStream(round), 3)).toEqual(
        fresh.sample(randomStream(round), 3),
      );
    }
    expect(inside.size).toBeGreaterThan(150);
  });

  it("refuses an observation that is there, and to forget one that is not", () => {
    const estimator = new ParzenEstimator(mixed, drawn(3, 1));
    expect(() => estimator.update([{ key: 1, values: [0, 1, 1, 1, 0] }], [])).toThrow(/1 is there/);
    expect(() => estimator.update([], [7])).toThrow(/no observation 7/);
  });
});

describe("the density is one", () => {
  it("integrates to 1 over a range", () => {
    const dimension = { kind: "numeric", low: -3, high: 5, log: false, step: undefined } as const;
    const estimator = new ParzenEstimator(
      [dimension],
      [-3, -2.9, 0.5, 4.99].map((value, key) => ({ key, values: [value] })),
    );
    const count = 20_000;
    const places = Float64Array.from({ length: count }, (_, i) => -3 + (8 * (i + 0.5)) / count);
    const sum = estimator.logDensity(places).reduce((total, log) => total + Math.exp(log), 0);
    expect((sum * 8) / count).toBeCloseTo(1, 6);
  });

  it("sums to 1 over the values of discrete dimensions, far observations and near", () => {
    const estimator = new ParzenEstimator(
      [mixed[3] as ParzenDimension, mixed[4] as ParzenDimension],
      drawn(200, 4).map(({ key, values }) => ({ key, values: [values[3] ?? 0, values[4] ?? 0] })),
    );
    const points: number[] = [];
    for (let value = 1; value <= 512; value++) for (const c of [0, 1, 2]) points.push(value, c);
    const logs = estimator.logDensity(Float64Array.from(points));
    expect(logs.reduce((total, log) => total + Math.exp(log), 0)).toBeCloseTo(1, 10);
  });

  it("sums to 1 where a kernel's axis ends at 8.3 of its bandwidths", () => {
    // Of 23 the bandwidth is 5, so that 64.5 lies at 8.3 and 0.5 at -4.5.
    const observed = [18, 23, 28, ...Array<number>(17).fill(40)];
    const estimator = new ParzenEstimator(
      [{ kind: "numeric", low: 1, high: 64, log: false, step: 1 }],
      observed.map((value, key) => ({ key, values: [value] })),
    );
    const points = Float64Array.from({ length: 64 }, (_, index) => index + 1);
    const sum = estimator.logDensity(points).reduce((total, log) => total + Math.exp(log), 0);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
  });

  it("is what samples follow", () => {
    const estimator = new ParzenEstimator(
      [mixed[2] as ParzenDimension, mixed[4] as ParzenDimension],
      drawn(30, 5).map(({ key, values }) => ({ key, values: [values[2] ?? 0, values[4] ?? 0] })),
    );
    const count = 40_000;
    const samples = estimator.sample(randomStream(3), count);
    const seen = new Float64Array(21);
    for (let row = 0; row < count; row++) {
      const cell = ((samples[2 * row] as number) - 1) * 3 + (samples[2 * row + 1] as number);
      seen[cell] = (seen[cell] as number) + 1;
    }
    const cells = Float64Array.from({ length: 42 }, (_, i) =>
      i % 2 === 0 ? 1 + Math.floor(i / 6) : ((i - 1) / 2) % 3,
    );
    let chiSquared = 0;
    estimator.logDensity(cells).forEach((log, cell) => {
      const expected = count * Math.exp(log);
      chiSquared += ((seen[cell] as number) - expected) ** 2 / expected;
    });
    // 20 degrees of freedom: passed once in a thousand at 45.3.
    expect(chiSquared).toBeLessThan(45.3);
  });
});

describe("beyond Optuna", () => {
  const tree: readonly ParzenDimension[] = [
    { kind: "categories", count: 2, weights: [0.25, 0.75] },
    { kind: "numeric", low: 0, high: 1, log: false, optional: true },
    { kind: "numeric", low: 1, high: 3, log: false, step: 1, optional: true },
    { kind: "categories", count: 2, optional: true },
  ];
  // Category 0 has the second dimension; category 1 the other two.
  const has = (k: number, values: Float64Array): boolean =>
    k === 0 || (k === 1) === (values[0] === 0);

  function observed(count: number): Observation[] {
    const points = new ParzenEstimator(tree).sample(randomStream(4), count, has);
    return Array.from({ length: count }, (_, key) => ({
      key,
      values: points.slice(key * 4, (key + 1) * 4),
    }));
  }

  /** The whole mass of a density over the tree, the continuous dimension in 2000 steps. */
  function mass(estimator: ParzenEstimator): number {
    const points: number[] = [];
    for (const second of [1, 2, 3]) for (const third of [0, 1]) points.push(1, NaN, second, third);
    for (let step = 0; step < 2000; step++) points.push(0, (step + 0.5) / 2000, NaN, NaN);
    return estimator
      .logDensity(Float64Array.from(points))
      .reduce((sum, log, index) => sum + Math.exp(log) / (index < 6 ? 1 : 2000), 0);
  }

  it("says the same whatever points it was asked for before, alone or together", () => {
    const estimator = new ParzenEstimator(tree, observed(20));
    const other = new ParzenEstimator(tree, observed(40));
    const all = estimator.sample(randomStream(8), 30, has);
    const whole = estimator.logDensity(all);
    const query = other.query();
    for (let row = 29; row >= 0; row--) {
      const point = all.slice(row * 4, row * 4 + 4);
      const fresh = new ParzenEstimator(tree, observed(20)).logDensity(point);
      expect(estimator.logDensity(point)).toEqual(fresh);
      expect(whole[row]).toBe(fresh[0]);
      query.take(point);
      expect(estimator.logDensity(query)).toEqual(fresh);
      expect(other.logDensity(query)).toEqual(other.logDensity(point));
    }
  });

  it("is a density over the points of a tree, of any number of observations", () => {
    for (const count of [0, 1, 2, 9, 130]) {
      expect(mass(new ParzenEstimator(tree, observed(count)))).toBeCloseTo(1, 5);
    }
  });

  it("takes in and forgets observations that lack dimensions, bit by bit as if built at once", () => {
    const all = observed(150);
    const estimator = new ParzenEstimator(tree, all.slice(0, 60));
    estimator.update(all.slice(60, 64), [3, 8, 59]);
    estimator.update(all.slice(64), [10, 63]);
    const gone = [3, 8, 10, 59, 63];
    const fresh = new ParzenEstimator(
      tree,
      all.filter(({ key }) => !gone.includes(key)),
    );
    const points = estimator.sample(randomStream(1), 50, has);
    expect(fresh.sample(randomStream(1), 50, has)).toEqual(points);
    expect(estimator.logDensity(points)).toEqual(fresh.logDensity(points));
  });

  it("is what samples follow, in a tree too", () => {
    const estimator = new ParzenEstimator(tree, observed(20));
    const samples = estimator.sample(randomStream(6), 20_000, has);
    const cells = [
      [1, NaN, 1, 0],
      [1, NaN, 1, 1],
      [1, NaN, 2, 0],
      [1, NaN, 2, 1],
      [1, NaN, 3, 0],
      [1, NaN, 3, 1],
    ];
    estimator.logDensity(Float64Array.from(cells.flat())).forEach((log, index) => {
      let seen = 0;
      for (let row = 0; row < 20_000; row++) {
        if (cells[index]!.every((value, k) => Object.is(samples[row * 4 + k], value))) seen++;
      }
      const share = Math.exp(log);
      // Five standard deviations.
      expect(Math.abs(seen / 20_000 - share)).toBeLessThan(
        5 * Math.sqrt((share * (1 - share)) / 20_000),
      );
    });
  });

  it("is the prior itself before there is any observation", () => {
    const prior = { mean: 0.2, sd: 0.1 };
    const estimator = new ParzenEstimator([
      { kind: "numeric", low: 0, high: 1, log: false, prior },
      { kind: "categories", count: 3, weights: [0.2, 0.3, 0.5] },
    ]);
    const [one = 0, other = 0] = estimator.logDensity(Float64Array.from([0.2, 2, 0.4, 0]));
    // Φ((1 − 0.2) / 0.1) − Φ(−2), by SciPy.
    const norm = 0.9772498680518202;
    const density = (z: number): number =>
      Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI) / 0.1 / norm;
    expect(one).toBeCloseTo(Math.log(density(0) * 0.5), 12);
    expect(other).toBeCloseTo(Math.log(density(2) * 0.2), 12);
  });

  it("weighs all alike where it is told to", () => {
    const dimension = { kind: "numeric", low: 0, high: 1, log: false, step: 0.25 } as const;
    const values = [...Array<number>(60).fill(0), ...Array<number>(60).fill(1)];
    const observations = values.map((value, key) => ({ key, values: [value] }));
    const ends = Float64Array.from([0, 1]);
    const [old = 0, recent = 0] = new ParzenEstimator([dimension], observations).logDensity(ends);
    expect(recent).toBeGreaterThan(old + 0.3);
    const even = new ParzenEstimator([dimension], observations, { weights: "even" });
    const [first = 0, last = 0] = even.logDensity(ends);
    expect(first).toBeCloseTo(last, 12);
  });
});

describe("weights", () => {
  it("are 1 for the newest 25 and ramp up from 1/n before them", () => {
    expect(Array.from({ length: 24 }, (_, i) => rampWeight(24, i))).toEqual(Array(24).fill(1));
    expect(rampWeight(26, 0)).toBe(1 / 26);
    expect(rampWeight(35, 0)).toBe(1 / 35);
    expect(rampWeight(35, 9)).toBeCloseTo(1, 14);
    expect(rampWeight(35, 34)).toBe(1);
    expect(rampWeight(27, 1)).toBeCloseTo(1, 14);
  });
});

describe("integers finer than doubles tell their cells apart", () => {
  const ranges: readonly { name: string; dimension: ParzenDimension }[] = [
    {
      name: "0 … 2⁵³",
      dimension: { kind: "numeric", low: 0, high: 2 ** 53 - 1, log: false, step: 1 },
    },
    {
      name: "1 … 2⁵³, by logarithms",
      dimension: { kind: "numeric", low: 1, high: 2 ** 53 - 1, log: true, step: 1 },
    },
  ];
  for (const { name, dimension } of ranges)
    it(`every density of ${name} is a number`, () => {
      const random = randomStream(4);
      const drawnFrom = new ParzenEstimator([dimension]);
      const values = drawnFrom.sample(random, 40);
      const seen = Array.from(values, (value, key) => ({ key, values: [value] }));
      const estimator = new ParzenEstimator([dimension], seen);
      const asked = Float64Array.from([...values, ...estimator.sample(random, 200), 2 ** 53 - 1]);
      expect([...estimator.logDensity(asked)].filter((log) => !Number.isFinite(log))).toEqual([]);
      expect([...drawnFrom.logDensity(asked)].filter((log) => !Number.isFinite(log))).toEqual([]);
    });
});
