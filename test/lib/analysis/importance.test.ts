import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { variance } from "simple-statistics";
import {
  frontLosses,
  importance,
  type ImportanceMethod,
} from "../../../lib/analysis/importance.ts";
import { fanova } from "../../../lib/analysis/importance/fanova.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { type Column, fitForest, Forest } from "../../../lib/models/forest.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { boolean, choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import type { Direction } from "../../../lib/study/observer.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { drawPoint } from "../../../lib/space/draw.ts";
import { poorStudies, told, viewOf } from "./views.ts";

interface Case {
  readonly name: string;
  readonly space: string;
  readonly direction: Direction;
  readonly trials: readonly [Point, number][];
  readonly raw: Readonly<Record<string, number>>;
  readonly normalized: Readonly<Record<string, number>>;
}

const cases = JSON.parse(
  readFileSync(new URL("./fixtures/importance.json", import.meta.url), "utf8"),
) as Case[];

const spaces: Readonly<Record<string, Space<never> | Space>> = {
  numbers: compileSpace({ x: float(-5, 5), y: float(1e-4, 1, { log: true }), n: int(1, 9) }),
  mixed: compileSpace({
    units: int(4, 512, { log: true }),
    rate: float(0, 0.9, { step: 0.1 }),
    kind: choice(["a", "b", "c", "d"]),
    flag: boolean(),
    size: int(10, 1000, { step: 10 }),
  }),
  conditional: compileSpace({
    optimizer: oneOf({ adam: { beta: float(0, 1) }, sgd: { momentum: float(0, 1) } }),
    rate: float(1e-4, 1, { log: true }),
  }),
  many: compileSpace({ x: float(0, 1), single: int(3, 3), kind: choice(["a", "b"]) }),
};

/** A study of points drawn at random. */
function drawnStudy(space: Space<never> | Space, count: number, f: (point: Point) => number) {
  const random = randomStream(12);
  const trials = Array.from({ length: count }, (_, number) => {
    const point = drawPoint(space as Space, random);
    return told(number, point, f(point));
  });
  return viewOf(space, trials);
}

function raws(found: ReturnType<typeof importance>): Record<string, number> {
  return Object.fromEntries(found.parameters.map(({ path, raw }) => [path, raw]));
}

describe("PED-ANOVA is that of Optuna 5", () => {
  for (const { name, space, direction, trials, raw, normalized } of cases) {
    it(name, () => {
      const records = trials.map(([point, value], number) => told(number, point, value));
      const found = importance(viewOf(spaces[space]!, records, { value: direction }));
      for (const { path, raw: ours, importance: share } of found.parameters) {
        expect(Math.abs(ours - raw[path]!)).toBeLessThan(1e-9 * (1 + raw[path]!));
        expect(Math.abs(share - normalized[path]!)).toBeLessThan(1e-9);
      }
      const varying = Object.keys(raw).filter((path) => path !== "single");
      expect(found.parameters.map(({ path }) => path).toSorted()).toEqual(varying.toSorted());
    });
  }
});

describe("fANOVA", () => {
  const cube = compileSpace({ a: float(0, 1), b: float(0, 1), c: float(0, 1), d: float(0, 1) });

  it("finds the variances of an additive function", () => {
    // Var[w (u − 1/2)] = w²/12, Var[sin 2πu] = 1/2, Var[1(u < 1/2)] = 1/4.
    const study = drawnStudy(cube, 600, ({ a, b, c }) => {
      const [u, v, w] = [a as number, b as number, c as number];
      return 3 * u + Math.sin(2 * Math.PI * v) + (w < 0.5 ? 1 : 0);
    });
    const parts = { a: 9 / 12, b: 1 / 2, c: 1 / 4, d: 0 };
    const total = parts.a + parts.b + parts.c;
    const found = raws(importance(study, { method: "fanova" }));
    for (const [path, part] of Object.entries(parts))
      expect(Math.abs(found[path]! - part / total)).toBeLessThan(0.04);
  });

  it("tells what two parameters do only together", () => {
    // 4ab has the main effects Var[2a] = 1/3 each, and 7/9 in all: 1/9 is left to the pair. c adds 1/3.
    const study = drawnStudy(cube, 500, ({ a, b, c }) => {
      const [u, v, w] = [a as number, b as number, c as number];
      return 4 * u * v + 2 * w;
    });
    const found = importance(study, { method: "fanova", pairs: true });
    const total = 7 / 9 + 1 / 3;
    expect(found.pairs![0]!.paths).toEqual(["a", "b"]);
    expect(Math.abs(found.pairs![0]!.raw - 1 / 9 / total)).toBeLessThan(0.05);
    expect(Math.abs(raws(found)["a"]! - 1 / 3 / total)).toBeLessThan(0.06);
    expect(Math.abs(raws(found)["c"]! - 1 / 3 / total)).toBeLessThan(0.06);
    expect(found.pairs![1]!.raw).toBeLessThan(0.04);
  });

  it("accounts for all of the variance of two columns, a number and a category", () => {
    // With two columns their pair is all that main effects leave: the three shares sum to 1.
    const random = randomStream(4);
    const x = Float64Array.from({ length: 160 }, (_, k) =>
      k % 2 ? random.int(0, 3) : random.uniform(),
    );
    const y = Array.from({ length: 80 }, () => random.normal());
    const columns: Column[] = [{ kind: "number" }, { kind: "category", categories: 4 }];
    const forest = fitForest(x, y, columns, random, { trees: 12 });
    const { main, pairs } = fanova(forest, [[0, 1]]);
    expect(main[0]! + main[1]! + pairs[0]!).toBeCloseTo(1, 10);
    // And the first is the variance of what the forest predicts for a number, averaged over categories.
    const steps = 4000;
    let share = 0;
    for (const tree of forest.trees) {
      const single = new Forest(columns, [tree], []);
      const grid = Float64Array.from({ length: 8 * steps }, (_, k) =>
        k % 2 ? ((k - 1) / 2) % 4 : (Math.floor(k / 8) + 0.5) / steps,
      );
      const { mean } = single.predict(grid);
      const marginal = Array.from({ length: steps }, (_, step) =>
        mean.subarray(4 * step, 4 * step + 4).reduce((sum, one) => sum + one / 4, 0),
      );
      share += variance(marginal) / variance([...mean]) / 12;
    }
    expect(main[0]!).toBeCloseTo(share, 3);
  });

  it("is exact for categories and conditions", () => {
    // Half of the trials have each optimizer. Var = Var of kind (1/4) + 1/2 · Var[beta] (1/12).
    const study = drawnStudy(spaces["conditional"]!, 600, (point) =>
      point["optimizer.kind"] === "adam" ? (point["optimizer.beta"] as number) - 0.5 : 1,
    );
    const found = raws(importance(study, { method: "fanova" }));
    const total = 1 / 4 + 1 / 24;
    expect(Math.abs(found["optimizer.kind"]! - 1 / 4 / total)).toBeLessThan(0.05);
    expect(Math.abs(found["optimizer.beta"]! - 1 / 24 / total)).toBeLessThan(0.05);
    expect(found["optimizer.momentum"]!).toBeLessThan(0.02);
  });
});

describe("permutation", () => {
  it("finds twice a parameter's variance, which is what shuffling it costs", () => {
    const cube = compileSpace({ a: float(0, 1), b: float(0, 1), c: choice(["u", "v", "w"]) });
    const study = drawnStudy(cube, 600, ({ a, c }) => 2 * (a as number) + (c === "u" ? 1 : 0));
    const found = raws(importance(study, { method: "permutation" }));
    expect(found["a"]!).toBeCloseTo(2 * (4 / 12), 1);
    expect(found["c"]!).toBeCloseTo(2 * (2 / 9), 1);
    expect(found["b"]!).toBeLessThan(0.01);
  });

  it("shuffles a conditional parameter only where it is active", () => {
    const study = drawnStudy(spaces["conditional"]!, 400, (point) =>
      point["optimizer.kind"] === "adam" ? 3 * (point["optimizer.beta"] as number) : 0,
    );
    const found = raws(importance(study, { method: "permutation" }));
    // Of half of the trials 2 Var[3u].
    expect(Math.abs(found["optimizer.beta"]! - 0.75)).toBeLessThan(0.15);
    expect(found["optimizer.momentum"]!).toBeLessThan(0.01);
  });
});

describe("every method", () => {
  const methods: ImportanceMethod[] = ["pedAnova", "fanova", "permutation"];

  it("ranks what matters first, by shares that sum to 1, also on a logarithmic axis", () => {
    const study = drawnStudy(spaces["numbers"]!, 150, ({ y }) =>
      Math.abs(Math.log10(y as number) + 2),
    );
    for (const method of methods) {
      const { parameters } = importance(study, { method });
      expect(parameters[0]!.path).toBe("y");
      expect(parameters[0]!.importance).toBeGreaterThan(0.8);
      expect(parameters.reduce((sum, one) => sum + one.importance, 0)).toBeCloseTo(1, 12);
    }
  });

  it("says why it can say nothing", () => {
    const space = spaces["conditional"]! as Space;
    const random = randomStream(3);
    const poor = poorStudies(space, () => drawPoint(space, random));
    for (const method of methods) {
      for (const name of ["empty", "one trial", "all failed", "constant"] as const) {
        const found = importance(poor[name], { method });
        expect(found.reason).toMatch(/no trial|only one|same value/);
        expect(found.parameters.every((one) => one.importance === 0)).toBe(true);
      }
      const odd = importance(poor["NaN and infinities"], { method });
      expect(odd.trials).toBe(12);
      expect(odd.parameters.every(({ raw }) => Number.isFinite(raw))).toBe(true);
    }
  });

  it("serves 60 parameters and one", () => {
    const names = Array.from({ length: 60 }, (_, k) => `p${k}`);
    const wide = compileSpace(Object.fromEntries(names.map((name) => [name, float(0, 1)])));
    const study = drawnStudy(wide as unknown as Space, 120, (point) => point["p7"] as number);
    const line = drawnStudy(compileSpace({ x: float(0, 1) }), 50, ({ x }) => x as number);
    for (const method of methods) {
      expect(importance(study, { method }).parameters[0]!.path).toBe("p7");
      expect(importance(line, { method }).parameters.map((one) => one.importance)).toEqual([1]);
    }
  });

  it("asks which of several objectives is meant; PED-ANOVA knows the front", () => {
    const square = compileSpace({ a: float(0, 1), b: float(0, 1) });
    const random = randomStream(5);
    const trials = Array.from({ length: 200 }, (_, number) => {
      const point = drawPoint(square as unknown as Space, random);
      // b takes from both; a trades one against the other.
      const [a, b] = [point["a"] as number, point["b"] as number];
      return told(number, point, a + b, { values: { f: a + b, g: 1 - a + b } });
    });
    const study = viewOf(square, trials, { f: "minimize", g: "minimize" });
    for (const method of ["fanova", "permutation"] as const)
      expect(() => importance(study, { method })).toThrow(/several objectives.*objective: "f"/);
    expect(importance(study, { objective: "f", method: "fanova" }).parameters).toHaveLength(2);
    expect(() => importance(study, { objective: "h" })).toThrow(/no objective "h"/);
    const front = importance(study);
    expect(front.parameters[0]!.path).toBe("b");
    expect(front.parameters[0]!.importance).toBeGreaterThan(0.9);
  });

  it("ranks what breaks a constraint behind the fronts of the rest, also where nothing keeps them", () => {
    const square = compileSpace({ a: float(0, 1), b: float(0, 1) });
    const random = randomStream(6);
    const broken = (share: number) =>
      Array.from({ length: 100 }, (_, number) => {
        const point = drawPoint(square as unknown as Space, random);
        const [a, b] = [point["a"] as number, point["b"] as number];
        // Whoever breaks the constraint would be on the front, were it not for that.
        const violation = a - share;
        const f = violation > 0 ? -b : 1 + b;
        return told(number, point, f, { values: { f, g: f }, constraints: { a: violation } });
      });
    const goals = { f: "minimize", g: "minimize" } as const;
    const some = viewOf(square, broken(0.5), goals);
    const ranked = frontLosses(some);
    const isBroken = ({ trial }: (typeof ranked)[number]) => (trial.point["a"] as number) > 0.5;
    const [kept, rest] = [ranked.filter((one) => !isBroken(one)), ranked.filter(isBroken)];
    expect(Math.max(...kept.map(({ loss }) => loss))).toBeLessThan(
      Math.min(...rest.map(({ loss }) => loss)),
    );
    const all = importance(viewOf(square, broken(-1), goals));
    expect(all.trials).toBe(100);
    expect(all.parameters[0]!.path).toBe("a");
  });
});
