import { describe, expect, test } from "vitest";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { SpaceDefinition } from "../../../lib/space/infer.ts";
import type { Point, TrialRecord } from "../../../lib/study/trial-record.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { analysis } from "../../../lib/analysis/index.ts";
import { cardModel } from "../../../lib/plots/card/model.ts";
import { importances } from "../../../lib/plots/importances.ts";
import { importancesData } from "../../../lib/plots/importances/data.ts";
import { adviceOn, rankShares } from "../../../lib/plots/common/advice.ts";
import { parameterAxis } from "../../../lib/plots/common/parameter-axis.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const space = {
  x: float(0, 1),
  y: float(0, 1),
  kind: choice(["a", "b", "c"]),
  rate: float(1e-4, 1, { log: true }),
};
const dataOf = (
  definition: SpaceDefinition,
  count: number,
  outcome: (point: Point, number: number) => Partial<TrialRecord> | number,
) => importancesData([{ name: "one", study: studyFrom(definition, count, outcome) }]);
const adviceOf = (
  definition: SpaceDefinition,
  count: number,
  outcome: (point: Point, number: number) => Partial<TrialRecord> | number,
) =>
  Object.fromEntries(
    dataOf(definition, count, outcome).rows.map(({ name, advice }) => [name, advice]),
  );
const number = (point: Point, path: string) => Number(point[path]);

describe("importancesData", () => {
  test("shares sum to one, each inside its interval, and what decides comes first", () => {
    const data = dataOf(space, 100, (point) => number(point, "x") ** 2 + 0.01 * number(point, "y"));
    const shares = data.rows.map((row) => row.shares[0]!);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    for (const { share, low, high } of shares) {
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
    }
    expect(data.rows[0]).toMatchObject({ path: "x", isStrong: true });
    expect(shares[0]!.high - shares[0]!.low).toBeGreaterThan(0.01);
  });

  test("parameters are strong until they make seven tenths, and no further", () => {
    const data = dataOf(space, 200, (point) => number(point, "x") + 0.8 * number(point, "y"));
    const strong = data.rows.filter(({ isStrong }) => isStrong);
    const sum = strong.reduce((total, row) => total + row.shares[0]!.share, 0);
    expect(sum).toBeGreaterThanOrEqual(0.7);
    expect(sum - strong.at(-1)!.shares[0]!.share).toBeLessThan(0.7);
    expect(data.strong.share).toBeCloseTo(sum, 12);
  });

  test("more trials make narrower intervals, also where not all of them are drawn again", () => {
    const width = (count: number) => {
      const { rows } = dataOf(space, count, (point) => number(point, "x") + number(point, "y"));
      return rows[0]!.shares[0]!.high - rows[0]!.shares[0]!.low;
    };
    expect(width(4000)).toBeLessThan(0.7 * width(400));
  });

  test("the same study gives the same intervals", () => {
    const make = () => dataOf(space, 40, (point) => number(point, "x"));
    expect(make().rows).toEqual(make().rows);
  });

  test("beyond twelve parameters the rest is one line", () => {
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`p${k}`, float(0, 1)]));
    const data = dataOf(wide, 60, (point) => number(point, "p3"));
    expect(data.rows).toHaveLength(12);
    expect(data.others.count).toBe(18);
    const shown = data.rows.reduce((sum, row) => sum + row.shares[0]!.share, 0);
    expect(shown + data.others.share).toBeCloseTo(1, 9);
  });
});

describe("advice", () => {
  test("more or less is better where the loss falls all the way", () => {
    const advice = adviceOf(space, 60, (point) => 2 - number(point, "x"));
    expect(advice["x"]).toBe("more is better");
    expect(adviceOf(space, 60, (point) => 1 + number(point, "x"))["x"]).toBe("less is better");
  });

  test("a direction is that of the objective", () => {
    const study = studyFrom(space, 60, (point) => number(point, "x"), {
      objectives: { accuracy: "maximize" },
    });
    const { rows } = importancesData([{ name: "one", study }]);
    expect(rows.find(({ path }) => path === "x")?.advice).toBe("more is better");
  });

  test("a region where the best lie inside, at a value no finer than it can be known", () => {
    const loss = (point: Point) => Math.abs(Math.log10(number(point, "rate")) + 2) + 0.1;
    expect(adviceOf(space, 150, loss)["rate"]).toMatch(
      /^best (near 0\.0\d|from 0\.00\d to 0\.0\d)$/,
    );
  });

  test("a threshold where all below is as good", () => {
    const noise = (k: number) => randomStream(3, k).uniform();
    const advice = adviceOf(
      space,
      150,
      (point, k) => 1 + 0.2 * noise(k) + (number(point, "x") > 0.7 ? 3 : 0),
    );
    expect(advice["x"]).toMatch(/^harms above 0\.(6\d|7)$/);
  });

  test("choices in their order, as far as it is clear", () => {
    const cost = { a: 3, b: 1, c: 2 } as Record<string, number>;
    const noisy = (spread: number) => (point: Point, k: number) =>
      cost[String(point["kind"])]! + spread * randomStream(5, k).uniform();
    expect(adviceOf(space, 60, noisy(0.5))["kind"]).toBe("b, then c");
    expect(
      adviceOf(space, 60, (point, k) => (point["kind"] === "a" ? 9 : randomStream(5, k).uniform()))[
        "kind"
      ],
    ).toMatch(/^[bc] or [bc]$/);
  });

  test("the best value with each choice where it depends on it", () => {
    const definition = {
      rate: float(1e-4, 1, { log: true }),
      optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9) } }),
    };
    const best = (point: Point) => (point["optimizer.kind"] === "sgd" ? -1 : -3);
    const advice = adviceOf(
      definition,
      120,
      (point) => Math.abs(Math.log10(number(point, "rate")) - best(point)) + 0.1,
    );
    expect(advice["rate"]).toMatch(/^best near 0\.\d+ with sgd, (0\.00\d|\d×10⁻⁴) with adam$/);
    expect(advice["optimizer"]).toBe("each at its own rate");
  });

  test("says on how many trials it rests where a parameter is not always there", () => {
    const definition = { kind: oneOf({ none: {}, l1: { alpha: float(0, 1) } }), y: int(1, 9) };
    const advice = adviceOf(definition, 80, (point) => number(point, "kind.alpha") || 0.5);
    expect(advice["alpha"]).toMatch(/^less is better \(\d+ of 80 used l1\)$/);
  });

  test("what was stopped early counts as worse than what was not", () => {
    const advice = adviceOf(space, 60, (point, k) =>
      number(point, "x") > 0.5
        ? { state: "complete", value: 1 + (k % 7), values: { loss: 1 + (k % 7) } }
        : { state: "pruned", value: 0.1, reports: [{ step: 3, value: 0.1, at: 1 }] },
    );
    expect(advice["x"]).toMatch(/^(more is better|harms below 0\.[45]\d*)$/);
  });

  test("is silent on noise, but for what chance allows", () => {
    let spoken = 0;
    for (let seed = 0; seed < 40; seed++) {
      const study = studyFrom(space, 40, (_, k) => randomStream(100 + seed, k).uniform());
      const axes = Object.keys(space).map((path) => parameterAxis(study, path));
      const outcomes = study.trials.map(({ point, value = 0 }) => ({ point, loss: value }));
      spoken += axes.filter((axis) => adviceOn(axis, axes, outcomes).text !== "").length;
    }
    // 160 parameters, each judged by a few tests at 2% to 5%.
    expect(spoken).toBeLessThan(24);
  });

  test("equal values share their rank", () => {
    expect(rankShares([3, 1, 3, 2])).toEqual([2.5 / 3, 0, 2.5 / 3, 1 / 3]);
  });
});

describe("the figure", () => {
  const title = (figure: ReturnType<typeof importances>) =>
    (figure.spec.layout["title"] as { text: string }).text;

  test("claims what decides only where resampling does not undo it", () => {
    const clear = studyFrom(space, 200, (point) => number(point, "x"));
    expect(title(importances(clear))).toBe("x decides nearly all of the result");
    const few = studyFrom(space, 12, (point) => number(point, "x"));
    expect(title(importances(few))).toMatch(/seems to matter most; 12 trials leave it open$/);
  });

  test("several studies stand in groups, each in its own colour", () => {
    const one = studyFrom(space, 60, (point) => number(point, "x"));
    const other = studyFrom(space, 60, (point) => number(point, "y"));
    const figure = importances({ one, other });
    const bars = figure.spec.data.filter((trace) => trace["type"] === "bar");
    expect(bars.map((bar) => (bar["marker"] as { color: string }).color)).toEqual([
      "token:series0",
      "token:series1",
    ]);
    expect(title(figure)).toBe("What matters most differs: x and y");
  });

  describe("of several objectives", () => {
    // The front is at kind "b", whatever x; x alone decides the first objective.
    const several = studyFrom(
      space,
      80,
      (point) => {
        const [x, far] = [number(point, "x"), point["kind"] === "b" ? 0 : 9];
        return { value: x + 0.01 * far, values: { loss: x + 0.01 * far, size: 1 - x + far } };
      },
      { objectives: { loss: "minimize", size: "minimize" } },
    );
    const shares = (figure: ReturnType<typeof importances>) =>
      figure.spec.data.find((trace) => trace["type"] === "bar")!["x"];

    test("tells what leads to the front, as the analysis and the card do, and says so", () => {
      const figure = importances(several);
      const { parameters } = analysis.importance(several);
      expect(shares(figure)).toEqual(parameters.map(({ importance }) => importance));
      const card = cardModel(several).importances!;
      expect(card.title).toBe("what leads to the front, of 80");
      expect(card.rows[0]!.name).toBe("kind");
      expect(title(figure)).toMatch(/^kind decides .* of the result for the front$/);
      expect(JSON.stringify(figure.spec.layout["title"])).toContain(
        "what leads to the front, of 80 trials",
      );
      expect(figure.text).toContain("of the result for the front\n");
      expect(figure.alt).toContain("of the result for the front");
      expect(title(importances([several, several]))).toBe(
        "Kind matters most for the front, in both",
      );
    });

    test("tells of the one that is named, and says which", () => {
      const figure = importances(several, { objective: "loss" });
      const { parameters } = analysis.importance(several, { objective: "loss" });
      expect(shares(figure)).toEqual(parameters.map(({ importance }) => importance));
      expect(title(figure)).toMatch(/^x decides .* of the result in loss$/);
      // A forest needs one: the first.
      const few = { ...several, trials: several.trials.slice(0, 8) };
      expect(title(importances(few, { method: "fanova" }))).toMatch(/most in loss; 8 trials leave/);
    });
  });

  test("too few trials are said, not drawn", () => {
    const figure = importances(studyFrom(space, 3, (point) => number(point, "x")));
    expect(figure.alt).toBe(
      "Importances of parameters: 3 complete trials are too few to tell what matters.",
    );
    expect(figure.spec.data.every((trace) => trace["type"] !== "bar")).toBe(true);
  });

  test("an unknown objective or method is named, with what there is", () => {
    const study = studyFrom(space, 20, (point) => number(point, "x"));
    expect(() => importances(study, { objective: "speed" })).toThrow(/"speed"; it has loss/);
    expect(() => importances(study, { method: "magic" as never })).toThrow(/"magic".*fanova/);
  });

  test("a terminal shows bars, the longest first, with advice", () => {
    const [, first = "", second = ""] = importances(
      studyFrom(space, 60, (point) => 2 - number(point, "x")),
    ).text.split("\n");
    expect(first).toMatch(/^x +█{24} \d+% {2}more is better$/);
    expect(second.length).toBeLessThan(first.length);
  });
});

figureContract("importances", (study) => importances(study));
