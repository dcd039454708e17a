// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { changedRanges } from "../../../kernel/frontend/browser/figure-view.ts";
import {
  coloursOf,
  isDark,
  onThemeChange,
  resolveTokens,
} from "../../../kernel/frontend/browser/theme.ts";

afterEach(() => document.body.removeAttribute("data-jp-theme-light"));

describe("colours", () => {
  it("are those of JupyterLab's theme, else of the system's", () => {
    const themes = { light: { paper: "#ffffff" }, dark: { paper: "#14181e" } };
    vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: () => undefined }));
    expect([isDark(), coloursOf(themes)]).toEqual([true, { paper: "#14181e" }]);
    document.body.setAttribute("data-jp-theme-light", "true");
    expect([isDark(), coloursOf(themes)]).toEqual([false, { paper: "#ffffff" }]);
    document.body.setAttribute("data-jp-theme-light", "false");
    expect(isDark()).toBe(true);
  });

  it("are colours and nothing that a page would fetch", () => {
    document.body.setAttribute("data-jp-theme-light", "true");
    const light = {
      hex: "#a1b2c3",
      name: "teal",
      rgba: "rgba(1, 2, 3, 0.5)",
      image: "url(https://example.invalid/a.png)",
      more: "red; background: url(x)",
    };
    expect(Object.keys(coloursOf({ light, dark: {} }))).toEqual(["hex", "name", "rgba"]);
  });

  it("replace tokens everywhere in a copy", () => {
    const spec = {
      data: [{ marker: { color: "token:best" }, x: [1, null], text: ["a", "b token:ink c"] }],
      title: '<span style="color:token:best">best</span> token:unknown token:constructor',
    };
    const before = structuredClone(spec);
    expect(resolveTokens(spec, { best: "#dd7a0a", ink: "#000" })).toEqual({
      data: [{ marker: { color: "#dd7a0a" }, x: [1, null], text: ["a", "b #000 c"] }],
      title: '<span style="color:#dd7a0a">best</span> #000 #000',
    });
    expect(spec).toEqual(before);
  });

  it("tell when the theme changes, until told otherwise", async () => {
    const calls: string[] = [];
    const end = onThemeChange(() => calls.push("changed"));
    document.body.setAttribute("data-jp-theme-light", "false");
    await expect.poll(() => calls).toEqual(["changed"]);
    end();
    document.body.setAttribute("data-jp-theme-light", "true");
    await Promise.resolve();
    expect(calls).toEqual(["changed"]);
  });
});

describe("ranges of a relayout", () => {
  it("are read in both of Plotly's forms, and nothing else is", () => {
    const ranges = changedRanges({
      "xaxis.range[0]": 1,
      "xaxis.range[1]": 5,
      "yaxis2.range": [0, 1],
      "yaxis.autorange": true,
      width: 400,
    });
    expect([...ranges]).toEqual([
      ["xaxis", [1, 5]],
      ["yaxis2", [0, 1]],
    ]);
  });
});
