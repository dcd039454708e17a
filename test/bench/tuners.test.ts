import { describe, expect, it } from "vitest";
import { randomStream } from "../../lib/math/random.ts";
import type { SpaceDefinition } from "../../lib/space/infer.ts";
import { compileSpace } from "../../lib/space/compile.ts";
import { drawPoint } from "../../lib/space/draw.ts";

interface Problem {
  readonly name: string;
  readonly family: string;
  readonly half: "report" | "tuning";
  readonly space: SpaceDefinition;
  readonly optimum: number;
  readonly at: Readonly<Record<string, unknown>>;
  readonly objectives?: readonly string[];
  readonly reference?: readonly number[];
  readonly volume?: number;
  value(params: unknown): unknown;
  curve?(params: unknown): number[];
}

interface Found {
  readonly value: number;
  readonly constraints: Readonly<Record<string, number>>;
}

// Plain JavaScript over the built package, as all benches are: imported by its address, which has no types.
const address = new URL("../../bench/tuners/problems/index.mjs", import.meta.url).href;
const { problems } = (await import(address)) as { problems: Record<string, Problem> };
const all = Object.values(problems);
const single = all.filter(({ objectives }) => objectives === undefined);

const found = (problem: Problem, params: unknown): Found => {
  const value = problem.value(params);
  return typeof value === "number" ? { value, constraints: {} } : (value as Found);
};
const isFeasible = ({ constraints }: Found) => Object.values(constraints).every((by) => by <= 0);

describe("the problems of the tuners' race", () => {
  it("are forty, half of them for the report", () => {
    expect(all).toHaveLength(40);
    expect(all.filter(({ half }) => half === "report")).toHaveLength(20);
    for (const family of new Set(all.map((problem) => problem.family))) {
      const halves = all.filter((problem) => problem.family === family).map(({ half }) => half);
      const gap = halves.filter((half) => half === "report").length * 2 - halves.length;
      expect(Math.abs(gap), family).toBeLessThanOrEqual(1);
    }
  });

  for (const problem of single) {
    it(`${problem.name} has its optimum where it says, and nothing better at 2000 random points`, () => {
      const space = compileSpace(problem.space);
      const there = found(problem, space.decode(space.encode(problem.at)));
      expect(isFeasible(there)).toBe(true);
      expect(Math.abs(there.value - problem.optimum)).toBeLessThan(1e-6);
      const random = randomStream(1);
      for (let draw = 0; draw < 2000; draw++) {
        const here = found(problem, space.decode(drawPoint(space, random)));
        expect(Number.isFinite(here.value)).toBe(true);
        if (isFeasible(here)) expect(here.value).toBeGreaterThanOrEqual(problem.optimum - 1e-9);
      }
    });
  }

  for (const problem of all.filter(({ objectives }) => objectives !== undefined)) {
    it(`${problem.name} cannot be dominated beyond its volume`, async () => {
      const { hypervolume } = await import("../../lib/math/hypervolume.ts");
      const space = compileSpace(problem.space);
      const random = randomStream(2);
      const front = Array.from({ length: 1000 }, () => {
        return problem.value(space.decode(drawPoint(space, random))) as number[];
      });
      for (const losses of front) expect(losses).toHaveLength(problem.objectives?.length ?? 0);
      const volume = hypervolume(front, problem.reference ?? []);
      expect(volume).toBeGreaterThan(0);
      expect(volume).toBeLessThanOrEqual(problem.volume ?? 0);
    });
  }

  it("end the networks' learning curves at their value", () => {
    const network = problems["network"]!;
    const space = compileSpace(network.space);
    const random = randomStream(3);
    for (let draw = 0; draw < 20; draw++) {
      const params = space.decode(drawPoint(space, random));
      expect(network.curve?.(params).at(-1)).toBeCloseTo(network.value(params) as number, 10);
    }
  });
});
