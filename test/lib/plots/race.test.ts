import { describe, expect, it } from "vitest";
import type { RaceResult } from "../../../lib/analysis/race.ts";
import { race } from "../../../lib/plots/race.ts";
import { raceData } from "../../../lib/plots/race/data.ts";
import { checkFigure } from "../../contracts/figure.ts";

/** Four trials on three seeds; medians as given, quartiles one below and one above. */
function result(
  curves: Record<string, (number | null)[]>,
  parts: Partial<RaceResult> = {},
): RaceResult {
  const names = Object.keys(curves);
  return {
    trials: 4,
    seeds: [0, 1, 2],
    initial: 1,
    isRegret: false,
    tuners: names.map((name, place) => ({
      name,
      meanRank: place + 1,
      rankInterval: [place + 0.8, place + 1.2],
      scores: [],
      finals: [],
      curve: curves[name]!.map((median) =>
        median === null
          ? { low: null, median, high: null }
          : { low: median - 1, median, high: median + 1 },
      ),
      seconds: 1,
      trialsRun: 4,
    })),
    pairs: names.flatMap((first, k) =>
      names.slice(k + 1).map((second) => ({
        first,
        second,
        wins: 1,
        difference: -1,
        p: 0.001,
        adjusted: 0.002,
      })),
    ),
    ...parts,
  };
}
const curves = { tpe: [9, 5, 3, 3], random: [9, 8, 7, 5] };

describe("race", () => {
  it("measures in trials how far the winner is ahead of random search", () => {
    const figure = race(result(curves), { objective: "valError" });
    expect(figure.alt).toBe(
      "Race of 2 tuners over 4 trials and 3 seeds: TPE needs 2 trials for what random search finds in 4; medians at the end: TPE 3, random search 5.",
    );
    expect(figure.text).toMatch(/TPE +1\.00 .*3 \(2–4\)/);
  });

  it("keeps the contestants' own names as they are written", () => {
    const own = { gp: [9, 5, 3, 3], random: [9, 8, 7, 5] };
    expect(race(result(own)).alt).toContain(
      "gp needs 2 trials for what random search finds in 4; medians at the end: gp 3,",
    );
    const known = { gaussianProcess: [9, 5, 3, 3], random: [9, 8, 7, 5] };
    expect(race(result(known)).alt).toContain("The Gaussian process needs 2 trials");
  });

  it("says so where the difference is not certain", () => {
    const even = result(curves);
    const unsure = { ...even, pairs: even.pairs.map((pair) => ({ ...pair, adjusted: 0.3 })) };
    expect(race(unsure).alt).toContain("TPE and random search cannot be told apart on 3 seeds");
  });

  it("draws values from regrets where the optimum is given, with a line at the floor", () => {
    const regrets = result({ tpe: [8, 4, 2, 2] }, { isRegret: true });
    const data = raceData(regrets, { optimum: 1 });
    expect(data.lines[0]?.points.map(({ value }) => value)).toEqual([9, 5, 3]);
    const up = raceData(regrets, { optimum: 10, direction: "maximize" });
    expect(up.lines[0]?.points.map(({ value }) => value)).toEqual([2, 6, 8]);
    expect(JSON.stringify(race(regrets, { optimum: 1, floor: "the best of all" }).spec)).toContain(
      "the best of all, 1",
    );
    expect(raceData(regrets).isRegret).toBe(true);
  });

  it("has a closed band of steps for each tuner, from the first known median on", () => {
    const figure = race(result({ tpe: [null, 5, 3, 3], random: [9, 8, 7, 5] }));
    const band = figure.spec.data.find((trace) => (trace["x"] as number[])[0] === 2)!;
    expect(band["x"]).toEqual([2, 3, 3, 4, 4, 4, 4, 4, 4, 3, 3, 2]);
    expect(band["y"]).toEqual([6, 6, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4]);
    expect(band["fill"]).toBe("toself");
  });

  it("keeps the rules of figures with odd names, one tuner, and none that completed", () => {
    checkFigure(
      race(result({ "<img src=x onerror=alert(1)>$a$": [3, 2, 1, 1], random: [5, 4, 4, 4] })),
    );
    checkFigure(race(result({ random: [5, 4, 4, 4] })));
    const none = race(result({ random: [null, null, null, null] }));
    checkFigure(none);
    expect(none.alt).toContain("No trial of the race is complete");
  });

  it("refuses what is no race, and a baseline that did not run", () => {
    expect(() => race({} as RaceResult)).toThrow(/plots.race\(await analysis.race/);
    expect(() => race(result(curves), { baseline: "grid" })).toThrow(
      /no contestant "grid" in the race; there are tpe, random/,
    );
  });
});
