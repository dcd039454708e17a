import { describe, expect, it } from "vitest";
import { adviceOn } from "../../../../lib/plots/common/advice.ts";
import { parameterAxis } from "../../../../lib/plots/common/parameter-axis.ts";
import { objectiveOf } from "../../../../lib/plots/common/objective.ts";
import { outcomesOf } from "../../../../lib/plots/common/outcomes.ts";
import { float } from "../../../../lib/space/parameters.ts";
import { studyFrom } from "../../../contracts/figure.ts";

describe("advice on a number", () => {
  it("never leaves out the best trial", () => {
    // Good around 0.6, and one that is better still far from there.
    const study = studyFrom({ x: float(0, 1) }, 40, (point) => (Number(point["x"]) - 0.6) ** 2 + 1);
    const lone = study.trials.find(({ point }) => Math.abs(Number(point["x"]) - 0.35) < 0.05)!;
    const trials = study.trials.map((trial) =>
      trial === lone ? { ...trial, value: 0.5, values: { loss: 0.5 } } : trial,
    );
    const told = { ...study, trials };
    const axis = parameterAxis(told, "x");
    const { text } = adviceOn(axis, [axis], outcomesOf(told, objectiveOf(told)));
    const [from, to] = [...text.matchAll(/[\d.]+/g)].map(([number]) => Number(number));
    expect(text).toMatch(/^best from/);
    expect(from).toBeLessThanOrEqual(Number(lone.point["x"]) + 0.006);
    expect(to).toBeGreaterThan(0.55);
  });
});
