import { describe, expect, test } from "vitest";
import { resolveTokens, themes, tint, token } from "../../../../lib/plots/common/theme.ts";

test("both themes have the same tokens", () => {
  expect(Object.keys(themes.light).toSorted()).toEqual(Object.keys(themes.dark).toSorted());
});

describe("resolveTokens", () => {
  test("replaces tokens at any depth and inside of text, and leaves the original alone", () => {
    const spec = { a: token("best"), b: [{ c: tint("failed", "x") }], d: 3, e: null };
    expect(resolveTokens(spec, "light")).toEqual({
      a: "#d87607",
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
