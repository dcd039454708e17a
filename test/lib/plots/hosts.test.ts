// Every figure of the gallery as the bundle of each host: how large it is, and whether what the host is
// documented to accept is all that it holds.
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import * as core from "../../../lib/core.ts";
import type { PlotlySpec } from "../../../lib/display/host.ts";
import { bundleFor } from "../../../lib/plots/common/bundle.ts";
import type { Figure } from "../../../lib/plots/common/figure.ts";
import { pageAsset } from "../../../lib/plots/common/page.ts";
import { plotlyMime, PLOTLY_MIME } from "../../../lib/plots/common/plotly-mime.ts";
import { PICTURE_SCALE } from "../../../lib/plots/common/pictures.ts";
import { plots } from "../../../lib/plots/index.ts";
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

/** The ten that a user of Optuna looks for, each of a recorded study of 60 trials or so. */
const TEN = [
  "history",
  "curves",
  "parallel",
  "slice",
  "contour",
  "importances",
  "edf",
  "timeline",
  "rank",
  "pareto-front",
];

test("a notebook with ten figures stays under 2 MB with the labextension", async () => {
  const { host, shown } = recordingHost();
  const sizes: [string, number][] = [];
  for (const [name, figure] of figures.filter(([each]) => TEN.includes(each))) {
    const picture = { bytes: await figure.toPicture("png", { scale: PICTURE_SCALE }) };
    const bundle = bundleFor(host, { payload: figure.toPayload(), text: figure.text, picture });
    sizes.push([name, JSON.stringify(bundle).length]);
  }
  expect(shown).toEqual([]);
  expect(sizes).toHaveLength(TEN.length);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(total, JSON.stringify(sizes)).toBeLessThan(2e6);
}, 300_000);

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
