import { describe, expect, it } from "vitest";
import { preflight } from "../../../lib/analysis/preflight.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import { random } from "../../../lib/tuners/random.ts";
import { reportsOf } from "../../contracts/trials.ts";
import { poorStudies, told, viewOf } from "./views.ts";

const line = compileSpace({ x: float(0, 1) });
const kinds = (found: ReturnType<typeof preflight>) => found.warnings.map(({ kind }) => kind);

describe("before a study runs", () => {
  it("seven hyperparameters with three values each are 2187 networks", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const grid = compileSpace(Object.fromEntries(names.map((name) => [name, choice([1, 2, 3])])));
    const found = preflight(viewOf(grid as never, []));
    expect(found.configurations).toBe(2187);
    expect(found.warnings[0]!.message).toContain("2,187 networks (3 × 3 × 3 × 3 × 3 × 3 × 3)");
    expect(found.trials).toEqual({ planned: 2187, finished: 0, left: 2187 });
    expect(preflight(viewOf(line, [])).configurations).toBeNull();
  });

  it("reckons time and price from the seconds of a step", () => {
    const found = preflight(viewOf(line, []), {
      trials: 60,
      steps: 20,
      secondsPerStep: 3,
      concurrency: 4,
      trainedShare: 0.5,
      bytesPerTrial: 1e9,
      pricePerHour: 2,
    });
    expect(found).toMatchObject({
      steps: 600,
      computeSeconds: 1800,
      seconds: 450,
      bytes: 4e9,
      price: 1,
      basis: "given",
    });
    const schedule = [
      { trials: 27, steps: 1 },
      { trials: 9, steps: 2 },
      { trials: 3, steps: 6 },
    ];
    expect(preflight(viewOf(line, []), { trials: 27, schedule }).steps).toBe(27 + 18 + 18);
  });

  it("learns from the first trials: nine forecasts in ten hold the truth", async () => {
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const whole = await simulate({
        space: line,
        tuner: random(),
        objective: ({ params, random: own }) => ({
          values: params.x,
          seconds: 5 + 3 * own.uniform() + 2 * params.x,
        }),
        trials: 60,
        seed,
      });
      const begun = { ...whole, trials: whole.trials.slice(0, 15) };
      const { secondsInterval, trials, basis } = preflight(begun, { trials: 60 });
      expect([trials.left, basis]).toEqual([45, "trials so far"]);
      const truth = (whole.trials[59]!.endedAt! - whole.trials[14]!.endedAt!) / 1000;
      if (secondsInterval![0] <= truth && truth <= secondsInterval![1]) held++;
    }
    expect(held).toBeGreaterThanOrEqual(83);
    expect(held).toBeLessThanOrEqual(97);
  });

  it("leaves out a first trial that took unusually long, and counts what was pruned", () => {
    const took = [100, 10, 10, 10, 10].map((seconds, number) =>
      told(number, { x: 0 }, 1, {
        startedAt: 0,
        endedAt: 1000 * seconds,
        reports: reportsOf(1, 1, 1, 1),
      }),
    );
    const stopped = told(5, { x: 0 }, 1, {
      state: "pruned",
      values: undefined,
      startedAt: 0,
      endedAt: 10_000,
      reports: reportsOf(1, 1),
    });
    const found = preflight(viewOf(line, [...took, stopped]), { trials: 16 });
    expect(found.computeSeconds).toBe(100);
    // Five of six went all four steps, one two.
    expect(found.steps).toBeCloseTo((10 * (5 * 4 + 2)) / 6, 12);
  });

  it("warns of plans that look like mistakes", () => {
    expect(kinds(preflight(viewOf(line, []), { trials: 1 }))).toEqual(["few trials"]);
    expect(kinds(preflight(viewOf(line, []), { trials: 20, concurrency: 8 }))).toEqual([
      "concurrency",
    ]);
    const small = compileSpace({ a: choice([1, 2, 3]) });
    expect(kinds(preflight(viewOf(small, []), { trials: 50 }))).toEqual([
      "more trials than configurations",
    ]);
    expect(kinds(preflight(viewOf(compileSpace({ a: choice([1]) }), [])))).toEqual([
      "nothing varies",
    ]);
    expect(kinds(preflight(viewOf(line, []), { trials: 60, concurrency: 4 }))).toEqual([]);
  });

  it("says what it cannot know", () => {
    const stream = randomStream(1);
    const poor = poorStudies(line, () => ({ x: stream.uniform() }));
    expect(preflight(poor["empty"])).toMatchObject({ basis: "nothing", warnings: [] });
    expect(preflight(poor["empty"]).seconds).toBeUndefined();
    expect(preflight(poor["all failed"], { trials: 40 }).computeSeconds).toBeCloseTo(10, 9);
    expect(() => preflight(poor["empty"], { concurrency: 0 })).toThrow(/concurrency is 0/);
  });
});
