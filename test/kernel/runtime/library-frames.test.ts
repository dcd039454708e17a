import { afterEach, describe, expect, it, vi } from "vitest";
import { foldLibraryFrames } from "../../../kernel/runtime/library-frames.ts";

const library = new URL("../../../lib/", import.meta.url).href;
const own = (name: string) => `    at ${name} (${library}${name}.js:1:2)`;
const cell = "    at Cell [3]:1:2";

describe("frames of the library", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("are counted where they stand, with what of the engine's lies between them", () => {
    expect(
      foldLibraryFrames([
        "Error: x",
        own("a"),
        "    at Array.map (<anonymous>)",
        own("b"),
        cell,
        "    at async Promise.all (index 0)",
        cell,
        own("c"),
      ]),
    ).toEqual([
      "Error: x",
      "    … 3 frames inside tunebook",
      cell,
      "    at async Promise.all (index 0)",
      cell,
      "    … 1 frame inside tunebook",
    ]);
  });

  it("leave what the engine's own frames were called by, where that is the user's", () => {
    const map = "    at Array.map (<anonymous>)";
    expect(foldLibraryFrames([own("a"), map, cell])).toEqual([
      "    … 1 frame inside tunebook",
      map,
      cell,
    ]);
  });

  it("of a copy beside the notebook are folded too, those of other packages never", () => {
    const copy = "    at f (file:///home/me/node_modules/tunebook/dist/lib/index.js:3:1)";
    const other = "    at f (file:///home/me/node_modules/lodash/lib/index.js:3:1)";
    expect(foldLibraryFrames([copy, other])).toEqual(["    … 1 frame inside tunebook", other]);
  });

  it("touch no line of the message, and are all shown where that is asked for", () => {
    const lines = [`Error: read ${library}a.js`, own("a"), cell];
    expect(foldLibraryFrames(lines)[0]).toBe(lines[0]);
    vi.stubEnv("TUNEBOOK_TRACEBACK", "full");
    expect(foldLibraryFrames(lines)).toEqual(lines);
  });
});
