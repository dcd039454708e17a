import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { order, simplex, subset } from "../../../lib/space/combinations.ts";
import { drawPoint } from "../../../lib/space/draw.ts";
import { enumerate } from "../../../lib/space/enumerate.ts";
import { choice, float, int } from "../../../lib/space/parameters.ts";
import { logNormal, normal } from "../../../lib/space/priors.ts";
import type { Space } from "../../../lib/space/space.ts";
import { UnitCube } from "../../../lib/space/vectors.ts";

const DRAWS = 12_000;

function drawn<P>(space: Space<P>, seed = 2): P[] {
  const random = randomStream(seed);
  return Array.from({ length: DRAWS }, () => space.decode(drawPoint(space as Space, random)));
}

/** Pearson's statistic of counts that should be equal, beside what it exceeds once in a thousand times. */
function chiSquare(values: readonly string[], kinds: number): { statistic: number; limit: number } {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  expect(counts.size).toBe(kinds);
  const expected = values.length / kinds;
  let statistic = 0;
  for (const count of counts.values()) statistic += (count - expected) ** 2 / expected;
  // Wilson and Hilferty's approximation of the quantile at 0.999.
  const degrees = kinds - 1;
  const limit = degrees * (1 - 2 / (9 * degrees) + 3.0902 * Math.sqrt(2 / (9 * degrees))) ** 3;
  return { statistic, limit };
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("random draws", () => {
  it("of subsets are even over all that are allowed", () => {
    for (const [options, kinds] of [
      [{ min: 1, max: 2 }, 10],
      [{ min: 2 }, 11],
      [{}, 16],
    ] as const) {
      const space = compileSpace({ chosen: subset(["a", "b", "c", "d"], options) });
      expect(space.size).toBe(kinds);
      expect([...enumerate(space)]).toHaveLength(kinds);
      const { statistic, limit } = chiSquare(
        drawn(space).map(({ chosen }) => chosen.join()),
        kinds,
      );
      expect(statistic).toBeLessThan(limit);
    }
  });

  it("of orders are even over all n!", () => {
    const space = compileSpace({ stages: order(["a", "b", "c", "d"]) });
    const all = [...enumerate(space)].map((point) => space.decode(point).stages.join());
    expect(new Set(all).size).toBe(24);
    const { statistic, limit } = chiSquare(
      drawn(space).map(({ stages }) => stages.join()),
      24,
    );
    expect(statistic).toBeLessThan(limit);
  });

  it("of shares are Dirichlet's with all ones: sums of 1, means 1/n, variances (n − 1) / n²(n + 1)", () => {
    const shares = drawn(compileSpace({ mix: simplex(["a", "b", "c"]) })).map(({ mix }) => mix);
    for (const name of ["a", "b", "c"] as const) {
      const values = shares.map((share) => share[name]);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(mean(values)).toBeCloseTo(1 / 3, 2);
      expect(mean(values.map((value) => (value - 1 / 3) ** 2))).toBeCloseTo(2 / 36, 2);
    }
    for (const { a, b, c } of shares) expect(a + b + c).toBeCloseTo(1, 12);
  });

  it("of choices go by their weights", () => {
    const space = compileSpace({ kind: choice(["a", "b", "c"], { weights: [0.6, 0.3, 0.1] }) });
    const kinds = drawn(space).map(({ kind }) => kind);
    for (const [kind, share] of [
      ["a", 0.6],
      ["b", 0.3],
      ["c", 0.1],
    ] as const)
      expect(kinds.filter((drawnKind) => drawnKind === kind).length / DRAWS).toBeCloseTo(share, 1);
  });

  it("of normal and log-normal parameters have their mean and deviation", () => {
    const space = compileSpace({ x: normal(5, 2), rate: logNormal(Math.log(1e-3), 0.5) });
    const points = drawn(space);
    const xs = points.map(({ x }) => x);
    expect(mean(xs)).toBeCloseTo(5, 1);
    expect(Math.sqrt(mean(xs.map((x) => (x - 5) ** 2)))).toBeCloseTo(2, 1);
    const logs = points.map(({ rate }) => Math.log(rate / 1e-3));
    expect(mean(logs)).toBeCloseTo(0, 1);
    expect(Math.sqrt(mean(logs.map((log) => log * log)))).toBeCloseTo(0.5, 1);
  });

  it("stand at the quantiles of their priors in the unit cube", () => {
    const space = compileSpace({ x: normal(5, 2) });
    const cube = new UnitCube(space as Space);
    // Of a normal distribution cut at ±4 sd, to four digits: Φ(−1), Φ(0), Φ(1).
    for (const [x, share] of [
      [3, 0.15866],
      [5, 0.5],
      [7, 0.84134],
    ] as const)
      expect(cube.read({ x })![0]).toBeCloseTo(share, 4);
  });

  it("stay within what earlier values leave, down to a single value", () => {
    const space = compileSpace({
      layers: int(1, 4),
      units: int(1, 8, { within: ({ layers }) => ({ high: Number(layers) * 2 }) }),
      rate: float(0, 1, { within: ({ layers }) => ({ low: Number(layers) === 4 ? 1 : 0 }) }),
    });
    for (const { layers, units, rate } of drawn(space)) {
      expect(units).toBeLessThanOrEqual(layers * 2);
      if (layers === 4) expect(rate).toBe(1);
    }
  });
});
