import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as core from "../../../lib/core.ts";
import type { Figure } from "../../../lib/plots/common/figure.ts";
import { plots } from "../../../lib/plots/index.ts";
import { missingCharacters } from "../../../lib/plots/static/font-metrics.ts";
import { checkFigure } from "../../contracts/figure.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe("every figure", () => {
  for (const name of Object.keys(plots)) {
    it(`${name} has an example in the gallery and a test`, () => {
      expect(existsSync(`${root}docs/gallery/${kebab(name)}.mjs`)).toBe(true);
      expect(existsSync(`${root}test/lib/plots/${kebab(name)}.test.ts`)).toBe(true);
    });
  }

  const entries = readdirSync(`${root}docs/gallery`).filter((file) => file.endsWith(".mjs"));

  for (const entry of entries) {
    it(`of ${entry} keeps the rules, and is written in characters that its fonts have`, async () => {
      const { loadGallery } = await import(`${root}scripts/gallery/load.mjs`);
      const { default: draw } = await import(`${root}docs/gallery/${entry}`);
      const drawn = await draw({ plots, ...loadGallery(core) });
      const figures: [string, Figure][] = Array.isArray(drawn) ? drawn : [["", drawn]];
      for (const [suffix, figure] of figures) {
        checkFigure(figure);
        const texts = JSON.stringify(figure.spec).replaceAll("&nbsp;", " ");
        expect(missingCharacters(texts), suffix).toEqual([]);
      }
    });
  }

  it("of the gallery is one of plots", () => {
    const names = Object.keys(plots).map((name) => `${kebab(name)}.mjs`);
    expect(entries.filter((file) => !names.includes(file))).toEqual([]);
  });
});
