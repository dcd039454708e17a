import { describe, expect, it } from "vitest";
import { logDifferenceExp, logSumExp, logSumExp2 } from "../../../lib/math/log-sum-exp.ts";

describe("logSumExp", () => {
  it("is ln of the sum where that can be formed", () => {
    expect(logSumExp([Math.log(1), Math.log(2), Math.log(3)])).toBeCloseTo(Math.log(6), 14);
    expect(logSumExp2(Math.log(2), Math.log(5))).toBeCloseTo(Math.log(7), 14);
    expect(logDifferenceExp(Math.log(5), Math.log(2))).toBeCloseTo(Math.log(3), 14);
  });

  it("holds where e to the values overflows or is 0", () => {
    expect(logSumExp(Float64Array.of(1000, 1000))).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logSumExp([-1000, -1001])).toBeCloseTo(-1000 + Math.log1p(Math.exp(-1)), 12);
    expect(logDifferenceExp(-1000, -1000.5)).toBeCloseTo(-1000 + Math.log(1 - Math.exp(-0.5)), 12);
    expect(logDifferenceExp(0, -1e-18)).toBe(logDifferenceExp(0, -1e-18));
  });

  it("knows zero, infinity and NaN", () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([0, Infinity])).toBe(Infinity);
    expect(logSumExp([0, NaN])).toBeNaN();
    expect(logSumExp2(-Infinity, 3)).toBe(3);
    expect(logSumExp2(-Infinity, -Infinity)).toBe(-Infinity);
    expect(logDifferenceExp(3, -Infinity)).toBe(3);
    expect(logDifferenceExp(3, 3)).toBe(-Infinity);
  });
});
