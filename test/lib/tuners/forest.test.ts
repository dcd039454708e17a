import { describe, expect, it } from "vitest";
import { race } from "../../../lib/analysis/race.ts";
import { logExpectedImprovement } from "../../../lib/models/acquisition.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { forest } from "../../../lib/tuners/forest.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "forest", make: () => forest({ trees: 4, candidates: 15 }) });

const square = compileSpace({ x: float(-2, 2), y: float(-2, 2) });
const network = compileSpace({
  rate: float(1e-5, 1, { log: true }),
  units: int(4, 256, { log: true }),
  optimizer: oneOf({ adam: { beta: float(0.5, 1) }, sgd: { momentum: float(0, 1) } }),
  activation: choice(["relu", "tanh", "sigmoid"]),
});
type Network = ReturnType<typeof network.decode>;
const lossOf = ({ rate, units, optimizer, activation }: Network) =>
  0.3 * (Math.log10(rate) + 2.5) ** 2 +
  0.2 * Math.abs(Math.log2(units) - 6) +
  (optimizer.kind === "adam" ? 2 * (optimizer.beta - 0.9) ** 2 : 0.3 + optimizer.momentum) +
  0.3 * ["relu", "tanh", "sigmoid"].indexOf(activation);

interface Explained {
  readonly phase: string;
  readonly best: number | null;
  readonly chosen: number;
  readonly candidates: readonly {
    readonly point: Point;
    readonly mean: number;
    readonly sd: number;
    readonly logImprovement: number;
    readonly logFeasible: number;
  }[];
}

describe("the forest tuner", () => {
  it("beats random search under conditions, one at a time and eight at once", async () => {
    for (const running of [1, 8]) {
      const result = await race({
        space: network,
        objective: ({ params }) => lossOf(params),
        tuners: { random: random(), forest: forest({ trees: 16, candidates: 100 }) },
        trials: 40,
        seeds: 10,
        running,
      });
      expect(result.tuners[0]!.name).toBe("forest");
      expect(result.pairs[0]!.adjusted).toBeLessThan(0.05);
    }
  });

  it("explains its choice: recomputing the scores gives the chosen point", async () => {
    const study = await simulate({
      space: network,
      tuner: forest({ trees: 8, candidates: 50 }),
      objective: ({ params }) => lossOf(params),
      trials: 30,
      seed: 2,
    });
    const phases = new Set<string>();
    for (const trial of study.trials) {
      const context = { ...study.context, trials: study.trials };
      const explained = study.tuner.explain!(trial, context) as unknown as Explained;
      phases.add(explained.phase);
      if (explained.phase !== "model") continue;
      const scores = explained.candidates.map(
        ({ mean, sd }) => logExpectedImprovement(mean, sd ** 2, explained.best!).value,
      );
      const top = scores.reduce((most, score) => Math.max(most, score), -Infinity);
      expect(scores[explained.chosen]).toBeCloseTo(top, 9);
      expect(explained.candidates[explained.chosen]!.point).toEqual(trial.point);
    }
    expect(phases).toContain("startup");
    expect(phases).toContain("model");
  });

  it("finds the best that keeps the constraints, at the edge of what they allow", async () => {
    // Feasible is a disc of a tenth of the square; the best of x + y in it is 2 − √(2 · 0.5) = 1.
    const result = await race({
      space: square,
      tuners: { random: random(), forest: forest({ trees: 16, candidates: 100 }) },
      objective: ({ params: { x, y } }) => ({
        values: x + y,
        constraints: { disc: (x - 1) ** 2 + (y - 1) ** 2 - 0.5 },
      }),
      trials: 50,
      seeds: 14,
      optimum: 1,
    });
    const [first, second] = result.tuners;
    expect(first!.name).toBe("forest");
    expect(result.pairs[0]!.adjusted).toBeLessThan(0.05);
    expect(first!.curve.at(-1)!.median!).toBeLessThan(second!.curve.at(-1)!.median! / 2);
  });

  it("spreads along the front of several objectives", async () => {
    const { trials } = await simulate({
      space: square,
      tuner: forest({ trees: 16, candidates: 100 }),
      objectives: { f: "minimize", g: "maximize" },
      objective: ({ params: { x, y } }) => ({
        values: { f: (x - 1) ** 2 + y ** 2, g: -((x + 1) ** 2) - y ** 2 },
      }),
      trials: 60,
    });
    // The front is the line from (−1, 0) to (1, 0).
    const late = trials.slice(30).map(({ point }) => point as Record<"x" | "y", number>);
    const near = late.filter(({ x, y }) => Math.abs(y) < 0.5 && Math.abs(x) < 1.3);
    expect(near.length).toBeGreaterThan(15);
    expect(near.some(({ x }) => x < -0.3) && near.some(({ x }) => x > 0.3)).toBe(true);
  });

  it("refuses options that are none", () => {
    expect(() => forest({ trees: 0 })).toThrow(/trees is 0/);
    expect(() => forest({ randomShare: 2 })).toThrow(/randomShare is 2/);
    expect(() => forest({ sampler: 1 } as never)).toThrow(/no option "sampler"/);
  });
});
