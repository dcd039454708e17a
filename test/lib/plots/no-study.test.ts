import { describe, expect, it } from "vitest";
import { openStudy } from "../../../lib/index.ts";
import { plots } from "../../../lib/plots/index.ts";
import { float } from "../../../lib/space/parameters.ts";

const drawn = plots as unknown as Record<string, (study: unknown) => unknown>;

describe("a figure of what is no study", () => {
  for (const name of ["history", "importances", "slice", "contour", "parallel", "edf"]) {
    it(`${name} asks for the study itself where it is given its promise`, async () => {
      const opening = openStudy({ space: { x: float(0, 1) } });
      expect(() => drawn[name]!(opening)).toThrow(
        /given a promise where a study belongs. Await it/,
      );
      await opening;
    });

    it(`${name} says what it was given`, () => {
      expect(() => drawn[name]!(undefined)).toThrow(/given undefined where a study belongs/);
    });
  }
});
