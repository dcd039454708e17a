import { describe, expect, it } from "vitest";
import { simulate } from "../../../lib/study/simulate.ts";
import { UnitCube } from "../../../lib/space/vectors.ts";
import { genetic } from "../../../lib/tuners/genetic.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { bestOnMixed, countWins, mixed, mixedLoss } from "./problems.ts";

tunerContract({ name: "genetic", make: () => genetic() });

describe("genetic", () => {
  // By chance alone 11 of 12 come three times in a thousand.
  for (const running of [1, 8]) {
    it(`finds better than random search in 200 trials, ${running} running`, async () => {
      const wins = await countWins(
        12,
        async (seed) => -(await bestOnMixed(genetic(), { seed, trials: 200, running })),
        async (seed) => -(await bestOnMixed(random(), { seed, trials: 200 })),
      );
      expect(wins).toBeGreaterThanOrEqual(11);
    });
  }

  it("explains a point by the place that it is made of", async () => {
    const study = await simulate({
      space: mixed,
      tuner: genetic(),
      objective: ({ point }) => mixedLoss(point),
      trials: 60,
    });
    const context = { ...study.context, trials: study.trials };
    let explained = 0;
    for (const trial of study.trials) {
      const why = study.tuner.explain?.(trial, context) as { vector: number[] } | undefined;
      if (why === undefined) continue;
      expect(new UnitCube(mixed).write(why.vector)).toEqual(trial.point);
      explained++;
    }
    expect(explained).toBeGreaterThanOrEqual(40);
  });

  it("refuses options that cannot be", () => {
    expect(() => genetic({ tournament: 0 })).toThrow(/tournament is 0/);
  });
});
