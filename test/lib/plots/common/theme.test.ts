import { describe, expect, test } from "vitest";
import {
  resolveTokens,
  type TokenName,
  themes,
  tint,
  token,
} from "../../../../lib/plots/common/theme.ts";

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const colours = themes[theme];
  const paper = colours.paper;

  test.each(["ink", "text", "bestText", "beliefText"] as TokenName[])(
    "text in %s is at least 4.8:1 on paper and on a card",
    (name) => {
      expect(contrast(colours[name], paper)).toBeGreaterThanOrEqual(4.8);
      expect(contrast(colours[name], colours.card)).toBeGreaterThanOrEqual(4.8);
    },
  );

  test("text in a hover is at least 4.8:1", () => {
    expect(contrast(colours.hoverText, colours.hover)).toBeGreaterThanOrEqual(4.8);
  });

  test.each(["done", "best", "running", "failed", "belief"] as TokenName[])(
    "marks in %s are at least 3:1 on paper",
    (name) => expect(contrast(colours[name], paper)).toBeGreaterThanOrEqual(3),
  );

  test("the numbers of running trials can be read: 4.5:1, as WCAG asks of text", () => {
    expect(contrast(colours.running, paper)).toBeGreaterThanOrEqual(4.5);
  });

  test("pruned trials recede, yet are there", () => {
    expect(contrast(colours.pruned, paper)).toBeGreaterThan(2);
    expect(contrast(colours.pruned, paper)).toBeLessThan(contrast(colours.done, paper));
  });

  test("has the tokens of the other", () => {
    const other = themes[theme === "light" ? "dark" : "light"];
    expect(Object.keys(colours).toSorted()).toEqual(Object.keys(other).toSorted());
  });
});

describe("resolveTokens", () => {
  test("replaces tokens at any depth and inside of text, and leaves the original alone", () => {
    const spec = { a: token("best"), b: [{ c: tint("failed", "x") }], d: 3, e: null };
    expect(resolveTokens(spec, "light")).toEqual({
      a: "#dd7a0a",
      b: [{ c: '<span style="color:#b3202f">x</span>' }],
      d: 3,
      e: null,
    });
    expect(spec.a).toBe("token:best");
  });

  test("leaves a token that it does not know", () => {
    expect(resolveTokens("token:mauve", "dark")).toBe("token:mauve");
  });
});
