import { describe, expect, it } from "vitest";
import { compromise } from "../../../lib/math/compromise.ts";

describe("the best compromise of a front", () => {
  it("of f₂ = (1 − f₁)² is where (f₁, f₂), over their medians, is nearest to the corner", () => {
    // (f₁ / ½)² + ((1 − f₁)² / ¼)² is least where f₁ = 8 (1 − f₁)³: 0.5824…
    const front = Array.from({ length: 1001 }, (_, k) => [k / 1000, (1 - k / 1000) ** 2]);
    expect(front[compromise(front)!]![0]).toBe(0.582);
  });

  it("does not depend on the units of the objectives", () => {
    const front = Array.from({ length: 101 }, (_, k) => [k / 100, (1 - k / 100) ** 2]);
    const scaled = front.map(([one, two]) => [1e6 * one! - 3, two! / 1e9]);
    expect(compromise(scaled)).toBe(compromise(front));
  });

  it("is not moved by an end that lies far off", () => {
    const front = Array.from({ length: 101 }, (_, k) => [k / 100, (1 - k / 100) ** 2]);
    const far = [...front.slice(0, 100), [1e6, 0]];
    expect(compromise(far)).toBe(compromise(front));
  });

  it("stands between the ends where the front bulges away from the corner", () => {
    const bulge = Array.from({ length: 11 }, (_, k) => [
      Math.sin((k * Math.PI) / 20),
      Math.cos((k * Math.PI) / 20),
    ]);
    expect(compromise(bulge)).toBeGreaterThan(0);
    expect(compromise(bulge)).toBeLessThan(10);
  });

  it("of points that are each the best of something is the nearest of all", () => {
    const corners = [
      [0, 1, 1],
      [1, 0, 0.9],
      [1, 1, 0],
    ];
    expect(compromise(corners)).toBe(1);
  });

  it("leaves out an objective in which all are alike", () => {
    expect(
      compromise([
        [0, 5, 3],
        [1, 5, 1],
        [4, 5, 0],
      ]),
    ).toBe(1);
  });

  it("is not there below three points", () => {
    expect(compromise([])).toBeUndefined();
    expect(
      compromise([
        [0, 1],
        [1, 0],
      ]),
    ).toBeUndefined();
  });
});
