import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as core from "../../../lib/core.ts";
import type { Figure } from "../../../lib/plots/common/figure.ts";
import { plots } from "../../../lib/plots/index.ts";
import type { StudyView } from "../../../lib/study/observer.ts";
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

  for (const entry of entries) {
    it(`of ${entry} is the same of a study that has its fields by getters, as an open one has`, async () => {
      const { loadGallery } = await import(`${root}scripts/gallery/load.mjs`);
      const { default: draw } = await import(`${root}docs/gallery/${entry}`);
      const gallery = loadGallery(core);
      const asked = Object.defineProperties({}, mapped(gallery.studies, askedOf));
      const specs = async (given: object) => {
        const drawn = await draw({ plots, ...gallery, ...given });
        const figures: [string, Figure][] = Array.isArray(drawn) ? drawn : [["", drawn]];
        return figures.map(([, figure]) => JSON.stringify(figure.spec));
      };
      expect(await specs({ studies: asked })).toEqual(await specs({}));
    });
  }

  it("of the gallery is one of plots", () => {
    const names = Object.keys(plots).map((name) => `${kebab(name)}.mjs`);
    expect(entries.filter((file) => !names.includes(file))).toEqual([]);
  });
});

/** A study whose fields stand in its prototype. */
function askedOf(study: StudyView): StudyView {
  const prototype = {};
  for (const [name, value] of Object.entries(study))
    Object.defineProperty(prototype, name, { get: () => value as unknown });
  return Object.create(prototype) as StudyView;
}

/** Getters of the same names that give what `change` makes of the values. */
function mapped(
  studies: Record<string, StudyView>,
  change: (study: StudyView) => StudyView,
): PropertyDescriptorMap {
  const names = Object.keys(studies);
  return Object.fromEntries(
    names.map((name) => [name, { enumerable: true, get: () => change(studies[name]!) }]),
  );
}
