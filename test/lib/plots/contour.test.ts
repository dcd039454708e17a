import { describe, expect, test } from "vitest";
import { figureContract, studyFrom } from "../../contracts/figure.ts";
import { choice, float, oneOf } from "../../../lib/space/parameters.ts";
import { contour } from "../../../lib/plots/contour.ts";
import { contourData } from "../../../lib/plots/contour/data.ts";
import { FigureError } from "../../../lib/plots/common/figure-error.ts";
import { objectiveOf } from "../../../lib/plots/common/objective.ts";
import { parameterAxis } from "../../../lib/plots/common/parameter-axis.ts";
import { fitSurrogate, lessonsOf } from "../../../lib/plots/common/surrogate.ts";
import type { Point } from "../../../lib/study/trial-record.ts";

const plane = { x: float(0, 1), y: float(0, 1) };
const bowl = (point: Point) =>
  1 + (Number(point["x"]) - 0.3) ** 2 + (Number(point["y"]) - 0.6) ** 2;
const title = (figure: ReturnType<typeof contour>) =>
  (figure.spec.layout["title"] as { text: string }).text;

describe("contourData", () => {
  test("finds the lowest place of a bowl, and the highest of its mirror image", () => {
    const peak = contourData(studyFrom(plane, 40, bowl)).pairs[0]!.peak!;
    expect(Math.abs(peak.x - 0.3)).toBeLessThan(0.06);
    expect(Math.abs(peak.y - 0.6)).toBeLessThan(0.06);
    expect(peak.value).toBeCloseTo(1, 1);
    expect(peak.flat).toEqual([false, false]);
    const mirror = studyFrom(plane, 40, (point) => 3 - bowl(point), {
      objectives: { accuracy: "maximize" },
    });
    const top = contourData(mirror).pairs[0]!.peak!;
    expect([top.x, top.y]).toEqual([peak.x, peak.y]);
  });

  test("says that a parameter makes no difference", () => {
    const study = studyFrom(plane, 40, (point) => 1 + (Number(point["x"]) - 0.3) ** 2);
    expect(contourData(study).pairs[0]!.peak!.flat).toEqual([false, true]);
    expect(title(contour(study))).toMatch(
      /^Loss is lowest near x 0\.3\d?, whatever the y: about 1$/,
    );
  });

  test("doubts where there are no trials", () => {
    const study = studyFrom(plane, 40, bowl);
    // Only what lies on the left was tried.
    const left = { ...study, trials: study.trials.filter(({ point }) => Number(point["x"]) < 0.4) };
    const { doubt } = contourData(left).pairs[0]!.grid!;
    const middle = doubt![15]!;
    expect(middle[6]).toBeLessThan(0.3);
    expect(middle[30]!).toBeGreaterThan(2 * middle[6]!);
  });

  test("counts trials without one of the two apart, and learns from the others", () => {
    const space = {
      x: float(0, 1),
      optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9) } }),
    };
    const study = studyFrom(space, 30, (point) => 1 + Number(point["x"]));
    const [pair] = contourData(study, { parameters: ["x", "momentum"] }).pairs;
    const without = pair!.trials.filter(({ y }) => y === undefined);
    expect(without.length).toBe(
      study.trials.filter(({ point }) => point["optimizer.kind"] === "adam").length,
    );
    expect(pair!.trials).toHaveLength(30);
    const figure = contour(study, { parameters: ["x", "momentum"] });
    expect(JSON.stringify(figure.spec)).toContain("no momentum: adam has none");
    expect(figure.alt).toContain(`up to ${without.length} trials lack one of them`);
  });

  test("draws trials without a map where there are too few", () => {
    const data = contourData(studyFrom(plane, 4, bowl));
    expect(data.pairs[0]!.grid).toBeUndefined();
    expect(data.pairs[0]!.trials).toHaveLength(4);
  });

  test("makes a map of every pair of up to four parameters", () => {
    const space = { ...plane, rate: float(1e-4, 1, { log: true }), kind: choice(["a", "b", "c"]) };
    const study = studyFrom(space, 20, bowl);
    const data = contourData(study, { parameters: ["x", "y", "rate", "kind"] });
    expect(data.pairs.map(({ across, up }) => [across, up])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    // Two edges for each band.
    expect(data.pairs[3]!.grid!.y).toHaveLength(6);
    expect(() => contourData(study, { parameters: ["x"] })).toThrow(
      /two to four different parameters/,
    );
    expect(() => contourData(study, { parameters: ["x", "x"] })).toThrow(FigureError);
    expect(() => contourData(study, { parameters: ["x", "z"] })).toThrow(
      /no parameter "z"; it has x, y, rate, kind/,
    );
  });
});

describe("the model of a picture", () => {
  const fit = (kind: "gaussianProcess" | "forest", count: number) => {
    const study = studyFrom(plane, count, bowl);
    const objective = objectiveOf(study);
    const axes = ["x", "y"].map((path) => parameterAxis(study, path));
    return fitSurrogate(axes, lessonsOf(study.trials, objective), objective, kind);
  };

  test.each(["gaussianProcess", "forest"] as const)("%s learns a bowl", (kind) => {
    const model = fit(kind, 120)!;
    const { mean } = model.predict(Float64Array.of(0.3, 0.6, 0.95, 0.1));
    // Places are logarithms, since the loss is to be made small and positive.
    expect(10 ** mean[0]!).toBeCloseTo(1, 1);
    expect(mean[1]! - mean[0]!).toBeGreaterThan(0.1);
  });

  test("needs three trials that differ", () => {
    expect(fit("forest", 2)).toBeUndefined();
    const alike = studyFrom(plane, 9, () => 1);
    const objective = objectiveOf(alike);
    expect(
      fitSurrogate(
        [parameterAxis(alike, "x")],
        lessonsOf(alike.trials, objective),
        objective,
        "forest",
      ),
    ).toBeUndefined();
  });

  test("a thousand trials take the Gaussian process no longer than two hundred", () => {
    expect(fit("gaussianProcess", 1000)!.trials).toBe(200);
    expect(fit("forest", 300)!.trials).toBe(300);
  });
});

figureContract("contour", (study) => contour(study));
