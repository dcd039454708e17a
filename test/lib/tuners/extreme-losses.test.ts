import { describe, expect, it } from "vitest";
import { importance } from "../../../lib/analysis/importance.ts";
import { expectedOnRetrain } from "../../../lib/analysis/retrain/expected.ts";
import { terminator } from "../../../lib/analysis/terminator.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { forest } from "../../../lib/tuners/forest.ts";
import { gaussianProcess } from "../../../lib/tuners/gaussian-process.ts";
import { random } from "../../../lib/tuners/random.ts";

const space = compileSpace({ x: float(0, 1), y: float(0, 1) });
const bowl = ({ x, y }: { x: number; y: number }) => (x - 0.3) ** 2 + 2 * (y - 0.7) ** 2;

/** A study in which every fourth trial gets a penalty. */
const penalized = (tuner: TunerSpec, penalty: number, trials = 24) =>
  simulate({
    space,
    tuner,
    trials,
    objective: ({ params, number }) => (number % 4 === 0 ? penalty : bowl(params)),
  });

describe("losses whose squares no double holds", () => {
  for (const tuner of [gaussianProcess({ startupTrials: 6, candidates: 64 }), forest({ trees: 8 })])
    it(`count as infinite for ${tuner.name}: the same points follow`, async () => {
      const infinite = await penalized(tuner, Infinity);
      for (const penalty of [Number.MAX_VALUE, 1e300]) {
        const large = await penalized(tuner, penalty);
        expect(large.trials.map(({ point }) => point)).toEqual(
          infinite.trials.map(({ point }) => point),
        );
      }
    });

  it("change nothing of what the analyses say of the others", async () => {
    const infinite = await penalized(random(), Infinity, 48);
    const large = await penalized(random(), Number.MAX_VALUE, 48);
    expect(terminator(large)).toEqual(terminator(infinite));
    expect(expectedOnRetrain(large)).toEqual(expectedOnRetrain(infinite));
    for (const method of ["fanova", "permutation"] as const)
      expect(importance(large, { method })).toEqual(importance(infinite, { method }));
  });

  it("are learnt from where all are tiny", async () => {
    const { best } = await simulate({
      space,
      tuner: gaussianProcess({ startupTrials: 6, candidates: 64 }),
      trials: 25,
      objective: ({ params }) => 1e-200 * bowl(params),
    });
    expect(best!.value! / 1e-200).toBeLessThan(1e-4);
  });
});
