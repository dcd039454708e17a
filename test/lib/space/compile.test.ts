import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { boolean, choice, fixed, float, int, list, oneOf } from "../../../lib/space/parameters.ts";
import type { Dimension, Space } from "../../../lib/space/space.ts";
import type { Scalar } from "../../../lib/study/trial-record.ts";

const network = compileSpace({
  hidden: list(int(16, 256, { log: true }), { min: 1, max: 3 }),
  learningRate: float(1e-4, 1e-1, { log: true }),
  batchSize: choice([16, 32, 64]),
  dropout: { use: boolean(), rate: float(0, 0.5, { step: 0.1 }) },
  dataset: fixed("digits"),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
  penalty: oneOf({
    none: {},
    l1: { alpha: float(1e-6, 1e-2, { log: true }) },
    l2: { alpha: float(1e-6, 1e-2, { log: true }) },
  }),
  blocks: list(oneOf({ dense: { units: int(1, 9) }, conv: { size: choice([3, 5]) } }), { max: 2 }),
});

/** A legal point, drawn dimension by dimension as a tuner does. */
function draw(space: Space, seed: number): Record<string, Scalar> {
  const random = randomStream(seed);
  const point: Record<string, Scalar> = {};
  const value = (dimension: Dimension): Scalar => {
    if (dimension.kind === "categorical")
      return dimension.choices[random.int(0, dimension.choices.length - 1)]!;
    if (dimension.kind === "int") return random.int(dimension.low, dimension.high);
    const { low, high, step } = dimension;
    if (step === undefined) return low + random.uniform() * (high - low);
    return Number((low + step * random.int(0, Math.round((high - low) / step))).toPrecision(12));
  };
  for (const dimension of space.dimensions)
    if (space.active(point).includes(dimension)) point[dimension.path] = value(dimension);
  return point;
}

const condition = (path: string) =>
  network.dimensions.find((each) => each.path === path)?.condition;

describe("dimensions", () => {
  it("are flat, by path, parents before children", () => {
    expect(network.dimensions.map(({ path }) => path)).toEqual([
      "hidden.length",
      "hidden[0]",
      "hidden[1]",
      "hidden[2]",
      "learningRate",
      "batchSize",
      "dropout.use",
      "dropout.rate",
      "optimizer.kind",
      "optimizer.momentum",
      "penalty.kind",
      "penalty.alpha",
      "blocks.length",
      "blocks[0].kind",
      "blocks[0].units",
      "blocks[0].size",
      "blocks[1].kind",
      "blocks[1].units",
      "blocks[1].size",
    ]);
  });

  it("have the conditions under which they are there", () => {
    expect(condition("hidden[0]")).toBeUndefined();
    expect(condition("hidden[2]")).toEqual({ path: "hidden.length", atLeast: 3 });
    expect(condition("optimizer.momentum")).toEqual({ path: "optimizer.kind", in: ["sgd"] });
    expect(condition("blocks[1].kind")).toEqual({ path: "blocks.length", atLeast: 2 });
    expect(condition("blocks[1].units")).toEqual({ path: "blocks[1].kind", in: ["dense"] });
  });

  it("are one where branches give a name the same meaning, and several where they differ", () => {
    const alpha = network.dimensions.filter(({ path }) => path.endsWith("alpha"));
    expect(alpha.map(({ condition }) => condition)).toEqual([
      { path: "penalty.kind", in: ["l1", "l2"] },
    ]);

    const space = compileSpace({ p: oneOf({ a: { x: float(0, 1) }, b: { x: float(0, 2) } }) });
    expect(space.dimensions.map(({ path }) => path)).toEqual(["p.kind", "p.a.x", "p.b.x"]);
    expect(space.decode({ "p.kind": "b", "p.b.x": 2 })).toEqual({ p: { kind: "b", x: 2 } });
    expect(space.encode({ p: { kind: "b", x: 2 } })).toEqual({ "p.kind": "b", "p.b.x": 2 });
  });

  it("do without a length that is settled", () => {
    const space = compileSpace({ pair: list(float(0, 1), { min: 2, max: 2 }) });
    expect(space.dimensions.map(({ path, condition }) => [path, condition])).toEqual([
      ["pair[0]", undefined],
      ["pair[1]", undefined],
    ]);
    expect(space.decode({ "pair[0]": 0.25, "pair[1]": 0.5 })).toEqual({ pair: [0.25, 0.5] });
  });
});

const paths = (point: Record<string, Scalar>) => network.active(point).map(({ path }) => path);

describe("active", () => {
  it("follows the values that are there", () => {
    expect(paths({})).not.toContain("optimizer.momentum");
    expect(paths({ "optimizer.kind": "adam" })).not.toContain("optimizer.momentum");
    expect(paths({ "optimizer.kind": "sgd" })).toContain("optimizer.momentum");
    expect(paths({ "hidden.length": 2 })).toContain("hidden[1]");
    expect(paths({ "hidden.length": 2 })).not.toContain("hidden[2]");
  });

  it("leaves out the children of what is not there, whatever stray values say", () => {
    const paths = network
      .active({ "blocks.length": 0, "blocks[0].kind": "dense" })
      .map(({ path }) => path);
    expect(paths).not.toContain("blocks[0].kind");
    expect(paths).not.toContain("blocks[0].units");
  });
});

describe("decode and encode", () => {
  it("give what the objective sees", () => {
    const point = {
      "hidden.length": 2,
      "hidden[0]": 64,
      "hidden[1]": 32,
      learningRate: 0.01,
      batchSize: 32,
      "dropout.use": true,
      "dropout.rate": 0.2,
      "optimizer.kind": "sgd",
      "optimizer.momentum": 0.9,
      "penalty.kind": "none",
      "blocks.length": 1,
      "blocks[0].kind": "conv",
      "blocks[0].size": 5,
    };
    const params = {
      hidden: [64, 32],
      learningRate: 0.01,
      batchSize: 32,
      dropout: { use: true, rate: 0.2 },
      dataset: "digits",
      optimizer: { kind: "sgd", momentum: 0.9 },
      penalty: { kind: "none" },
      blocks: [{ kind: "conv", size: 5 }],
    };
    expect(network.decode(point)).toEqual(params);
    expect(network.encode(params as never)).toEqual(point);
  });

  it("are inverse to each other for any legal point", () => {
    for (let seed = 0; seed < 300; seed++) {
      const point = draw(network, seed);
      expect(Object.keys(point)).toEqual(network.active(point).map(({ path }) => path));
      expect(network.encode(network.decode(point))).toEqual(point);
    }
  });

  it("set a number that is nearly on its step exactly on it", () => {
    const space = compileSpace({ x: float(0, 1, { step: 0.1 }) });
    expect(space.encode({ x: 0.1 + 0.2 })).toEqual(space.encode({ x: 0.3 }));
  });

  it("fill in defaults for what is left out", () => {
    const space = compileSpace({
      rate: float(0, 1, { default: 0.5 }),
      sizes: list(int(1, 9), { max: 3, default: [4, 2] }),
      group: { flag: boolean({ default: true }) },
      way: oneOf({ a: {}, b: { depth: int(1, 3, { default: 2 }) } }, { default: "b" }),
    });
    expect(space.decode(space.encode({} as never))).toEqual({
      rate: 0.5,
      sizes: [4, 2],
      group: { flag: true },
      way: { kind: "b", depth: 2 },
    });
    expect(space.decode(space.encode({ rate: 0, way: { kind: "a" } } as never))).toMatchObject({
      rate: 0,
      way: { kind: "a" },
    });
  });

  const small = compileSpace({
    rate: float(0.1, 1),
    size: int(1, 9, { step: 2 }),
    word: choice(["relu", "tanh"]),
    way: oneOf({ a: {}, b: { depth: int(1, 3) } }),
    sizes: list(int(1, 3), { min: 1, max: 2 }),
    name: fixed("n"),
  });
  const right = { rate: 0.5, size: 3, word: "relu", way: { kind: "a" }, sizes: [1] };
  it.each([
    [{ rate: undefined }, "rate", "is missing and has no default"],
    [{ rate: 2 }, "rate", "2 lies above the high end 1. Give a number from 0.1 to 1."],
    [{ rate: 0 }, "rate", "0 lies below the low end 0.1"],
    [{ rate: NaN }, "rate", "NaN is not a finite number"],
    [{ rate: "0.5" }, "rate", '"0.5" is not a finite number'],
    [{ size: 4 }, "size", "4 is not on a step. Give an integer from 1 to 9 in steps of 2."],
    [{ word: "rleu" }, "word", 'Did you mean "relu"?'],
    [{ way: { kind: "c" } }, "way.kind", '"c" is none of its branches'],
    [{ way: { kind: "a", depth: 2 } }, "way.depth", "has no such parameter"],
    [{ way: { kind: "b" } }, "way.depth", "is missing"],
    [{ way: "a" }, "way", "is not an object of parameters"],
    [{ sizes: [] }, "sizes", "it has 0 items. Give an array of 1 to 2 items."],
    [{ sizes: [1, 7] }, "sizes[1]", "7 lies above"],
    [{ sizes: 3 }, "sizes", "3 is not an array"],
    [{ name: "m" }, "name", 'is not its fixed value "n"'],
    [{ wrod: "relu" }, "wrod", 'Did you mean "word"?'],
  ])("refuse %j by name", (change, path, words) => {
    expect(() => small.encode({ ...right, ...change } as never)).toThrow(
      expect.objectContaining({
        name: "SpaceError",
        path,
        message: expect.stringContaining(words),
      }),
    );
  });
});

const sizeOf = (entry: Parameters<typeof compileSpace>[0][string]) => compileSpace({ entry }).size;

describe("size", () => {
  it.each([
    ["a real number", float(0, 1), Infinity],
    ["a single number", float(1, 1), 1],
    ["steps", float(0, 1, { step: 0.1 }), 11],
    ["integers", int(3, 7), 5],
    ["integers in steps", int(0, 10, { step: 5 }), 3],
    ["choices", choice(["a", "b", "c"]), 3],
    ["boolean", boolean(), 2],
    ["fixed", fixed(3), 1],
    ["branches add", oneOf({ a: {}, b: { x: int(1, 5), y: boolean() } }), 1 + 10],
    ["lists sum powers", list(choice([1, 2, 3]), { max: 3 }), 1 + 3 + 9 + 27],
    ["lists of one length", list(choice([1, 2, 3]), { min: 2, max: 2 }), 9],
    ["lists of records", list({ a: boolean(), b: boolean() }, { min: 1, max: 2 }), 4 + 16],
    ["a list of branches", list(oneOf({ a: {}, b: { x: boolean() } }), { max: 2 }), 1 + 3 + 9],
    ["an infinite branch", oneOf({ a: {}, b: { x: float(0, 1) } }), Infinity],
  ])("%s", (_what, entry, size) => {
    expect(sizeOf(entry)).toBe(size);
  });

  it("counts the course's seven hyperparameters of three values: 2187", () => {
    const names = ["layers", "neurons", "rate", "optimizer", "batch", "activation", "penalty"];
    const space = compileSpace(Object.fromEntries(names.map((name) => [name, choice([1, 2, 3])])));
    expect(space.size).toBe(2187);
  });

  it("equals the number of different points that can be drawn", () => {
    const space = compileSpace({
      a: list(oneOf({ x: {}, y: { deep: boolean() } }), { max: 2 }),
      b: oneOf({ one: { n: int(1, 2) }, two: {} }),
    });
    const seen = new Set<string>();
    for (let seed = 0; seed < 5000; seed++) seen.add(JSON.stringify(draw(space, seed)));
    expect(seen.size).toBe(space.size);
  });
});
