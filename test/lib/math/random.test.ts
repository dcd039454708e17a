import { describe, expect, it } from "vitest";
import {
  deriveSeed,
  type RandomStream,
  randomStream,
  resumeStream,
} from "../../../lib/math/random.ts";

function draw(stream: RandomStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.uniform());
}

describe("randomStream", () => {
  it("gives the same numbers for the same seed and path, and these for ever", () => {
    expect(draw(randomStream(7, 3), 5)).toEqual(draw(randomStream(7, 3), 5));
    expect(draw(randomStream(0), 3)).toMatchInlineSnapshot(`
      [
        0.8891011229410031,
        0.1997940890782266,
        0.8936042922215625,
      ]
    `);
  });

  it("gives different numbers for each seed, each path and each length of path", () => {
    const paths = [
      [0],
      [0, 0],
      [0, 0, 0],
      [1],
      [0, 1],
      [1, 0],
      [-1],
      [0.5],
      [2 ** 40],
      [2 ** 40 + 1],
    ];
    const firsts = paths.map(([seed, ...path]) => randomStream(seed as number, ...path).uniform());
    expect(new Set(firsts).size).toBe(paths.length);
  });

  it("takes −0 for 0", () => {
    expect(randomStream(-0, 0).uniform()).toBe(randomStream(0, -0).uniform());
  });

  it("refuses a seed that is no number, and says which", () => {
    expect(() => randomStream(NaN)).toThrow(/NaN/);
    expect(() => randomStream(1, Infinity)).toThrow(/Infinity/);
  });

  it("has uniform first draws over the streams of successive trials", () => {
    const bins = new Float64Array(20);
    const count = 40_000;
    for (let trial = 0; trial < count; trial++) {
      const bin = Math.floor(randomStream(1, trial).uniform() * bins.length);
      bins[bin] = (bins[bin] as number) + 1;
    }
    // Chi-squared with 19 degrees of freedom: 43.8 is passed once in a thousand.
    const expected = count / bins.length;
    const chiSquared = bins.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(43.8);
  });

  it("has no correlation between the first draws of neighbouring streams", () => {
    const count = 40_000;
    let product = 0;
    let before = randomStream(5, 0).uniform() - 0.5;
    for (let trial = 1; trial <= count; trial++) {
      const now = randomStream(5, trial).uniform() - 0.5;
      product += before * now;
      before = now;
    }
    // Standard error of the correlation is 1/√n; 4 of them.
    expect(Math.abs((product / count) * 12)).toBeLessThan(4 / Math.sqrt(count));
  });

  it("draws integers with both ends included and equally often", () => {
    const stream = randomStream(2);
    const seen = [0, 0, 0, 0, 0];
    for (let index = 0; index < 50_000; index++) {
      const value = stream.int(-2, 2);
      seen[value + 2] = (seen[value + 2] as number) + 1;
    }
    for (const count of seen) expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(8000));
    expect(stream.int(4, 4)).toBe(4);
    expect(() => stream.int(2, 1)).toThrow(/\[2, 1\]/);
  });

  it("draws normals of mean 0, variance 1 and kurtosis 3", () => {
    const stream = randomStream(3);
    const count = 100_000;
    let first = 0;
    let second = 0;
    let fourth = 0;
    for (let index = 0; index < count; index++) {
      const value = stream.normal();
      first += value / count;
      second += value ** 2 / count;
      fourth += value ** 4 / count;
    }
    expect(first).toBeCloseTo(0, 1.5);
    expect(second).toBeCloseTo(1, 1.5);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.15);
  });

  it("draws indices in proportion to weights, never one of weight 0", () => {
    const stream = randomStream(4);
    const seen = [0, 0, 0, 0];
    for (let index = 0; index < 40_000; index++) {
      const chosen = stream.weighted(Float64Array.of(0, 1, 3, 0));
      seen[chosen] = (seen[chosen] as number) + 1;
    }
    expect(seen[0]).toBe(0);
    expect(seen[3]).toBe(0);
    expect(Math.abs((seen[1] as number) - 10_000)).toBeLessThan(400);
    expect(() => stream.weighted([0, 0])).toThrow(/sum to 0/);
    expect(() => stream.weighted([1, -1])).toThrow(/Weight 1 is -1/);
    expect(() => stream.weighted([1, NaN])).toThrow(/Weight 1 is NaN/);
  });

  it("shuffles a copy, each order equally often", () => {
    const stream = randomStream(6);
    const items = Object.freeze(["a", "b", "c"]);
    const seen = new Map<string, number>();
    for (let index = 0; index < 12_000; index++) {
      const order = stream.shuffle(items).join("");
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const count of seen.values()) expect(Math.abs(count - 2000)).toBeLessThan(4 * 41);
  });
});

describe("deriveSeed", () => {
  it("is an unsigned 32-bit integer, the same each time", () => {
    for (let trial = 0; trial < 1000; trial++) {
      const seed = deriveSeed(0, trial);
      expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
      expect(deriveSeed(0, trial)).toBe(seed);
    }
  });

  it("collides no oftener than chance over 10,000 trials of ten studies", () => {
    const seeds = new Set<number>();
    for (let study = 0; study < 10; study++) {
      for (let trial = 0; trial < 10_000; trial++) seeds.add(deriveSeed(study, trial));
    }
    // Expected collisions: n²/2³³ ≈ 1.2.
    expect(100_000 - seeds.size).toBeLessThan(8);
  });
});

describe("a stream's state", () => {
  it("is where another stream goes on", () => {
    const stream = randomStream(5, 1);
    for (let draw = 0; draw < 10; draw++) stream.uniform();
    const resumed = resumeStream(JSON.parse(JSON.stringify(stream.state())) as number[]);
    const ahead = Array.from({ length: 50 }, () => stream.normal());
    expect(Array.from({ length: 50 }, () => resumed.normal())).toEqual(ahead);
  });

  it("is refused where it is none", () => {
    for (const wrong of [[], [1, 2, 3], [0, 0, 0, 0], [1, 2, 3, 0.5], "1,2,3,4" as never])
      expect(() => resumeStream(wrong)).toThrow("no state of a random stream");
  });
});

describe("a stream that is split", () => {
  it("gives away what comes next, and goes on 2⁶⁴ draws later, by the published jump", () => {
    const plain = randomStream(9);
    const stream = randomStream(9);
    const first = stream.split();
    const second = stream.split();
    const draws = (from: RandomStream) => Array.from({ length: 100 }, () => from.uniform());
    expect(draws(first)).toEqual(draws(plain));
    const all = [draws(randomStream(9)), draws(second), draws(stream)].flat();
    expect(new Set(all).size).toBe(300);
    // Jumps commute with draws: n draws and a jump come to where a jump and n draws do.
    const drawnBefore = randomStream(3);
    drawnBefore.uniform();
    drawnBefore.split();
    const drawnAfter = randomStream(3);
    drawnAfter.split();
    drawnAfter.uniform();
    expect(drawnBefore.state()).toEqual(drawnAfter.state());
  });
});
