import { describe, expect, test } from "vitest";
import { figureContract } from "../../contracts/figure.ts";
import { paretoFront } from "../../../lib/plots/pareto-front.ts";
import { paretoData } from "../../../lib/plots/pareto-front/data.ts";
import type { Direction } from "../../../lib/study/observer.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { strings, studyOf, trialOf } from "./fixtures.ts";

const both = { loss: "minimize" as Direction, size: "minimize" as Direction };
function valued(
  rows: readonly (readonly number[])[],
  objectives: Readonly<Record<string, Direction>> = both,
  parts: (number: number) => Partial<TrialRecord> = () => ({}),
) {
  const names = Object.keys(objectives);
  return studyOf(
    rows.map((row, number) =>
      trialOf(number, {
        value: row[0]!,
        values: Object.fromEntries(names.map((name, k) => [name, row[k]!])) as never,
        ...parts(number),
      }),
    ),
    { objectives },
  );
}
const one = (study: ReturnType<typeof valued>) => [{ name: "one", study }];
const numbers = (list: readonly { trial: TrialRecord }[]) => list.map(({ trial }) => trial.number);
const title = (figure: ReturnType<typeof paretoFront>) =>
  (figure.spec.layout["title"] as { text: string }).text;
const words = (figure: ReturnType<typeof paretoFront>) => [...strings(figure.spec)].join("\n");
/** Four on the front, the second nearest to the corner (1, 1); one beaten. */
const four = [
  [1, 9],
  [2, 2],
  [5, 1.5],
  [9, 1],
  [8, 8],
];

describe("paretoData", () => {
  test("parts what is beaten from what is not, and finds the compromise", () => {
    const [series] = paretoData(one(valued(four))).series;
    expect(numbers(series!.front)).toEqual([0, 1, 2, 3]);
    expect(numbers(series!.dominated)).toEqual([4]);
    expect(series!.compromise?.trial.number).toBe(1);
    // A front of two has no middle.
    expect(
      paretoData(one(valued(four.slice(0, 2).concat([[3, 3]])))).series[0]!.compromise,
    ).toBeUndefined();
  });

  test("keeps trials that break a constraint apart", () => {
    const study = valued(four, both, (number) =>
      number === 1 ? { constraints: { memory: 3 } } : {},
    );
    const [series] = paretoData(one(study)).series;
    expect(numbers(series!.front)).toEqual([0, 2, 3, 4].filter((n) => n !== 4));
    expect(numbers(series!.infeasible)).toEqual([1]);
  });

  test("gathers what lies far beyond the front on a rail, and drops nothing", () => {
    const data = paretoData(one(valued([...four, [1e6, 5], [5, 1e6]])));
    for (const axis of data.axes) {
      expect(axis.range.high).toBeLessThan(1000);
      expect(axis.place(1e6)).toBe(axis.rail);
      expect(axis.place(2)).toBe(2);
    }
    const top = paretoData(
      one(
        valued(
          [
            [0.9, 9],
            [0.8, 2],
            [0.7, 1],
            [-50, 3],
          ],
          { score: "maximize", size: "minimize" },
        ),
      ),
    ).axes[0]!;
    expect(top.scale).toBe("linear");
    expect(top.place(-50)).toBe(top.rail);
    expect(top.rail!).toBeLessThan(0.7);
  });

  test("takes some of many objectives", () => {
    const objectives = { a: "minimize", b: "minimize", c: "maximize" } as const;
    const study = valued(
      [
        [1, 2, 3],
        [2, 1, 3],
        [3, 3, 9],
      ],
      objectives,
    );
    expect(numbers(paretoData(one(study)).series[0]!.front)).toEqual([0, 1, 2]);
    const two = paretoData(one(study), { objectives: ["b", "a"] });
    expect(two.axes.map(({ name }) => name)).toEqual(["b", "a"]);
    expect(numbers(two.series[0]!.front)).toEqual([0, 1]);
    expect(() => paretoData(one(study), { objectives: ["a"] })).toThrow(
      /two or more different objectives/,
    );
    expect(() => paretoData(one(study), { objectives: ["a", "z"] })).toThrow(
      /no objective "z"; it has a, b, c/,
    );
  });

  test("measures the volume that the front dominates", () => {
    const data = paretoData(
      one(
        valued([
          [2, 8],
          [9, 9],
          [8, 2],
        ]),
      ),
      { reference: { loss: 10, size: 10 } },
    );
    expect(data.series[0]!.share).toBeCloseTo(28 / 64, 12);
  });
});

describe("the figure", () => {
  test("says which is the best compromise", () => {
    const figure = paretoFront(valued(four));
    expect(title(figure)).toBe("The best compromise is trial 1: loss 2 and size 2");
    expect(figure.alt).toMatch(
      /^Pareto front of loss and size, 5 complete trials: The best compromise is trial 1.*4 trials on the front, dominating \d+% of the volume\.$/,
    );
    expect(figure.text).toContain("★ 1");
  });

  test("the line parts what is beaten, whichever way is better", () => {
    const line = (figure: ReturnType<typeof paretoFront>) => {
      const trace = figure.spec.data.find(({ mode }) => mode === "lines")!;
      return {
        x: (trace["x"] as number[]).slice(1, -1),
        y: (trace["y"] as number[]).slice(1, -1),
        shape: (trace["line"] as { shape: string }).shape,
      };
    };
    // From the best in x on, horizontally first: up to the next corner nothing better in y is known.
    expect(
      line(
        paretoFront(
          valued([
            [2, 2],
            [1, 9],
            [9, 1],
          ]),
        ),
      ),
    ).toEqual({ x: [1, 2, 9], y: [9, 2, 1], shape: "hv" });
    const objectives = { score: "maximize", size: "minimize" } as const;
    expect(
      line(
        paretoFront(
          valued(
            [
              [2, 2],
              [1, 1],
              [9, 9],
            ],
            objectives,
          ),
        ),
      ),
    ).toEqual({ x: [9, 2, 1], y: [9, 2, 1], shape: "hv" });
  });

  test("compares several studies by what one beats of the other", () => {
    const studies = {
      good: valued([
        [1, 5],
        [2, 2],
        [5, 1],
      ]),
      bad: valued([
        [3, 3],
        [0.5, 9],
      ]),
    };
    expect(title(paretoFront(studies))).toBe("good beats 1 of the 2 trials on the front of bad");
    expect(words(paretoFront(studies))).toMatch(/━ good.*━ bad/);
    const clear = { good: studies.good, bad: valued([[3, 3]]) };
    expect(title(paretoFront(clear))).toBe("good beats all that bad found");
  });

  test("three objectives have three planes, four have six, five a sentence", () => {
    const study = (count: number) =>
      valued(
        [
          [1, 2, 3, 4, 5],
          [5, 4, 3, 2, 1],
          [2, 2, 2, 2, 2],
        ],
        Object.fromEntries(
          ["a", "b", "c", "d", "e"].slice(0, count).map((name) => [name, "minimize" as const]),
        ),
      );
    const planes = (count: number) =>
      Object.keys(paretoFront(study(count)).spec.layout).filter((key) => key.startsWith("xaxis"))
        .length;
    expect([planes(2), planes(3), planes(4)]).toEqual([1, 3, 6]);
    expect(words(paretoFront(study(5)))).toContain("5 objectives are more than a picture holds");
    const scene = paretoFront(study(3), { view: "3d" });
    expect(scene.spec.data.every(({ type }) => type === "scatter3d")).toBe(true);
    expect(() => paretoFront(study(3), { view: "4d" as "3d" })).toThrow(
      /no view "4d"; give "flat" or "3d"/,
    );
  });

  test("draws the reference where it is given", () => {
    const shapes = (reference?: Record<string, number>) =>
      (
        paretoFront(valued(four), reference ? { reference } : {}).spec.layout["shapes"] as {
          type: string;
        }[]
      ).filter(({ type }) => type === "line").length;
    expect([shapes(), shapes({ loss: 10, size: 10 })]).toEqual([0, 2]);
  });
});

figureContract("paretoFront", (study) => paretoFront(study));
