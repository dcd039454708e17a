import { figureContract } from "../../contracts/figure.ts";
import { describe, expect, test } from "vitest";
import { exampleStudy } from "../../../lib/plots/common/example-study.ts";
import { curves } from "../../../lib/plots/curves.ts";
import { history, historySpec } from "../../../lib/plots/history.ts";
import { historyData } from "../../../lib/plots/history/data.ts";
import { completed, strings, studyOf, trialOf } from "./fixtures.ts";

const numbers = (points: { number: number }[]) => points.map((point) => point.number);
const words = (figure: ReturnType<typeof history>) => [...strings(figure.spec)].join("\n");
/** How many marks a figure has, rings and crosses included. */
const drawn = (figure: ReturnType<typeof history>) =>
  figure.spec.data
    .filter((trace) => trace["mode"] === "markers")
    .reduce((sum, trace) => sum + (trace["x"] as unknown[]).length, 0);

describe("historyData", () => {
  test("finds the improvements in the order of trials", () => {
    const data = historyData(studyOf(completed([5, 7, 4, 4, 3, 6])));
    expect(numbers(data.improvements)).toEqual([0, 2, 4]);
    expect(data.best?.number).toBe(4);
    expect(data.scale).toBe("log");
  });

  test("takes the larger value for better where it is to be made large", () => {
    const study = studyOf(completed([5, 7, 4, 9]), { objectives: { accuracy: "maximize" } });
    const data = historyData(study);
    expect(numbers(data.improvements)).toEqual([0, 1, 3]);
    expect(data.best?.number).toBe(3);
    expect(data.scale).toBe("linear");
  });

  test("is linear as soon as a value is zero or negative", () => {
    expect(historyData(studyOf(completed([1, 0, 2]))).scale).toBe("linear");
    const range = historyData(studyOf(completed([1, -3, 2]))).range;
    expect(range?.low).toBeLessThan(-3);
  });

  test("hardly goes below 0 where no value does, and draws what stands there whole", () => {
    for (const direction of ["minimize", "maximize"] as const) {
      const study = studyOf(completed([0.5, 0, 0.4, 0.6, 0.3]), {
        objectives: { loss: direction },
      });
      const { range, complete } = historyData(study);
      const height = range!.high - range!.low;
      expect(-range!.low / height).toBeGreaterThan(0.035);
      expect(-range!.low / height).toBeLessThan(0.08);
      expect(complete.every((point) => !point.rail)).toBe(true);
      const axis = history(study).spec.layout["yaxis"] as { tickvals: number[] };
      expect(Math.min(...axis.tickvals)).toBeGreaterThanOrEqual(0);
    }
  });

  test("gathers what lies far beyond on the rail, and keeps the height for what decides", () => {
    const data = historyData(studyOf(completed([0.11, 0.1, 0.12, 1e9, 0.105, 0.13])));
    expect(numbers(data.complete.filter((point) => point.rail))).toEqual([3]);
    expect(data.range?.high).toBeLessThan(1);
  });

  test("puts failed trials and values that are no numbers on the rail, and draws none of them", () => {
    const data = historyData(
      studyOf([
        trialOf(0, { value: 1 }),
        trialOf(1, { state: "failed" }),
        trialOf(2, { state: "pruned", reports: [{ step: 1, value: Infinity, at: 0 }] }),
        trialOf(3, { state: "running", reports: [{ step: 1, value: Number.NaN, at: 0 }] }),
        trialOf(4, { value: Number.NaN }),
      ]),
    );
    expect(data.failed[0]?.rail).toBe(true);
    expect(data.pruned[0]).toMatchObject({ rail: true, value: undefined });
    expect(data.running[0]).toMatchObject({ rail: true, value: undefined });
    expect(data.best?.number).toBe(0);
    expect(Number.isFinite(data.range?.low) && Number.isFinite(data.range?.high)).toBe(true);
  });

  test("a pruned and a running trial stand at their last report", () => {
    const reports = [3, 2].map((value, i) => ({ step: i + 1, value, at: i }));
    const data = historyData(
      studyOf([
        trialOf(0, { value: 1 }),
        trialOf(1, { state: "pruned", reports }),
        trialOf(2, { state: "running", reports }),
      ]),
    );
    expect(data.pruned[0]?.value).toBe(2);
    expect(data.running[0]?.value).toBe(2);
  });

  test("shows the first of several objectives", () => {
    const trials = completed([3, 2, 4]);
    const study = studyOf(trials, { objectives: { loss: "minimize", size: "minimize" } });
    expect(historyData(study)).toMatchObject({ objective: "loss", several: true });
    expect(historyData(study).best?.number).toBe(1);
    expect(history(study).alt).toContain("fell from 3 to 2 (trial 1)");
  });

  test("spans the plan from the start", () => {
    expect(historyData(studyOf([]), { planned: 60 }).lastNumber).toBe(59);
  });
});

describe("the figure", () => {
  test("says in its title and its alt text what was found", () => {
    const study = exampleStudy({ trials: 60, running: 0 });
    const best = study.best;
    const figure = history(study);
    const title = figure.spec.layout["title"] as { text: string };
    expect(title.text).toBe(
      `Best validation loss ${best?.value?.toPrecision(3)}, found by trial ${best?.number}`,
    );
    expect(figure.alt).toMatch(
      /^History of 60 trials: validation loss fell from 0\.\d+ to 0\.\d+ \(trial \d+\); \d+ stopped early, \d failed\.$/,
    );
  });

  test("draws every trial once", () => {
    for (const options of [{ trials: 60 }, { trials: 49, direction: "maximize" as const }]) {
      expect(drawn(history(exampleStudy(options)))).toBe(options.trials);
    }
  });

  test.each([history, curves])("%o has token colours and no others", (draw) => {
    const figure = draw(exampleStudy());
    for (const text of strings(figure.spec)) {
      expect(text.replaceAll("rgba(0,0,0,0)", "")).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/i);
    }
    for (const text of strings(figure.resolve("dark"))) expect(text).not.toMatch(/token:/);
  });

  test("an empty study, one trial, and only failures each have their words", () => {
    expect(words(history(studyOf([])))).toContain("No trial yet");
    expect(history(studyOf([])).alt).toBe("History of no trials yet.");
    expect(words(history(studyOf(completed([0.281]))))).toContain("<b>0.281</b>");
    const error = { name: "Error", message: "loss is NaN" };
    const failed = [0, 1, 2].map((n) => trialOf(n, { state: "failed", error }));
    expect(words(history(studyOf(failed)))).toMatch(/All 3 trials failed[\s\S]*loss is NaN/);
    expect(drawn(history(studyOf(failed)))).toBe(3);
  });

  test("names of users are drawn as text, whatever they hold", () => {
    const nasty = `<img src=x onerror=alert(1)>$\\alpha$ token:best %{x} ${"n".repeat(300)}`;
    const study = studyOf(
      [trialOf(0, { value: 1, point: { [nasty]: nasty }, notes: { step: nasty } })],
      { name: nasty, objectives: { [nasty]: "minimize" }, prunerName: nasty },
    );
    for (const draw of [history, curves]) {
      const figure = draw(study);
      const own = [...strings(figure.spec)].join("\n");
      expect(own).not.toContain("<img");
      expect(own).not.toContain("$");
      // A token of ours is followed by the end of a style or of the string, never by a blank.
      expect(own).not.toMatch(/token:best /);
      // Only templates replace %{…}; hovers are plain texts.
      expect(JSON.stringify(figure.spec)).not.toContain("hovertemplate");
      const title = (figure.spec.layout["title"] as { text: string } | undefined)?.text ?? "";
      expect(title.length).toBeLessThan(300);
    }
  });

  test("thousands of trials cost no more marks than the picture has room for", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => 1 + ((i * 7919) % 1000) / 1000);
    const figure = history(studyOf(completed(values)));
    expect(drawn(figure)).toBeLessThan(20_000);
    expect(figure.alt).toContain("History of 20\u2009000 trials");
  });
});

describe("of several objectives and studies", () => {
  const pair = [3, 2, 4].map((loss, number) =>
    trialOf(number, { value: loss, values: { loss, size: 10 - loss } }),
  );
  const two = studyOf(pair, { objectives: { loss: "minimize", size: "maximize" } });

  test("shows the objective that is named, and refuses one that is not there", () => {
    const data = historyData(two, { objective: "size" });
    expect(numbers(data.improvements)).toEqual([0, 1]);
    expect(data).toMatchObject({ objective: "size", direction: "maximize", isFirst: false });
    expect(history(two, { objective: "size" }).alt).toContain("size rose from 7 to 8 (trial 1)");
    expect(() => history(two, { objective: "speed" })).toThrow(
      /no objective "speed"; it has loss, size/,
    );
  });

  test("draws the best so far of each study, with the lead", () => {
    const one = studyOf(completed([5, 2, 3]), { name: "one" });
    const other = studyOf(completed([9, 8, 4, 6]), { name: "other" });
    const figure = history([one, other]);
    expect(figure.alt).toContain("Trial 1 of one has what other finds in trial 2");
    expect(figure.spec.data.map((trace) => trace["x"])).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2],
    ]);
  });

  test("the terminal has the best so far as bars", () => {
    expect(history(studyOf(completed([8, 4, 2, 1]))).text).toMatch(/\n█▆▃▁$/);
  });
});

figureContract("history", (study) => history(study));
figureContract("history of two studies", (study) => history([study, study]));

test("values that differ by little are told apart: by their place and by the numbers beside them", () => {
  const values = [123456.9, 123456.8, 123457.4, 123456.7];
  const { layout } = historySpec(historyData(studyOf(completed(values))));
  const { range, ticktext } = layout["yaxis"] as { range: number[]; ticktext: string[] };
  const span = Math.log10(123457.4 / 123456.7);
  expect(range[1]! - range[0]!).toBeLessThan(4 * span);
  expect(new Set(ticktext).size).toBe(ticktext.length);
  expect(ticktext.length).toBeGreaterThan(1);
});

test("values that differ by less than a number can tell are one line", () => {
  const { layout } = historySpec(historyData(studyOf(completed([1, 1 + 1e-15, 1 - 1e-15]))));
  const { range } = layout["yaxis"] as { range: number[] };
  expect(range[1]! - range[0]!).toBeGreaterThan(1e-6);
});

test.each([true, false])("has room for every number beside its axis (compact: %s)", (compact) => {
  // Ticks such as 0.00105 and 9.5×10⁻⁴: without their first figure they would be other numbers.
  const study = studyOf(completed([0.00111, 0.001, 0.00101, 0.00103, 0.00098]));
  const { margin, yaxis } = historySpec(historyData(study), 214, compact).layout as {
    margin: { l: number };
    yaxis: { ticktext: string[] };
  };
  const longest = Math.max(...yaxis.ticktext.map((text) => text.length));
  expect(longest).toBeGreaterThan(6);
  // Inter's figures at 12 pixels are at most 7.7 wide, a dot 3.4.
  expect(margin.l).toBeGreaterThanOrEqual(longest * 6.6 + 8);
});
