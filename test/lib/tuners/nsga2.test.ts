import { describe, expect, it } from "vitest";
import { nsga2 } from "../../../lib/tuners/nsga2.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { countWins, volumeOnZdt1 } from "./problems.ts";

tunerContract({ name: "nsga2", make: () => nsga2() });

describe("nsga2", () => {
  // By chance alone 11 of 12 come three times in a thousand.
  for (const running of [1, 8]) {
    it(`has a larger hypervolume than random search after 100 trials, ${running} running`, async () => {
      const wins = await countWins(
        12,
        (seed) => volumeOnZdt1(nsga2(), { seed, running }),
        (seed) => volumeOnZdt1(random(), { seed }),
      );
      expect(wins).toBeGreaterThanOrEqual(11);
    });
  }

  it("refuses options that cannot be", () => {
    expect(() => nsga2({ population: 1 })).toThrow(/population is 1; an integer from 2/);
    expect(() => nsga2({ crossover: 2 })).toThrow(/crossover is 2/);
  });
});
