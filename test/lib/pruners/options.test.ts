import { describe, expect, it } from "vitest";
import { pruners } from "../../../lib/pruners/index.ts";

const made = pruners as unknown as Record<string, (options: unknown) => unknown>;

describe("the options of pruners", () => {
  it.each([
    [
      "median",
      { warmUpSteps: 3 },
      'has no option "warmUpSteps". Did you mean "warmupSteps"? It takes "startupTrials"',
    ],
    ["threshold", { uper: 3 }, 'Did you mean "upper"?'],
    ["median", { warmupSteps: "3" }, 'warmupSteps is "3"; an integer from 0 on'],
    ["median", 5, "The options of pruners.median are 5. Give an object: { startupTrials: … }."],
  ])("%s told %j says what it takes", (name, options, said) => {
    expect(() => made[name]!(options)).toThrow(said);
  });
});
