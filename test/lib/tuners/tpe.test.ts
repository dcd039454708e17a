import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { ParzenEstimator } from "../../../lib/models/parzen-estimator.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { Point, TrialRecord } from "../../../lib/study/trial-record.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { ABSENT, BAD, GOOD, splitTrials } from "../../../lib/tuners/tpe/split.ts";
import { spaces } from "../../contracts/spaces.ts";
import { play, reportsOf, trialRecord } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "tpe", make: () => tpe() });

function complete(values: readonly number[], from = 0): TrialRecord[] {
  return values.map((value, index) =>
    trialRecord(from + index, { state: "complete", value, values: { loss: value } }),
  );
}

function places(trials: readonly TrialRecord[], side: number, options = {}): number[] {
  const split = splitTrials(trials, {
    objectives: { loss: "minimize" },
    constantLiar: true,
    asking: trials.length,
    ...options,
  });
  return [...split.sides.keys()].filter((place) => split.sides[place] === side);
}

describe("the split into good and bad trials", () => {
  it("takes the best tenth, rounded up, and at most 25", () => {
    for (const [count, good] of [
      [1, 1],
      [10, 1],
      [11, 2],
      [240, 24],
      [250, 25],
      [1000, 25],
    ] as const) {
      const trials = complete(Array.from({ length: count }, (_, i) => (i * 7919) % count));
      const chosen = places(trials, GOOD);
      expect(chosen.length).toBe(good);
      const worst = Math.max(...chosen.map((place) => trials[place]?.value ?? 0));
      expect(worst).toBe(good - 1);
      expect(places(trials, BAD).length).toBe(count - good);
    }
  });

  it("prefers the earlier of equal ones, and the larger where the objective is maximized", () => {
    const trials = complete([3, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3]);
    expect(places(trials, GOOD)).toEqual([1, 2]);
    expect(places(trials, GOOD, { objectives: { loss: "maximize" } })).toEqual([0, 4]);
  });

  it("counts pruned trials, and takes the one that came furthest once complete ones are used up", () => {
    const pruned = [[5], [9, 8], [9, 7], [], [NaN, NaN]].map((values, number) =>
      trialRecord(number, { state: "pruned", reports: reportsOf(...values) }),
    );
    expect(places(pruned, GOOD)).toEqual([2]);
    const many = [...pruned, ...pruned, ...pruned].map((trial, number) => ({ ...trial, number }));
    // ⌈15/10⌉ = 2: step 2 with value 7 before step 2 with value 8 before NaN.
    expect(places(many, GOOD)).toEqual([2, 7]);
    const mixed = [...pruned, ...complete(Array<number>(6).fill(4), 5)];
    expect(places(mixed, GOOD)).toEqual([5, 6]);
  });

  it("counts running trials as bad, unless told not to, and never the one that is asked for", () => {
    const trials = [...complete([1, 2]), trialRecord(2), trialRecord(3)];
    expect(places(trials, BAD, { asking: 3 })).toEqual([1, 2]);
    expect(places(trials, BAD, { asking: 3, constantLiar: false })).toEqual([1]);
  });

  it("hears nothing from failed, interrupted and waiting trials, nor from a value that is NaN", () => {
    const trials = [
      ...(["failed", "interrupted", "waiting"] as const).map((state, number) =>
        trialRecord(number, { state, value: -9 }),
      ),
      ...complete([NaN, 1], 3),
    ];
    expect(places(trials, ABSENT)).toEqual([0, 1, 2, 3]);
    expect(places(trials, GOOD)).toEqual([4]);
  });
});

const lossOf = ({ a, b, c }: Point): number =>
  (Math.log10(a as number) + 3) ** 2 + ((b as number) / 16 - 3) ** 2 + (c === "y" ? 0 : 1);

describe("what TPE chooses", () => {
  const space = compileSpace({
    x: float(0, 1),
    layers: int(1, 8),
    o: oneOf({ adam: {}, sgd: { momentum: float(0, 1) } }),
  });

  it("is random for the first ten trials, and can be told otherwise", async () => {
    const drawn = await play(random(), { space, seed: 1, trials: 30 });
    const ten = await play(tpe(), { space, seed: 1, trials: 30 });
    expect(ten.points.slice(0, 10)).toEqual(drawn.points.slice(0, 10));
    expect(ten.points.slice(10)).not.toEqual(drawn.points.slice(10));
    const twenty = await play(tpe({ startupTrials: 20 }), { space, seed: 1, trials: 30 });
    expect(twenty.points.slice(0, 20)).toEqual(drawn.points.slice(0, 20));
  });

  it("is explained by data that reproduces it", async () => {
    const played = await play(tpe(), { space, seed: 2, trials: 40 });
    const { tuner, context, trials } = played;
    const last = trials[39] as TrialRecord;
    interface Explained {
      readonly good: number[];
      readonly groups: {
        readonly dimensions: string[];
        readonly candidates: number[][];
        readonly logGood: number[];
        readonly logBad: number[];
        readonly chosen: number;
      }[];
    }
    const explained = tuner.explain?.(last, { ...context, trials }) as unknown as Explained;
    for (const { dimensions, candidates, logGood, logBad, chosen } of explained.groups) {
      expect(candidates.length).toBe(24);
      const gains = logGood.map((log, index) => log - (logBad[index] as number));
      expect(gains[chosen]).toBe(Math.max(...gains));
      expect(candidates[chosen]).toEqual(dimensions.map((path) => last.point[path]));
    }
    const momentum = explained.groups.find(({ dimensions }) => dimensions[0] === "o.momentum");
    expect(explained.groups[0]?.dimensions).toEqual(["x", "layers", "o.kind"]);
    expect(momentum === undefined).toBe(last.point["o.kind"] === "adam");
    if (momentum === undefined) return;
    // The density of a conditional parameter is of the good trials that had it.
    const estimator = new ParzenEstimator(
      [{ kind: "numeric", low: 0, high: 1, log: false }],
      explained.good
        .filter((number) => trials[number]?.point["o.kind"] === "sgd")
        .map((key) => ({ key, values: [trials[key]?.point["o.momentum"] as number] })),
    );
    const again = estimator.logDensity(Float64Array.from(momentum.candidates.flat()));
    expect([...again]).toEqual(momentum.logGood);
  });

  it("moves away from where eight trials are running", async () => {
    const line = compileSpace({ x: float(0, 1) });
    const trials: TrialRecord[] = Array.from({ length: 40 }, (_, number) => {
      const x = (number + 0.5) / 40;
      const value = Math.abs(x - 0.7);
      return trialRecord(number, {
        state: "complete",
        point: { x },
        value,
        values: { loss: value },
      });
    });
    const running = Array.from({ length: 8 }, (_, index) =>
      trialRecord(40 + index, { point: { x: 0.69 + index / 400 } }),
    );
    const meanDistance = async (others: readonly TrialRecord[]): Promise<number> => {
      let sum = 0;
      for (let seed = 0; seed < 60; seed++) {
        const context = { space: line, objectives: { loss: "minimize" as const }, seed };
        const point = (await tpe()
          .create(context)
          .ask({ ...context, number: 48, trials: others, random: randomStream(seed) })) as Point;
        sum += Math.abs((point["x"] as number) - 0.7);
      }
      return sum / 60;
    };
    const alone = await meanDistance(trials);
    expect(await meanDistance([...trials, ...running])).toBeGreaterThan(2 * alone);
  });

  it("finds better points than chance does, on a mixed problem, over forty seeds", async () => {
    const mixed = compileSpace({
      a: float(1e-5, 1, { log: true }),
      b: int(1, 64),
      c: choice(["x", "y", "z"]),
    });
    const best = async (make: typeof tpe | typeof random, seed: number): Promise<number> => {
      const context = { space: mixed, objectives: { loss: "minimize" as const }, seed };
      const tuner = make().create(context);
      const trials: TrialRecord[] = [];
      for (let number = 0; number < 50; number++) {
        const stream = randomStream(seed, number);
        const point = (await tuner.ask({ ...context, number, trials, random: stream })) as Point;
        const value = lossOf(point);
        trials.push(
          trialRecord(number, { state: "complete", point, value, values: { loss: value } }),
        );
      }
      return Math.min(...trials.map(({ value }) => value ?? Infinity));
    };
    let wins = 0;
    for (let seed = 0; seed < 40; seed++) {
      if ((await best(tpe, seed)) < (await best(random, seed))) wins++;
    }
    // By chance alone 28 of 40 come once in a hundred.
    expect(wins).toBeGreaterThanOrEqual(28);
  });

  it("uses only trials whose values are still legal", async () => {
    const narrow = compileSpace({
      x: float(0, 0.1),
      c: choice(["new"]),
      k: int(0, 9, { step: 3 }),
    });
    const trials = Array.from({ length: 20 }, (_, number) =>
      trialRecord(number, {
        state: "complete",
        value: number,
        point: { x: 0.9, c: "old", k: 4 } as Point,
      }),
    );
    const context = { space: narrow, objectives: { loss: "minimize" as const }, seed: 1 };
    const tuner = tpe().create(context);
    const asked = { ...context, number: 20, trials, random: randomStream(1) };
    const point = (await tuner.ask(asked)) as Point;
    expect(point["x"]).toBeLessThanOrEqual(0.1);
    expect([0, 3, 6, 9]).toContain(point["k"]);
    const nothing = await tuner.ask({
      ...asked,
      random: randomStream(1),
      trials: trials.map((trial) => ({ ...trial, point: {} })),
    });
    expect(nothing).toEqual(point);
  });

  it("draws parameters one by one where it is told to", async () => {
    const mixed = spaces["mixed"] as NonNullable<(typeof spaces)[string]>;
    const one = await play(tpe({ multivariate: false }), { space: mixed, seed: 3, trials: 30 });
    const explained = one.tuner.explain?.(one.trials[29] as TrialRecord, {
      ...one.context,
      trials: one.trials,
    }) as { groups: { dimensions: string[] }[] };
    expect(explained.groups.map(({ dimensions }) => dimensions.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("refuses options that cannot be, with the remedy", () => {
    expect(() => tpe({ candidates: 0 })).toThrow(/candidates is 0/);
    expect(() => tpe({ startupTrials: 1.5 })).toThrow(/startupTrials is 1.5/);
    expect(() => tpe({ gamma: 1 } as never)).toThrow(/no option "gamma".*startupTrials/);
    expect(() => tpe({ conditional: "none" as never })).toThrow(/"none".*"together", "grouped"/);
  });
});
