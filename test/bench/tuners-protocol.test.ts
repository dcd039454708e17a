import { describe, expect, it } from "vitest";
import { compileSpace } from "../../lib/space/compile.ts";
import { float, int, list, oneOf } from "../../lib/space/parameters.ts";
import type { Space } from "../../lib/space/space.ts";

// Plain JavaScript over the built package, as all benches are: imported by its address, which has no types.
const from = (file: string) => new URL(`../../bench/tuners/${file}.mjs`, import.meta.url).href;
const { evaluator, improvements, initialPoints } = (await import(from("match"))) as {
  evaluator: (problem: object, space: Space, seed: number) => (point: object, n: number) => Outcome;
  improvements: (problem: object, outcomes: object[]) => number[];
  initialPoints: (problem: object, space: Space, seed: number) => object[];
};
const { folderOf, legal } = (await import(from("players"))) as {
  folderOf: (name: string) => string;
  legal: (space: Space, given: object) => object;
};
const { chance, curveOf, holm, ranks } = (await import(from("score"))) as {
  chance: (ones: number[], others: number[]) => number;
  curveOf: (run: number[], trials: number, scale: number) => number[];
  holm: (values: number[]) => number[];
  ranks: (values: number[]) => number[];
};

interface Outcome {
  readonly values: number[];
  readonly told: number[];
}

const space = compileSpace({ x: float(0, 1) });
const problem = { name: "line", trials: 20, noise: 1, value: ({ x }: { x: number }) => x };

describe("a match", () => {
  it("gives every player the same first points and the same noise for a seed", () => {
    expect(initialPoints(problem, space, 3)).toEqual(initialPoints(problem, space, 3));
    expect(initialPoints(problem, space, 3)).not.toEqual(initialPoints(problem, space, 4));
    const told = (seed: number) => evaluator(problem, space, seed)({ x: 0.5 }, 7).told;
    expect(told(3)).toEqual(told(3));
    expect(told(3)).not.toEqual(told(4));
    expect(evaluator(problem, space, 3)({ x: 0.5 }, 7).values).toEqual([0.5]);
  });

  it("keeps when a run got better, by feasible points without noise", () => {
    const outcomes = [5, 3, 1, 2, 4].map((value, number) => ({
      values: [value],
      isFeasible: number !== 2,
    }));
    expect(improvements({ optimum: 1 }, outcomes)).toEqual([0, 4, 1, 2, 3, 1]);
  });

  it("keeps the hypervolume that is missing, of several objectives", () => {
    const outcomes = [
      { values: [1, 1], isFeasible: true },
      { values: [0, 0], isFeasible: true },
    ];
    expect(improvements({ reference: [2, 2], volume: 4 }, outcomes)).toEqual([0, 3, 1, 0]);
  });

  it("moves a peer's rounding back onto legal values, and leaves out what is not there", () => {
    const wide = compileSpace({
      step: float(0, 1, { step: 0.25 }),
      hidden: list(int(1, 9), { min: 0, max: 2 }),
      rule: oneOf({ on: { by: float(0, 1) }, off: {} }),
    });
    const given = {
      step: 0.49,
      "hidden.length": 1,
      "hidden[0]": 4,
      "hidden[1]": 5,
      "rule.kind": "off",
    };
    expect(legal(wide, { ...given, "rule.by": 1 })).toEqual({
      step: 0.5,
      "hidden.length": 1,
      "hidden[0]": 4,
      "rule.kind": "off",
    });
    expect(() => legal(space, { x: Number.NaN })).toThrow("x is NaN");
  });

  it("names folders so that every file system takes them", () => {
    expect(folderOf('ours:tpe?{"candidates":48}')).toBe("ours-tpe-candidates-48");
  });
});

describe("the scores", () => {
  it("follow the best so far in scales, and take no find for ten of them", () => {
    expect(curveOf([1, 4, 3, 1], 5, 2)).toEqual([10, 2, 2, 0.5, 0.5]);
  });

  it("count chances, ranks and Holm's correction", () => {
    expect(chance([1, 2], [2, 3])).toBe(0.875);
    expect(ranks([3, 1, 3])).toEqual([2.5, 1, 2.5]);
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  });
});
