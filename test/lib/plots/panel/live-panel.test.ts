import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Comm, type Comms, FIGURE_MIME, type Host } from "../../../../lib/display/host.ts";
import { examplePlan, exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { livePanel } from "../../../../lib/plots/panel/live-panel.ts";
import { withoutDurations } from "../../../../lib/plots/panel/text.ts";
import type { TrialRecord } from "../../../../lib/study/trial-record.ts";
import { panelIn, pngSize, recordingHost } from "../fixtures.ts";

const end = { reason: "trials", message: "All 60 trials are finished." };

/** Plays a study trial by trial, `gap` milliseconds apart, in front of a panel. */
async function play(host: Host, gap: number, plan = examplePlan()) {
  const whole = exampleStudy({ trials: 60, running: 0 });
  const trials: TrialRecord[] = [];
  const study = { ...whole, trials, best: undefined };
  const panel = livePanel({ host });
  panel.started?.(study, plan);
  for (const trial of whole.trials) {
    const begun = { ...trial, state: "running" as const, reports: [] as TrialRecord["reports"] };
    trials.push(begun);
    panel.trialStarted?.(begun, study);
    for (const report of trial.reports) {
      begun.reports = [...begun.reports, report];
      panel.reported?.(begun, study);
    }
    trials[trial.number] = trial;
    panel.trialEnded?.(trial, study);
    await vi.advanceTimersByTimeAsync(gap);
  }
  return { panel, study, finish: () => panel.ended?.(study, end) };
}

describe("while a study runs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("every frame shows what the study holds at that moment, in one place", async () => {
    const seen: { shown: object; held: object }[] = [];
    const { host, shown } = recordingHost();
    const whole = exampleStudy({ trials: 60, running: 0 });
    const trials: TrialRecord[] = [];
    const study = { ...whole, trials };
    const display = host.display;
    host.display = (bundle, options) => {
      const { progress, best } = panelIn(bundle).panel;
      const complete = trials.filter((trial) => trial.state === "complete");
      seen.push({
        shown: { count: progress.finished, complete: progress.complete, best: best?.value },
        held: {
          count: trials.length,
          complete: complete.length,
          best: complete.length === 0 ? undefined : Math.min(...complete.map((t) => t.value ?? 0)),
        },
      });
      display(bundle, options);
    };
    const panel = livePanel({ host });
    panel.started?.(study, examplePlan());
    for (const trial of whole.trials) {
      trials.push(trial);
      panel.trialEnded?.(trial, study);
      await vi.advanceTimersByTimeAsync(130);
    }
    expect(seen.length).toBeGreaterThan(30);
    for (const { shown: drawn, held } of seen) expect(drawn).toEqual(held);
    const ids = new Set(shown.map(({ options }) => options.id));
    expect(ids.size).toBe(1);
    expect([...ids][0]).toMatch(/./);
    expect(shown.map(({ options }) => options.update ?? false)).toEqual(shown.map((_, i) => i > 0));
  });

  test("it draws at most ten times a second, and the newest state", async () => {
    const { host, shown } = recordingHost();
    const start = performance.now();
    await play(host, 5);
    const seconds = (performance.now() - start) / 1000;
    expect(shown.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(panelIn(shown.at(-1)?.bundle ?? {}).panel.progress.finished).toBe(60);
  });

  test("the clock goes on while nothing happens", async () => {
    const { host, shown } = recordingHost();
    const panel = livePanel({ host });
    panel.started?.(exampleStudy(), { ...examplePlan(), startedAt: Date.now() });
    await vi.advanceTimersByTimeAsync(10_500);
    expect(panelIn(shown.at(-1)?.bundle ?? {}).panel.progress.elapsed).toBe("10 s so far");
  });

  test("no picture is drawn on the way; where nothing can draw there is text alone", async () => {
    const drawing = recordingHost();
    await play(drawing.host, 100);
    for (const { bundle } of drawing.shown) {
      expect(Object.keys(bundle)).toEqual([FIGURE_MIME, "text/plain"]);
    }
    vi.stubEnv("VSCODE_PID", "1");
    const plain = recordingHost({ renderer: false });
    await play(plain.host, 10);
    vi.unstubAllEnvs();
    for (const { bundle } of plain.shown) expect(Object.keys(bundle)).toEqual(["text/plain"]);
    expect(plain.shown.length).toBeLessThan(drawing.shown.length);
  });
});

describe("the end", () => {
  test("keeps figure, picture and text, in the same place", async () => {
    for (const renderer of [true, false]) {
      const { host, shown } = recordingHost({ renderer });
      const panel = livePanel({ host, timeLimit: 200_000 });
      const study = exampleStudy({ trials: 60, running: 0 });
      panel.started?.(study, examplePlan());
      await panel.ended?.(study, end);
      const { id } = shown.find(({ options }) => options.id !== undefined)?.options ?? {};
      const last = shown.findLast(({ options }) => options.id === id)?.bundle ?? {};
      expect(Object.keys(last)).toEqual([FIGURE_MIME, "text/html", "image/png", "text/plain"]);
      expect(panelIn(last).control).toBeUndefined();
      expect(panelIn(last).panel.status).toBe("finished");
      expect(last["text/html"]).toMatch(
        /<img src="data:image\/png;base64,[^"]+" [^>]*alt="[^"]+">/,
      );
      const { width, height } = pngSize(Buffer.from(String(last["image/png"]), "base64"));
      expect(width).toBe(1350);
      expect(height).toBeGreaterThan(800);
      expect(withoutDurations(String(last["text/plain"]))).toContain("60 of 60 trials");
      if (renderer) expect(new Set(shown.map(({ options }) => options.id)).size).toBe(1);
    }
  });

  test("holds a stopped cell open until the last state is drawn", async () => {
    const held: Promise<unknown>[] = [];
    const cell = {
      id: "1",
      code: "",
      signal: new AbortController().signal,
      hold: (work: Promise<unknown>) => void held.push(work),
    };
    const { host, shown } = recordingHost({ cell });
    const panel = livePanel({ host, timeLimit: 200_000 });
    panel.started?.(exampleStudy(), examplePlan());
    const ending = panel.ended?.(exampleStudy(), { reason: "stopped", message: "Stopped." });
    expect(held).toHaveLength(1);
    await Promise.all([ending, ...held]);
    expect(panelIn(shown.at(-1)?.bundle ?? {}).panel.status).toBe("stopped");
  });
});

/** Comms whose front end is this test. */
function comms() {
  const accepts = new Map<string, Parameters<Comms["register"]>[1]>();
  const listeners: ((data: unknown, buffers: Uint8Array[]) => void)[] = [];
  const comm: Comm = {
    id: "c",
    target: "tunebook.control",
    send: () => undefined,
    close: () => undefined,
    onMessage: (listener) => void listeners.push(listener),
    onClose: () => undefined,
  };
  const room: Comms = {
    open: () => comm,
    register: (target, accept) => void accepts.set(target, accept),
  };
  const send = (opening: unknown, message: unknown) => {
    accepts.get("tunebook.control")?.(comm, opening, []);
    for (const listener of listeners.splice(0)) listener(message, []);
  };
  return { room, send };
}

describe("control", () => {
  test("Stop stops the study whose panel was pressed, while it runs", async () => {
    const { room, send } = comms();
    const stops = [vi.fn(), vi.fn()];
    const runs = stops.map((stop) => {
      const { host, shown } = recordingHost({ comm: room });
      const panel = livePanel({ host, timeLimit: 200_000 });
      panel.started?.(exampleStudy(), { ...examplePlan(), stop });
      return { panel, control: panelIn(shown[0]?.bundle ?? {}).control };
    });
    const [first, second] = runs;
    expect(first?.control?.target).toBe("tunebook.control");
    expect(first?.control?.study).not.toBe(second?.control?.study);

    send({ study: second?.control?.study }, { command: "stop" });
    expect(stops.map((stop) => stop.mock.calls.length)).toEqual([0, 1]);

    for (const odd of [null, "stop", { command: "go" }, { command: "stop", study: 7 }]) {
      send(odd, odd);
    }
    expect(stops.map((stop) => stop.mock.calls.length)).toEqual([0, 1]);

    for (const { panel } of runs) await panel.ended?.(exampleStudy(), end);
    send({ study: first?.control?.study }, { command: "stop" });
    expect(stops.map((stop) => stop.mock.calls.length)).toEqual([0, 1]);
  });
});
