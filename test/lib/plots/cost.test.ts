import { describe, expect, test } from "vitest";
import { figureContract } from "../../contracts/figure.ts";
import { cost } from "../../../lib/plots/cost.ts";
import { costData } from "../../../lib/plots/cost/data.ts";
import { endLabels } from "../../../lib/plots/common/end-labels.ts";
import { timeUnit } from "../../../lib/plots/common/time-unit.ts";
import { FigureError } from "../../../lib/plots/common/figure-error.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { studyOf, trialOf } from "./fixtures.ts";

/** Trials one after the other, 10 s each with `epochs` reports. */
function trained(values: readonly number[], epochs: number, state?: TrialRecord["state"]) {
  return values.map((value, number) =>
    trialOf(number, {
      state: state ?? "complete",
      value,
      values: { loss: value },
      startedAt: 10_000 * number,
      endedAt: 10_000 * (number + 1),
      notes: { step: "epoch" },
      reports: Array.from({ length: epochs }, (_, k) => ({
        step: k + 1,
        value,
        at: 10_000 * number + 1000 * (k + 1),
      })),
    }),
  );
}
const one = (values: readonly number[], epochs = 3) => [
  { name: "one", study: studyOf(trained(values, epochs)) },
];

describe("costData", () => {
  test("counts steps where trials reported, else seconds", () => {
    expect(costData(one([4, 2, 1])).by).toBe("steps");
    expect(costData(one([4, 2, 1], 0)).by).toBe("seconds");
    expect(costData(one([4, 2, 1])).curves[0]!.points.map(({ steps }) => steps)).toEqual([3, 6, 9]);
    expect(costData(one([4, 2, 1]), { by: "seconds" }).most).toBe(30);
  });

  test("half of the gain is half of the way on the axis that is shown", () => {
    // 16 → 4 is half of the powers of two between 16 and 1.
    expect(costData(one([16, 8, 4, 1])).curves[0]!.half).toEqual({ spent: 9, value: 4 });
    // Linear, since a value is negative: from 3 to −1 half is at 1.
    expect(costData(one([3, 2, 1, -1])).curves[0]!.half).toEqual({ spent: 9, value: 1 });
    expect(costData(one([2, 3])).curves[0]!.half).toBeUndefined();
  });

  test("what was spent on pruned trials is counted", () => {
    const trials = [...trained([4, 2], 3), { ...trained([0, 0, 9], 3, "pruned")[2]!, number: 2 }];
    expect(costData([{ name: "one", study: studyOf(trials) }]).most).toBe(9);
  });

  test("compares the best with the second at what the second came to", () => {
    const lead = costData([
      { name: "slow", study: studyOf(trained([8, 6, 5, 4], 3)) },
      { name: "quick", study: studyOf(trained([4, 3, 2], 3)) },
    ]).lead;
    expect(lead).toMatchObject({ value: 4, spent: 3, against: 12 });
    expect([lead?.winner.name, lead?.loser.name]).toEqual(["quick", "slow"]);
  });

  test("says which option is wrong", () => {
    expect(() => costData(one([1]), { by: "hours" as "seconds" })).toThrow(
      /"hours"; give "seconds"/,
    );
    expect(() => costData(one([1]), { objective: "size" })).toThrow(
      /no objective "size"; it has loss/,
    );
    const other = studyOf(trained([1], 1), { objectives: { loss: "maximize" } });
    expect(() => costData([...one([1]), { name: "other", study: other }])).toThrow(FigureError);
  });
});

describe("the figure", () => {
  const title = (figure: ReturnType<typeof cost>) =>
    (figure.spec.layout["title"] as { text: string }).text;

  test("says what was reached at which cost", () => {
    expect(title(cost(studyOf(trained([16, 8, 4, 1], 3))))).toBe(
      "Loss 1 after 12 epochs; half of the gain was there after 9 epochs",
    );
    const studies = {
      quick: studyOf(trained([4, 3, 2], 3)),
      slow: studyOf(trained([8, 6, 5, 4], 3)),
    };
    expect(title(cost(studies))).toBe("quick needs 3 epochs for what slow finds in 12 epochs");
    expect(cost(studies).alt).toContain("quick 2 after 9 epochs; slow 4 after 12 epochs");
    expect(cost(studies).text).toContain("█");
  });

  test("time is read in the unit of which there are at least three", () => {
    expect([2, 170, 180, 10_799, 10_800].map((seconds) => timeUnit(seconds).word)).toEqual([
      "seconds",
      "seconds",
      "minutes",
      "minutes",
      "hours",
    ]);
  });
});

describe("labels at the ends of lines", () => {
  test("stand at the heights of their lines", () => {
    const labels = [
      { x: 1, y: 0.5, html: "a", colour: "done" as const },
      { x: 1, y: 0.5, html: "b", colour: "done" as const },
    ];
    const shifts = endLabels(labels, [0, 1], 200, 16).map(({ yshift }) => yshift);
    expect(shifts).toEqual([-8, 8]);
  });
});

figureContract("cost", (study) => cost(study));
