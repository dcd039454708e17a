import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { enumerate } from "../../../lib/space/enumerate.ts";
import { hasRestrictions } from "../../../lib/space/legal.ts";
import { subset } from "../../../lib/space/combinations.ts";
import { boolean, choice, float, int, list, oneOf } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import { TunerError } from "../../../lib/study/errors.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { grid, type GridOptions } from "../../../lib/tuners/grid.ts";
import { spaces } from "../../contracts/spaces.ts";
import { play, trialRecord } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { randomStream } from "../../../lib/math/random.ts";

tunerContract({
  name: "grid",
  make: ({ dimensions }) => {
    // Of fifty dimensions three are varied: all of them would be more than can be numbered.
    const few = dimensions.map(({ path }, place) => [path, place < 3 ? 3 : 1] as const);
    return grid({ levels: dimensions.length < 40 ? 3 : Object.fromEntries(few) });
  },
});

const lexicographic = { order: "lexicographic" } as const;

async function all(space: Space, options: GridOptions = {}, seed = 0): Promise<Point[]> {
  const { points, exhausted, tuner } = await play(grid(options), { space, seed, trials: 5000 });
  expect(exhausted).toBe(true);
  expect(points.length).toBe(tuner.planned);
  return points;
}

function sortedTexts(points: readonly Point[]): string[] {
  return points.map((point) => JSON.stringify(point)).toSorted();
}

function create(space: Space, options: GridOptions = {}) {
  return grid(options).create({ space, objectives: { loss: "minimize" }, seed: 0 });
}

describe("a grid's points", () => {
  const conditional = compileSpace({
    layers: int(1, 2),
    optimizer: oneOf({ adam: {}, sgd: { nesterov: boolean(), power: choice([1, 2, 3]) } }),
  });

  it("are all combinations, each once, those of a branch only there", async () => {
    const points = await all(conditional);
    // 2 × (1 + 2 · 3)
    expect(points.length).toBe(14);
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(14);
    expect(create(conditional).planned).toBe(conditional.size);
  });

  it("are as many as the space says, for every finite kind of space", async () => {
    for (const space of Object.values(spaces)) {
      if (space.size > 5000) continue;
      // Constraints and ranges within earlier values leave fewer than the space counts.
      const count = [...enumerate(space)].length;
      expect(count).toBeLessThanOrEqual(space.size);
      if (!hasRestrictions(space)) expect(count).toBe(space.size);
      expect(create(space).planned).toBe(count);
      const points = await all(space);
      expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(count);
    }
  });

  it("go as nested loops go in lexicographic order", async () => {
    const space = compileSpace({ a: int(0, 1), b: choice(["x", "y"]), c: boolean() });
    const points = await all(space, lexicographic);
    expect(points.map(({ a, b, c }) => `${a}${b}${c}`)).toEqual(
      ["0", "1"].flatMap((a) => ["x", "y"].flatMap((b) => [false, true].map((c) => a + b + c))),
    );
    const branches = await all(conditional, lexicographic);
    expect(branches.slice(0, 3)).toEqual([
      { layers: 1, "optimizer.kind": "adam" },
      { layers: 1, "optimizer.kind": "sgd", "optimizer.nesterov": false, "optimizer.power": 1 },
      { layers: 1, "optimizer.kind": "sgd", "optimizer.nesterov": false, "optimizer.power": 2 },
    ]);
  });

  it("come in a random order by default, another one under each seed", async () => {
    const ordered = await all(conditional, lexicographic);
    const one = await all(conditional, {}, 1);
    expect(one).not.toEqual(ordered);
    expect(one).not.toEqual(await all(conditional, {}, 2));
    expect(sortedTexts(one)).toEqual(sortedTexts(ordered));
  });

  it("count seven hyperparameters with three values each to 2187, and go far beyond", async () => {
    const seven = compileSpace(
      Object.fromEntries(Array.from({ length: 7 }, (_, k) => [`p${k}`, int(1, 3)])),
    );
    expect(create(seven).planned).toBe(2187);
    // 10¹²: no list of them could be made.
    const huge = compileSpace(
      Object.fromEntries(Array.from({ length: 12 }, (_, k) => [`p${k}`, int(0, 9)])),
    );
    const { points } = await play(grid(), { space: huge, seed: 1, trials: 300 });
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(300);
    expect(create(huge).planned).toBe(1e12);
  });
});

describe("a grid over continuous parameters", () => {
  const space = compileSpace({
    rate: float(1e-4, 1, { log: true }),
    momentum: float(0, 1),
    layers: int(1, 9),
  });

  it("is refused with the name and the remedies", () => {
    expect(() => create(space)).toThrow(TunerError);
    expect(() => create(space)).toThrow(
      /"rate".*continuous.*step.*levels: \{ rate: 5 \}.*levels: 5/,
    );
    const nested = compileSpace({ o: oneOf({ sgd: { momentum: float(0, 1) } }) });
    expect(() => create(nested)).toThrow(/levels: \{ "o.momentum": 5 \}/);
  });

  it("takes evenly spaced levels, by equal factors where logarithmic, both ends included", async () => {
    const points = await all(space, {
      ...lexicographic,
      levels: { rate: 5, momentum: 3, layers: 3 },
    });
    const values = (path: string) => [...new Set(points.map((point) => point[path]))];
    expect(values("rate")).toEqual([1e-4, 1e-3, 1e-2, 1e-1, 1]);
    expect(values("momentum")).toEqual([0, 0.5, 1]);
    expect(values("layers")).toEqual([1, 5, 9]);
    // One number speaks of what is continuous only.
    expect(create(space, { levels: 4 }).planned).toBe(4 * 4 * 9);
    expect(create(space, { levels: { rate: 1, momentum: 1 } }).planned).toBe(9);
  });

  it("takes listed values, also of list items and of a oneOf by its name", async () => {
    const net = compileSpace({
      hidden: list(int(4, 64), { min: 1, max: 2 }),
      rate: float(0, 1),
      optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 1) } }),
    });
    const values = { "hidden[]": [8, 16], rate: [0.1], optimizer: ["adam"] };
    // Lengths 1 and 2: 2 + 4; momentum is there for sgd only, and must have values all the same.
    expect(create(net, { values, levels: 2 }).planned).toBe(6);
    const points = await all(net, { values, levels: 2 });
    for (const point of points) expect([8, 16]).toContain(point["hidden[0]"]);
  });

  it("refuses options that cannot be", () => {
    expect(() => create(space, { levels: { rat: 3 } })).toThrow(
      /"rat".*it has rate, momentum, layers/,
    );
    expect(() => create(space, { levels: { rate: 2.5 } })).toThrow(/"rate" is 2.5/);
    expect(() => create(space, { levels: 2, values: { layers: [3, 12] } })).toThrow(
      /12 is no value of "layers".*integers from 1 to 9/,
    );
    expect(() => create(space, { levels: 2, values: { layers: [] } })).toThrow(/"layers" is empty/);
    expect(() => create(compileSpace({ a: choice(["x"]) }), { levels: { a: 2 } })).toThrow(
      /"a", which is a choice/,
    );
    expect(() => grid({ order: "sideways" as never })).toThrow(/"sideways".*random.*lexicographic/);
    expect(() => grid({ level: 3 } as never)).toThrow(/no option "level".*levels/);
    const endless = compileSpace(
      Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`p${k}`, int(0, 999)])),
    );
    expect(() => create(endless)).toThrow(/1\.0e\+60.*more than can be numbered/);
  });
});

describe("a grid beside other trials", () => {
  const space = compileSpace({ a: int(0, 3) });
  const context = { space, objectives: { loss: "minimize" as const }, seed: 0 };

  it("skips what the study has, however it came there, and ends", () => {
    const trials = [
      trialRecord(0, { state: "complete", point: { a: 2 }, by: "enqueued" }),
      trialRecord(1, { state: "failed", point: { a: 0 } }),
      trialRecord(2, { state: "running", point: { a: 1 } }),
    ];
    const tuner = create(space, lexicographic);
    const ask = () =>
      tuner.ask({ ...context, number: trials.length, trials, random: randomStream(0) });
    expect(ask()).toEqual({ a: 3 });
    trials.push(trialRecord(3, { point: { a: 3 } }));
    expect(ask()).toBeUndefined();
  });

  it("tries the point of an interrupted trial again", () => {
    const tuner = create(space, lexicographic);
    const trials = [0, 1, 2, 3].map((a) => trialRecord(a, { state: "complete", point: { a } }));
    const ask = () =>
      tuner.ask({ ...context, number: trials.length, trials, random: randomStream(0) });
    expect(ask()).toBeUndefined();
    const interrupted = trialRecord(1, { state: "interrupted", point: { a: 1 } });
    trials[1] = interrupted;
    tuner.tell?.(interrupted, context);
    expect(ask()).toEqual({ a: 1 });
    trials.push(trialRecord(4, { point: { a: 1 } }));
    expect(ask()).toBeUndefined();
  });
});

describe("grids of which little is allowed", () => {
  it("list what is allowed without walking through the rest", async () => {
    // 3 of 40: 9880 of 2⁴⁰ combinations.
    const items = Array.from({ length: 40 }, (_, item) => `item ${item}`);
    const space = compileSpace({ chosen: subset(items, { min: 3, max: 3 }) });
    const tuner = create(space);
    expect(tuner.planned).toBe(9880);
    const points = await all(
      compileSpace({ chosen: subset(items.slice(0, 20), { min: 3, max: 3 }) }),
    );
    expect(points).toHaveLength(1140);
  });

  it("go on over constraints where there is too much to list", async () => {
    const space = compileSpace(
      { a: int(1, 1000), b: int(1, 1000) },
      { constraints: { even: ({ a, b }) => (a + b) % 2 === 0 } },
    );
    const { points, tuner } = await play(grid(), { space, seed: 1, trials: 50 });
    expect(tuner.planned).toBeUndefined();
    expect(points.every(({ a, b }) => ((a as number) + (b as number)) % 2 === 0)).toBe(true);
  });
});
