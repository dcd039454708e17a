import { describe, expect, test } from "vitest";
import { figureContract, studyFrom } from "../../contracts/figure.ts";
import { choice, float, oneOf } from "../../../lib/space/parameters.ts";
import { partialDependence } from "../../../lib/plots/partial-dependence.ts";
import { dependenceData } from "../../../lib/plots/partial-dependence/data.ts";
import { objectiveOf } from "../../../lib/plots/common/objective.ts";
import { parameterAxis } from "../../../lib/plots/common/parameter-axis.ts";
import { fitSurrogate, lessonsOf } from "../../../lib/plots/common/surrogate.ts";
import type { Point } from "../../../lib/study/trial-record.ts";

const space = { x: float(0, 1), y: float(0, 1), idle: float(0, 1) };
/** Maximized, so that the axis is linear: what each parameter adds is what it adds by itself. */
const additive = (point: Point) => 4 * Number(point["x"]) - (Number(point["y"]) - 0.4) ** 2;
const study = (count = 80) =>
  studyFrom(space, count, additive, { objectives: { score: "maximize" } });
const title = (figure: ReturnType<typeof partialDependence>) =>
  (figure.spec.layout["title"] as { text: string }).text;

describe("the average of a model over points", () => {
  test.each(["gaussianProcess", "forest"] as const)(
    "of %s is the mean of its predictions",
    (kind) => {
      const view = study();
      const objective = objectiveOf(view);
      const axes = ["x", "y"].map((path) => parameterAxis(view, path));
      const model = fitSurrogate(axes, lessonsOf(view.trials, objective), objective, kind)!;
      const rows = Float64Array.of(0.1, 0.2, 0.9, 0.4, 0.5, 0.5);
      const { mean, sd } = model.predict(rows);
      const average = model.average(rows);
      expect(average.mean).toBeCloseTo((mean[0]! + mean[1]! + mean[2]!) / 3, 10);
      // What is averaged is known better than its least known part.
      expect(average.sd).toBeLessThan(Math.max(...sd));
      expect(average.sd).toBeGreaterThan(0);
    },
  );
});

describe("dependenceData", () => {
  test.each(["gaussianProcess", "forest"] as const)(
    "%s tells what each parameter adds",
    (model) => {
      const { effects } = dependenceData(study(), { model });
      expect(effects.map(({ axis }) => axis.path)[0]).toBe("x");
      const [x] = effects;
      // 4 from one end to the other; a forest rounds the ends off, and runaways are cut.
      expect(x!.span).toBeGreaterThan(2.5);
      expect(x!.span).toBeLessThan(4.4);
      expect(x!.best!.at).toBeGreaterThan(0.9);
      const idle = effects.find(({ axis }) => axis.path === "idle")!;
      expect(idle.span).toBeLessThan(0.15 * x!.span);
      for (const { half, most, value } of x!.points) {
        expect(most[0]).toBeLessThan(half[0]);
        expect(half[0]).toBeLessThan(value);
        expect(value).toBeLessThan(half[1]);
        expect(half[1]).toBeLessThan(most[1]);
      }
    },
  );

  test("a conditional parameter is averaged over the trials that have it", () => {
    const view = studyFrom(
      { x: float(0, 1), optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9) } }) },
      40,
      (point) => 1 + Number(point["x"]),
    );
    const data = dependenceData(view, { pairs: true, parameters: ["optimizer", "momentum"] });
    const momentum = data.effects.find(({ axis }) => axis.path === "optimizer.momentum")!;
    const adams = view.trials.filter(({ point }) => point["optimizer.kind"] === "adam").length;
    expect([momentum.absent, momentum.tried.length]).toEqual([adams, 40 - adams]);
    // adam with a momentum there is not: half of the map is empty.
    const [map] = data.joint;
    const cells = map!.grid.quality.flat();
    expect(cells.filter((cell) => cell === null)).toHaveLength(cells.length / 2);
  });

  test("shows the strongest, or those that are named", () => {
    const many = studyFrom(
      Object.fromEntries(Array.from({ length: 14 }, (_, k) => [`p${k}`, float(0, 1)])),
      60,
      (point) => 1 + Number(point["p9"]),
    );
    const data = dependenceData(many);
    expect(data.kind).toBe("forest");
    expect(data.effects).toHaveLength(8);
    expect(data.effects[0]!.axis.path).toBe("p9");
    expect(data.remark).toBe("the 8 strongest of 14");
    const named = dependenceData(many, { parameters: ["p1", "p2"] });
    expect(named.effects.map(({ axis }) => axis.path).toSorted()).toEqual(["p1", "p2"]);
    expect(() => dependenceData(many, { parameters: ["q"] })).toThrow(
      /no parameter "q"; it has p0/,
    );
    expect(() => dependenceData(many, { model: "tree" as "forest" })).toThrow(
      /no model "tree"; give "gaussianProcess" or "forest"/,
    );
  });

  test("too few trials, or trials that are all alike, teach nothing", () => {
    expect(dependenceData(study(7)).effects).toEqual([]);
    const alike = studyFrom(space, 20, () => 1);
    expect(dependenceData(alike).effects).toEqual([]);
    expect(partialDependence(alike).alt).toBe(
      "Partial dependence: 20 trials with a value are too few, or all alike.",
    );
  });
});

describe("the figure", () => {
  test("says which parameter changes the objective most, and where it is best", () => {
    expect(title(partialDependence(study()))).toMatch(
      /^x changes score most, by [34]\.?\d*: best near (1|0\.9\d?)$/,
    );
    const kinds = studyFrom({ kind: choice(["a", "b", "c"]) }, 30, (point) =>
      point["kind"] === "b" ? 1 : 10,
    );
    expect(title(partialDependence(kinds))).toMatch(
      /^kind changes loss most, by a factor of \d+(\.\d)?: best b$/,
    );
    expect(partialDependence(kinds).text).toContain("█");
  });

  test("with pairs has a map of each two below their curves", () => {
    const maps = (pairs: boolean) =>
      partialDependence(study(30), { pairs }).spec.data.filter(
        ({ type, contours }) =>
          type === "contour" && (contours as { type?: string }).type !== "constraint",
      ).length;
    expect([maps(false), maps(true)]).toEqual([0, 3]);
  });
});

figureContract("partialDependence", (view) => partialDependence(view));
figureContract("partialDependence of pairs", (view) => partialDependence(view, { pairs: true }));
