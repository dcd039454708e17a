import { describe, expect, it } from "vitest";
import { durations, shortDuration } from "../../../lib/plots/durations.ts";
import { durationsData } from "../../../lib/plots/durations/data.ts";
import { figureContract } from "../../contracts/figure.ts";
import { studyOf, trialOf } from "./fixtures.ts";

const took = (number: number, seconds: number, value: number, parts = {}) =>
  trialOf(number, { value, startedAt: 1000, endedAt: 1000 + 1000 * seconds, ...parts });
const study = studyOf([
  took(0, 10, 5),
  took(1, 2, 6),
  took(2, 4, 3),
  took(3, 8, 3.5),
  took(4, 30, 2),
  took(5, 1, 9, { state: "failed", value: undefined }),
  took(6, 1, 4, { state: "pruned", reports: [{ step: 1, value: 4, at: 1 }] }),
  trialOf(7, { state: "running", startedAt: 5 }),
]);

describe("durations", () => {
  it("say how long half of the complete trials took, and the best", () => {
    expect(durations(study).alt).toBe(
      "Durations of 7 trials against loss: Half of the complete trials took under 8.0 s; the best took 30 s; 5 complete, 1 stopped early, 1 failed.",
    );
  });

  it("join the trials that none beats in both", () => {
    const { front } = durationsData(study);
    expect(front.map(({ trial }) => trial.number)).toEqual([1, 2, 4]);
    expect(durations(study).text).toMatch(/trial 2 +4.0 s +3/);
  });

  it("gather on the rail what failed, and draw all others", () => {
    const figure = durations(study);
    const marks = figure.spec.data.filter((trace) => trace["mode"] === "markers");
    const count = marks.reduce((total, trace) => total + (trace["x"] as unknown[]).length, 0);
    expect(count).toBe(7);
    expect(durationsData(study).failed[0]).toMatchObject({ seconds: 1, rail: true });
  });

  it("write short times with the digits that tell", () => {
    expect([0.0423, 0.5, 3.14, 12, 140].map(shortDuration)).toEqual([
      "0.042 s",
      "0.5 s",
      "3.1 s",
      "12 s",
      "2 min 20 s",
    ]);
  });
});

figureContract("durations", (one) => durations(one));
