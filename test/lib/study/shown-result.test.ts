import { describe, expect, it } from "vitest";
import { bundleOf } from "../../../lib/display/display.ts";
import { FIGURE_MIME } from "../../../lib/display/host.ts";
import { analysis, float, openStudy, plots, tuners } from "../../../lib/index.ts";

describe("results as the last value of a cell", () => {
  it("a race is its figure, with the race's own objective and direction, and stays plain data", async () => {
    const result = await analysis.race({
      space: { x: float(0, 1) },
      objective: ({ params }) => ({ values: { score: -((params.x - 0.3) ** 2) } }),
      objectives: { score: "maximize" },
      tuners: { mine: tuners.random(), tpe: tuners.tpe() },
      trials: 12,
      seeds: 2,
      progress: false,
    });
    const figure = plots.race(result, { objective: "score", direction: "maximize" });
    expect(figure.text).not.toBe(plots.race(result).text);
    const bundle = await bundleOf(result);
    // Where a machine is too busy for a picture, the text goes on to say so.
    expect(bundle["text/plain"]).toContain(figure.text);
    expect(bundle).toHaveProperty([FIGURE_MIME]);
    // Nothing of it is seen by whoever goes through it, or keeps it.
    expect(structuredClone(result)).toEqual(result);
    expect(JSON.stringify(result)).toBe(JSON.stringify({ ...result }));
  });

  it("a confirmation is its figure, and stays a list", async () => {
    const study = await openStudy({
      space: { x: float(0, 1) },
      objectives: { loss: "minimize" },
      tuner: tuners.random(),
      seed: 1,
    });
    await study.optimize(({ params, seed }) => params.x + 0.1 * ((seed % 7) / 7), {
      until: { trials: 8 },
      panel: false,
    });
    const result = await study.confirm({ top: 2, seeds: 3, progress: false });
    expect((await bundleOf(result))["text/plain"]).toContain(
      plots.confirmed(result, { objective: "loss", direction: "minimize" }).text,
    );
    expect(Array.isArray(result) && result.length).toBe(2);
    expect(structuredClone(result)).toEqual(result);
  });
});
