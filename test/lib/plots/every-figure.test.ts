import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { plots } from "../../../lib/plots/index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe("every figure", () => {
  for (const name of Object.keys(plots)) {
    it(`${name} has an example in the gallery and a test`, () => {
      expect(existsSync(`${root}docs/gallery/${kebab(name)}.mjs`)).toBe(true);
      expect(existsSync(`${root}test/lib/plots/${kebab(name)}.test.ts`)).toBe(true);
    });
  }

  it("of the gallery is one of plots", () => {
    const entries = readdirSync(`${root}docs/gallery`).filter((file) => file.endsWith(".mjs"));
    const names = Object.keys(plots).map((name) => `${kebab(name)}.mjs`);
    expect(entries.filter((file) => !names.includes(file))).toEqual([]);
  });
});
