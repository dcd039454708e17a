import { describe, expect, it } from "vitest";
import { regret } from "../../../lib/plots/regret.ts";
import { regretData } from "../../../lib/plots/regret/data.ts";
import type { Direction, StudyView } from "../../../lib/study/observer.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const study = (values: number[], direction: Direction = "minimize"): StudyView =>
  studyFrom({}, values.length, (_, number) => values[number]!, {
    objectives: { loss: direction },
  });
const named = (one: StudyView) => [{ name: "study", study: one }];

describe("regret", () => {
  it("is the distance of the best so far from the optimum, whatever the direction", () => {
    const down = regretData(named(study([5, 3, 4, 2])), { optimum: 1 });
    expect(down.lines[0]?.points.map(({ value }) => value)).toEqual([4, 2, 1]);
    const up = regretData(named(study([5, 6, 9], "maximize")), { optimum: 10 });
    expect(up.lines[0]?.points.map(({ value }) => value)).toEqual([5, 4, 1]);
    expect(up).toMatchObject({ scale: "log", isKnown: true, optimum: 10 });
  });

  it("measures from the best that was found where the optimum is not known, and draws zero at the floor", () => {
    const data = regretData(named(study([5, 3, 2])));
    expect(data).toMatchObject({ optimum: 2, isKnown: false, floor: 0.5 });
    expect(data.lines[0]?.points.map(({ value }) => value)).toEqual([3, 1, 0.5]);
    const axis = regret(study([5, 3, 2])).spec.layout["yaxis"] as { ticktext: string[] };
    expect(axis.ticktext).toContain("0");
  });

  it("says how near it came", () => {
    expect(regret(study([5, 3]), { optimum: 1 }).alt).toBe(
      "Regret of 1 study: 2 from the optimum after 2 trials.",
    );
    expect(regret(study([5, 3])).alt).toContain("Reached the best that was found after 2 trials");
  });

  it("refuses an optimum that a trial surpasses", () => {
    expect(() => regret(study([5, 3]), { optimum: 4 })).toThrow(
      /optimum is 4, but a trial came to 3/,
    );
  });
});

figureContract("regret", (one) => regret(one));
