import { describe, expect, it } from "vitest";
import { fronts, hypervolumeHistory } from "../../../lib/analysis/fronts.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { told, viewOf } from "./views.ts";

const space = compileSpace({ x: float(0, 1) });
const objectives = { loss: "minimize", accuracy: "maximize" } as const;

function trials(...values: [number, number, Partial<TrialRecord>?][]): TrialRecord[] {
  return values.map(([loss, accuracy, partial], number) =>
    told(number, { x: 0 }, loss, { values: { loss, accuracy }, ...partial }),
  );
}

const some = trials(
  [3, 1],
  [2, 2],
  [2, 1],
  [1, 0.5],
  [0, 9, { constraints: { memory: 1 } }],
  [NaN, 1],
  [1, Infinity],
);

it("tells the front from what lies behind it and from what breaks constraints", () => {
  const found = fronts(viewOf(space, some, objectives));
  expect(found.front.map(({ trial }) => trial)).toEqual([1, 3]);
  expect(found.front[0]!.values).toEqual([2, 2]);
  expect(found.dominated.map(({ trial }) => trial)).toEqual([0, 2]);
  expect(found.infeasible.map(({ trial }) => trial)).toEqual([4]);
  expect(fronts(viewOf(space, [], objectives))).toMatchObject({ front: [], dominated: [] });
});

describe("hypervolume over time", () => {
  it("is the area between the front and the reference", () => {
    const found = hypervolumeHistory(viewOf(space, some, objectives), {
      reference: { loss: 4, accuracy: 0 },
    });
    expect(found.reference).toEqual([4, 0]);
    // Boxes 1·1; 2·2 swallows it; nothing; 3·0.5 beyond 2·0.5 of the last.
    expect(found.points.map(({ trial, hypervolume }) => [trial, hypervolume])).toEqual([
      [0, 1],
      [1, 4],
      [2, 4],
      [3, 4.5],
    ]);
  });

  it("grows, and agrees with counting dominated points", () => {
    const random = randomStream(2);
    const three = { a: "minimize", b: "minimize", c: "minimize" } as const;
    const all = Array.from({ length: 25 }, (_, number) => {
      const [a, b, c] = [random.uniform(), random.uniform(), random.uniform()];
      return told(number, { x: 0 }, a, { values: { a, b, c } });
    });
    const { points } = hypervolumeHistory(viewOf(space, all, three), {
      reference: { a: 1, b: 1, c: 1 },
    });
    for (let place = 1; place < points.length; place++)
      expect(points[place]!.hypervolume).toBeGreaterThanOrEqual(points[place - 1]!.hypervolume);
    let inside = 0;
    for (let draw = 0; draw < 40_000; draw++) {
      const [a, b, c] = [random.uniform(), random.uniform(), random.uniform()];
      if (all.some(({ values }) => values!["a"]! <= a && values!["b"]! <= b && values!["c"]! <= c))
        inside++;
    }
    // Three standard errors of 40,000 draws are at most 0.0075.
    expect(Math.abs(points.at(-1)!.hypervolume - inside / 40_000)).toBeLessThan(0.0075);
  });

  it("takes a tenth beyond the worst where no reference is given, and needs one for each objective", () => {
    const found = hypervolumeHistory(viewOf(space, some.slice(0, 3), objectives));
    expect(found.reference![0]).toBeCloseTo(3.3, 12);
    expect(found.reference![1]).toBeCloseTo(0.9, 12);
    expect(hypervolumeHistory(viewOf(space, [], objectives))).toEqual({
      reference: undefined,
      points: [],
    });
    expect(() =>
      hypervolumeHistory(viewOf(space, some, objectives), { reference: { loss: 1 } }),
    ).toThrow(/no finite value for "accuracy"/);
  });
});
