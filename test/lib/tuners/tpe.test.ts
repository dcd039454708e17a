import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { ParzenEstimator } from "../../../lib/models/parzen-estimator.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { Dimension, Space } from "../../../lib/space/space.ts";
import type { Direction } from "../../../lib/study/observer.ts";
import type { Point, TrialRecord, TrialState } from "../../../lib/study/trial-record.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe, type TpeOptions } from "../../../lib/tuners/tpe.ts";
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

interface SplitCase {
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly trials: readonly {
    readonly state?: TrialState;
    readonly values?: readonly number[];
    readonly reports?: readonly number[];
    readonly constraints?: Readonly<Record<string, number>>;
  }[];
  readonly good: readonly number[];
}

describe("the split with several objectives and constraints is that of Optuna 5", () => {
  const cases = JSON.parse(
    readFileSync(new URL("./fixtures/tpe-split.json", import.meta.url), "utf8"),
  ) as SplitCase[];
  for (const { name, directions, trials, good } of cases) {
    it(name, () => {
      const objectives = Object.fromEntries(directions.map((way, k) => [`f${k}`, way]));
      const records = trials.map(
        ({ state = "complete", values, reports = [], constraints }, number) =>
          trialRecord(number, {
            state,
            value: values?.[0],
            values: values && Object.fromEntries(values.map((value, k) => [`f${k}`, value])),
            reports: reportsOf(...reports),
            constraints,
          }),
      );
      expect(places(records, GOOD, { objectives })).toEqual(good);
    });
  }

  it("takes infinite values as the finite extremes, and leaves out what is no number", () => {
    const losses = [
      [1, 5],
      [-Infinity, 4],
      [2, Infinity],
      [3, 3],
      [NaN, 0],
      [4, 2],
    ];
    const records = losses.map(([a, b], number) =>
      trialRecord(number, { state: "complete", values: { a: a!, b: b! }, value: a }),
    );
    const objectives = { a: "minimize", b: "minimize" } as const;
    expect(places(records, ABSENT, { objectives })).toEqual([4]);
    // Of (1, 4), (3, 3) and (4, 2) the one with the largest volume below (4.4, 4.4).
    expect(places(records, GOOD, { objectives })).toEqual([3]);
  });

  it("takes paused trials as it takes pruned ones", () => {
    const trials = ["paused", "pruned"].map((state, number) =>
      trialRecord(number, {
        state: state as TrialState,
        reports: reportsOf(...[3, 2].slice(number)),
      }),
    );
    expect(places(trials, GOOD)).toEqual([0]);
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

  interface Explained {
    readonly good: number[];
    readonly bad: number[];
    readonly groups: {
      readonly bonus?: number[];
      readonly dimensions: string[];
      readonly candidates: (number | string | null)[][];
      readonly logGood: number[];
      readonly logBad: number[];
      readonly chosen: number;
    }[];
  }

  it("is explained by data that reproduces it", async () => {
    const { tuner, context, trials } = await play(tpe(), { space, seed: 2, trials: 40 });
    const kinds = new Set<unknown>();
    for (const trial of trials.slice(11)) {
      const explained = tuner.explain?.(trial, { ...context, trials }) as unknown as Explained;
      expect(explained.groups).toHaveLength(1);
      const { dimensions, candidates, chosen } = explained.groups[0]!;
      expect(dimensions).toEqual(["x", "layers", "o.kind", "o.momentum"]);
      expect(candidates.length).toBe(24);
      expect(candidates[chosen]).toEqual(dimensions.map((path) => trial.point[path] ?? null));
      kinds.add(trial.point["o.kind"]);
      // Both densities anew, from nothing but what it says.
      const row = ([x, layers, kind, momentum]: readonly unknown[]): number[] => [
        x as number,
        layers as number,
        kind === "adam" ? 0 : 1,
        (momentum as number | null) ?? NaN,
      ];
      const density = (numbers: readonly number[]): Float64Array =>
        new ParzenEstimator(
          [
            { kind: "numeric", low: 0, high: 1, log: false },
            { kind: "numeric", low: 1, high: 8, log: false, step: 1 },
            { kind: "categories", count: 2 },
            { kind: "numeric", low: 0, high: 1, log: false, optional: true },
          ],
          numbers.map((key) => {
            const { point } = trials[key] as TrialRecord;
            return { key, values: row(dimensions.map((path) => point[path] ?? null)) };
          }),
        ).logDensity(Float64Array.from(candidates.flatMap(row)));
      const good = density(explained.good);
      const bad = density(explained.bad);
      const gains = [...good].map((log, index) => log - (bad[index] as number));
      expect(gains.indexOf(Math.max(...gains))).toBe(chosen);
    }
    expect(kinds.size).toBe(2);
  });

  it("draws conditional parameters by themselves, or by groups, where it is told to", async () => {
    const nested = compileSpace({
      x: float(0, 1),
      o: oneOf({
        a: {},
        b: { u: float(0, 1), v: float(0, 1), p: oneOf({ c: {}, d: { w: float(0, 1) } }) },
      }),
    });
    const groupsOf = async (conditional: "grouped" | "single") => {
      const { tuner, context, trials } = await play(tpe({ conditional }), {
        space: nested,
        seed: 1,
        trials: 60,
      });
      const deep = trials.findLast(({ point }) => point["o.p.w"] !== undefined) as TrialRecord;
      const explained = tuner.explain?.(deep, { ...context, trials }) as unknown as Explained;
      const { groups, good } = explained;
      for (const { dimensions, candidates, logGood, logBad, chosen } of groups) {
        expect(candidates[chosen]).toEqual(dimensions.map((path) => deep.point[path]));
        const gains = logGood.map((log, index) => log - (logBad[index] as number));
        expect(gains[chosen]).toBe(Math.max(...gains));
      }
      // The density of a conditional parameter is of the good trials that had it.
      const last = groups.at(-1)!;
      const estimator = new ParzenEstimator(
        [{ kind: "numeric", low: 0, high: 1, log: false }],
        good
          .filter((number) => trials[number]?.point["o.p.w"] !== undefined)
          .map((key) => ({ key, values: [trials[key]?.point["o.p.w"] as number] })),
      );
      const again = estimator.logDensity(Float64Array.from(last.candidates.flat() as number[]));
      expect([...again]).toEqual(last.logGood);
      return groups.map(({ dimensions }) => dimensions);
    };
    expect(await groupsOf("single")).toEqual(
      [["x", "o.kind"], ["o.u"], ["o.v"], ["o.p.kind"], ["o.p.w"]].map((group) =>
        group.map((path) => (path === "o.p.w" ? path : path)),
      ),
    );
    expect(await groupsOf("grouped")).toEqual([
      ["x", "o.kind"],
      ["o.u", "o.v", "o.p.kind"],
      ["o.p.w"],
    ]);
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

  describe("in a space where not everything is allowed", () => {
    const plane = compileSpace({ x: float(0, 1), y: float(0, 1), n: int(0, 9) });
    const below: Space = {
      ...plane,
      constraints: [{ name: "y below x" }],
      allows: ({ x, y }) => (y as number) < (x as number),
    };
    const narrowed: Space = {
      ...plane,
      dimensions: plane.dimensions.map((dimension) =>
        dimension.path === "y"
          ? { ...dimension, narrow: ({ x }: Point) => ({ ...dimension, high: x }) }
          : dimension,
      ) as Dimension[],
    };

    for (const options of [{}, { multivariate: false }] satisfies TpeOptions[]) {
      it(`asks only for what is, ${JSON.stringify(options)}`, async () => {
        for (const constrained of [below, narrowed]) {
          const { points, tuner, context, trials } = await play(tpe(options), {
            space: constrained,
            seed: 1,
            trials: 60,
            running: 4,
          });
          for (const { x, y } of points) expect(y).toBeLessThanOrEqual(x as number);
          const explained = trials
            .slice(20)
            .map((trial) => tuner.explain?.(trial, { ...context, trials }) as { phase: string });
          expect(explained.filter(({ phase }) => phase === "density").length).toBeGreaterThan(30);
        }
      });
    }

    it("falls back to chance where its candidates are all refused", async () => {
      const { trials } = await play(tpe(), { space: plane, seed: 1, trials: 30 });
      // All good trials stand where nothing is allowed any more.
      const corner: Space = {
        ...plane,
        constraints: [{ name: "corner" }],
        allows: ({ x, y }) => (x as number) > 0.93 && (y as number) > 0.93,
      };
      const context = { space: corner, objectives: { loss: "minimize" as const }, seed: 1 };
      const asked = { ...context, number: 30, trials, random: randomStream(1) };
      const point = (await tpe().create(context).ask(asked)) as Point;
      expect(corner.allows(point)).toBe(true);
    });

    it("gives a point that was not tried when it is asked again", async () => {
      const few = compileSpace({ n: int(0, 5), c: choice(["a", "b"]) });
      const trials = Array.from({ length: 22 }, (_, number) => {
        const some = number % 8;
        const point: Point = { n: (some * 5) % 6, c: some < 3 ? "a" : "b" };
        const value = Math.abs((point["n"] as number) - 3);
        return trialRecord(number, { state: "complete", point, value, values: { loss: value } });
      });
      const keys = new Set(trials.map(({ point }) => `${String(point["n"])}${String(point["c"])}`));
      expect(keys.size).toBeLessThan(12);
      const context = { space: few, objectives: { loss: "minimize" as const }, seed: 1 };
      const tuner = tpe().create(context);
      const stream = randomStream(3);
      for (let attempt = 1; attempt < 30; attempt++) {
        const asked = { ...context, number: 22, trials, random: stream, attempt };
        const { n, c } = (await tuner.ask(asked)) as Point;
        expect(keys).not.toContain(`${String(n)}${String(c)}`);
      }
    });
  });

  it("finds a better front than chance does with two objectives, over twenty seeds", async () => {
    const wide = compileSpace(Object.fromEntries([0, 1, 2, 3].map((k) => [`x${k}`, float(0, 1)])));
    const objectives = { a: "minimize", b: "maximize" } as const;
    const run = async (spec: TunerSpec, seed: number): Promise<number> => {
      const context = { space: wide, objectives, seed };
      const tuner = spec.create(context);
      const trials: TrialRecord[] = [];
      for (let number = 0; number < 80; number++) {
        const asked = { ...context, number, trials, random: randomStream(seed, number) };
        const point = (await tuner.ask(asked)) as Point;
        const [x = 0, ...rest] = Object.values(point) as number[];
        // ZDT2, whose front is b = 1 − a².
        const g = 1 + 3 * rest.reduce((sum, value) => sum + value, 0);
        const values = { a: x, b: -g * (1 - (x / g) ** 2) };
        trials.push(trialRecord(number, { state: "complete", point, values, value: values.a }));
      }
      const front = trials
        .map(({ values }) => [values!["a"]!, -values!["b"]!] as const)
        .toSorted(([one], [other]) => one - other);
      let volume = 0;
      let above = 11;
      for (const [a, b] of front) {
        if (b >= above) continue;
        volume += (1.1 - a) * (above - b);
        above = b;
      }
      return volume;
    };
    let wins = 0;
    for (let seed = 0; seed < 20; seed++) {
      if ((await run(tpe(), seed)) > (await run(random(), seed))) wins++;
    }
    expect(wins).toBeGreaterThanOrEqual(18);
  });

  it("keeps away from what breaks a constraint, however good it is", async () => {
    const line = compileSpace({ x: float(0, 1) });
    const context = { space: line, objectives: { loss: "minimize" as const }, seed: 1 };
    const trials = Array.from({ length: 60 }, (_, number) => {
      const x = (number + 0.5) / 60;
      const constraints = { memory: x - 0.5 };
      return trialRecord(number, {
        state: "complete",
        point: { x },
        value: -x,
        values: { loss: -x },
        constraints,
      });
    });
    const asked: number[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const tuner = tpe().create(context);
      const request = { ...context, number: 60, trials, random: randomStream(seed) };
      asked.push(((await tuner.ask(request)) as Point)["x"] as number);
    }
    // The feasible optimum is at 1/2.
    const near = asked.filter((x) => x > 0.3 && x < 0.6).length;
    expect(near).toBeGreaterThan(30);
  });

  it("begins where its user believes the optimum to be, and forgets that as trials come", async () => {
    const plain = compileSpace({ x: float(0, 1), c: choice(["a", "b", "c"]) });
    const believed: Space = {
      ...plain,
      dimensions: [
        { ...plain.dimensions[0], belief: { mean: 0.8, sd: 0.05 } },
        { ...plain.dimensions[1], belief: [0.9, 0.05, 0.05] },
      ] as Dimension[],
    };
    const share = async (on: Space, count: number): Promise<number> => {
      // The optimum lies elsewhere; second best is where it is believed to be.
      const trials = Array.from({ length: count }, (_, number) => {
        const x = ((number * 0.618) % 1) * 0.999;
        const value = Math.min(Math.abs(x - 0.2), 0.06 + Math.abs(x - 0.8));
        const point: Point = { x, c: "abc"[number % 3] as string };
        return trialRecord(number, { state: "complete", point, value, values: { loss: value } });
      });
      let hits = 0;
      for (let seed = 0; seed < 60; seed++) {
        const context = { space: on, objectives: { loss: "minimize" as const }, seed };
        const tuner = tpe().create(context);
        const request = { ...context, number: count, trials, random: randomStream(seed) };
        const { x, c } = (await tuner.ask(request)) as Point;
        if ((x as number) > 0.6 && c === "a") hits++;
      }
      return hits;
    };
    expect(await share(believed, 0)).toBeGreaterThan(45);
    const gain = async (count: number): Promise<number> =>
      (await share(believed, count)) - (await share(plain, count));
    const early = await gain(12);
    expect(early).toBeGreaterThan(12);
    expect(await gain(600)).toBeLessThan(early / 4);
  });

  it("adds its belief to what it explains", async () => {
    const plain = compileSpace({ x: float(0, 1) });
    const on: Space = {
      ...plain,
      dimensions: [{ ...plain.dimensions[0], belief: { mean: 0.8, sd: 0.1 } } as Dimension],
    };
    const { tuner, context, trials } = await play(tpe(), { space: on, seed: 1, trials: 21 });
    const explained = tuner.explain?.(trials[20]!, { ...context, trials }) as unknown as Explained;
    const { candidates, logGood, logBad, bonus, chosen } = explained.groups[0]!;
    const scores = logGood.map((log, index) => log - logBad[index]! + bonus![index]!);
    expect(scores.indexOf(Math.max(...scores))).toBe(chosen);
    // β/n = 10/20; a belief's density over the even one.
    const [first, second] = candidates.map(([x]) => ((x as number) - 0.8) / 0.1) as [
      number,
      number,
    ];
    expect(bonus![0]! - bonus![1]!).toBeCloseTo(0.5 * 0.5 * (second ** 2 - first ** 2), 9);
  });

  it("searches ordered choices as neighbours of each other", async () => {
    const sizes = ["xs", "s", "m", "l", "xl", "xxl", "xxxl"];
    const dimension = {
      kind: "categorical",
      path: "size",
      condition: undefined,
      choices: sizes,
    } as const;
    const base = compileSpace({ size: choice(sizes) });
    const hitsOf = async (ordered: boolean): Promise<number> => {
      const on: Space = {
        ...base,
        dimensions: [ordered ? { ...dimension, ordered } : dimension],
      };
      const context = { space: on, objectives: { loss: "minimize" as const }, seed: 1 };
      // Nothing was tried at "l" itself; its neighbours are the best.
      const trials = Array.from({ length: 36 }, (_, number) => {
        const size = sizes.filter((name) => name !== "l")[number % 6] as string;
        const value = Math.abs(sizes.indexOf(size) - 3) + number / 1000;
        return trialRecord(number, {
          state: "complete",
          point: { size },
          value,
          values: { loss: value },
        });
      });
      let hits = 0;
      for (let seed = 0; seed < 600; seed++) {
        const tuner = tpe({ candidates: 1 }).create(context);
        const request = { ...context, number: 36, trials, random: randomStream(seed) };
        if (((await tuner.ask(request)) as Point)["size"] === "l") hits++;
      }
      return hits;
    };
    // Three standard deviations of the difference.
    expect((await hitsOf(true)) - (await hitsOf(false))).toBeGreaterThan(3 * Math.sqrt(200));
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
