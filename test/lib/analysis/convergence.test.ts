import { describe, expect, it } from "vitest";
import { convergence, costToQuality } from "../../../lib/analysis/convergence.ts";
import { edf } from "../../../lib/analysis/distribution.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { poorStudies, told, viewOf } from "./views.ts";

const space = compileSpace({ x: float(0, 1) });
const at = (from: number, to: number): Partial<TrialRecord> => ({
  startedAt: 1000 * from,
  endedAt: 1000 * to,
});
const reports = (...times: number[]) =>
  times.map((time, step) => ({ step: step + 1, value: 1, at: 1000 * time }));

describe("convergence", () => {
  it("follows the best value in the order in which trials ended", () => {
    const trials = [
      told(0, { x: 0 }, 5, at(0, 10)),
      told(1, { x: 0 }, 3, at(0, 4)),
      told(2, { x: 0 }, 4, at(4, 6)),
      told(3, { x: 0 }, 1, at(6, 12)),
    ];
    expect(convergence(viewOf(space, trials), { optimum: 1 })).toEqual([
      { trial: 1, finished: 1, best: 3, regret: 2 },
      { trial: 2, finished: 2, best: 3, regret: 2 },
      { trial: 0, finished: 3, best: 3, regret: 2 },
      { trial: 3, finished: 4, best: 1, regret: 0 },
    ]);
    const up = convergence(viewOf(space, trials, { value: "maximize" }), { optimum: 6 });
    expect(up.map(({ best, regret }) => [best, regret])).toEqual([
      [3, 3],
      [4, 2],
      [5, 1],
      [5, 1],
    ]);
  });

  it("counts failed and infeasible trials, but not as results", () => {
    const trials = [
      told(0, { x: 0 }, 1, { state: "failed", values: undefined, value: undefined }),
      told(1, { x: 0 }, 0, { constraints: { memory: 1 } }),
      told(2, { x: 0 }, 7, { constraints: { memory: -1 } }),
      told(3, { x: 0 }, -Infinity),
    ];
    expect(
      convergence(viewOf(space, trials)).map(({ finished, best }) => [finished, best]),
    ).toEqual([
      [3, 7],
      [4, 7],
    ]);
  });
});

describe("what quality costs", () => {
  it("counts the seconds and steps of all trials, by the clock and in all", () => {
    const trials = [
      told(0, { x: 0 }, 5, { ...at(0, 10), reports: reports(5, 10) }),
      told(1, { x: 0 }, 2, {
        ...at(0, 4),
        state: "pruned",
        values: undefined,
        reports: reports(4),
      }),
      told(2, { x: 0 }, 3, { ...at(4, 12), reports: reports(8, 12) }),
      told(3, { x: 0 }, 9, { ...at(12, 20), reports: reports(16, 20) }),
    ];
    expect(costToQuality(viewOf(space, trials))).toEqual([
      // Until second 10: 10 + 4 + 6 of three trials; reports at 5, 10, 4 and 8.
      { trial: 0, seconds: 10, computeSeconds: 20, steps: 4, best: 5 },
      { trial: 2, seconds: 12, computeSeconds: 22, steps: 5, best: 3 },
      { trial: 3, seconds: 20, computeSeconds: 30, steps: 7, best: 3 },
    ]);
  });
});

describe("the empirical distribution", () => {
  it("gives for each value the share at or below it", () => {
    const trials = [3, 1, 3, 2, NaN, Infinity].map((value, number) =>
      told(number, { x: 0 }, value),
    );
    const [one] = edf(viewOf(space, trials));
    expect(one).toEqual({ study: "test", values: [1, 2, 3], shares: [0.25, 0.5, 1] });
    expect(
      edf([viewOf(space, []), viewOf(space, trials)]).map(({ values }) => values.length),
    ).toEqual([0, 3]);
  });
});

it("studies with nothing to say give nothing, several objectives ask for a name", () => {
  const random = randomStream(1);
  const poor = poorStudies(space, () => ({ x: random.uniform() }));
  for (const name of ["empty", "all failed"] as const) {
    expect(convergence(poor[name])).toEqual([]);
    expect(costToQuality(poor[name])).toEqual([]);
    expect(edf(poor[name])[0]!.values).toEqual([]);
  }
  for (const name of ["one trial", "constant"] as const)
    expect(new Set(convergence(poor[name]).map(({ best }) => best))).toEqual(new Set([1]));
  expect(convergence(poor["NaN and infinities"]).at(-1)?.best).toBe(2);
  const two = viewOf(space, [], { a: "minimize", b: "minimize" });
  for (const analysis of [convergence, costToQuality, edf])
    expect(() => analysis(two)).toThrow(/several objectives/);
});
