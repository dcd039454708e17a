import { describe, expect, it } from "vitest";
import { edf } from "../../../lib/plots/edf.ts";
import { edfData } from "../../../lib/plots/edf/data.ts";
import type { Direction, StudyView } from "../../../lib/study/observer.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const study = (name: string, values: number[], direction: Direction = "minimize"): StudyView =>
  studyFrom({}, values.length, (_, number) => values[number]!, {
    name,
    objectives: { loss: direction },
  });
const named = (...studies: StudyView[]) => studies.map((one) => ({ name: one.name, study: one }));

describe("edf", () => {
  const one = study("one", [4, 1, 2, 2]);
  const other = study("other", [3, 9, 8, 7]);

  it("has the share of trials at least as good as each value", () => {
    const [line] = edfData(named(one)).lines;
    expect(line).toMatchObject({ values: [1, 2, 4], shares: [0.25, 0.75, 1], complete: 4 });
    const [up] = edfData(named(study("up", [4, 1, 2, 2], "maximize"))).lines;
    expect(up).toMatchObject({ values: [4, 2, 1], shares: [0.25, 0.75, 1] });
  });

  it("compares at the value that half of the better study's trials reach", () => {
    const { level } = edfData(named(other, one));
    expect(level).toEqual({ value: 2, leader: 1, other: 0, shares: [0, 0.75] });
    expect(edf([one, other]).alt).toContain(
      "Half of the trials of one come to loss 2 or better, 0% of those of other; one 4 complete, best 1",
    );
  });

  it("counts no trial that was stopped early, and says so", () => {
    const stopped = {
      ...one,
      trials: one.trials.map((trial, number) =>
        number === 0 ? { ...trial, state: "pruned" as const, values: undefined } : trial,
      ),
    };
    expect(edfData(named(stopped)).lines[0]).toMatchObject({ complete: 3, stopped: 1 });
    expect(JSON.stringify(edf(stopped).spec.layout)).toContain("1 stopped early are not counted");
  });

  it("shows each study at the level in a terminal", () => {
    const { text } = edf([one, other]);
    expect(text).toMatch(/one +1 +4 +75% +█/);
    expect(text).toMatch(/other +3 +4 +0%/);
  });

  it("refuses an objective that is not there", () => {
    expect(() => edf(one, { objective: "size" })).toThrow(/no objective "size"; it has loss/);
  });
});

figureContract("edf", (one) => edf(one));
figureContract("edf of two studies", (one) => edf([one, one]));
