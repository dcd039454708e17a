// Every figure of one study, in a real browser, on studies as odd as they can be: no text overlaps another, is cut
// or outside of the frame, and nothing that a user wrote runs.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Figure } from "../../lib/plots/common/figure.ts";
import { plots } from "../../lib/plots/index.ts";
import type { StudyView } from "../../lib/study/observer.ts";
import { oddStudies } from "../contracts/figure.ts";
import { FigurePage } from "./support/figure-page.ts";
import { browserPath } from "./support/jupyter-lab.ts";
import { textFaults } from "./support/text-faults.ts";

/** A figure of a study alone; what needs more than that is undefined. */
function drawn(make: unknown, study: StudyView): Figure | undefined {
  try {
    return (make as (of: StudyView) => Figure)(study);
  } catch {
    // Which figures may refuse which studies is told by their own tests.
    return undefined;
  }
}

describe.skipIf(!browserPath)("figures of a study", () => {
  let page: FigurePage;
  beforeAll(async () => {
    page = await FigurePage.open();
  });
  afterAll(() => page?.[Symbol.asyncDispose]());

  it.each(Object.entries(oddStudies))("%s", async (_, make) => {
    const study = make();
    const found: string[] = [];
    for (const [name, plot] of Object.entries(plots)) {
      const figure = drawn(plot, study);
      if (!figure?.spec) continue;
      const seen = await page.draw(figure.resolve("light"), 900, figure.height, "#ffffff");
      for (const fault of [...textFaults(seen), ...seen.vanished, ...seen.invalid])
        found.push(`${name}: ${fault}`);
    }
    expect(found).toEqual([]);
    expect(page.said).toEqual([]);
  });
});
