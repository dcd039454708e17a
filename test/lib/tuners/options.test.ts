import { describe, expect, it } from "vitest";
import { TunerError } from "../../../lib/study/errors.ts";
import { tuners } from "../../../lib/tuners/index.ts";

const made = tuners as unknown as Record<string, (options: unknown) => unknown>;

describe("the options of every tuner", () => {
  for (const [name, make] of Object.entries(made))
    it.each([null, 5, "tpe", { trails: 3 }])(`of ${name} are not %j`, (options) => {
      expect(() => make(options)).toThrow(TunerError);
    });

  it.each([
    ["quasiRandom", { sequence: "sobl" }, 'sequence is "sobl". Give "sobol" or "halton". Did you'],
    ["cmaEs", { restarts: "ipopp" }, 'Did you mean "ipop"?'],
    ["tpe", { conditional: 3 }, 'conditional is 3. Give "together", "grouped" or "single".'],
    ["tpe", { startUpTrials: 3 }, 'Did you mean "startupTrials"? It takes "'],
    ["random", { seed: 3 }, 'tuners.random has no option "seed". It takes none.'],
    ["random", 5, "The options of tuners.random are 5. It takes none."],
    ["differentialEvolution", { strategy: "Rand" }, 'Did you mean "rand"?'],
    ["gaussianProcess", { acquisition: "logEi" }, 'Did you mean "logEI"?'],
    ["tpe", { candidates: "24" }, 'candidates is "24"'],
  ] as const)("%s told %j says what it takes", (name, options, said) => {
    expect(() => made[name]!(options)).toThrow(said);
  });

  it.each([
    ["asha", { maxResource: 9 }],
    ["hyperband", { maxResource: 9 }],
    ["racing", {}],
  ] as const)("%s takes a tuner that was called", (name, options) => {
    for (const tuner of ["tpe", 5, tuners.tpe])
      expect(() => made[name]!({ ...options, tuner })).toThrow(`tuners.${name}: tuner is`);
  });
});
