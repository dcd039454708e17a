import { describe, expect, it } from "vitest";
import { nsga3 } from "../../../lib/tuners/nsga3.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { countWins, volumeOnZdt1 } from "./problems.ts";

tunerContract({ name: "nsga3", make: () => nsga3() });

describe("nsga3", () => {
  // By chance alone 11 of 12 come three times in a thousand.
  for (const running of [1, 8]) {
    it(`has a larger hypervolume than random search after 100 trials, ${running} running`, async () => {
      const wins = await countWins(
        12,
        (seed) => volumeOnZdt1(nsga3(), { seed, running }),
        (seed) => volumeOnZdt1(random(), { seed }),
      );
      expect(wins).toBeGreaterThanOrEqual(11);
    });
  }

  it("refuses options that cannot be", () => {
    expect(() => nsga3({ population: 1 })).toThrow(/population is 1; an integer from 2/);
    expect(() => nsga3({ crossover: 2 })).toThrow(/crossover is 2/);
  });
});
