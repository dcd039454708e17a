import { describe, expect, it } from "vitest";
import { terminator as analysed } from "../../../lib/analysis/terminator.ts";
import { terminator } from "../../../lib/plots/terminator.ts";
import { terminatorData } from "../../../lib/plots/terminator/data.ts";
import { float } from "../../../lib/space/parameters.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const bowl = studyFrom(
  { x: float(0, 1) },
  40,
  (point, number) => (Number(point["x"]) - 0.4) ** 2 + 0.02 * Math.sin(97 * number),
);

describe("the data of a terminator figure", () => {
  it("are the analysis after some and after all trials", () => {
    const { points } = terminatorData(bowl, { error: 0.02 });
    expect(points[0]?.complete).toBe(10);
    const all = analysed(bowl, { leastTrials: 10, error: 0.02 });
    expect(points.at(-1)).toEqual({
      complete: 40,
      trial: 39,
      regretBound: all.regretBound,
      error: 0.02,
    });
  });

  it("say from when on the bound stayed below the error", () => {
    const { points, enough } = terminatorData(bowl, { error: 10 });
    expect(enough).toBe(points[0]);
    expect(terminatorData(bowl, { error: 1e-9 }).enough).toBeUndefined();
  });

  it("are none with too few trials, with the reason", () => {
    const data = terminatorData({ ...bowl, trials: bowl.trials.slice(0, 4) });
    expect(data.points).toEqual([]);
    expect(data.reason).toBe("4 of 10 trials are complete");
  });
});

describe("a terminator figure", () => {
  it("says in its title what is left to gain, or that there is nothing", () => {
    const text = (error: number) =>
      JSON.stringify(terminator(bowl, { error }).spec.layout["title"]);
    expect(text(10)).toContain("After 10 trials there is no more to gain than noise");
    expect(text(1e-9)).toContain("Going on may still gain up to");
  });
});

figureContract("terminator", (study) => terminator(study));
