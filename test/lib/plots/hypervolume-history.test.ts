import { describe, expect, test } from "vitest";
import { figureContract } from "../../contracts/figure.ts";
import { hypervolumeHistory } from "../../../lib/plots/hypervolume-history.ts";
import { shareScale, volumeData } from "../../../lib/plots/hypervolume-history/data.ts";
import { shareWords } from "../../../lib/plots/hypervolume-history/words.ts";
import type { Direction } from "../../../lib/study/observer.ts";
import { studyOf, trialOf } from "./fixtures.ts";

const both = { loss: "minimize" as Direction, size: "minimize" as Direction };
const valued = (
  pairs: readonly (readonly [number, number])[],
  objectives: Record<string, Direction> = both,
) =>
  studyOf(
    pairs.map(([loss, size], number) =>
      trialOf(number, { value: loss, values: { loss, size } as never }),
    ),
    { objectives },
  );
const title = (figure: ReturnType<typeof hypervolumeHistory>) =>
  (figure.spec.layout["title"] as { text: string }).text;
const reference = { loss: 10, size: 10 };

describe("volumeData", () => {
  test("is the dominated share of the box between the best of each and the reference", () => {
    // Ideal (2, 2), reference (10, 10): a box of 64. (2, 8) dominates 8 × 2, (8, 2) adds 2 × 8 − 2 × 2.
    const [curve] = volumeData(
      [
        {
          name: "one",
          study: valued([
            [2, 8],
            [9, 9],
            [8, 2],
          ]),
        },
      ],
      { reference },
    ).curves;
    expect(curve!.points).toEqual([
      { trial: 0, volume: 16, share: 16 / 64 },
      { trial: 2, volume: 28, share: 28 / 64 },
    ]);
    expect(curve!.most).toMatchObject({ trial: 2 });
  });

  test("several studies share one box", () => {
    const data = volumeData([
      { name: "one", study: valued([[2, 8]]) },
      { name: "other", study: valued([[8, 2]]) },
    ]);
    // A tenth beyond the worst of both.
    expect(data.reference).toEqual([8.8, 8.8]);
    const shares = data.curves.map(({ points }) => points[0]!.share);
    expect(shares[0]).toBeCloseTo((6.8 * 0.8) / 6.8 ** 2, 12);
    expect(shares[1]).toBeCloseTo(shares[0]!, 12);
  });

  test("counts what is maximized the other way", () => {
    const objectives = { loss: "minimize" as Direction, size: "maximize" as Direction };
    const study = valued(
      [
        [2, 8],
        [4, 9],
      ],
      objectives,
    );
    const data = volumeData([{ name: "one", study }], { reference: { loss: 10, size: 0 } });
    // Ideal (2, 9): 8 × 9 in all; (2, 8) dominates 8 × 8, (4, 9) adds 6 × 1.
    expect(data.curves[0]!.points.map(({ volume }) => volume)).toEqual([64, 70]);
    expect(data.reference).toEqual([10, 0]);
  });

  test("says what does not fit", () => {
    const one = { name: "one", study: valued([[1, 2]]) };
    expect(() => volumeData([one], { reference: { loss: 1 } })).toThrow(
      /no finite value for "size"; give one for each of loss, size/,
    );
    const turned = { name: "two", study: valued([[1, 2]], { loss: "maximize", size: "minimize" }) };
    expect(() => volumeData([one, turned])).toThrow(
      /"loss" is minimized in one and maximized in another/,
    );
    const less = { name: "two", study: studyOf([]) };
    expect(() => volumeData([one, less])).toThrow(/"two" has no objective "size"; it has loss/);
  });
});

describe("the figure", () => {
  test("says how much is dominated, and when most of it was", () => {
    const study = valued([
      [2, 8],
      [3, 3],
      [9, 9],
    ]);
    // 64 − what neither dominates: (2, 8): 8 × 2; (3, 3) adds 7 × 7 − 7 × 2.
    expect(title(hypervolumeHistory(study, { reference }))).toBe(
      "The front dominates 91% of the volume; nine tenths of that after 2 of 3 trials",
    );
    const two = { good: study, bad: valued([[2, 8]]) };
    expect(title(hypervolumeHistory(two, { reference }))).toMatch(
      /^good dominates \d+%, bad \d+%: passed by trial 1$/,
    );
  });

  test("a share is never called all unless it is", () => {
    expect([0.5, 0.87, 0.992, 0.9993, 0.99996, 1].map(shareWords)).toEqual([
      "50%",
      "87%",
      "99.2%",
      "99.93%",
      "99.996%",
      "100%",
    ]);
  });

  test("the last percent is seen where nearly all is dominated", () => {
    expect(shareScale([0.2, 0.6]).at(0.6)).toBe(0.6);
    const scale = shareScale([0, 0.9, 0.999]);
    expect(scale.at(0.9)).toBeCloseTo(1, 12);
    expect(scale.at(0.999)).toBeCloseTo(3, 9);
    expect(scale.at(1)).toBeGreaterThan(3);
  });

  test("one objective is sent to the history", () => {
    expect(JSON.stringify(hypervolumeHistory(studyOf([])).spec)).toContain("plots.history(study)");
  });
});

figureContract("hypervolumeHistory", (study) => hypervolumeHistory(study));
