import { describe, expect, it } from "vitest";
import { erf, erfc, erfcx } from "../../../lib/math/erf.ts";
import { normalCdf, normalLogCdf, normalLogDensity } from "../../../lib/math/normal.ts";
import { normalQuantile, normalQuantileOfLog } from "../../../lib/math/normal-quantile.ts";
import {
  normalLogMass,
  quickNormalMass,
  truncatedNormalQuantile,
} from "../../../lib/math/truncated-normal.ts";
import { expectClose, fixture } from "./fixtures.ts";

describe("functions of one number agree with 60-digit arithmetic to a few EPS", () => {
  for (const [name, compute, eps] of [
    ["erf", erf, 4],
    ["erfc", erfc, 8],
    ["erfcx", erfcx, 8],
    ["logCdf", normalLogCdf, 16],
    ["quantile", normalQuantile, 16],
    ["quantileOfLog", normalQuantileOfLog, 64],
  ] as const) {
    it(name, () => {
      for (const [x, wanted] of fixture(name)) {
        // Where a result crosses 0 its last digits are the argument's.
        expectClose(compute(x as number), wanted as number, eps, 4e-16 * Math.abs(x as number));
      }
    });
  }
});

describe("functions of an interval agree with 60-digit arithmetic", () => {
  it("normalLogMass", () => {
    for (const [a, b, wanted] of fixture("logMass")) {
      // What rounding of a and b themselves costs is not the function's.
      expectClose(normalLogMass(a as number, b as number), wanted as number, 64, 1e-13);
    }
  });

  it("quickNormalMass, wherever it knows one", () => {
    let known = 0;
    for (const [a, b, wanted] of fixture("logMass")) {
      const mass = quickNormalMass(a as number, b as number);
      if (Number.isNaN(mass)) continue;
      known++;
      expectClose(Math.log(mass), wanted as number, 64, 1e-12);
    }
    expect(known).toBeGreaterThan(3);
  });

  it("truncatedNormalQuantile", () => {
    for (const [u, a, b, wanted] of fixture("truncatedQuantile")) {
      const place = truncatedNormalQuantile(u as number, a as number, b as number);
      expect(Math.abs(place - (wanted as number))).toBeLessThan(
        1e-12 * Math.max(1, Math.abs(b as number)),
      );
    }
  });
});

describe("the mass by tables", () => {
  const widths = [1e-6, 0.005, 1 / 64, 0.1, 0.3, 1, 4, 30];
  const places = Array.from({ length: 1801 }, (_, step) => -9 + step / 100);

  it("is the mass by error functions, at all places and widths, on both sides", () => {
    let known = 0;
    for (const width of widths) {
      for (const a of places) {
        const mass = quickNormalMass(a, a + width);
        if (Number.isNaN(mass)) continue;
        known++;
        expect(Math.abs(Math.log(mass) - normalLogMass(a, a + width))).toBeLessThan(2e-12);
      }
    }
    expect(known).toBeGreaterThan(6000);
  });

  it("is known of every interval that holds 0 and is no narrow one, its ends too", () => {
    for (const a of [-Infinity, -40, -8.5, -8.3, -4.5, -1, -0.02, 0]) {
      for (const b of [0.03, 1, 4.5, 8.3, 8.5, 40, Infinity]) {
        expect(Math.abs(quickNormalMass(a, b) - Math.exp(normalLogMass(a, b)))).toBeLessThan(4e-16);
      }
    }
  });

  it("is left to others where it would lose its digits", () => {
    for (const [a, b] of [
      [0, 1e-9],
      [-1e-9, 1e-9],
      [3, 3.0001],
      [8, 9],
      [-40, -30],
      [NaN, 1],
    ] as const) {
      expect(quickNormalMass(a, b)).toBeNaN();
    }
  });
});

describe("far outside of what anyone would ask", () => {
  it("every function stays defined, and NaN stays NaN", () => {
    for (const x of [-Infinity, -1e308, -1e10, 1e10, 1e308, Infinity]) {
      expect(Math.abs(erf(x))).toBe(1);
      expect(erfc(x)).toBe(x < 0 ? 2 : 0);
      expect(erfcx(x)).toBe(x < 0 ? Infinity : x === Infinity ? 0 : erfcx(x));
      expect(normalCdf(x)).toBe(x < 0 ? 0 : 1);
    }
    for (const compute of [erf, erfc, erfcx, normalCdf, normalLogCdf, normalQuantile]) {
      expect(compute(NaN)).toBeNaN();
    }
    expect(normalLogCdf(-Infinity)).toBe(-Infinity);
    expect(normalLogCdf(Infinity)).toBe(-0);
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalQuantileOfLog(0.1)).toBeNaN();
    expect(normalQuantileOfLog(-Infinity)).toBe(-Infinity);
    expect(normalQuantileOfLog(0)).toBe(Infinity);
  });

  it("the log mass of nothing is −Infinity and of everything 0", () => {
    expect(normalLogMass(1, 1)).toBe(-Infinity);
    expect(normalLogMass(-Infinity, Infinity)).toBe(-0);
    expect(normalLogMass(-Infinity, -40)).toBe(normalLogCdf(-40));
  });

  it("a truncated draw never leaves its interval, nor runs backwards", () => {
    for (const [a, b] of [
      [-1, 1],
      [0, 1e-12],
      [40, 41],
      [-1e5, -1e5 + 1],
      [-Infinity, -39],
    ] as const) {
      let before = -Infinity;
      for (let step = 0; step <= 20; step++) {
        const place = truncatedNormalQuantile(step / 20, a, b);
        expect(place).toBeGreaterThanOrEqual(a);
        expect(place).toBeLessThanOrEqual(b);
        expect(place).toBeGreaterThanOrEqual(before);
        before = place;
      }
    }
  });

  it("the log density is the derivative of the distribution function", () => {
    for (const x of [-3, -0.4, 0, 2.2]) {
      const slope = (normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5;
      expect(Math.exp(normalLogDensity(x))).toBeCloseTo(slope, 8);
    }
  });
});
