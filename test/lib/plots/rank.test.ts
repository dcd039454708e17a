import { describe, expect, test } from "vitest";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { pairPoints, railedAxis } from "../../../lib/plots/common/pair-points.ts";
import { parameterAxis } from "../../../lib/plots/common/parameter-axis.ts";
import { rank } from "../../../lib/plots/rank.ts";
import { rankData } from "../../../lib/plots/rank/data.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const space = {
  rate: float(0.001, 1, { log: true }),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9) } }),
  layers: int(1, 3),
};
const loss = (point: Point) => Math.abs(Math.log10(Number(point["rate"])) + 1) + 0.05;
const study = studyFrom(space, 60, loss);

describe("rankData", () => {
  test("gives each complete trial the share that it is at least as good as", () => {
    const { quality, trials } = rankData(study);
    expect(quality.get(study.best!)).toBe(1);
    for (const { trial } of trials)
      for (const { trial: other } of trials)
        if (trial.value! < other.value!)
          expect(quality.get(trial)!).toBeGreaterThan(quality.get(other)!);
  });

  test("one value of a million takes no colour from the others", () => {
    const odd = studyFrom(space, 30, (point, number) => (number === 4 ? 1e6 : loss(point)));
    const shares = [...rankData(odd).quality.values()].toSorted((one, other) => one - other);
    expect(shares[15]! - shares[0]!).toBeCloseTo(15 / 29, 12);
  });

  test("draws the better over the worse", () => {
    const { trials, quality } = rankData(study);
    const shares = trials.map(({ trial }) => quality.get(trial)!);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
  });

  test("says where the best tenth lies, where that is not everywhere", () => {
    const { regions, top } = rankData(study);
    expect(top).toBe(6);
    expect(regions).toHaveLength(1);
    const [, low, high] = /^rate ([\d.]+) to ([\d.]+)$/.exec(regions[0]!)!;
    expect(Number(low)).toBeGreaterThan(0.03);
    expect(Number(high)).toBeLessThan(0.3);
  });

  test("what breaks a constraint has no rank", () => {
    const odd = studyFrom(space, 12, (_, number) => ({
      value: number,
      values: { loss: number },
      constraints: { memory: number < 4 ? 1 : -1 },
    }));
    const data = rankData(odd);
    expect(data.best?.trial.number).toBe(4);
    expect(data.quality.size).toBe(8);
    expect(data.counts.infeasible).toBe(4);
  });
});

describe("pairPoints", () => {
  const kinded = study.trials.map((trial) => ({ trial, kind: "complete" as const }));
  const axis = (path: string) => railedAxis(parameterAxis(study, path), kinded);

  test("numbers stand where they are, and what is absent on the rail beyond the axis", () => {
    const [across, up] = [axis("rate"), axis("optimizer.momentum")];
    expect(across.hasRail).toBe(false);
    expect(up.hasRail).toBe(true);
    for (const { trial, x, y } of pairPoints(kinded, across, up)) {
      expect(x).toBe(trial.point["rate"]);
      const momentum = trial.point["optimizer.momentum"];
      expect(y).toBe(momentum ?? up.rail.middle);
      if (momentum === undefined) expect(y).toBeLessThan(0);
    }
  });

  test("trials of the same two choices stand apart, nearest to theirs", () => {
    const [across, up] = [axis("optimizer.kind"), axis("layers")];
    const points = pairPoints(kinded, across, up);
    expect(new Set(points.map(({ x, y }) => `${x} ${y}`)).size).toBe(60);
    for (const { trial, x, y } of points) {
      expect(Math.abs(x - (trial.point["optimizer.kind"] === "adam" ? 0 : 1))).toBeLessThan(0.5);
      expect(Math.abs(y - Number(trial.point["layers"]))).toBeLessThan(0.5);
    }
  });
});

describe("the figure", () => {
  test("has a panel for each pair of at most four parameters", () => {
    const six = studyFrom(
      Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, choice([1, 2, 3])])),
      30,
      (point) => Number(point["a"]) + Number(point["d"]),
    );
    const { layout } = rank(six).spec;
    expect(Object.keys(layout).filter((key) => key.startsWith("xaxis"))).toHaveLength(6);
    const { layout: two } = rank(six, { parameters: ["d", "b"] }).spec;
    expect(Object.keys(two).filter((key) => key.startsWith("xaxis"))).toEqual(["xaxis"]);
  });

  test("a single parameter is explained, an unknown one named", () => {
    expect(rank(study, { parameters: ["rate"] }).spec.data.length).toBeLessThan(3);
    expect(() => rank(study, { parameters: ["speed", "rate"] })).toThrow(
      /"speed"; it has rate, optimizer/,
    );
    expect(() => rank(study, { objective: "speed" })).toThrow(/"speed"; it has loss/);
  });

  test("a terminal shows the five best", () => {
    const rows = rank(study)
      .text.split("\n")
      .filter((row) => /^\d {2}trial/.test(row));
    expect(rows).toHaveLength(5);
    expect(rows[0]).toContain(`trial ${study.best!.number} `);
  });
});

figureContract("rank", (one) => rank(one));
