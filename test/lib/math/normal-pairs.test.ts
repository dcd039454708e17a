import { describe, expect, it } from "vitest";
import { NormalPairs } from "../../../lib/math/normal-pairs.ts";
import { normalCdf } from "../../../lib/math/normal.ts";
import { randomStream } from "../../../lib/math/random.ts";

describe("normal draws in pairs", () => {
  const count = 20_000;
  const normals = new NormalPairs(randomStream(3));
  const draws = Array.from({ length: count }, () => normals.next());

  it("are normal", () => {
    // Kolmogorov and Smirnov: passed once in ten thousand at 2.23 / √n.
    const sorted = draws.toSorted((one, other) => one - other);
    const distance = Math.max(
      ...sorted.map((value, rank) =>
        Math.max(
          Math.abs((rank + 1) / count - normalCdf(value)),
          Math.abs(rank / count - normalCdf(value)),
        ),
      ),
    );
    expect(distance).toBeLessThan(2.23 / Math.sqrt(count));
  });

  it("of a pair are independent, and so are their squares", () => {
    for (const of of [(x: number) => x, (x: number) => (x * x - 1) / Math.SQRT2]) {
      let sum = 0;
      for (let index = 0; index < count; index += 2)
        sum += of(draws[index]!) * of(draws[index + 1]!);
      // Mean 0 and variance 1: four standard deviations.
      expect(Math.abs(sum / (count / 2))).toBeLessThan(4 / Math.sqrt(count / 2));
    }
  });

  it("are the same for the same stream", () => {
    const again = new NormalPairs(randomStream(3));
    expect(draws.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => again.next()));
  });
});
