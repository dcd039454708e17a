import { describe, expect, it } from "vitest";
import { historyData } from "../../../lib/plots/history/data.ts";
import { panelModel } from "../../../lib/plots/panel/model.ts";
import { bestSoFarSparkline } from "../../../lib/plots/panel/text.ts";
import { bestOf, stateSentence } from "../../../lib/plots/common/trial-words.ts";
import { studyOf, trialOf } from "./fixtures.ts";

describe("trials that break a constraint of the outcome", () => {
  const study = studyOf([
    trialOf(0, { value: 5, constraints: { memory: -1 } }),
    trialOf(1, { value: 0, constraints: { memory: 4 } }),
    trialOf(2, { value: 3, constraints: { memory: 0 } }),
    trialOf(3, { value: 2, constraints: { memory: -1, time: 0.5 } }),
  ]);

  it("are never the best, nor an improvement", () => {
    expect(bestOf(study)!.number).toBe(2);
    const data = historyData(study);
    expect(data.best!.number).toBe(2);
    expect(data.improvements.map(({ number }) => number)).toEqual([0, 2]);
    expect(bestSoFarSparkline(study)).toBe("██▁▁");
  });

  it("say which one, and by how much", () => {
    expect(stateSentence(study.trials[1]!, "loss")).toBe("loss 0, breaks memory by 4");
    expect(stateSentence(study.trials[3]!, "loss")).toBe("loss 2, breaks time by 0.500");
    expect(stateSentence(study.trials[2]!, "loss")).toBe("loss 3");
  });
});

describe("paused trials", () => {
  it("count as stopped early in the panel, and towards what is done", () => {
    const study = studyOf([trialOf(0, { value: 1 }), trialOf(1, { state: "paused" })]);
    const { progress } = panelModel(study, undefined, 5);
    expect(progress).toMatchObject({ complete: 1, pruned: 1, finished: 2 });
  });
});
