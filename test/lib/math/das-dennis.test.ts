import { describe, expect, it } from "vitest";
import { dasDennis, divisionsFor } from "../../../lib/math/das-dennis.ts";

describe("Das and Dennis' points", () => {
  it("are C(p + m − 1, m − 1), sum to 1 and differ", () => {
    for (const [m, p, count] of [
      [1, 3, 1],
      [2, 4, 5],
      [3, 12, 91],
      [5, 6, 210],
    ] as const) {
      const points = dasDennis(m, p);
      expect(points.length).toBe(count);
      expect(new Set(points.map(String)).size).toBe(count);
      for (const point of points) expect(point.reduce((sum, x) => sum + x)).toBeCloseTo(1, 12);
    }
  });

  it("are as many as are wanted", () => {
    expect(divisionsFor(3, 91)).toBe(12);
    expect(divisionsFor(3, 92)).toBe(13);
    expect(divisionsFor(1, 9)).toBe(1);
  });

  it("refuse what is no count", () => {
    expect(() => dasDennis(0, 3)).toThrow(/objectives is 0/);
  });
});
