import { describe, expect, test } from "vitest";
import {
  EXAMPLE_NOW,
  examplePlan,
  exampleStudy,
} from "../../../../lib/plots/common/example-study.ts";
import { panelFrame, panelModel, type PanelRanges } from "../../../../lib/plots/panel/model.ts";
import { plots } from "../../../../lib/plots/index.ts";
import { PanelFigures } from "../../../../lib/plots/panel/figures.ts";
import { panelText, withoutDurations } from "../../../../lib/plots/panel/text.ts";
import { completed, studyOf, trialOf } from "../fixtures.ts";

const study = exampleStudy();
const model = panelModel(study, examplePlan(), EXAMPLE_NOW);

describe("the panel's numbers", () => {
  test("are those of the study", () => {
    const of = (state: string) => study.trials.filter((trial) => trial.state === state).length;
    expect(model.progress).toMatchObject({
      text: "47 of 60 trials",
      finished: 47,
      planned: 60,
      complete: of("complete"),
      pruned: of("pruned"),
      failed: of("failed"),
      running: 2,
      interrupted: 0,
      elapsed: "4 min 56 s so far",
    });
    expect(model.best?.value).toBe(study.best?.value);
    expect(model.best?.trial).toBe(study.best?.number);
    expect(model.best?.label).toBe("Best validation loss");
  });

  test("estimate what is left from this run's pace alone", () => {
    const early = completed([1, 2, 3, 4]).map((trial) => ({ ...trial, endedAt: 10 }));
    const late = [4, 5, 6].map((n) => trialOf(n, { value: 1, endedAt: 10_000 }));
    const plan = { ...examplePlan(13), startedAt: 1000 };
    // Three trials took 60 s, six are left: 120 s. The four of an earlier run do not count.
    const left = panelModel(studyOf([...early, ...late]), plan, 61_000).progress.left;
    expect(left).toBe("about 2 min 00 s left");
    expect(panelModel(studyOf(early), plan, 61_000).progress.left).toBe("");
  });

  test("a limit in seconds bounds what is left", () => {
    const plan = { ...examplePlan(), trials: undefined, seconds: 30, startedAt: 0 };
    const shown = panelModel(studyOf([]), plan, 10_000);
    expect(shown.progress.left).toBe("about 20 s left");
    expect(shown.progress.planned).toBeNull();
  });
});

describe("the ribbon", () => {
  test("has one cell for each planned trial", () => {
    expect(model.ribbon).toHaveLength(60);
    expect(model.ribbon.filter((cell) => cell.best)).toHaveLength(1);
    expect(model.ribbon[study.best?.number ?? -1]?.best).toBe(true);
    expect(model.ribbon.at(-1)?.state).toBe("waiting");
    const running = model.ribbon.filter((cell) => cell.state === "running");
    for (const cell of running) expect(cell.fraction).toBeGreaterThan(0);
  });

  test("pools beyond 200, and loses neither the best nor what runs", () => {
    const trials = completed(Array.from({ length: 1000 }, (_, i) => (i === 700 ? 0 : 1)));
    trials.push(trialOf(1000, { state: "running" }));
    const { ribbon } = panelModel(studyOf(trials), examplePlan(5000), 0);
    expect(ribbon.length).toBeLessThanOrEqual(200);
    expect(ribbon.filter((cell) => cell.best)).toHaveLength(1);
    expect(ribbon.filter((cell) => cell.state === "running")).toHaveLength(1);
  });
});

test("parameters say where in their range the best lies", () => {
  const rows = Object.fromEntries(model.params.map((row) => [row.name, row]));
  const point = study.best?.point ?? {};
  expect(rows["optimizer"]).toMatchObject({ text: point["optimizer.kind"], depth: 0 });
  expect(rows["learningRate"]?.mark).toMatchObject({ kind: "slider" });
  const mark = rows["learningRate"]?.mark;
  if (mark?.kind !== "slider") throw new Error("learningRate has a slider");
  expect(mark.at).toBeCloseTo(Math.log10(Number(point["learningRate"]) / 1e-4) / 3, 10);
  expect(rows["layers"]?.mark).toEqual({
    kind: "choices",
    count: 3,
    index: Number(point["layers"]) - 1,
  });
});

test("the items of a list stand in one row", () => {
  const dimensions = [
    { path: "hidden.length", kind: "int", low: 1, high: 3, log: false, step: 1 },
    { path: "hidden[0]", kind: "int", low: 16, high: 256, log: true, step: 1 },
    { path: "hidden[1]", kind: "int", low: 16, high: 256, log: true, step: 1 },
  ].map((dimension) => ({ ...dimension, condition: undefined })) as never;
  const point = { "hidden.length": 2, "hidden[0]": 137, "hidden[1]": 64 };
  const { params } = panelModel(
    studyOf([trialOf(0, { value: 1, point })], {
      space: { ...studyOf([]).space, dimensions },
    }),
    undefined,
    0,
  );
  expect(params).toEqual([
    {
      name: "hidden",
      path: "hidden.length",
      text: "137, 64",
      depth: 0,
      mark: { kind: "choices", count: 3, index: 1 },
    },
  ]);
});

test("chips are the last seven that ended, newest first, with curves in the unit square", () => {
  expect(model.recent).toHaveLength(7);
  const ends = model.recent.map((chip) => study.trials[chip.number]?.endedAt ?? 0);
  expect(ends).toEqual(ends.toSorted((a, b) => b - a));
  for (const chip of model.recent) {
    for (const [x, y] of chip.spark) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
    }
  }
});

test("while a study runs axes only ever widen, and the traces stay the same", () => {
  const whole = exampleStudy({ trials: 60, running: 0 });
  let before: PanelRanges = {};
  let traces: number[] | undefined;
  for (let count = 1; count <= 60; count++) {
    const now = { ...whole, trials: whole.trials.slice(0, count) };
    const frame = panelFrame(now, examplePlan(), EXAMPLE_NOW, undefined, before);
    for (const key of ["history", "x", "y"] as const) {
      const [old, next] = [before[key], frame.ranges[key]];
      if (!old) continue;
      expect(next?.low).toBeLessThanOrEqual(old.low);
      expect(next?.high).toBeGreaterThanOrEqual(old.high);
    }
    const lengths = frame.model.figures.map((figure) => figure.spec.data.length);
    traces ??= lengths;
    expect(lengths).toEqual(traces);
    for (const { spec } of frame.model.figures) expect(spec.layout["uirevision"]).toBe("study");
    before = frame.ranges;
  }
});

test("where nothing is reported on the way the history has the room of both figures", () => {
  const { figures } = panelModel(studyOf(completed([2, 1])), examplePlan(), 0);
  expect(figures.map((figure) => figure.id)).toEqual(["history"]);
});

test.each([
  ["an empty study", studyOf([])],
  ["only failures", studyOf([trialOf(0, { state: "failed" }), trialOf(1, { state: "failed" })])],
  ["infinite values", studyOf(completed([Infinity, Number.NaN]))],
  ["only interrupted ones", studyOf([trialOf(0, { state: "interrupted" })])],
  ["equal values", studyOf(completed([1, 1, 1, 1]))],
  ["zeros", studyOf(completed([0, 0]))],
  ["huge values", studyOf(completed([1e300, 1e-300]))],
])("%s makes a panel without a number that is none", (_, odd) => {
  const text = JSON.stringify(
    panelModel(odd, examplePlan(), EXAMPLE_NOW),
    (_key, value: unknown) =>
      typeof value === "number" && !Number.isFinite(value) ? "NOT A NUMBER" : value,
  );
  expect(text).not.toContain("NOT A NUMBER");
});

test("status and message follow the end", () => {
  const status = (reason: string) =>
    panelModel(study, examplePlan(), EXAMPLE_NOW, { reason, message: "Because." });
  expect(status("trials")).toMatchObject({ status: "finished", message: "Because." });
  expect(status("stopped").status).toBe("stopped");
  expect(status("error").status).toBe("failed");
  expect(status("trials").progress.left).toBe("");
  expect(model).toMatchObject({ status: "running", message: "Trials 47 and 48 are running." });
  expect(panelModel(study, undefined, 0).status).toBe("finished");
});

test("why a study failed is told in whole sentences", () => {
  const told = (message: string) =>
    panelModel(study, examplePlan(), EXAMPLE_NOW, { reason: "error", message }).message;
  expect(told("Trials 0, 1, 2 failed. Error: boom\nMend the objective.")).toBe(
    "Trials 0, 1, 2 failed. Error: boom. Mend the objective.",
  );
  expect(told("Error: no such file!\n\nMend it")).toBe("Error: no such file! Mend it.");
  // What goes on in the next line is no sentence of its own.
  expect(told("Error: it needs:\n- a.js\n- b.js")).toBe("Error: it needs: - a.js - b.js.");
});

test("texts of two runs are equal once durations are taken out", () => {
  const end = { reason: "trials", message: "All 60 trials are finished." };
  for (const ending of [undefined, end]) {
    const texts = [5000, 296_000, 20_000_000].map((elapsed) => {
      const at = examplePlan().startedAt + elapsed;
      return panelText(study, panelModel(study, examplePlan(), at, ending));
    });
    expect(new Set(texts).size).toBe(3);
    expect(new Set(texts.map(withoutDurations)).size).toBe(1);
  }
});

describe("several objectives", () => {
  const objectives = { loss: "minimize", hits: "maximize" } as const;
  const values = [
    { loss: 0.5, hits: 10 },
    { loss: 0.2, hits: 4 },
    { loss: 0.9, hits: 30 },
  ];
  const trials = values.map((each, number) =>
    trialOf(number, { value: each.loss, values: each, endedAt: number }),
  );
  const two = studyOf(trials, { objectives });

  test("the best of each, and their front beside the history of the first", () => {
    const { bests, figures } = panelModel(two, examplePlan(), 0);
    expect(bests).toEqual([
      { label: "Best loss", text: "0.200", trial: 1 },
      { label: "Best hits", text: "30", trial: 2 },
    ]);
    expect(figures.map(({ id, wide }) => [id, wide])).toEqual([
      ["front", undefined],
      ["history", undefined],
    ]);
    expect(panelText(two, panelModel(two, examplePlan(), 0))).toContain(
      "Best loss 0.200, trial 1\nBest hits 30, trial 2",
    );
    // A trial that breaks a constraint is the best of nothing.
    const broken = trials.map((trial, number) =>
      number === 1 ? { ...trial, constraints: { memory: 1 } } : trial,
    );
    const held = panelModel(studyOf(broken, { objectives }), examplePlan(), 0);
    expect(held.bests?.[0]).toMatchObject({ text: "0.500", trial: 0 });
  });

  test("one objective has no such list, and no front to be picked", () => {
    expect(model.bests).toBeUndefined();
    expect(model.offered?.map(({ id }) => id)).not.toContain("front");
    expect(panelModel(two, examplePlan(), 0).offered?.[0]).toMatchObject({ id: "front", on: true });
  });
});

test("figures that need the width stand below; alone, the first of them beside the best", () => {
  const places = (chosen: string[]) =>
    panelFrame(
      study,
      examplePlan(),
      EXAMPLE_NOW,
      undefined,
      {},
      new PanelFigures(chosen),
    ).model.figures.map(({ id, wide }) => [id, wide ?? false]);
  expect(places(["history", "parallel"])).toEqual([
    ["history", false],
    ["parallel", true],
  ]);
  expect(places(["parallel", "timeline"])).toEqual([
    ["parallel", false],
    ["timeline", true],
  ]);
});

test("all that may be asked for can be drawn of a study alone; what needs more is refused by name", () => {
  const ids = Object.keys(plots).filter((id) => !["confirmed", "landscape", "race"].includes(id));
  const offered = model.offered!.map(({ id }) => id);
  expect(offered).toEqual([
    "history",
    "curves",
    "parallel",
    "importances",
    "slice",
    "contour",
    "timeline",
  ]);
  for (const id of ids) {
    const chosen = new PanelFigures([id]);
    const [drawn] = panelFrame(study, examplePlan(), EXAMPLE_NOW, undefined, {}, chosen).model
      .figures;
    expect([id, JSON.stringify(drawn!.spec)]).not.toEqual([
      id,
      expect.stringContaining("This figure cannot be drawn"),
    ]);
  }
  expect(() => new PanelFigures(["race"])).toThrow('The panel has no figure "race"');
});

test("a figure of the registry is not computed anew while no trial has ended", () => {
  const figures = new PanelFigures(["timeline"]);
  const drawn = () =>
    panelFrame(study, examplePlan(), EXAMPLE_NOW, undefined, {}, figures).model.figures[0]!.spec
      .data;
  expect(drawn()).toBe(drawn());
});

test("the clock leaves out what the study stood still, and the status says that it does", () => {
  const paused = { ...examplePlan(), isPaused: true, stoodStill: 60_000 };
  const shown = panelModel(study, paused, EXAMPLE_NOW);
  expect(shown.status).toBe("paused");
  expect(shown.message).toBe("Paused: 2 trials wait between two steps.");
  expect(shown.progress.elapsed).toBe("3 min 56 s so far");
  // At that pace the last thirteen take 13/47 of it.
  expect(shown.progress.left).toBe("about 1 min 10 s left");
});

test("what was spent is counted in the trials' own steps", () => {
  const reports = study.trials.reduce((sum, trial) => sum + trial.reports.length, 0);
  expect(model.progress.cost).toBe(`${reports} epochs`);
  expect(panelModel(studyOf(completed([1, 2])), examplePlan(), 0).progress.cost).toBeUndefined();
});
