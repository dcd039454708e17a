import { describe, expect, it } from "vitest";
import { cos, exp, expm1, ln, log1p, sin, tan } from "../../../lib/math/elementary.ts";
import { randomStream } from "../../../lib/math/random.ts";

/** How many units in the last place two numbers are apart. */
function unitsApart(one: number, other: number): number {
  if (Object.is(one, other)) return 0;
  const size = Math.max(Math.abs(other), 2.2250738585072014e-308);
  const unit = 2 ** (Math.floor(Math.log2(size)) - 52);
  return Math.abs(one - other) / Math.max(unit, 5e-324);
}

const random = randomStream(17);
const between = (low: number, high: number) =>
  Array.from({ length: 20_000 }, () => low + random.uniform() * (high - low));
const orders = (low: number, high: number) => between(low, high).map((power) => 10 ** power);

// The engine's own functions are within one unit of the truth.
const cases: [string, (x: number) => number, (x: number) => number, number[]][] = [
  ["exp", exp, Math.exp, [...between(-745, 709), ...between(-1, 1), ...orders(-18, 0)]],
  ["ln", ln, Math.log, [...orders(-323, 308), ...between(0.5, 2), ...between(0.999, 1.001)]],
  ["log1p", log1p, Math.log1p, [...between(-0.999, 3), ...orders(-18, 2)]],
  ["expm1", expm1, Math.expm1, [...between(-50, 50), ...orders(-18, 0)]],
  ["cos", cos, Math.cos, [...between(-7, 7), ...between(-1e6, 1e6)]],
  ["sin", sin, Math.sin, [...between(-7, 7), ...between(-1e6, 1e6), ...orders(-18, 0)]],
  ["tan", tan, Math.tan, [...between(-1.57, 1.57)]],
];

describe("elementary functions", () => {
  for (const [name, ours, engine, places] of cases)
    it(`${name} is within a few units in the last place of the engine's`, () => {
      const limit = name === "tan" || name === "expm1" || name === "log1p" ? 5 : 2;
      let worst = 0;
      for (const x of places) worst = Math.max(worst, unitsApart(ours(x), engine(x)));
      expect(worst, name).toBeLessThanOrEqual(limit);
    });

  it("are exact where they must be, and know their ends", () => {
    expect([exp(0), ln(1), cos(0), sin(0), log1p(0), expm1(0)]).toEqual([1, 0, 1, 0, 0, 0]);
    expect([exp(-Infinity), exp(Infinity), exp(800), exp(-800)]).toEqual([
      0,
      Infinity,
      Infinity,
      0,
    ]);
    expect([ln(0), ln(-0), ln(Infinity)]).toEqual([-Infinity, -Infinity, Infinity]);
    expect([log1p(-1), log1p(Infinity), expm1(-Infinity), expm1(Infinity)]).toEqual([
      -Infinity,
      Infinity,
      -1,
      Infinity,
    ]);
    for (const nan of [exp(NaN), ln(NaN), ln(-1), log1p(-2), expm1(NaN), cos(NaN), sin(NaN)])
      expect(nan).toBeNaN();
    for (let power = -1074; power < 1024; power++)
      expect(unitsApart(ln(2 ** power), power * Math.LN2)).toBeLessThanOrEqual(1);
  });

  it("give these very bits in every engine", () => {
    const sum = (of: (x: number) => number, low: number, high: number) => {
      let total = 0;
      for (let step = 0; step <= 10_000; step++) total += of(low + ((high - low) * step) / 10_000);
      return total;
    };
    expect([
      sum(exp, -30, 3),
      sum(ln, 0.001, 50),
      sum(cos, -9, 9),
      sum(sin, -8, 9),
      sum(log1p, -0.5, 2),
      sum(expm1, -2, 2),
    ]).toMatchInlineSnapshot(`
      [
        6096.574632343113,
        29120.57390621761,
        456.99817414895983,
        450.08199405270705,
        4569.8445229690515,
        8137.064476716887,
      ]
    `);
  });
});
