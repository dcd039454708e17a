// Every figure of docs/gallery in a real browser, in both themes: no text overlaps another, is cut or outside
// of the frame, Plotly draws all that the spec says, and the static picture is the same.
//
// With TUNEBOOK_PICTURES=FOLDER the pictures of what differs are kept there.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PictureWorker } from "../../lib/plots/static/picture.ts";
import { themes } from "../../lib/plots/common/theme.ts";
import { FigurePage } from "./support/figure-page.ts";
import { galleryFigures } from "./support/gallery.ts";
import { browserPath } from "./support/jupyter-lab.ts";
import { root } from "./support/run.ts";
import { fontFaults, textFaults } from "./support/text-faults.ts";

const WIDTH = 900;

/** Of all pixels, so many may differ between the browser's picture and the static one. */
const MOST_DIFFERENT = 0.0005;

const keep = process.env["TUNEBOOK_PICTURES"];
const figures = browserPath ? await galleryFigures() : [];

describe.skipIf(!browserPath)("the figures of the gallery", () => {
  let page: FigurePage;
  let worker: PictureWorker;

  beforeAll(async () => {
    const path = pathToFileURL(join(root, "dist/lib/plots/static/picture.js")).href;
    worker = new ((await import(path)) as { PictureWorker: typeof PictureWorker }).PictureWorker();
    worker.start();
    page = await FigurePage.open();
  });
  afterAll(async () => {
    await page?.[Symbol.asyncDispose]();
    await worker?.close();
  });

  const cases = figures.flatMap((one) =>
    (["light", "dark"] as const).map((theme) => [one.name, theme, one] as const),
  );

  it.each(cases)("%s, %s", async (name, theme, { figure, error }) => {
    if (figure === undefined) throw error;
    const subject = { kind: "figure", spec: figure.spec, height: figure.height } as const;
    const still = worker.draw({ subject, format: "png", theme, width: WIDTH, scale: 1 });
    const { paper } = themes[theme];
    const drawn = await page.draw(figure.resolve(theme), WIDTH, figure.height, paper);
    const picture = await page.picture();
    const { sizes, share, picture: difference } = await page.compare(picture, await still);
    if (keep) {
      mkdirSync(keep, { recursive: true });
      const save = (what: string, bytes: Uint8Array) =>
        writeFileSync(join(keep, `${name}-${theme}-${what}.png`), bytes);
      save("browser", picture);
      save("static", await still);
      save("difference", Buffer.from(difference, "base64"));
      console.log(`${name}-${theme}: ${(100 * share).toFixed(3)}% differ`);
    }
    const { refused, vanished, invalid } = drawn;
    expect({
      figure: name,
      faults: [...textFaults(drawn), ...fontFaults(drawn)],
      refused,
      vanished,
      invalid,
    }).toEqual({
      figure: name,
      faults: [],
      refused: [],
      vanished: [],
      invalid: [],
    });
    expect(sizes[1], "the static picture's size").toBe(sizes[0]);
    expect(share, "the share of pixels that differ").toBeLessThan(MOST_DIFFERENT);
  });

  describe("the eye that looks at them", () => {
    const note = (text: string, x: number, y: number, more = {}) => ({
      text,
      x,
      y,
      xref: "paper",
      yref: "paper",
      showarrow: false,
      font: { family: "Inter", size: 12 },
      ...more,
    });
    const spec = (annotations: object[], data: Record<string, unknown>[] = []) => ({
      data: [{ type: "scatter", x: [0, 1], y: [0, 1] }, ...data],
      layout: {
        annotations,
        showlegend: false,
        margin: { l: 60, r: 60, t: 60, b: 60 },
        xaxis: { range: [0, 1] },
        yaxis: { range: [0, 1] },
      },
    });
    const look = (of: ReturnType<typeof spec>) => page.draw(of, 600, 400, "#ffffff");

    it("finds nothing in a figure that is as it should be", async () => {
      const drawn = await look(spec([note("one<br>two", 0.3, 0.5), note("three", 0.6, 0.5)]));
      expect(textFaults(drawn)).toEqual([]);
      expect(drawn.texts.map(({ text }) => text)).toContain("two");
      expect(drawn).toMatchObject({ refused: [], vanished: [], invalid: [] });
    });

    it("takes a text on a halo of itself for one", async () => {
      const halo = note("0.28", 0.5, 0.5, {
        font: { family: "Inter", size: 12, color: "#ffffff" },
      });
      expect(textFaults(await look(spec([halo, note("0.28", 0.5, 0.5)])))).toEqual([]);
    });

    it("names two texts that overlap, and where", async () => {
      const drawn = await look(spec([note("arrive", 0.5, 0.5), note("go on", 0.51, 0.51)]));
      expect(textFaults(drawn)).toEqual([
        expect.stringMatching(/^"arrive" and "go on" overlap by \d+ × \d+ px at \(\d+, \d+\)$/),
      ]);
    });

    it("names what stands outside of the frame, and what the plot's edge cuts", async () => {
      const label = { type: "scatter", mode: "text", x: [0.5], y: [0], text: ["half"] };
      const outside = note("far away", 1, 0.5, { xanchor: "left", xshift: 30 });
      const drawn = await look(spec([outside], [label]));
      expect(textFaults(drawn).toSorted()).toEqual([
        expect.stringMatching(/^"far away" stands \d+ px outside of the frame$/),
        expect.stringMatching(/^"half" is cut by the edge of its plot/),
      ]);
    });

    it("names characters that the static pictures have no letter for", async () => {
      const drawn = await look(spec([note("lower ↓ ┅", 0.3, 0.5)]));
      expect(fontFaults(drawn)).toEqual(['"┅" of "lower ↓ ┅" is not in the bundled font']);
    });

    it("names annotations that vanish, traces that are refused, and what no spec may say", async () => {
      const gone = note("gone", 7, 0.5, { xref: "x" });
      const drawn = await look(
        spec(
          [gone],
          [
            { type: "heatmap", x: [1, 2], y: [], z: [] },
            { type: "scatter", mode: "points", x: [1], y: [1] },
          ],
        ),
      );
      expect(drawn.vanished).toEqual(["gone"]);
      expect(drawn.refused).toEqual([1]);
      expect(drawn.invalid).toEqual([expect.stringMatching(/mode/)]);
    });

    it("sees a line that is missing, and one that has another colour", async () => {
      const lines = (...colours: string[]) =>
        look(
          spec(
            [],
            colours.map((color, place) => ({
              type: "scatter",
              mode: "lines",
              x: [0, 1],
              y: [0.2 + 0.3 * place, 0.3 + 0.3 * place],
              line: { color, width: 2.5 },
            })),
          ),
        ).then(() => page.picture());
      const whole = await lines("#1a69d9", "#d87607");
      expect((await page.compare(whole, await lines("#1a69d9", "#d87607"))).share).toBe(0);
      for (const colours of [["#1a69d9"], ["#1a69d9", "#18a192"]]) {
        const { share } = await page.compare(whole, await lines(...colours));
        expect(share).toBeGreaterThan(MOST_DIFFERENT);
      }
    });
  });
});
