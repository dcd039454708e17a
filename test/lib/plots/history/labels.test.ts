import { describe, expect, it } from "vitest";
import { historyData } from "../../../../lib/plots/history/data.ts";
import { runningLabels } from "../../../../lib/plots/history/labels.ts";
import { completed, studyOf, trialOf } from "../fixtures.ts";

function labelled(values: readonly number[]) {
  const begun = completed(Array.from({ length: 48 }, (_, number) => 1 + number / 48));
  const running = values.map((value, k) =>
    trialOf(48 + k, { state: "running", reports: [{ step: 1, value, at: 1 }] }),
  );
  const data = historyData(studyOf([...begun, ...running]), { planned: 60 });
  return Object.fromEntries(
    runningLabels(data).map(({ text, xanchor, yanchor }) => [text, [xanchor, yanchor]]),
  );
}

describe("the numbers of running trials in a history", () => {
  it("stand above their rings", () => {
    expect(labelled([1.2])).toEqual({ 48: ["center", "bottom"] });
  });

  it("stand left of a ring whose right neighbour would be covered", () => {
    expect(labelled([1.2, 1.22])).toEqual({
      48: ["right", "middle"],
      49: ["center", "bottom"],
    });
  });

  it("stand above both of two rings that are far apart in value", () => {
    expect(labelled([1.05, 1.8])).toEqual({
      48: ["center", "bottom"],
      49: ["center", "bottom"],
    });
  });
});
