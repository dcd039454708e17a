import { describe, expect, test } from "vitest";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { evaluations } from "../../../lib/plots/evaluations.ts";
import { evaluationsData } from "../../../lib/plots/evaluations/data.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const space = {
  rate: float(0.001, 1, { log: true }),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9) } }),
  layers: int(1, 3),
};
const study = studyFrom(space, 60, (_, number) => 1 + ((number * 7) % 11));

/** The study with other points, by the number of the trial. */
const withPoints = (point: (trial: TrialRecord) => TrialRecord["point"]) => ({
  ...study,
  trials: study.trials.map((trial) => ({ ...trial, point: point(trial) })),
});

describe("evaluationsData", () => {
  test("counts every trial once where it has the parameter, the earlier and the later half apart", () => {
    const data = evaluationsData(study);
    data.axes.forEach(({ axis }, place) => {
      const { early, late } = data.counts[place]!;
      const has = (from: number, to: number) =>
        study.trials.slice(from, to).filter(({ point }) => axis.path in point).length;
      const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
      expect(sum(early)).toBe(has(0, 30));
      expect(sum(late)).toBe(has(30, 60));
    });
  });

  test("a choice and a whole number have a bar each, others sixteen equal parts of their axis", () => {
    const data = evaluationsData(study);
    const of = (path: string) =>
      data.counts[data.axes.findIndex(({ axis }) => axis.path === path)]!;
    expect(of("optimizer.kind").middles).toEqual([0, 1]);
    expect(of("layers").middles).toEqual([1, 2, 3]);
    const { edges } = of("rate");
    expect(edges).toHaveLength(17);
    const ratios = edges.slice(1).map((edge, k) => edge / edges[k]!);
    for (const ratio of ratios) expect(ratio).toBeCloseTo(10 ** (3 / 16), 9);
  });

  test("says what the later half narrowed", () => {
    const narrowed = withPoints(({ number, point }) => ({
      ...point,
      rate: number < 30 ? point["rate"]! : 0.1 * (1 + (number % 3) / 100),
    }));
    expect(evaluationsData(narrowed).narrowed).toBe("rate to about 0.1");
    const settled = withPoints(({ number, point }) =>
      number < 30
        ? point
        : { rate: point["rate"]!, "optimizer.kind": "adam", layers: point["layers"]! },
    );
    expect(evaluationsData(settled).narrowed).toBe("optimizer to adam");
  });

  test("says nothing of random search, but for what chance allows", () => {
    let spoken = 0;
    for (let shift = 0; shift < 30; shift++) {
      const trials = studyFrom(space, 60 + 4 * shift, (_, number) => number).trials.slice(-40);
      if (evaluationsData({ ...study, trials }).narrowed !== undefined) spoken++;
    }
    expect(spoken).toBeLessThan(8);
  });
});

describe("the figure", () => {
  test("has a histogram for each parameter and a panel for each pair", () => {
    const { data, layout } = evaluations(study).spec;
    expect(data.filter((trace) => trace["type"] === "bar")).toHaveLength(8);
    expect(Object.keys(layout).filter((key) => key.startsWith("xaxis"))).toHaveLength(10);
  });

  test("its title claims no more than the trials say", () => {
    const title = (one: typeof study) =>
      (evaluations(one).spec.layout["title"] as { text: string }).text;
    expect(title({ ...study, trials: study.trials.slice(0, 6) })).toBe(
      "6 trials over 4 parameters so far",
    );
    expect(title(study)).toMatch(
      /^(60 trials over 4 parameters; the later half narrowed none clearly|The last 30)/,
    );
    const to = withPoints(({ number, point }) => ({
      ...point,
      layers: number < 30 ? point["layers"]! : 2,
    }));
    expect(title(to)).toBe("The last 30 trials narrowed layers to 2");
  });

  test("a single parameter has its histogram", () => {
    const one = studyFrom({ kind: choice(["a", "b"]) }, 20, (_, number) => number);
    const { data } = evaluations(one).spec;
    expect(data.map((trace) => trace["type"])).toEqual(["bar", "bar"]);
  });

  test("an unknown parameter or objective is named, with those that there are", () => {
    expect(() => evaluations(study, { parameters: ["speed"] })).toThrow(
      /"speed"; it has rate, optimizer/,
    );
    expect(() => evaluations(study, { objective: "speed" })).toThrow(/"speed"; it has loss/);
  });

  test("a terminal shows both halves beside each other", () => {
    const rows = evaluations(study)
      .text.split("\n")
      .filter((row) => /[▁▂▃▄▅▆▇█]/.test(row));
    expect(rows).toHaveLength(4);
  });
});

figureContract("evaluations", (one) => evaluations(one));
