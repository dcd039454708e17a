import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import {
  expectedImprovement,
  freeBoxes,
  hedgeShares,
  hedgeUpdate,
  logExpectedHypervolumeImprovement,
  logExpectedImprovement,
  logFeasibility,
  logProbabilityOfImprovement,
  lowerConfidenceBound,
  type Score,
} from "../../../lib/models/acquisition.ts";
import { expectClose } from "../math/fixtures.ts";

const path = new URL("./fixtures/acquisition.json", import.meta.url);
const { rows } = JSON.parse(readFileSync(path, "utf8")) as { rows: number[][] };

describe("improvements over z from −1000 to 1000, against mpmath", () => {
  // One of σ = 1, best = z: μ = 0. 1e-12 where h/φ = 1 + zΦ/φ loses what z² has digits of, at −50 at most.
  const cases: [string, (z: number) => [number, number][]][] = [
    [
      "ln of the expected improvement",
      (z) => {
        const { value, byMean, byVariance } = logExpectedImprovement(0, 1, z);
        return [
          [value, 1],
          [-byMean, 2],
          [2 * byVariance, 3],
        ];
      },
    ],
    [
      "ln of the probability of improvement",
      (z) => {
        const { value, byMean } = logProbabilityOfImprovement(0, 1, z);
        return [
          [value, 4],
          [-byMean, 5],
        ];
      },
    ],
  ];
  for (const [name, compute] of cases)
    it(`${name} and its derivatives: relative error below 2e-12`, () => {
      for (const row of rows) {
        for (const [actual, column] of compute(row[0]!))
          expectClose(actual, row[column]!, 10_000, 1e-300);
      }
    });

  it("keeps its order far below the best, where the improvement itself is 0", () => {
    for (let z = -1000; z < 1000; z++) {
      const here = logExpectedImprovement(0, 1, z);
      expect(Number.isFinite(here.value)).toBe(true);
      expect(logExpectedImprovement(0, 1, z + 1).value).toBeGreaterThan(here.value);
      expect(here.byMean).toBeLessThan(0);
      expect(here.byVariance).toBeGreaterThanOrEqual(0);
    }
    expect(expectedImprovement(0, 1, -50).value).toBe(0);
  });

  it("scales with the loss: ln σ is added where all is σ times as large", () => {
    const one = logExpectedImprovement(0.3, 1.7, -0.4).value;
    const large = logExpectedImprovement(0.3e6, 1.7e12, -0.4e6).value;
    expect(large - one).toBeCloseTo(Math.log(1e6), 10);
  });
});

describe("derivatives, against central differences", () => {
  const scores: Record<string, (mean: number, variance: number) => Score> = {
    "ln EI": (mean, variance) => logExpectedImprovement(mean, variance, 0.2),
    EI: (mean, variance) => expectedImprovement(mean, variance, 0.2),
    "ln PI": (mean, variance) => logProbabilityOfImprovement(mean, variance, 0.2),
    LCB: (mean, variance) => lowerConfidenceBound(mean, variance, 1.96),
    "ln P(feasible)": (mean, variance) => logFeasibility(mean, variance),
  };
  for (const [name, score] of Object.entries(scores))
    it(`${name}: relative error below 1e-6`, () => {
      for (const mean of [-2, -0.1, 0.2, 1, 4])
        for (const variance of [0.01, 0.5, 3]) {
          const { byMean, byVariance } = score(mean, variance);
          // Rounding of the values, over the step, is about 1e-9.
          const h = 1e-5;
          const slope = (score(mean + h, variance).value - score(mean - h, variance).value) / 2 / h;
          expect(Math.abs(byMean - slope)).toBeLessThan(1e-6 * Math.abs(slope) + 1e-8);
          const k = variance * 1e-5;
          const other = (score(mean, variance + k).value - score(mean, variance - k).value) / 2 / k;
          expect(Math.abs(byVariance - other)).toBeLessThan(1e-6 * Math.abs(other) + 1e-8);
        }
    });
});

describe("the expected hypervolume improvement", () => {
  const fronts: Record<string, number[][]> = {
    "two objectives": [
      [0.1, 0.9],
      [0.4, 0.5],
      [0.8, 0.2],
      [0.9, 0.9],
    ],
    "three objectives": [
      [0.1, 0.9, 0.5],
      [0.5, 0.1, 0.8],
      [0.7, 0.6, 0.2],
      [0.4, 0.4, 0.6],
    ],
  };

  for (const [name, front] of Object.entries(fronts)) {
    const K = front[0]!.length;
    const reference = Array.from({ length: K }, () => 1.1);
    const boxes = freeBoxes(front, reference);

    it(`cuts the free space into disjoint boxes that miss nothing: ${name}`, () => {
      const random = randomStream(3);
      for (let draw = 0; draw < 2000; draw++) {
        const point = reference.map((edge) => edge - 1.5 * random.uniform());
        const dominated = front.some((losses) => losses.every((loss, k) => loss <= point[k]!));
        let inside = 0;
        for (let box = 0; box * K < boxes.low.length; box++)
          if (point.every((x, k) => x >= boxes.low[box * K + k]! && x < boxes.high[box * K + k]!))
            inside++;
        expect(inside).toBe(dominated ? 0 : 1);
      }
    });

    it(`is the mean over samples, within four standard errors: ${name}`, () => {
      const random = randomStream(5);
      for (const mean of [0.3, 0.6, 1.2]) {
        const means = reference.map((_, k) => mean - 0.1 * k);
        const variances = reference.map((_, k) => 0.04 + 0.03 * k);
        let sum = 0;
        let squares = 0;
        const draws = 20_000;
        for (let draw = 0; draw < draws; draw++) {
          const y = means.map((m, k) => m + Math.sqrt(variances[k]!) * random.normal());
          const gain = hypervolumeGain(y, boxes.low, boxes.high);
          sum += gain;
          squares += gain * gain;
        }
        const average = sum / draws;
        const error = Math.sqrt((squares / draws - average * average) / draws);
        const exact = Math.exp(logExpectedHypervolumeImprovement(means, variances, boxes).value);
        expect(Math.abs(exact - average)).toBeLessThan(4 * error);
      }
    });

    it(`is one smooth function, near the front and far from it: ${name}`, () => {
      const variances = reference.map(() => 0.05);
      const along = (mean: number) =>
        logExpectedHypervolumeImprovement(
          reference.map((_, k) => mean + 0.1 * k),
          variances,
          boxes,
        );
      const step = 0.002;
      for (let mean = 0; mean < 3; mean += step) {
        const [one, other] = [along(mean), along(mean + step)];
        const slope = (score: typeof one) => score.byMean.reduce((sum, by) => sum + by, 0);
        // The trapezoid's error is step³ / 12 times a third derivative, which stays below some hundreds.
        const rise = (step * (slope(one) + slope(other))) / 2;
        expect(Math.abs(other.value - one.value - rise)).toBeLessThan(1e-6);
      }
    });

    it(`has the gradient that central differences find: ${name}`, () => {
      for (const mean of [0.2, 0.7, 3]) {
        const means = reference.map((_, k) => mean + 0.1 * k);
        const variances = reference.map((_, k) => 0.05 + 0.02 * k);
        const { byMean, byVariance } = logExpectedHypervolumeImprovement(means, variances, boxes);
        const h = 1e-6;
        const at = (which: "mean" | "variance", k: number, step: number): number => {
          const shift = (values: number[], name: string): number[] =>
            values.map((value, place) => value + (which === name && place === k ? step : 0));
          return logExpectedHypervolumeImprovement(
            shift(means, "mean"),
            shift(variances, "variance"),
            boxes,
          ).value;
        };
        for (let k = 0; k < K; k++) {
          const slope = (at("mean", k, h) - at("mean", k, -h)) / (2 * h);
          expect(byMean[k]! / slope).toBeCloseTo(1, 4);
          const other = (at("variance", k, h) - at("variance", k, -h)) / (2 * h);
          expect(byVariance[k]! / other).toBeCloseTo(1, 4);
        }
      }
    });
  }

  it("is what the volume grows by where the losses are certain", () => {
    const boxes = freeBoxes([[0.5, 0.5]], [1, 1]);
    const certain = (y: number[]): number =>
      Math.exp(logExpectedHypervolumeImprovement(y, [1e-30, 1e-30], boxes).value);
    expect(certain([0.25, 0.75])).toBeCloseTo(0.25 * 0.25, 10);
    expect(certain([0.25, 0.25])).toBeCloseTo(0.75 ** 2 - 0.25, 10);
    expect(certain([0.6, 0.6])).toBeCloseTo(0, 10);
  });

  it("is the product of the improvements on the reference where there is no front", () => {
    const boxes = freeBoxes([], [1, 2]);
    const whole = logExpectedHypervolumeImprovement([0.5, 3], [1, 4], boxes).value;
    const parts = logExpectedImprovement(0.5, 1, 1).value + logExpectedImprovement(3, 4, 2).value;
    expect(whole).toBeCloseTo(parts, 12);
  });

  it("still says where to go far from the front", () => {
    const boxes = freeBoxes([[0.5, 0.5]], [1, 1]);
    const near = logExpectedHypervolumeImprovement([50, 50], [1, 1], boxes);
    const far = logExpectedHypervolumeImprovement([51, 50], [1, 1], boxes);
    expect(Number.isFinite(far.value)).toBe(true);
    expect(near.value).toBeGreaterThan(far.value);
    expect(far.byMean[0]).toBeLessThan(0);
  });
});

describe("the portfolio of advisers", () => {
  it("follows the adviser whose points turned out low more often, e times per unit", () => {
    const gains = hedgeUpdate([0, 0, 0], [0.5, -0.5, 0.5]);
    const shares = hedgeShares(gains);
    expect(shares[1]! / shares[0]!).toBeCloseTo(Math.E, 12);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it("holds for gains of any size", () => {
    expect(hedgeShares([1e6, 1e6 - 1, 0])[2]).toBe(0);
  });
});

/** What a point adds to the dominated volume: the sum of what it adds to the free boxes. */
function hypervolumeGain(y: number[], low: Float64Array, high: Float64Array): number {
  const K = y.length;
  let sum = 0;
  for (let box = 0; box * K < low.length; box++) {
    let volume = 1;
    for (let k = 0; k < K; k++)
      volume *= Math.max(0, high[box * K + k]! - Math.max(low[box * K + k]!, y[k]!));
    sum += volume;
  }
  return sum;
}
