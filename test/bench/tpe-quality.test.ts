import { describe, expect, it } from "vitest";
import { randomStream } from "../../lib/math/random.ts";

type Value = number | string;
interface Entry {
  readonly kind: "float" | "int" | "choice" | "oneOf";
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly choices: readonly Value[];
  readonly branches: Readonly<Record<string, readonly Entry[]>>;
}
interface Problem {
  readonly space: readonly Entry[];
  readonly optimum: number;
  readonly at: Readonly<Record<string, Value>>;
  value(point: Readonly<Record<string, Value>>): number;
}

// Plain JavaScript, as all benches are: imported by its address, which has no types.
const address = new URL("../../bench/tpe-quality/functions.mjs", import.meta.url).href;
const { problems } = (await import(address)) as { problems: Record<string, Problem> };

describe("the problems of the TPE quality bench", () => {
  for (const [name, { space, optimum, at, value }] of Object.entries(problems)) {
    it(`${name} has its optimum where it says`, () => {
      expect(value(at)).toBeCloseTo(optimum, 6);
      // Nowhere near it is anything better, along any numeric coordinate and in random directions.
      const random = randomStream(1);
      let least = Infinity;
      const numeric = space.filter(({ kind, name }) => kind === "float" && name in at);
      for (let probe = 0; probe < 3000; probe++) {
        const size = 10 ** -random.int(1, 4);
        const moved: Record<string, Value> = { ...at };
        for (const { name, low, high } of numeric) {
          const place = (at[name] as number) * (1 + size * (2 * random.uniform() - 1));
          moved[name] = Math.min(high, Math.max(low, place));
        }
        least = Math.min(least, value(moved));
      }
      expect(least).toBeGreaterThanOrEqual(optimum - 1e-6);
    });

    it(`${name} has nothing better anywhere, by 20,000 random points`, () => {
      const random = randomStream(2);
      let least = Infinity;
      for (let probe = 0; probe < 20_000; probe++) {
        const point: Record<string, Value> = {};
        const draw = (entries: readonly Entry[]): void => {
          for (const entry of entries) {
            if (entry.kind === "choice") {
              point[entry.name] = entry.choices[random.int(0, entry.choices.length - 1)] ?? 0;
            } else if (entry.kind === "oneOf") {
              const kinds = Object.keys(entry.branches);
              const kind = kinds[random.int(0, kinds.length - 1)] ?? "";
              point[entry.name] = kind;
              draw(entry.branches[kind] ?? []);
            } else if (entry.kind === "int") {
              point[entry.name] = random.int(entry.low, entry.high);
            } else {
              point[entry.name] = entry.low + random.uniform() * (entry.high - entry.low);
            }
          }
        };
        draw(space);
        least = Math.min(least, value(point));
      }
      expect(least).toBeGreaterThanOrEqual(optimum);
    });
  }
});
