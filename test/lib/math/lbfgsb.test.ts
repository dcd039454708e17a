import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ValueAndGradient, minimizeBounded } from "../../../lib/math/lbfgsb.ts";

interface Problem {
  name: keyof typeof functions;
  start: number[];
  low: number | null;
  high: number | null;
  value: number;
  x: number[];
  evaluations: number;
}

const problems = JSON.parse(
  readFileSync(new URL("./fixtures/lbfgsb.json", import.meta.url), "utf8"),
) as Problem[];

const rosenbrock: ValueAndGradient = (x, gradient) => {
  gradient.fill(0);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const rise = x[i + 1]! - x[i]! ** 2;
    const rest = 1 - x[i]!;
    value += 100 * rise * rise + rest * rest;
    gradient[i]! += -400 * rise * x[i]! - 2 * rest;
    gradient[i + 1]! += 200 * rise;
  }
  return value;
};

/** Badly scaled, its minimum outside of most boxes. */
const quadratic: ValueAndGradient = (x, gradient) => {
  let value = 0;
  gradient.fill(0);
  for (let i = 0; i < x.length; i++) {
    const scale = 10 ** (i % 5);
    const off = x[i]! - (i % 2 ? 2 : -0.5);
    value += 0.5 * scale * off * off;
    gradient[i]! += scale * off;
    if (i === 0) continue;
    const chain = x[i]! - x[i - 1]!;
    value += 0.5 * chain * chain;
    gradient[i]! += chain;
    gradient[i - 1]! -= chain;
  }
  return value;
};

/** Not defined where a variable is not positive. */
const barrier: ValueAndGradient = (x, gradient) => {
  if (x.some((value) => value <= 0)) return Infinity;
  const sum = x.reduce((total, value) => total + value, 0);
  let value = 0;
  for (let i = 0; i < x.length; i++) {
    value += x[i]! - Math.log(x[i]!) + 0.1 * x[i]! * sum;
    gradient[i] = 1 - 1 / x[i]! + 0.2 * sum;
  }
  return value;
};

const functions = { rosenbrock, quadratic, barrier };

describe("bounded minima are SciPy's", () => {
  for (const problem of problems) {
    const { name, start, low, high } = problem;
    it(`${name} of ${start.length} variables in [${low ?? "-∞"}, ${high ?? "∞"}]`, () => {
      const d = start.length;
      const found = minimizeBounded(
        functions[name],
        start,
        Array<number>(d).fill(low ?? -Infinity),
        Array<number>(d).fill(high ?? Infinity),
        { valueTolerance: 1e-14, gradientTolerance: 1e-8 },
      );
      expect(["gradient", "value", "stuck"]).toContain(found.status);
      expect(Math.abs(found.value - problem.value)).toBeLessThan(
        1e-8 * Math.max(1, Math.abs(problem.value)),
      );
      found.x.forEach((value, place) => {
        expect(Math.abs(value - problem.x[place]!)).toBeLessThan(1e-3);
        expect(value).toBeGreaterThanOrEqual(low ?? -Infinity);
        expect(value).toBeLessThanOrEqual(high ?? Infinity);
      });
      // Not the same path, but one as short.
      expect(found.evaluations).toBeLessThan(1.6 * problem.evaluations + 50);
    });
  }
});

describe("at the edges", () => {
  const line: ValueAndGradient = (x, gradient) => {
    gradient.fill(1);
    return x.reduce((total, value) => total + value, 0);
  };

  it("a start outside is moved inside, a fixed variable stays, a corner is found at once", () => {
    const found = minimizeBounded(line, [9, 9, 9], [-1, 2, 0], [1, 2, 5]);
    expect([...found.x]).toEqual([-1, 2, 0]);
    expect(found.status).toBe("gradient");
    expect(found.evaluations).toBeLessThan(6);
  });

  it("a start in the minimum needs one evaluation", () => {
    const found = minimizeBounded(rosenbrock, [1, 1], [-5, -5], [5, 5]);
    expect(found).toMatchObject({ value: 0, iterations: 0, evaluations: 1, status: "gradient" });
  });

  it("no variables at all have a minimum", () => {
    expect(minimizeBounded(() => 7, [], [], []).value).toBe(7);
  });

  it("places without a value are gone around, as a start they are named", () => {
    const wall: ValueAndGradient = (x, gradient) => {
      gradient[0] = 2 * (x[0]! - 3);
      return x[0]! > 2 ? Number.NaN : (x[0]! - 3) ** 2;
    };
    const found = minimizeBounded(wall, [-4], [-10], [10]);
    expect(found.x[0]).toBeGreaterThan(1.9);
    expect(found.x[0]).toBeLessThanOrEqual(2);
    expect(minimizeBounded(wall, [5], [-10], [10]).status).toBe("not finite");
  });

  it("stops at its limits with the best that it has", () => {
    const start = rosenbrock(Float64Array.of(-1.2, 1), new Float64Array(2));
    const bounds = [
      [-5, -5],
      [5, 5],
    ] as const;
    const few = minimizeBounded(rosenbrock, [-1.2, 1], ...bounds, { maxIterations: 3 });
    expect(few).toMatchObject({ iterations: 3, status: "iterations" });
    expect(few.value).toBeLessThan(start);
    const counted = minimizeBounded(rosenbrock, [-1.2, 1], ...bounds, { maxEvaluations: 7 });
    expect(counted.evaluations).toBe(7);
    expect(counted.status).toBe("evaluations");
    expect(counted.value).toBeLessThan(start);
  });

  it("gives the gradient at the place it gives", () => {
    const found = minimizeBounded(rosenbrock, [-1.2, 1], [-2, -2], [0.5, 2]);
    const gradient = new Float64Array(2);
    expect(rosenbrock(found.x, gradient)).toBe(found.value);
    expect([...found.gradient]).toEqual([...gradient]);
  });

  it("refuses bounds that do not fit", () => {
    expect(() => minimizeBounded(line, [0, 0], [0], [1])).toThrow("2 variables but 1 lower");
    expect(() => minimizeBounded(line, [0], [1], [0])).toThrow("must not lie above");
    expect(() => minimizeBounded(line, [Number.NaN], [0], [1])).toThrow("NaN");
  });
});
