import { afterEach, describe, expect, it } from "vitest";
import { FIGURE_MIME, type Host, HOST, type MimeBundle } from "../../lib/display/host.ts";
import { choice, float, openStudy, StudyStopped, tuners } from "../../lib/index.ts";

const globals = globalThis as Record<symbol, unknown>;
const space = { x: float(0, 1), y: choice(["a", "b"]) };

/** A notebook with one cell, which keeps what is drawn in it. */
function notebook() {
  const stop = new AbortController();
  const drawn: MimeBundle[] = [];
  const held: Promise<unknown>[] = [];
  const host: Host = {
    version: 1,
    name: "tunebook",
    display: (bundle) => void drawn.push(bundle),
    clear: () => undefined,
    comm: undefined,
    input: async () => "",
    cell: { id: "one", code: "", signal: stop.signal, hold: (work) => void held.push(work) },
    renderer: true,
  };
  globals[HOST] = host;
  return { stop, drawn, held };
}

afterEach(() => {
  delete globals[HOST];
});

describe("the public door", () => {
  it("draws a live panel in a notebook, unless it is declined", async () => {
    const { drawn } = notebook();
    const study = await openStudy({ space, seed: 1, tuner: tuners.random() });
    await study.optimize(({ params }) => params.x, { until: { trials: 5 }, panel: false });
    expect(drawn).toEqual([]);
    await study.optimize(({ params }) => params.x, { until: { trials: 8 } });
    expect(drawn.at(-1)?.[FIGURE_MIME]).toMatchObject({
      kind: "panel",
      panel: { progress: { finished: 8, planned: 8 } },
    });
  });

  it("stops a study with its cell, and holds the cell until that is recorded", async () => {
    const { stop, held, drawn } = notebook();
    const study = await openStudy({ space, seed: 1, tuner: tuners.random() });
    const run = study.optimize(
      ({ number }) => (number < 2 ? 1 : (stop.abort(), new Promise<number>(() => undefined))),
      { until: { trials: 5 } },
    );
    await expect(run).rejects.toBeInstanceOf(StudyStopped);
    await Promise.all(held);
    expect(held.length).toBeGreaterThan(0);
    expect(study.trials.map(({ state }) => state)).toEqual(["complete", "complete", "interrupted"]);
    expect(drawn.at(-1)?.[FIGURE_MIME]).toMatchObject({ panel: { status: "stopped" } });
  });

  it("draws a study as the last value of a cell", async () => {
    const study = await openStudy({ space, seed: 1 });
    await study.optimize(({ params }) => params.x, { until: { trials: 12 }, panel: false });
    const display = (study as unknown as Record<symbol, () => Promise<MimeBundle>>)[
      Symbol.for("Jupyter.display")
    ]!;
    const bundle = await display.call(study);
    expect(bundle[FIGURE_MIME]).toMatchObject({ kind: "card", card: { title: "study" } });
    expect(bundle["text/plain"]).toContain("12");
  });

  it("opens with the automatic tuner and the median pruner", async () => {
    const study = await openStudy({ space });
    expect(study.prunerName).toBe("median");
    expect(study.tunerName).toBe(
      tuners.auto().create({ space: study.space, objectives: study.objectives, seed: 1 }).name,
    );
  });
});
