import { describe, expect, test } from "vitest";
import { markers } from "../../../../lib/plots/common/layout.ts";
import { type TokenName, themes } from "../../../../lib/plots/common/theme.ts";
import { distanceSeen, visions } from "./colour-science/blindness.ts";
import { contrast } from "./colour-science/colour.ts";

/** WCAG 2.2, 1.4.3 asks 4.5 of text, 1.4.11 asks 3 of marks. */
const OF_TEXT = 4.8;
const OF_LABELS = 4.5;
const OF_MARKS = 3;

/** CIEDE2000, whatever the eye: ten times what can just be told apart side by side. */
const OF_DISTANCE = 10;

const marks: TokenName[] = ["done", "best", "running", "failed", "belief"];
const series: TokenName[] = ["series0", "series1", "series2", "series3", "series4"];

/** What may stand in one figure. A comparison of studies has its lines, and the baseline in `done`. */
const together: Record<string, TokenName[]> = {
  "the trials of a study and what is believed of them": [...marks, "pruned"],
  "several studies or tuners": [...series, "done"],
};

/** What recedes on purpose: present, but less than a mark. The contrast with paper: light, dark. */
const receding: [TokenName, number, number][] = [
  ["pruned", 2.12, 3.14],
  ["axis", 1.65, 2.25],
  ["grid", 1.15, 1.22],
  ["rail", 1.1, 1.23],
  ["track", 1.23, 1.42],
  ["border", 1.28, 1.22],
  ["runningSoft", 1.45, 1.68],
  ["quality0", 1.24, 1.39],
  ["quality1", 1.65, 2.14],
  ["quality2", 2.57, 3.82],
];

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const colours = themes[theme];

  test.each(["ink", "text", "bestText", "beliefText"] as TokenName[])(
    `text in %s is at least ${OF_TEXT}:1 on paper and on a card`,
    (name) => {
      expect(contrast(colours[name], colours.paper)).toBeGreaterThanOrEqual(OF_TEXT);
      expect(contrast(colours[name], colours.card)).toBeGreaterThanOrEqual(OF_TEXT);
    },
  );

  test(`text in a hover is at least ${OF_TEXT}:1`, () => {
    expect(contrast(colours.hoverText, colours.hover)).toBeGreaterThanOrEqual(OF_TEXT);
  });

  test.each(["done", "running", "failed", ...series] as TokenName[])(
    `labels in the colour of their mark, %s, are at least ${OF_LABELS}:1`,
    (name) => expect(contrast(colours[name], colours.paper)).toBeGreaterThanOrEqual(OF_LABELS),
  );

  test.each(marks)(`marks in %s are at least ${OF_MARKS}:1 on paper and on a card`, (name) => {
    expect(contrast(colours[name], colours.paper)).toBeGreaterThanOrEqual(OF_MARKS);
    expect(contrast(colours[name], colours.card)).toBeGreaterThanOrEqual(OF_MARKS);
  });

  test.each(receding)("%s recedes, and by how much is written down", (name, light, dark) => {
    const expected = theme === "light" ? light : dark;
    expect(contrast(colours[name], colours.paper)).toBeCloseTo(expected, 2);
    expect(contrast(colours[name], colours.paper)).toBeLessThan(
      contrast(colours.done, colours.paper),
    );
  });

  describe.each(Object.entries(together))("%s", (_, names) => {
    const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other]));
    test.each(visions)(`differ by ${OF_DISTANCE} or more for an eye with %s`, (vision) => {
      const near = pairs
        .map(([one, other]) => ({
          one,
          other,
          distance: distanceSeen(colours[one as TokenName], colours[other as TokenName], vision),
        }))
        .filter(({ distance }) => distance < OF_DISTANCE);
      expect(near).toEqual([]);
    });
  });

  test.each([
    ["quality", 5],
    ["area", 6],
  ] as const)("the steps of %s become stronger for every eye", (name, count) => {
    const steps = Array.from({ length: count }, (_, at) => colours[`${name}${at}` as TokenName]);
    const strength = steps.map((colour) => contrast(colour, colours.paper));
    expect(strength).toEqual(strength.toSorted((a, b) => a - b));
    for (const vision of visions) {
      steps.slice(1).forEach((colour, at) => {
        expect(distanceSeen(colour, steps[at] ?? "", vision)).toBeGreaterThan(5);
      });
    }
  });
});

test("shape repeats what colour says of a trial", () => {
  const symbol = (marker: object) => ("symbol" in marker ? marker.symbol : "circle");
  const shapes = [markers.complete(8), markers.running(8), markers.pruned(8), markers.failed(8)];
  expect(new Set(shapes.map(symbol)).size).toBe(shapes.length);
  // The best is a dot as well, but a larger one, with a wider rim.
  expect(markers.best(9).line.width).toBeGreaterThan(markers.complete(7.5).line.width);
});
