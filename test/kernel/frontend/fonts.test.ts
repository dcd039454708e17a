// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { setAssets } from "../../../kernel/frontend/browser/assets.ts";
import { loadFonts } from "../../../kernel/frontend/browser/fonts.ts";

const added: unknown[] = [];

beforeEach(() => {
  added.length = 0;
  setAssets("https://jupyter.test/labextensions/tunebook/static/remoteEntry.1.js");
  vi.stubGlobal("TUNEBOOK_FONTS", { 400: "Regular.otf", 600: "Bold.otf" });
  Object.defineProperty(document, "fonts", {
    configurable: true,
    value: { add: (face: unknown) => added.push(face) },
  });
});

/** A font of the page, whose file is there unless its name holds `missing`. */
function fontFace(missing: string) {
  return class {
    readonly family: string;
    readonly source: string;
    readonly more: { weight: string };
    constructor(family: string, source: string, more: { weight: string }) {
      this.family = family;
      this.source = source;
      this.more = more;
    }
    load() {
      return this.source.includes(missing)
        ? Promise.reject(new Error("404"))
        : Promise.resolve(this);
    }
  };
}

it("loads each weight from beside the extension", async () => {
  vi.stubGlobal("FontFace", fontFace("nothing"));
  await loadFonts();
  const folder = "https://jupyter.test/labextensions/tunebook/static/";
  expect(added).toEqual([
    { family: "Inter", source: `url("${folder}Regular.otf")`, more: { weight: "400" } },
    { family: "Inter", source: `url("${folder}Bold.otf")`, more: { weight: "600" } },
  ]);
});

it("does without a file that does not come, and without fonts at all", async () => {
  vi.stubGlobal("FontFace", fontFace("Regular"));
  await loadFonts();
  expect(added).toMatchObject([{ more: { weight: "600" } }]);
  vi.stubGlobal("FontFace", undefined);
  await loadFonts();
  expect(added).toHaveLength(1);
});
