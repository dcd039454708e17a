import { describe, expect, test } from "vitest";
import { figureContract } from "../../contracts/figure.ts";
import { timeline } from "../../../lib/plots/timeline.ts";
import { shownBars, timelineData } from "../../../lib/plots/timeline/data.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { studyOf, trialOf } from "./fixtures.ts";

/** A trial from one second to another, with reports at given seconds. */
function ran(
  number: number,
  from: number,
  to: number,
  parts: Partial<TrialRecord> = {},
  at: number[] = [],
) {
  return trialOf(number, {
    value: 1 + number,
    values: { loss: 1 + number },
    startedAt: 1000 * from,
    endedAt: 1000 * to,
    reports: at.map((second, k) => ({ step: k + 1, value: 1, at: 1000 * second })),
    ...parts,
  });
}
const lanesOf = (trials: TrialRecord[]) =>
  timelineData(studyOf(trials)).bars.map(({ trial, lane }) => [trial.number, lane]);

describe("timelineData", () => {
  test("needs as many lanes as trials ran at once, and takes the first that is free", () => {
    const trials = [ran(0, 10, 14), ran(1, 11, 12), ran(2, 12, 16), ran(3, 14, 15), ran(4, 16, 18)];
    expect(lanesOf(trials)).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 0],
      [4, 0],
    ]);
  });

  test("tells how busy the lanes were, and what went to stopped trials", () => {
    const data = timelineData(
      studyOf([
        ran(0, 0, 10),
        ran(1, 0, 4, { state: "pruned" }),
        ran(2, 6, 8, { state: "failed" }),
      ]),
    );
    // 10 + 4 + 2 of 2 × 10 seconds; 6 of the 16 were stopped or failed.
    expect(data).toMatchObject({ lanes: 2, seconds: 10, busy: 0.8, stopped: 0.375 });
    expect(data.busyOf).toEqual([1, 0.6]);
  });

  test("cuts a trial where it was paused for others", () => {
    const trials = [
      // One second a step, then nothing for 8 seconds.
      ran(0, 0, 14, {}, [1, 2, 3, 12, 13, 14]),
      ran(1, 3, 11, { state: "paused" }, [5, 7, 9, 11]),
    ];
    const pieces = timelineData(studyOf(trials)).bars.map(({ trial, start, end, pause }) => [
      trial.number,
      start,
      end,
      pause,
    ]);
    expect(pieces).toEqual([
      [0, 0, 3, 0],
      [1, 3, 11, 0],
      [0, 11, 14, 8],
    ]);
    expect(timelineData(studyOf(trials)).lanes).toBe(1);
    // Where no trial is ever paused, a long step is a long step.
    const complete = [trials[0]!, { ...trials[1]!, state: "complete" as const }];
    expect(timelineData(studyOf(complete)).bars).toHaveLength(2);
  });

  test("a running trial lasts until what is known last", () => {
    const trials = [ran(0, 0, 5), ran(1, 2, 0, { state: "running", endedAt: undefined }, [3, 4])];
    expect(timelineData(studyOf(trials)).bars[1]).toMatchObject({
      kind: "running",
      start: 2,
      end: 5,
    });
  });

  test("thousands of trials cost no more bars than there are pixels, and the best stays", () => {
    const trials = Array.from({ length: 20_000 }, (_, n) =>
      ran(n, n, n + 1, { value: Math.abs(n - 777) + 1, values: { loss: 1 } }),
    );
    const data = timelineData(studyOf(trials));
    const shown = shownBars(data);
    expect(shown.length).toBeLessThan(1600);
    expect(shown.some(({ kind, trial }) => kind === "best" && trial.number === 777)).toBe(true);
    expect(timeline(studyOf(trials)).alt).toContain(
      "20\u2009000 trials one after the other in 5 h 33 min",
    );
  });
});

describe("the figure", () => {
  test("says how many lanes were how busy", () => {
    const figure = timeline(
      studyOf([ran(0, 0, 10), ran(1, 0, 4, { state: "pruned" }), ran(2, 4, 6)]),
    );
    expect((figure.spec.layout["title"] as { text: string }).text).toBe(
      "3 trials on 2 lanes in 10 s, 80% busy",
    );
    expect(figure.alt).toBe(
      "Timeline: 3 trials on 2 lanes in 10 s, 80% busy; 2 complete, 1 stopped early.",
    );
    expect(figure.text).toContain("  1 ★★★");
    expect(figure.text).toMatch(/2 ▒+█+ +60%/);
  });

  test("64 workers still fit", () => {
    const trials = Array.from({ length: 128 }, (_, n) =>
      ran(n, Math.floor(n / 64), Math.floor(n / 64) + 1),
    );
    expect(timeline(studyOf(trials)).height).toBeLessThan(700);
  });
});

figureContract("timeline", (study) => timeline(study));
