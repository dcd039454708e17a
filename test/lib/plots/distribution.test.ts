import { describe, expect, it } from "vitest";
import { distribution } from "../../../lib/plots/distribution.ts";
import { distributionData } from "../../../lib/plots/distribution/data.ts";
import { choice, float, int } from "../../../lib/space/parameters.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

const sum = (bins: readonly { first: number; second: number }[]) =>
  bins.reduce((total, { first, second }) => total + first + second, 0);

describe("distribution of values", () => {
  const values = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1000];
  const study = studyFrom({}, 12, (_, number) =>
    number < 9
      ? values[number]!
      : { state: "pruned", reports: [{ step: 1, value: number === 11 ? 50 : 1.45, at: 1 }] },
  );

  it("counts each trial once: in a bar, or beyond the region that decides", () => {
    const data = distributionData(study);
    expect(data).toMatchObject({ first: 9, second: 3 });
    expect(sum(data.bins)).toBe(10);
    expect(data.beyond).toMatchObject({ first: 1, second: 1 });
    const bin = data.bins.find(({ low, high }) => low <= 0 && high > 0)!;
    expect(bin.first).toBeGreaterThan(0);
  });

  it("says between which values half of the complete trials end", () => {
    // Of nine values the third and the seventh.
    expect(distributionData(study).quartiles).toEqual([1.2, 1.4, 1.6]);
    expect(distribution(study).alt).toBe(
      "Distribution of loss: Half of the complete trials end between 1.20 and 1.60; 9 complete, 3 stopped early; the best is trial 0 at 1.",
    );
  });

  it("marks the best in its bar in a terminal", () => {
    expect(distribution(study).text.match(/★/g)).toHaveLength(1);
  });

  it("refuses an objective that is not there", () => {
    expect(() => distribution(study, { objective: "size" })).toThrow(/no objective "size"/);
  });
});

describe("distribution of a parameter", () => {
  const study = studyFrom(
    { rate: float(1e-4, 1, { log: true }), layers: int(1, 4), kind: choice(["a", "b", "c"]) },
    40,
    (point) => (point["kind"] === "b" ? 0 : 10) + Number(point["layers"]),
  );
  const tried = (path: string, value: unknown) =>
    study.trials.filter(({ point }) => point[path] === value).length;

  it("has a bar for each choice and each whole number", () => {
    const kinds = distributionData(study, { parameter: "kind" });
    expect(kinds.bins.map(({ words }) => words)).toEqual(["a", "b", "c"]);
    expect(kinds.bins.map(({ first, second }) => first + second)).toEqual(
      ["a", "b", "c"].map((value) => tried("kind", value)),
    );
    const layers = distributionData(study, { parameter: "layers" });
    expect(layers.bins.map(({ words }) => words)).toEqual(["1", "2", "3", "4"]);
    expect(layers.bins.map(({ first, second }) => first + second)).toEqual(
      [1, 2, 3, 4].map((value) => tried("layers", value)),
    );
  });

  it("tells the best quarter from the others, and says what they have", () => {
    const data = distributionData(study, { parameter: "kind" });
    expect(data).toMatchObject({ first: 10, second: 30 });
    expect(distribution(study, { parameter: "kind" }).alt).toContain(
      `The better trials have kind b: ${data.bins[1]!.first} of 10`,
    );
  });

  it("bins a log parameter by its logarithm", () => {
    const { bins, scale } = distributionData(study, { parameter: "rate" });
    expect(scale).toBe("log");
    expect(sum(bins)).toBe(40);
    expect(bins[0]!.low).toBeLessThan(-4);
  });

  it("refuses a parameter that is not there", () => {
    expect(() => distribution(study, { parameter: "width" })).toThrow(
      /no parameter "width"; it has rate, layers, kind/,
    );
  });
});

figureContract("distribution", (study) => distribution(study));
figureContract("distribution of a parameter", (study) => {
  const [first] = Object.keys(study.trials[0]?.point ?? {});
  return distribution(study, first === undefined ? {} : { parameter: first });
});
