import { median } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { terminator } from "../../../lib/analysis/terminator.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { poorStudies, told, viewOf } from "./views.ts";

const space = compileSpace({ x: float(0, 1), y: float(0, 1), c: choice(["a", "b", "c"]) });
const loss = ({ x, y, c }: { x: number; y: number; c: string }) =>
  (x - 0.3) ** 2 + 0.5 * (y - 0.6) ** 2 + 0.1 * "abc".indexOf(c);

async function study(trials: number, seed: number, tuner = tpe()) {
  return simulate({ space, tuner, trials, seed, objective: ({ params }) => loss(params) });
}

describe("the terminator", () => {
  it("bounds the regret: at least nine times in ten it is no larger", async () => {
    let held = 0;
    for (let seed = 0; seed < 20; seed++) {
      const run = await study(30, seed, seed % 2 === 0 ? tpe() : random());
      // The optimum is 0: the best value is the regret.
      const { regretBound } = terminator(run);
      if (run.best!.value! <= regretBound!) held++;
    }
    expect(held).toBeGreaterThanOrEqual(18);
  });

  it("sees less and less to gain", async () => {
    const runs = await Promise.all([1, 2, 3, 4, 5].map((seed) => study(120, seed, random())));
    const [early, late] = [30, 120].map((count) =>
      median(
        runs.map((run) => terminator({ ...run, trials: run.trials.slice(0, count) }).regretBound!),
      ),
    );
    expect(late!).toBeLessThan(early! / 2);
  });

  it("stops when there is less left to gain than the error, not before", async () => {
    const run = await study(40, 4);
    const { regretBound } = terminator(run);
    expect(regretBound).toBeGreaterThan(0);
    expect(terminator(run, { error: regretBound! * 1.01 }).stop).toBe(true);
    expect(terminator(run, { error: regretBound! * 0.99 }).stop).toBe(false);
  });

  it("takes its error from folds, from repeats, or from the model", async () => {
    const run = await study(30, 1);
    // √((1/4 + 1/3) · 1.25), the variance of 1…4 with 1/n.
    const folds = terminator(run, { folds: () => [1, 2, 3, 4] });
    expect(folds).toMatchObject({ errorFrom: "folds" });
    expect(folds.error).toBeCloseTo(Math.sqrt((1 / 4 + 1 / 3) * 1.25), 12);
    const repeats = [1, 2, 3].map((k) =>
      told(29 + k, run.trials[0]!.point, run.trials[0]!.value! + 0.1 * k),
    );
    const repeated = terminator({ ...run, trials: [...run.trials, ...repeats] });
    // 0, .1, .2, .3 have the variance .05 / 3.
    expect(repeated.errorFrom).toBe("replicates");
    expect(repeated.error).toBeCloseTo(Math.sqrt(0.05 / 3), 9);
    expect(terminator(run).errorFrom).toBe("model");
  });

  it("turns with the direction, and is the same each time", async () => {
    const run = await study(25, 2);
    const turned = run.trials.map((trial) => told(trial.number, trial.point, -trial.value!));
    const up = terminator(viewOf(space, turned, { value: "maximize" }));
    const down = terminator(
      viewOf(
        space,
        run.trials.map((one) => told(one.number, one.point, one.value!)),
      ),
    );
    expect(up).toEqual(down);
  });

  it("never stops a study of which it knows too little", () => {
    const stream = randomStream(1);
    const poor = poorStudies(space, () => ({ x: stream.uniform(), y: stream.uniform(), c: "a" }));
    for (const name of ["empty", "one trial", "all failed", "NaN and infinities"] as const)
      expect(terminator(poor[name])).toMatchObject({ stop: false, reason: /are needed/ });
    const constant = terminator(poor["constant"]);
    expect(Number.isFinite(constant.regretBound)).toBe(true);
    expect(() => terminator(viewOf(space, [], { a: "minimize", b: "minimize" }))).toThrow(
      /several objectives/,
    );
  });
});
