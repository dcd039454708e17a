import { describe, expect, it } from "vitest";
import { race } from "../../../lib/analysis/race.ts";
import { bootstrapMean, comparePaired, holm, ranksOf } from "../../../lib/analysis/race/compare.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";

const space = compileSpace({ x: float(-1, 1), y: float(-1, 1) });
const sphere = ({ params }: { params: { x: number; y: number } }) =>
  (params.x - 0.3) ** 2 + (params.y + 0.2) ** 2;

/** Records the trials it sees, and asks for one point again and again. */
function watching(seen: Point[][], point: Point): TunerSpec {
  return {
    name: "watching",
    create: () => ({
      name: "watching",
      ask({ trials, number }) {
        if (number === 5) seen.push(trials.map((trial) => trial.point));
        return point;
      },
    }),
  };
}

describe("a race", () => {
  it("begins with the same points for all tuners under a seed, and others under another", async () => {
    const seen: Point[][] = [];
    const spec = watching(seen, { x: 0, y: 0 });
    await race({
      space,
      objective: sphere,
      tuners: { a: spec, b: spec },
      trials: 8,
      seeds: 3,
      initial: 5,
    });
    expect(seen).toHaveLength(6);
    const [a0, b0, a1, b1] = seen;
    expect(a0).toEqual(b0);
    expect(a1).toEqual(b1);
    expect(a0).not.toEqual(a1);
    expect(a0).toHaveLength(5);
  });

  it("tells who is better, with corrected tests, regret and curves", async () => {
    const result = await race({
      space,
      objective: sphere,
      tuners: { random: random(), again: random(), tpe: () => tpe() },
      trials: 40,
      seeds: 12,
      optimum: 0,
    });
    expect(result.tuners[0]!.name).toBe("tpe");
    const [low, high] = result.tuners[0]!.rankInterval;
    expect(low).toBeLessThanOrEqual(result.tuners[0]!.meanRank);
    expect(high).toBeLessThan(2);
    const pair = (first: string, second: string) =>
      result.pairs.find((one) => one.first === first && one.second === second)!;
    expect(pair("random", "tpe").adjusted).toBeLessThan(0.01);
    expect(pair("random", "tpe").wins).toBeLessThan(0.2);
    // The same tuner under the same seeds is the same study.
    expect(pair("random", "again")).toMatchObject({ wins: 0.5, difference: 0, p: 1, adjusted: 1 });
    for (const { curve, finals } of result.tuners) {
      expect(curve).toHaveLength(40);
      for (let step = 1; step < 40; step++)
        expect(curve[step]!.median!).toBeLessThanOrEqual(curve[step - 1]!.median!);
      expect(Math.min(...(finals as number[]))).toBeGreaterThanOrEqual(0);
    }
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("turns with the direction, and survives objectives that fail", async () => {
    const options = { space, tuners: { random: random(), tpe: tpe() }, trials: 20, seeds: 3 };
    const down = await race({ ...options, objective: sphere });
    const up = await race({
      ...options,
      objective: (trial) => -sphere(trial),
      objectives: { value: "maximize" },
    });
    expect(up.tuners.map(({ scores }) => scores)).toEqual(down.tuners.map(({ scores }) => scores));
    expect(up.tuners[0]!.finals).toEqual(down.tuners[0]!.finals.map((value) => -value!));
    const failing = await race({ ...options, objective: () => Number.NaN });
    expect(failing.tuners[0]!.finals).toEqual([undefined, undefined, undefined]);
    expect(failing.tuners[0]!.curve[19]!.median).toBeNull();
    expect(failing.pairs[0]!.p).toBe(1);
  });

  it("says what it lacks", async () => {
    const options = { space, objective: sphere, trials: 5 };
    await expect(race({ ...options, tuners: {} })).rejects.toThrow(/needs tuners/);
    const tuners = { random: random() };
    const without = { ...options, tuners, space: undefined as never };
    await expect(race(without)).rejects.toThrow("Write space: { x: float(0, 1) }.");
    await expect(race({ ...without, space: { x: 1 } as never })).rejects.toThrow(
      "Parameter x: 1 is not a parameter.",
    );
    await expect(race({ ...options, tuners, seeds: [] })).rejects.toThrow(/at least one seed/);
    const objectives = { a: "minimize", b: "minimize" } as const;
    await expect(race({ ...options, tuners, objectives })).rejects.toThrow(/one objective/);
  });

  it.each([
    [{ trials: 0 }, "trials is 0. Give a whole number from 1 on."],
    [{ trials: undefined }, "trials is undefined."],
    [{ seeds: -1 }, "seeds is -1."],
    [{ seeds: [0, Number.NaN] }, "seeds holds NaN."],
    [{ initial: -1 }, "initial is -1. Give a whole number from 0 on."],
    [{ running: 0 }, "running is 0."],
    [{ optimum: Number.NaN }, "optimum is NaN."],
    [{ objective: undefined }, "The objective of a race is undefined."],
    [{ objective: async () => 1 }, "gave a promise"],
    [{ objectives: { value: "max" } }, '"max" is no direction.'],
    [{ tuners: undefined }, "needs tuners"],
    [{ tuners: { tpe: "tpe" } }, 'The tuner "tpe" of the race is "tpe".'],
  ])("refuses %o", async (wrong, message) => {
    const options = { space, objective: sphere, trials: 3, seeds: 1, tuners: { a: random() } };
    await expect(race({ ...options, ...(wrong as object) })).rejects.toThrow(message);
  });

  it("takes a space as openStudy does: the same race as in the compiled one", async () => {
    const plain = { x: float(-1, 1), kind: choice(["a", "b"]) };
    const options = { tuners: { random: random(), tpe: tpe() }, trials: 12, seeds: 2, initial: 3 };
    const direct = await race({
      ...options,
      space: plain,
      // The compiler knows the types of both: a misspelt choice would not pass.
      objective: ({ params }) => params.x ** 2 + (params.kind === "a" ? 1 : 0),
    });
    const compiled = await race({
      ...options,
      space: compileSpace(plain),
      objective: ({ params }) => params.x ** 2 + (params.kind === "a" ? 1 : 0),
    });
    expect(direct).toEqual(compiled);
  });

  it("ends where values are infinite: −∞ is as good as the best number", async () => {
    const result = await race({
      space,
      objective: ({ params }) => (params.x > 0 ? -Infinity : params.x < -0.5 ? Infinity : 1),
      tuners: {
        lucky: watching([], { x: 0.5, y: 0 }),
        even: watching([], { x: -0.2, y: 0 }),
        lost: watching([], { x: -0.7, y: 0 }),
      },
      trials: 6,
      seeds: 2,
      initial: 0,
    });
    expect(result.tuners.map(({ name, meanRank }) => [name, meanRank])).toEqual([
      ["lucky", 1.5],
      ["even", 1.5],
      ["lost", 3],
    ]);
  });
});

describe("the statistics", () => {
  it("Holm's correction is that of its definition", () => {
    // 3 · .01, then max with 2 · .02, then max with 1 · .9.
    expect(holm([0.02, 0.9, 0.01])).toEqual([0.04, 0.9, 0.03]);
    expect(holm([0.04, 0.04])).toEqual([0.08, 0.08]);
    expect(holm([])).toEqual([]);
  });

  it("a difference in all of n pairs has the probability 2 / 2ⁿ", () => {
    const better = [1, 2, 3, 4, 5, 6, 7];
    const { p, wins, difference } = comparePaired(
      better,
      better.map((value) => value + value / 10),
    );
    expect(p).toBeCloseTo(2 / 2 ** 7, 12);
    expect(wins).toBe(1);
    expect(difference).toBeCloseTo(-0.4, 12);
  });

  it("equal losses share their ranks", () => {
    expect(ranksOf([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2]);
  });

  it("bootstrap intervals hold the mean about as often as they say", () => {
    const stream = randomStream(2);
    let held = 0;
    for (let round = 0; round < 200; round++) {
      const sample = Array.from({ length: 25 }, () => stream.normal());
      const { interval } = bootstrapMean(sample, stream);
      if (interval[0] <= 0 && 0 <= interval[1]) held++;
    }
    expect(held / 200).toBeGreaterThan(0.88);
    expect(held / 200).toBeLessThan(0.99);
  });
});
