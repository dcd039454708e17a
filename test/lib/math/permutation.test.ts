import { describe, expect, it } from "vitest";
import { permutation } from "../../../lib/math/permutation.ts";

function order(seed: number): number[] {
  const at = permutation(30, seed);
  return Array.from({ length: 30 }, (_, position) => at(position));
}

describe("permutation", () => {
  it("visits every number once, for sizes around squares and powers", () => {
    for (const size of [0, 1, 2, 3, 4, 5, 8, 9, 10, 15, 16, 17, 100, 101, 255, 256, 257, 2187]) {
      const at = permutation(size, 3);
      const seen = new Set(Array.from({ length: size }, (_, position) => at(position)));
      expect(seen.size).toBe(size);
      for (const number of seen) expect(number >= 0 && number < size).toBe(true);
    }
  });

  it("is the same under a seed, and another under another", () => {
    expect(order(4)).toEqual(order(4));
    expect(order(4)).not.toEqual(order(5));
  });

  it("puts every number first equally often over the seeds, and every order of three", () => {
    const firsts = new Map<number, number>();
    const orders = new Map<string, number>();
    const count = 12_000;
    for (let seed = 0; seed < count; seed++) {
      const first = permutation(12, seed)(0);
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
      const three = permutation(3, seed);
      const places = [three(0), three(1), three(2)].join("");
      orders.set(places, (orders.get(places) ?? 0) + 1);
    }
    expect(firsts.size).toBe(12);
    for (const seen of firsts.values()) expect(Math.abs(seen - 1000)).toBeLessThan(4 * 31);
    expect(orders.size).toBe(6);
    for (const seen of orders.values()) expect(Math.abs(seen - 2000)).toBeLessThan(4 * 41);
  });

  it("leaves no trace of the order it shuffles", () => {
    const size = 100_000;
    const at = permutation(size, 9);
    let product = 0;
    let neighbours = 0;
    for (let position = 0; position + 1 < 20_000; position++) {
      const here = at(position) / size - 0.5;
      product += here * (position / 20_000 - 0.5);
      neighbours += here * (at(position + 1) / size - 0.5);
    }
    // 1/√n is the standard error of a correlation.
    expect(Math.abs((12 * product) / 20_000)).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs((12 * neighbours) / 20_000)).toBeLessThan(4 / Math.sqrt(20_000));
  });

  it("reaches to 2⁵³ − 1", () => {
    const at = permutation(Number.MAX_SAFE_INTEGER, 1);
    const seen = [0, 1, 2, Number.MAX_SAFE_INTEGER - 1].map(at);
    expect(new Set(seen).size).toBe(4);
    for (const number of seen) expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
    expect(() => permutation(2 ** 53, 1)).toThrow(/2⁵³/);
  });
});
