import { figureContract } from "../../contracts/figure.ts";
import { describe, expect, test } from "vitest";
import { exampleStudy } from "../../../lib/plots/common/example-study.ts";
import { curves } from "../../../lib/plots/curves.ts";
import { curvesData } from "../../../lib/plots/curves/data.ts";
import { completed, strings, studyOf, trialOf } from "./fixtures.ts";

const reports = (...values: number[]) => values.map((value, i) => ({ step: i + 1, value, at: i }));

describe("curvesData", () => {
  test("has one curve for each trial that reported, the best apart", () => {
    const data = curvesData(exampleStudy());
    const study = exampleStudy();
    const of = (state: string) => study.trials.filter((trial) => trial.state === state).length;
    expect(data.best?.trial.number).toBe(study.best?.number);
    expect(data.complete).toHaveLength(of("complete") - 1);
    expect(data.pruned).toHaveLength(of("pruned"));
    expect(data.failed).toHaveLength(of("failed"));
    expect(data.running).toHaveLength(of("running"));
    expect(data.horizon).toBe(27);
    expect(data.step).toBe("epoch");
  });

  test("finds the steps at which trials are judged, and how many go on", () => {
    const study = exampleStudy();
    const data = curvesData(study);
    expect(data.rungs.map((rung) => rung.step)).toEqual([3, 9]);
    const beyond = study.trials.filter((trial) => trial.reports.length > 3).length;
    expect(data.rungs[0]?.goOn).toBe(beyond);
  });

  test("has no rungs where trials stop anywhere", () => {
    const trials = Array.from({ length: 20 }, (_, n) =>
      trialOf(n, { state: "pruned", reports: reports(...Array.from({ length: n + 1 }, () => 1)) }),
    );
    expect(curvesData(studyOf(trials)).rungs).toEqual([]);
  });

  test("leaves out values that are no numbers, and one that runs away does not set the scale", () => {
    const trials = Array.from({ length: 40 }, (_, n) =>
      trialOf(n, { value: 0.1, reports: reports(1, 0.5, 0.1) }),
    );
    trials.push(trialOf(40, { state: "failed", reports: reports(1, 1e30, Infinity, Number.NaN) }));
    const data = curvesData(studyOf(trials));
    expect(data.failed[0]?.values).toEqual([1, 1e30]);
    expect(data.yRange?.high).toBeLessThan(100);
  });

  test("draws the newest where there are too many, the best and the running among them", () => {
    const trials = Array.from({ length: 50 }, (_, n) =>
      trialOf(n, { value: n === 3 ? 0.01 : 1, reports: reports(2, 1) }),
    );
    trials[5] = trialOf(5, { state: "running", reports: reports(2) });
    const data = curvesData(studyOf(trials), { most: 10 });
    expect(data.best?.trial.number).toBe(3);
    expect(data.running.map((curve) => curve.trial.number)).toEqual([5]);
    expect(data.leftOut).toBe(38);
  });

  test("the steps' axis is log where they reach far, linear where not", () => {
    expect(curvesData(exampleStudy()).xScale).toBe("log");
    const few = studyOf([trialOf(0, { value: 1, reports: reports(3, 2, 1) })]);
    expect(curvesData(few).xScale).toBe("linear");
    const zero = [
      { step: 0, value: 1, at: 0 },
      { step: 100, value: 1, at: 1 },
    ];
    expect(curvesData(studyOf([trialOf(0, { value: 1, reports: zero })])).xScale).toBe("linear");
  });
});

describe("the cut at a rung", () => {
  /** Trials that come to step 2 with these values, one after the other, under ASHA with factor 2. */
  const halved = (values: number[], parts = {}) => {
    const came: number[] = [];
    const trials = values.map((value, number) => {
      came.push(value);
      const ahead = came.filter((other) => other < value).length;
      const goesOn = ahead < Math.max(1, Math.floor(came.length / 2));
      const steps = goesOn ? [1, 2, 3, 4] : [1, 2];
      return trialOf(number, {
        state: goesOn ? "complete" : "pruned",
        value,
        reports: steps.map((step) => ({ step, value, at: 10 * number + step })),
      });
    });
    return studyOf(trials, { prunerName: "asha", ...parts });
  };
  const values = [5, 3, 8, 1, 9, 2, 7, 4, 6, 10];

  test("is the value of the last that would go on, by the factor that explains who went on", () => {
    // Of 11 with the next one 5 go on: the fifth best of ten is 5.
    const [rung] = curvesData(halved(values), { cuts: true }).rungs;
    expect(rung).toMatchObject({ step: 2, arrive: 10, cut: { value: 5, places: 5 } });
  });

  test("is not told of another pruner, nor where nothing explains who went on", () => {
    const other = halved(values, { prunerName: "median" });
    expect(curvesData(other, { cuts: true }).rungs[0]?.cut).toBeUndefined();
    const upside = halved(values);
    const wrong = upside.trials.map((trial) => ({
      ...trial,
      reports: trial.reports.map((report) => ({ ...report, value: -report.value })),
    }));
    const data = curvesData({ ...upside, trials: wrong }, { cuts: true });
    expect(data.rungs[0]?.cut).toBeUndefined();
  });

  test("goes by the factor that is given, at the rungs that are given", () => {
    const study = halved(values, { prunerName: "median" });
    const data = curvesData(study, { rungs: [1], reductionFactor: 5, cuts: true });
    expect(data.rungs).toMatchObject([{ step: 1, arrive: 10, cut: { value: 2, places: 2 } }]);
  });
});

test("a rung that is no number is refused by name", () => {
  expect(() => curves(exampleStudy(), { rungs: [3, -1] })).toThrow(/rung stands at -1/);
});

test("a curve that runs away ends on the rail, and leaves the height to the others", () => {
  const trials = Array.from({ length: 40 }, (_, n) =>
    trialOf(n, { value: 0.1 + n / 1000, reports: reports(1, 0.5, 0.1 + n / 1000) }),
  );
  trials.push(trialOf(40, { state: "pruned", reports: reports(100, 1000) }));
  const data = curvesData(studyOf(trials));
  expect(data.yRange?.high).toBeLessThan(3);
  expect(data.pruned.map(({ rail }) => rail)).toEqual([true]);
  const figure = curves(studyOf(trials));
  const onRail = figure.spec.data.filter((trace) => trace["yaxis"] === "y2");
  expect(onRail.flatMap((trace) => trace["x"])).toEqual([2]);
});

test("headings that would cover one another are merged or left out", () => {
  const study = exampleStudy({ trials: 60, running: 0 });
  const headings = (rungs: number[]) =>
    (curves(study, { rungs }).spec.layout["annotations"] as { text: string }[])
      .map(({ text }) => text)
      .filter((text) => text.includes("arrive") || text.includes("reach the end"));
  expect(headings([3, 9])).toHaveLength(3);
  expect(headings([3, 24])).toHaveLength(2);
  expect(headings([3, 24])[0]).toMatch(/24 epochs.*end at 27/);
});

test("the terminal has the best curve and who passes each rung", () => {
  const { text } = curves(exampleStudy({ trials: 60, running: 0 }));
  expect(text).toMatch(/▁/);
  expect(text).toMatch(/3 epochs\s+\d+ arrive,\s+\d+ go on\s+█/);
});

test("the figure says what was saved", () => {
  const study = exampleStudy({ trials: 60, running: 0 });
  const spent = study.trials.reduce((sum, trial) => sum + trial.reports.length, 0);
  const title = curves(study).spec.layout["title"] as { text: string };
  expect(title.text).toMatch(/^ASHA found validation loss 0/);
  expect(title.text).toContain(`with ${spent} of 1\u2009620 epochs`);
});

test("without reports it says how to make them", () => {
  const words = [...strings(curves(studyOf(completed([1]))).spec)].join("\n");
  expect(words).toContain("trial.report");
});

test("the number of traces does not depend on the study", () => {
  const counts = [studyOf([trialOf(0, { value: 1, reports: reports(1) })]), exampleStudy()].map(
    (study) => curves(study).spec.data.length,
  );
  expect(new Set(counts).size).toBe(1);
});

figureContract("curves", (study) => curves(study));
