import { describe, expect, it } from "vitest";
import { convergence } from "../../../lib/plots/convergence.ts";
import { convergenceData } from "../../../lib/plots/convergence/data.ts";
import { roughWidth } from "../../../lib/plots/common/labels.ts";
import { history } from "../../../lib/plots/history.ts";
import type { Direction, StudyView } from "../../../lib/study/observer.ts";
import { figureContract, studyFrom } from "../../contracts/figure.ts";

/** A study of complete trials with these values, each with three reports; one after the other. */
function study(name: string, values: number[], direction: Direction = "minimize"): StudyView {
  const outcome = (_: unknown, number: number) => ({
    value: values[number]!,
    values: { loss: values[number]! },
    reports: [1, 2, 3].map((step) => ({ step, value: 1, at: 1000 * number + step })),
    notes: { step: "epoch" },
  });
  return studyFrom({}, values.length, outcome, { name, objectives: { loss: direction } });
}
const title = (figure: ReturnType<typeof convergence>) =>
  (figure.spec.layout["title"] as { text: string }).text;

describe("convergence", () => {
  const one = study("one", [5, 3, 4, 2]);
  const other = study("other", [9, 8, 7, 3, 6]);

  it("has a point for each improvement, and goes on to the last finished trial", () => {
    const [line] = convergenceData([{ name: "one", study: one }]).lines;
    expect(line).toMatchObject({
      points: [
        { x: 1, value: 5 },
        { x: 2, value: 3 },
        { x: 4, value: 2 },
      ],
      trials: [0, 1, 3],
      end: 4,
    });
  });

  it("measures the lead over the study that ends worst", () => {
    const figure = convergence([one, other]);
    expect(title(figure)).toBe("one needs 2 trials for what other finds in 4");
    expect(figure.alt).toContain("one 2 after 4 trials, other 3 after 5 trials");
    expect(title(convergence(one))).toBe("Loss 2 after 4 trials");
  });

  it("labels a line that ends early at its own end, whole and apart from the others", () => {
    const falling = (name: string, count: number) =>
      study(
        name,
        Array.from({ length: count }, (_, k) => 1 + 1 / (k + 1)),
      );
    const figure = history([falling("long", 60), falling("hyperband 2", 17), falling("asha", 30)]);
    const layout = figure.spec.layout as {
      margin: Record<"l" | "r" | "t" | "b", number>;
      annotations: Record<string, number | string>[];
    };
    const labels = layout.annotations.filter(({ text }) => /<b>(long|hyper|asha)/.test(`${text}`));
    // Of those within the plot the paper behind them, and the text.
    expect(labels.map(({ text, xref, x, bgcolor }) => [text, xref, x, bgcolor])).toEqual([
      [expect.stringContaining("long"), "paper", 1, undefined],
      [expect.stringContaining("hyperband 2"), "x", 16, "token:paper"],
      [expect.stringContaining("hyperband 2"), "x", 16, undefined],
      [expect.stringContaining("asha"), "x", 29, "token:paper"],
      [expect.stringContaining("asha"), "x", 29, undefined],
    ]);
    // All go to the right, where the margin alone has room for the longest.
    expect(new Set(labels.map(({ xanchor }) => xanchor))).toEqual(new Set(["left"]));
    expect(layout.margin.r).toBeGreaterThan(roughWidth("hyperband 2 1.06"));
    // Heights in pixels, as far as the axis spreads them: none covers another.
    const [low, high] = (layout as unknown as { yaxis: { range: [number, number] } }).yaxis.range;
    const pixels = figure.height - layout.margin.t - layout.margin.b;
    const heights = labels
      .filter(({ bgcolor }) => bgcolor === undefined)
      .map(({ y, yshift }) => ((Number(y) - low) / (high - low)) * pixels + Number(yshift))
      .toSorted((a, b) => a - b);
    for (const [k, height] of heights.slice(1).entries())
      expect(height - heights[k]!).toBeGreaterThan(15.9);
  });

  it("says which study has nothing complete", () => {
    const figure = convergence([one, study("none", [])]);
    expect(JSON.stringify(figure.spec.layout["title"])).toContain("none: none complete");
    expect(figure.text).toMatch(/none +–/);
  });

  it("refuses an objective that is not there, and studies of opposite directions", () => {
    expect(() => convergence(one, { objective: "size" })).toThrow(
      /no objective "size"; it has loss/,
    );
    expect(() => convergence([one, study("up", [1], "maximize")])).toThrow(/cannot be compared/);
  });
});

figureContract("convergence", (one) => convergence(one));
figureContract("convergence of two studies", (one) => convergence([one, one]));
