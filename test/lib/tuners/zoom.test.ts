import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import { randomStream } from "../../../lib/math/random.ts";
import type { Space } from "../../../lib/space/space.ts";
import type { Point, TrialRecord } from "../../../lib/study/trial-record.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { random } from "../../../lib/tuners/random.ts";
import { zoom } from "../../../lib/tuners/zoom.ts";
import { trialRecord } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "zoom", make: () => zoom({ perRound: 10 }) });

const space = compileSpace({
  x: float(0, 10),
  idle: float(0, 1),
  rate: float(1e-6, 1, { log: true }),
  kind: choice(["bad", "good", "worse"]),
});

const lossOf = (point: Point): number =>
  Math.abs((point["x"] as number) - 7) +
  Math.abs(Math.log10(point["rate"] as number) + 4) +
  (point["kind"] === "good" ? 0 : 3);

async function run(
  spec: TunerSpec,
  { seed = 1, trials: count = 120, on = space as Space, loss = lossOf } = {},
) {
  const context = { space: on, objectives: { loss: "minimize" as const }, seed };
  const tuner = spec.create(context);
  const trials: TrialRecord[] = [];
  for (let number = 0; number < count; number++) {
    const asked = { ...context, number, trials, random: randomStream(seed, number) };
    const point = (await tuner.ask(asked)) as Point;
    const value = loss(point);
    trials.push(trialRecord(number, { state: "complete", point, value, values: { loss: value } }));
  }
  const explain = (number: number) =>
    tuner.explain?.(trials[number] as TrialRecord, { ...context, trials }) as unknown as Explained;
  return { tuner, trials, explain };
}

interface Explained {
  readonly round: number | null;
  readonly best: readonly number[];
  readonly box: Readonly<
    Record<string, { low: number; high: number; choices: string[]; shares: number[] }>
  >;
}

describe("iterative random search", () => {
  it("begins with the whole space and narrows round by round around the best", async () => {
    const { trials, explain } = await run(zoom());
    expect(explain(0).round).toBe(0);
    expect(explain(0).box["x"]).toEqual({ low: 0, high: 10 });
    for (let round = 1; round < 6; round++) {
      const { box, best, round: told } = explain(round * 20);
      expect(told).toBe(round);
      expect(explain(round * 20 - 1).round).toBe(round - 1);
      const known = trials.slice(0, round * 20).toSorted((a, b) => a.value! - b.value!);
      expect(best).toEqual(known.slice(0, 4).map(({ number }) => number));
      // Every best point lies inside, and every point of the round too.
      const inside = [...best, ...Array.from({ length: 20 }, (_, k) => round * 20 + k)];
      for (const number of inside) {
        const { point } = trials[number] as TrialRecord;
        for (const path of ["x", "rate", "idle"]) {
          const { low, high } = box[path]!;
          expect(point[path]).toBeGreaterThanOrEqual(low * (1 - 1e-12));
          expect(point[path]).toBeLessThanOrEqual(high * (1 + 1e-12));
        }
      }
    }
  });

  it("narrows what matters faster than what does not", async () => {
    let matters = 0;
    let idle = 0;
    for (let seed = 0; seed < 10; seed++) {
      const { explain } = await run(zoom(), { seed });
      const { box } = explain(119);
      matters += (box["x"]!.high - box["x"]!.low) / 10;
      idle += box["idle"]!.high - box["idle"]!.low;
      expect(box["kind"]!.shares[1]).toBeGreaterThan(0.8);
      expect(box["kind"]!.shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    }
    expect(matters).toBeLessThan(0.5 * idle);
  });

  it("never narrows a side by more than shrink", async () => {
    const { explain } = await run(zoom({ shrink: 0.7, elite: 0.1 }));
    for (let round = 1; round < 6; round++) {
      const width = (number: number): number => {
        const { low, high } = explain(number).box["x"]!;
        return high - low;
      };
      expect(width(round * 20)).toBeGreaterThanOrEqual(0.7 * width(round * 20 - 1) * (1 - 1e-12));
    }
  });

  it("beats plain random search, over twenty seeds", async () => {
    let wins = 0;
    const best = ({ trials }: { trials: TrialRecord[] }): number =>
      Math.min(...trials.map(({ value }) => value as number));
    for (let seed = 0; seed < 20; seed++) {
      if (best(await run(zoom(), { seed })) < best(await run(random(), { seed }))) wins++;
    }
    // By chance alone 16 of 20 come less than once in a hundred.
    expect(wins).toBeGreaterThanOrEqual(16);
  });

  it("keeps the last box when it has had its rounds", async () => {
    const { explain } = await run(zoom({ rounds: 2 }));
    expect(explain(119).round).toBe(1);
  });

  it("leaves a side as it was where none of the best has it", async () => {
    const conditional = compileSpace({
      o: oneOf({ a: {}, b: { depth: int(1, 9) } }),
      x: float(0, 1),
    });
    const loss = (point: Point): number => (point["o.kind"] === "a" ? 0 : 1);
    const { explain } = await run(zoom(), { on: conditional, loss, trials: 41 });
    expect(explain(40).box["o.depth"]).toEqual({ low: 1, high: 9 });
  });

  it("looks outside the box where that holds nothing new", async () => {
    const small = compileSpace({ n: int(0, 30) });
    const { tuner, trials } = await run(zoom({ perRound: 10, shrink: 0.1 }), {
      on: small,
      loss: ({ n }) => Math.abs((n as number) - 15),
      trials: 40,
    });
    const context = { space: small, objectives: { loss: "minimize" as const }, seed: 1 };
    const values = new Set<unknown>();
    const stream = randomStream(5);
    for (let attempt = 0; attempt < 400; attempt++) {
      const asked = { ...context, number: 40, trials, random: stream, attempt };
      values.add(((await tuner.ask(asked)) as Point)["n"]);
    }
    expect(values.size).toBe(31);
  });

  it("goes by domination with several objectives, and puts what breaks constraints last", async () => {
    const line = compileSpace({ x: float(0, 1) });
    const objectives = { a: "minimize", b: "maximize" } as const;
    const context = { space: line, objectives, seed: 1 };
    // On the front for x ≤ 0.2, dominated beyond; the best values of all break a constraint.
    const trials = Array.from({ length: 20 }, (_, number) => {
      const x = number / 20;
      const off = x > 0.2 ? x : 0;
      return trialRecord(number, {
        state: "complete",
        point: { x },
        values: number === 19 ? { a: -9, b: 9 } : { a: x + off, b: x - off },
        value: x,
        ...(number === 19 && { constraints: { memory: 1 } }),
      });
    });
    const tuner = zoom().create(context);
    const last = { ...context, number: 20, trials, random: randomStream(1) };
    await tuner.ask(last);
    const explained = tuner.explain?.(trialRecord(20), {
      ...context,
      trials,
    }) as unknown as Explained;
    expect(explained.best).toEqual([0, 1, 2, 3]);
  });

  it("refuses options that cannot be", () => {
    expect(() => zoom({ perRound: 1 })).toThrow(/perRound is 1/);
    expect(() => zoom({ shrink: 1 })).toThrow(/shrink is 1; a number between 0 and 1/);
    expect(() => zoom({ elite: 1.5 })).toThrow(/elite is 1.5/);
    expect(() => zoom({ rounds: 0 })).toThrow(/rounds is 0/);
  });
});
