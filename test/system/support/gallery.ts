/** Every figure of docs/gallery, as the built library makes it. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Figure } from "../../../lib/plots/common/figure.ts";
import { root } from "./run.ts";

/** A figure of the gallery, or why there is none. */
export interface GalleryFigure {
  /** The file's name, and the variant's: "history", "edf-several". */
  readonly name: string;
  readonly figure: Figure | undefined;
  readonly error: unknown;
}

const load = (path: string) => import(pathToFileURL(join(root, path)).href);

/** All of them in the order of their names. An entry that throws is kept with what it threw. */
export async function galleryFigures(): Promise<GalleryFigure[]> {
  const { plots } = await load("dist/lib/plots/index.js");
  const { loadGallery } = await load("scripts/gallery/load.mjs");
  const gallery = { plots, ...loadGallery(await load("dist/lib/core.js")) };
  const files = readdirSync(join(root, "docs/gallery")).filter((file) => file.endsWith(".mjs"));
  const all: GalleryFigure[] = [];
  for (const file of files.toSorted()) {
    const name = file.slice(0, -".mjs".length);
    try {
      const { default: draw } = await load(`docs/gallery/${file}`);
      const drawn = await draw(gallery);
      const variants: [string, Figure][] = Array.isArray(drawn) ? drawn : [["", drawn]];
      for (const [suffix, figure] of variants)
        all.push({ name: suffix === "" ? name : `${name}-${suffix}`, figure, error: undefined });
    } catch (error) {
      all.push({ name, figure: undefined, error });
    }
  }
  return all;
}
