// Every figure of the gallery as the bundle of each host: how large it is, and whether what the host is
// documented to accept is all that it holds.
import { readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import * as core from "../../../lib/core.ts";
import { FIGURE_MIME, type PackedPayload, type PlotlySpec } from "../../../lib/display/host.ts";
import { bundleFor } from "../../../lib/plots/common/bundle.ts";
import type { Figure } from "../../../lib/plots/common/figure.ts";
import { pageAsset } from "../../../lib/plots/common/page.ts";
import { plotlyMime, PLOTLY_MIME } from "../../../lib/plots/common/plotly-mime.ts";
import { figurePicture } from "../../../lib/plots/common/pictures.ts";
import { plots } from "../../../lib/plots/index.ts";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { StudyView } from "../../../lib/study/observer.ts";
import { studyFrom } from "../../contracts/figure.ts";
import { recordingHost } from "./fixtures.ts";

const folder = new URL("../../../docs/gallery/", import.meta.url);
const figures: [name: string, figure: Figure][] = [];

beforeAll(async () => {
  const { loadGallery } = await import(new URL("../../scripts/gallery/load.mjs", folder).href);
  const given = { plots, ...loadGallery(core) };
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".mjs"))) {
    const { default: draw } = (await import(new URL(file, folder).href)) as {
      default: (given: object) => Promise<Figure | [string, Figure][]>;
    };
    const drawn = await draw(given);
    const name = file.slice(0, -".mjs".length);
    for (const [suffix, figure] of Array.isArray(drawn) ? drawn : [["", drawn] as const]) {
      figures.push([suffix === "" ? name : `${name}-${suffix}`, figure]);
    }
  }
}, 300_000);

/** A thousand trials of nine parameters, that report and are stopped early. */
function thousandTrials(): StudyView {
  const numbers = Array.from({ length: 6 }, (_, k) => [
    `parameter${k}`,
    float(1e-4, 1, { log: true }),
  ]);
  const space = {
    ...Object.fromEntries(numbers),
    activation: choice(["relu", "tanh", "sigmoid"]),
    layers: int(1, 4),
    optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
  };
  return studyFrom(space, 1000, (point, number) => {
    const away = Math.abs(Math.log10(Number(point["parameter0"])) + 2);
    const loss =
      0.05 + away * 0.1 + 0.02 * Number(point["layers"]) + 0.1 * Math.abs(Math.sin(number));
    const isStopped = number % 3 === 0;
    const reports = Array.from({ length: isStopped ? 9 : 27 }, (_, epoch) => ({
      step: epoch + 1,
      value: loss + Math.exp(-0.2 * (epoch + 1)),
      at: 1000 * number + 30 * epoch,
    }));
    const own = { reports, notes: { step: "epoch" } };
    if (isStopped) return { ...own, state: "pruned" };
    return { ...own, state: "complete", value: loss, values: { loss } };
  });
}

test("a notebook with the ten largest figures of a thousand trials, saved with their pictures, stays under 2 MB", async () => {
  const { host, shown } = recordingHost();
  const study = thousandTrials();
  // Of a finite space, of a known truth, of a race, of trials trained again: not of a study alone.
  const others = ["mosaic", "landscape", "race", "confirmed"];
  const saved: [name: string, size: number][] = [];
  for (const [name, plot] of Object.entries(plots)) {
    if (others.includes(name)) continue;
    const figure = (plot as (study: StudyView) => Figure)(study);
    const { spec, height, text } = figure;
    const picture = await figurePicture({ kind: "figure", spec, height });
    expect(picture, name).toHaveProperty("bytes");
    const bundle = bundleFor(host, { payload: figure.toPayload(), text, picture });
    saved.push([name, JSON.stringify(bundle).length]);
  }
  const largest = saved.toSorted(([, one], [, other]) => other - one).slice(0, 10);
  expect(largest).toHaveLength(10);
  expect(shown).toEqual([]);
  const total = largest.reduce((sum, [, size]) => sum + size, 0);
  expect(total, JSON.stringify(largest)).toBeLessThan(2e6);
}, 900_000);

test("what is packed is what was there, and small figures stay readable", () => {
  const { host } = recordingHost();
  const bundled = (figure: Figure) =>
    bundleFor(host, { payload: figure.toPayload(), text: "", picture: { problem: "" } })[
      FIGURE_MIME
    ];
  const large = plots.history(thousandTrials());
  const content = bundled(large) as PackedPayload;
  expect(content).toMatchObject({ version: 2, kind: "figure", id: "history", alt: large.alt });
  const text = gunzipSync(Buffer.from(content.packed, "base64")).toString();
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(large.toPayload())));
  const small = plots.history(studyFrom({ x: float(0, 1) }, 20, (point) => Number(point["x"])));
  expect(bundled(small)).toEqual(small.toPayload());
});

test("the loader's Plotly draws every kind of trace in use", () => {
  for (const [name, { spec }] of figures) {
    for (const { type = "scatter" } of spec.data) {
      expect(pageAsset()?.traces, name).toContain(type);
    }
  }
});

describe("VS Code's plotly.js, 3.0.1 and later", () => {
  /**
   * What plotly.js 4.1.1 knows and 3.0.1 does not, by comparing their `Plotly.PlotSchema.get()`; an older one
   * passes over an attribute that it does not know.
   */
  const NEWER = [
    "hoversort",
    "hoveranywhere",
    "clickanywhere",
    "modebardisable",
    "unifiedhovertitle",
    "zerolinelayer",
    "minorloglabels",
    "texttemplatefallback",
    "hovertemplatefallback",
    "hoverlabel.showarrow",
    "marker.line.dash",
    "fillpattern.path",
    "marker.pattern.path",
    "legend.maxheight",
    "legend.groupdoubleclick",
    "legend.titleclick",
    "legend.titledoubleclick",
  ];

  /** The paths of all attributes of a spec, without the numbers of lists. */
  function* paths(value: unknown, path = ""): Generator<string> {
    if (Array.isArray(value)) {
      for (const part of value) if (typeof part === "object") yield* paths(part, path);
    } else if (value !== null && typeof value === "object") {
      for (const [key, part] of Object.entries(value)) {
        yield `${path}.${key}`;
        yield* paths(part, `${path}.${key}`);
      }
    }
  }

  test("knows every attribute of every figure", () => {
    for (const [name, figure] of figures) {
      const spec = plotlyMime(figure.toPayload())[PLOTLY_MIME] as PlotlySpec;
      const newer = [...paths(spec)].filter((path) =>
        NEWER.some((attribute) => path.endsWith(`.${attribute}`)),
      );
      expect(newer, name).toEqual([]);
      expect(
        spec.data.map(({ type }) => type),
        name,
      ).not.toContain("quiver");
    }
  });

  test("is told what changed its default: titles are objects, overlaid axes say how they are ticked", () => {
    for (const [name, figure] of figures) {
      const { layout, data } = plotlyMime(figure.toPayload())[PLOTLY_MIME] as PlotlySpec;
      for (const [key, part] of Object.entries(layout)) {
        if (!/^([xy]axis\d*|title)$/.test(key)) continue;
        const axis = part as Record<string, unknown>;
        expect(typeof axis, name).toBe("object");
        if (key !== "title") expect(typeof (axis["title"] ?? {}), name).toBe("object");
        if ("overlaying" in axis) expect("tickmode" in axis || "tickvals" in axis, name).toBe(true);
      }
      expect(JSON.stringify([layout, data]), name).not.toContain("token:");
    }
  });
});
