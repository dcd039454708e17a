import { describe, expect, it } from "vitest";
import type { Comm, Comms, PanelReply } from "../../../../lib/display/host.ts";
import { livePanel } from "../../../../lib/plots/panel/live-panel.ts";
import { choice, float, int, oneOf } from "../../../../lib/space/parameters.ts";
import type { Trial } from "../../../../lib/study/trial.ts";
import { deferred, open } from "../../study/open.ts";
import { panelIn, recordingHost } from "../fixtures.ts";

const space = {
  rate: float(1e-4, 1e-1, { log: true }),
  units: int(1, 100),
  way: oneOf({ a: {}, b: { depth: int(1, 3) } }),
  kind: choice(["x", "y", "z"]),
};

/** Comms whose front end is this test. */
function frontend() {
  let accept: Parameters<Comms["register"]>[1] | undefined;
  const room: Comms = {
    open: () => {
      throw new Error("The kernel opens no comm.");
    },
    register: (_target, taking) => void (accept = taking),
  };
  const connect = (opening: unknown) => {
    const replies: PanelReply[] = [];
    const waiting: ((reply: PanelReply) => void)[] = [];
    let deliver: (data: unknown) => void = () => undefined;
    const comm: Comm = {
      id: "c",
      target: "tunebook.control",
      send(data) {
        replies.push(data as PanelReply);
        waiting.shift()?.(data as PanelReply);
      },
      close: () => undefined,
      onMessage: (listener) => void (deliver = (data) => listener(data, [])),
      onClose: () => undefined,
    };
    accept!(comm, opening, []);
    const ask = (message: unknown) =>
      new Promise<PanelReply>((resolve) => {
        waiting.push(resolve);
        deliver(message);
      });
    return { ask, send: (message: unknown) => deliver(message), replies };
  };
  return { room, connect };
}

/** A study that runs until it is stopped, with its first two trials done and two under way. */
async function running() {
  const { room, connect } = frontend();
  const cell = {
    id: "cell-7",
    code: "",
    signal: new AbortController().signal,
    hold: () => undefined,
  };
  const { host, shown } = recordingHost({ comm: room, cell });
  const study = await open({ space, name: "steered" });
  const begun = deferred();
  const trials = new Map<number, Trial>();
  const run = study.optimize(
    async (trial) => {
      trials.set(trial.number, trial as Trial);
      if (trial.number < 2) return trial.number + 1;
      await trial.report(0.5, 1);
      if (trials.size === 4) begun.resolve();
      return new Promise<number>((_, reject) =>
        trial.signal.addEventListener("abort", () => reject(trial.signal.reason as Error)),
      );
    },
    { until: { trials: 50 }, concurrency: 2, observers: [livePanel({ host, timeLimit: 1 })] },
  );
  await begun.promise;
  const id = panelIn(shown[0]!.bundle).id;
  return { study, run, id, shown, trials, connect, ...connect({ study: id }) };
}

describe("the panel's commands", () => {
  it("pause, resume and stop the study", async () => {
    const { study, run, id, ask } = await running();
    expect(await ask({ command: "pause" })).toEqual({
      study: id,
      command: "pause",
      ok: true,
      text: "",
    });
    expect(study.isPaused).toBe(true);
    await ask({ command: "resume" });
    expect(study.isPaused).toBe(false);
    await ask({ command: "stop" });
    expect((await run).reason).toBe("stopped");
  });

  it("prune the trial that is named, and say of another that it does not run", async () => {
    const { study, run, ask } = await running();
    expect(await ask({ command: "prune", trial: 2 })).toMatchObject({ ok: true });
    expect(study.trials[2]).toMatchObject({ state: "pruned", value: 0.5 });
    expect(await ask({ command: "prune", trial: 0 })).toMatchObject({
      ok: false,
      text: "Trial 0 does not run any more.",
    });
    study.stop();
    await ask({ command: "stop" });
    await run;
  });

  it("give a form with the best point, and try what is written in it", async () => {
    const { study, run, id, ask } = await running();
    const reply = (await ask({ command: "form" })) as Extract<PanelReply, { form: unknown }>;
    const best = study.trials[0]!.point;
    const paths = ["rate", "units", "way.kind", "way.depth", "kind"];
    expect(reply.form.map(({ path }) => path)).toEqual(paths);
    expect(reply.form[1]).toMatchObject({
      name: "units",
      text: String(best["units"]),
      accepts: "1 to 100, whole",
    });
    expect(reply.form[4]).toMatchObject({ choices: ["x", "y", "z"], text: best["kind"] });
    expect(Number(reply.form[0]!.text)).toBeCloseTo(Number(best["rate"]), 4);

    const written = { rate: "0.01", units: "7", "way.kind": "b", "way.depth": "", kind: "y" };
    expect(await ask({ command: "enqueue", values: written })).toEqual({
      study: id,
      command: "enqueue",
      ok: true,
      text: "Trial 4 is tried as soon as there is room.",
    });
    expect(study.trials[4]).toMatchObject({ state: "waiting", by: "enqueued" });
    expect(study.trials[4]!.point).toMatchObject({
      rate: 0.01,
      units: 7,
      "way.kind": "b",
      kind: "y",
    });
    expect([1, 2, 3]).toContain(study.trials[4]!.point["way.depth"]);

    await ask({ command: "enqueue", again: true });
    expect(study.trials[5]!.point).toEqual(best);

    for (const [wrong, said] of [
      [{ ...written, rate: "7" }, /rate.*0\.1/],
      [{ ...written, units: "many" }, /units.*many/],
      [{ ...written, kind: "<b>" }, /kind.*"x"/],
    ] as const) {
      const refused = await ask({ command: "enqueue", values: wrong });
      expect(refused).toMatchObject({ ok: false, text: expect.stringMatching(said) });
    }
    expect(study.trials).toHaveLength(6);
    await ask({ command: "stop" });
    await run;
  });

  it("narrow and widen: the panel shows what is left", async () => {
    const { study, run, shown, ask } = await running();
    await ask({ command: "narrow", path: "rate", from: 1 / 3, to: 2 / 3 });
    await ask({ command: "narrow", path: "kind", from: 0.4, to: 1 });
    expect(study.box).toEqual({ rate: [1e-3, 1e-2], kind: ["y", "z"] });
    await ask({ command: "narrow", path: "way.kind", from: 0.1, to: 0.4 });
    expect(study.box).toMatchObject({ "way.kind": ["a"] });
    await expect
      .poll(() => panelIn(shown.at(-1)!.bundle).panel.narrowed?.map(({ text }) => text))
      .toEqual(["rate 0.001 to 0.01", "way a", "kind y or z"]);
    const row = panelIn(shown.at(-1)!.bundle).panel.params.find(({ path }) => path === "rate");
    expect(row!.box!.map((end) => end.toFixed(3))).toEqual(["0.333", "0.667"]);
    await ask({ command: "widen", path: "rate" });
    expect(study.box).toEqual({ "way.kind": ["a"], kind: ["y", "z"] });
    await ask({ command: "widen" });
    expect(study.box).toBeUndefined();
    await ask({ command: "stop" });
    await run;
  });

  it("switch figures, of those that there are", async () => {
    const { run, shown, ask } = await running();
    const drawn = () => panelIn(shown.at(-1)!.bundle).panel.figures.map(({ id }) => id);
    // The curves come with the first frame after a report.
    await expect.poll(drawn).toEqual(["history", "curves"]);
    await ask({ command: "figures", figures: ["curves", "constructor", 7, "curves"] });
    await expect.poll(drawn).toEqual(["curves"]);
    const { offered } = panelIn(shown.at(-1)!.bundle).panel;
    expect(offered!.find(({ id }) => id === "history")).toMatchObject({ on: false });
    await ask({ command: "stop" });
    await run;
  });

  it("ignore what is none, and answer in a sentence after the end", async () => {
    const { study, run, id, ask, send, replies } = await running();
    for (const odd of [
      null,
      "stop",
      7,
      { command: "explode" },
      { command: "__proto__" },
      { command: 3 },
      { command: "prune" },
      { command: "prune", trial: "2" },
      { command: "narrow", path: "rate" },
      { command: "narrow", path: "nothing", from: 0, to: 1 },
      { command: "narrow", path: "rate", from: "a", to: {} },
      { command: "enqueue", values: "all" },
      { command: "figures", figures: "history" },
    ])
      send(odd);
    await ask({ command: "stop" });
    await run;
    // Only the last was a command.
    expect(replies).toEqual([{ study: id, command: "stop", ok: true, text: "" }]);
    expect(study.box).toBeUndefined();
    for (const command of ["stop", "pause", "prune", "form", "nothing"])
      expect(await ask({ command, trial: 2 })).toEqual({
        study: id,
        command,
        ok: false,
        text: "This study does not run any more.",
      });
  });

  it("gives a page that comes anew every panel that runs, as it stands, with its cell", async () => {
    const { run, id, shown, ask, connect } = await running();
    const { replies } = connect({ attach: true });
    expect(replies).toEqual([{ panels: [{ id, cell: "cell-7", data: shown.at(-1)!.bundle }] }]);
    await ask({ command: "stop" });
    await run;
    expect(connect({ attach: true }).replies).toEqual([{ panels: [] }]);
  });
});

describe("the figures of a panel", () => {
  it("are those that optimize was told; a name that no figure has is refused by name", async () => {
    const { host, shown } = recordingHost();
    const study = await open();
    await study.optimize(() => 1, {
      until: { trials: 2 },
      observers: [livePanel({ host, timeLimit: 1, figures: ["curves", "history"] })],
    });
    expect(panelIn(shown[0]!.bundle).panel.figures.map(({ id }) => id)).toEqual([
      "curves",
      "history",
    ]);
    expect(() => livePanel({ host, figures: ["histogram"] })).toThrow(
      'The panel has no figure "histogram". Did you mean "history"? It can show',
    );
  });

  it.each([
    [7, "panel is 7"],
    [{ figure: [] }, 'panel has no option "figure"'],
    [{ figures: "history" }, 'panel.figures is "history"'],
  ])("is checked: %j", async (panel, message) => {
    const study = await open();
    const options = { until: { trials: 1 }, panel: panel as never };
    await expect(study.optimize(() => 1, options)).rejects.toThrow(message);
  });
});
