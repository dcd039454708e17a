import { describe, expect, test } from "vitest";
import { builtAsset } from "../../../../lib/plots/common/built-asset.ts";
import { exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { history } from "../../../../lib/plots/history.ts";
import { themes } from "../../../../lib/plots/common/theme.ts";
import { loadPlotly } from "../../../../lib/plots/static/plotly-dom.ts";

describe("the small Plotly of the build", () => {
  test("names the licence of what it holds", () => {
    expect(builtAsset("plotly.js")?.slice(0, 200)).toContain("MIT");
  });

  test("draws what the whole one draws", async () => {
    const figure = history(exampleStudy({ trials: 60, running: 0 }));
    const spec = figure.resolve();
    const drawing = loadPlotly();
    const small = await drawing(spec, 900, figure.height);
    // A kind of trace that no figure uses calls for the whole library.
    const unknown = { type: "pie", values: [1], visible: false };
    const whole = await drawing({ ...spec, data: [...spec.data, unknown] }, 900, figure.height);
    // Both number the ids of their clip paths in their own way.
    const plain = (svg: string) => svg.replace(/\b(id="|url\(#)[^")]+/g, "$1");
    expect(plain(small)).toContain("<path");
    expect(plain(whole).length).toBeGreaterThan(10_000);
    expect(paths(small)).toEqual(paths(whole));
  });
});

/** All that is drawn: the shapes of paths and the texts. */
function paths(svg: string): string[] {
  return [...svg.matchAll(/ d="([^"]+)"|<text[^>]*>([^<]*)/g)].map(
    (match) => match[1] ?? match[2]!,
  );
}

test("an SVG file has paper of its own", async () => {
  const figure = history(exampleStudy());
  for (const theme of ["light", "dark"] as const) {
    const svg = new TextDecoder().decode(await figure.toPicture("svg", { theme }));
    expect(svg).toMatch(
      new RegExp(`^<svg[^>]*><rect width="100%" height="100%" fill="${themes[theme].paper}"/>`),
    );
  }
});
