import { describe, expect, it } from "vitest";
import { analysis } from "../../../lib/analysis/index.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import { StudyError } from "../../../lib/study/errors.ts";
import { told, viewOf } from "./views.ts";

const study = viewOf(compileSpace({ x: float(0, 1) }), [told(0, { x: 0.5 }, 1)]);

/** What stands before the options of each; `fronts` takes none. */
const before: Record<Exclude<keyof typeof analysis, "fronts">, readonly unknown[]> = {
  importance: [study],
  hypervolumeHistory: [study],
  edf: [study],
  convergence: [study],
  costToQuality: [study],
  race: [],
  expectedOnRetrain: [study],
  confirmPlan: [study],
  confirmSummary: [study, []],
  replicates: [study],
  auditPlan: [study],
  prunerAudit: [study, []],
  preflight: [study],
  lintSpace: [study],
  terminator: [study],
};

type Called = (...given: readonly unknown[]) => unknown;

describe("an option that an analysis does not have", () => {
  for (const [name, given] of Object.entries(before)) {
    const call = analysis[name as keyof typeof analysis] as Called;

    it(`is refused by ${name}, which says what it takes`, async () => {
      const run = async () => call(...given, { objektive: "value" });
      await expect(run).rejects.toThrow(`analysis.${name} has no option "objektive".`);
      await expect(run).rejects.toThrow(/It takes "/);
      await expect(run).rejects.toBeInstanceOf(StudyError);
    });

    it(`nor does ${name} take a word for its options`, async () => {
      await expect(async () => call(...given, "value")).rejects.toThrow(
        `The options of analysis.${name} are "value". Give an object: {`,
      );
    });
  }

  it("is answered with the one that may have been meant", () => {
    expect(() => analysis.importance(study, { metod: "fanova" } as never)).toThrow(
      'Did you mean "method"?',
    );
  });
});
