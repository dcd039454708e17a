// @vitest-environment jsdom
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { KernelConnection } from "../../../kernel/frontend/browser/jupyter.ts";
import type { FigurePayload } from "../../../lib/display/host.ts";
import { OutputView } from "../../../kernel/frontend/browser/output-view.ts";
import { figurePayload, panelPayload } from "../../system/support/synthetic-panel.ts";

// jsdom lays nothing out: every width is 0, so that Plotly is not asked for.
beforeAll(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});

/** A kernel that keeps what is sent to it, and answers when it is told to. */
function fakeKernel() {
  const sent: object[] = [];
  const comms: { study: unknown; onMsg: (message: { content: { data: unknown } }) => void }[] = [];
  const kernel = {
    name: "tunebook",
    info: Promise.resolve({}),
    createComm() {
      const comm = {
        isDisposed: false,
        study: undefined as unknown,
        onMsg: undefined as never as (message: { content: { data: unknown } }) => void,
        open: (data: { study: unknown }) => (comm.study = data.study),
        send: (data: object) => sent.push(data),
        close: () => {},
      };
      comms.push(comm);
      return comm;
    },
  };
  const answer = (data: object) => comms.at(-1)!.onMsg({ content: { data } });
  return { kernel, sent, comms, answer };
}

function view(kernel: () => KernelConnection | undefined = () => undefined) {
  const node = document.createElement("div");
  document.body.append(node);
  const output = new OutputView(node, kernel);
  const find = (selector: string) => node.querySelector<HTMLElement>(selector)!;
  return { node, output, find };
}

const panelWith = (change: (panel: ReturnType<typeof panelPayload>["panel"]) => void) => {
  const payload = panelPayload(47);
  change(payload.panel);
  return payload;
};

describe("what stands in an output", () => {
  it("draws the newest of the payloads that wait, and leaves out those between", async () => {
    const { output, find } = view();
    const drawn = [];
    for (let finished = 10; finished <= 60; finished++) {
      drawn.push(output.show(panelPayload(finished)));
    }
    await Promise.all(drawn);
    expect(find(".tunebook-panel").dataset).toMatchObject({
      finished: "60",
      status: "finished",
      draws: "2",
    });
  });

  it("patches the panel: no node that stays is made anew", async () => {
    const { node, output } = view();
    await output.show(panelPayload(40));
    const before = [...node.querySelectorAll("*")];
    await output.show(panelPayload(47));
    const after = new Set(node.querySelectorAll("*"));
    expect(before.filter((element) => !after.has(element))).toEqual([]);
  });

  it("shows every part of the model", async () => {
    const { node, output, find } = view();
    const payload = panelPayload(47);
    await output.show(payload);
    const { panel } = payload;
    expect(find(".tunebook-panel").getAttribute("aria-label")).toBe(payload.alt);
    expect(find(".tb-title").textContent).toBe("digits");
    expect(find(".tb-subtitle").textContent).toBe("bayesian · asha");
    expect(find(".tb-number").textContent).toBe(panel.best!.text);
    expect(find(".tb-best .tb-remark").textContent).toBe(panel.best!.remark);
    const states = [...node.querySelectorAll<HTMLElement>(".tb-cell")].map(
      (cell) => cell.dataset["state"],
    );
    expect(states).toEqual(panel.ribbon.map(({ best, state }) => (best ? "best" : state)));
    const names = [...node.querySelectorAll(".tb-name")].map((name) => name.textContent);
    expect(names.slice(0, 3)).toEqual(["learningRate", "optimizer", "· momentum"]);
    expect(find(".tb-knob").style.left).toBe("100%");
    expect(find(".tb-param:nth-child(2) .tb-choices").children.length).toBe(2);
    expect(find(".tb-counts").textContent).toContain("2 running");
    expect([...node.querySelectorAll(".tb-trial b")].map((b) => b.textContent)).toEqual([
      "47",
      "48",
    ]);
    expect(node.querySelectorAll(".tb-chip[data-state]").length).toBe(7);
    expect(find('.tb-chip[data-state="complete"] path').getAttribute("d")).toMatch(/^M0\.0,/);
  });

  it("writes texts of users as texts", async () => {
    const { node, output } = view();
    const hostile = "<img src=x onerror=alert(1)>";
    await output.show(
      panelWith((panel) => {
        panel.title = panel.subtitle = panel.message = panel.runningRemark = hostile;
        panel.best!.label = panel.best!.text = panel.best!.remark = hostile;
        for (const param of panel.params) param.name = param.text = hostile;
        for (const trial of panel.running) trial.text = hostile;
        for (const trial of panel.recent) trial.text = trial.remark = trial.state = hostile;
        for (const cell of panel.ribbon) cell.state = hostile;
        panel.progress.text = panel.progress.left = panel.progress.elapsed = hostile;
      }),
    );
    expect(node.querySelectorAll("img").length).toBe(0);
    expect(node.textContent!.split(hostile).length).toBeGreaterThan(20);
  });

  it("says that there is nothing yet, and lists only the first of many that run", async () => {
    const { node, output, find } = view();
    await output.show(
      panelWith((panel) => {
        panel.best = null;
        panel.params = [];
        panel.recent = [];
        panel.running = Array.from({ length: 20 }, (_, number) => ({
          number,
          fraction: null,
          text: "",
        }));
      }),
    );
    expect(find(".tb-number").textContent).toBe("–");
    expect(find(".tunebook-panel").dataset["best"]).toBe("");
    expect(node.querySelectorAll(".tb-trial").length).toBe(6);
    expect(find(".tb-running .tb-remark").textContent).toContain("and 14 more");
    expect(node.querySelectorAll(".tb-bar.tb-unknown").length).toBe(6);
  });

  it("stops once, stays so while the run ends, and has no button afterwards", async () => {
    const { kernel, sent } = fakeKernel();
    const { output, find } = view(() => kernel);
    await output.show(panelPayload(47));
    const button = find(".tb-stop") as HTMLButtonElement;
    button.click();
    button.click();
    expect(sent).toEqual([{ command: "stop", study: "digits" }]);
    await output.show(panelPayload(48));
    expect([button.disabled, find(".tb-buttons").hidden]).toEqual([true, false]);
    await output.show(panelPayload(60));
    expect(find(".tb-buttons").hidden).toBe(true);
  });

  it("pauses and resumes by one button, which says what the study does", async () => {
    const { kernel, sent, comms } = fakeKernel();
    const { output, find } = view(() => kernel);
    await output.show(panelPayload(47));
    const button = find(".tb-pause") as HTMLButtonElement;
    expect(button.textContent).toBe("Pause");
    button.click();
    expect(button.disabled).toBe(true);
    const paused = panelWith((panel) => (panel.status = "paused"));
    await output.show(paused);
    expect([button.textContent, button.disabled]).toEqual(["Resume", false]);
    button.click();
    await output.show(panelPayload(47));
    expect([button.textContent, button.disabled]).toEqual(["Pause", false]);
    expect(sent).toEqual([
      { command: "pause", study: "digits" },
      { command: "resume", study: "digits" },
    ]);
    expect(comms).toHaveLength(1);
  });

  it("keeps each trial in its row while it runs, and ends the one whose button was pressed", async () => {
    const { kernel, sent } = fakeKernel();
    const { output, node } = view(() => kernel);
    await output.show(panelPayload(47));
    const press = (button: HTMLElement) => button.dispatchEvent(new Event("pointerdown"));
    const [first, second] = node.querySelectorAll<HTMLButtonElement>(".tb-trial .tb-end");
    press(second!);
    second!.click();
    expect(sent).toEqual([{ command: "prune", trial: 48, study: "digits" }]);
    press(first!);
    await output.show(panelPayload(48));
    const rows = [...node.querySelectorAll(".tb-trial b")].map((row) => row.textContent);
    expect(rows).toEqual(["49", "48"]);
    // Trial 49 took the row between the press and its end: meant was 47.
    first!.click();
    expect(sent[1]).toEqual({ command: "prune", trial: 47, study: "digits" });
    expect([first!.disabled, second!.disabled]).toEqual([false, true]);
  });

  it("takes a point in a form, whose problem it shows until it is mended", async () => {
    const { kernel, sent, answer } = fakeKernel();
    const { output, node, find } = view(() => kernel);
    await output.show(panelPayload(47));
    const [again, add] = node.querySelectorAll<HTMLButtonElement>(".tb-link");
    again!.click();
    add!.click();
    answer({
      study: "digits",
      form: [
        { path: "rate", name: "rate", depth: 0, text: "0.1", accepts: "0.001 to 1" },
        {
          path: "way.kind",
          name: "way",
          depth: 0,
          text: "b",
          accepts: "a, b",
          choices: ["a", "b"],
        },
      ],
    });
    const form = find(".tb-form") as HTMLFormElement;
    expect(form.hidden).toBe(false);
    const [rate, way] = form.querySelectorAll<HTMLInputElement>("input, select");
    expect([rate!.value, way!.value]).toEqual(["0.1", "b"]);
    rate!.value = "7";
    form.requestSubmit();
    answer({
      study: "digits",
      command: "enqueue",
      ok: false,
      text: "rate is 7; <b>it</b> accepts 1",
    });
    expect(find(".tb-form .tb-problem").textContent).toBe("rate is 7; <b>it</b> accepts 1");
    rate!.value = "0.5";
    form.requestSubmit();
    answer({ study: "digits", command: "enqueue", ok: true, text: "Trial 49 is tried next." });
    expect(form.hidden).toBe(true);
    expect(find(".tb-said").textContent).toBe("Trial 49 is tried next.");
    expect(sent).toEqual([
      { command: "enqueue", again: true, study: "digits" },
      { command: "form", study: "digits" },
      { command: "enqueue", values: { rate: "7", "way.kind": "b" }, study: "digits" },
      { command: "enqueue", values: { rate: "0.5", "way.kind": "b" }, study: "digits" },
    ]);
  });

  it("shows what the study is narrowed to, and widens it", async () => {
    const { kernel, sent } = fakeKernel();
    const { output, node, find } = view(() => kernel);
    await output.show(
      panelWith((panel) => {
        Object.assign(panel.params[0]!, { path: "learningRate", box: [0.25, 0.5] });
        Object.assign(panel.params[3]!, { path: "activation", box: [1, 2] });
        panel.narrowed = [{ path: "learningRate", text: "learningRate 0.001 to 0.01" }];
      }),
    );
    const band = find(".tb-param .tb-band");
    expect([band.style.left, band.style.width, band.hidden]).toEqual(["25%", "25%", false]);
    const segments = [...node.querySelectorAll(".tb-param:nth-child(4) .tb-choices i")];
    expect(segments.map((one) => one.classList.contains("tb-out"))).toEqual([true, false, false]);
    expect(find(".tb-narrow-chip span").textContent).toBe("learningRate 0.001 to 0.01");
    find(".tb-narrow-chip .tb-end").click();
    expect(sent).toEqual([{ command: "widen", path: "learningRate", study: "digits" }]);
    await output.show(panelPayload(47));
    expect(node.querySelector(".tb-narrow-chip")).toBeNull();
    expect(band.hidden).toBe(true);
  });

  it("offers the figures that can be had, and asks for those that are checked", async () => {
    const { kernel, sent } = fakeKernel();
    const { output, node } = view(() => kernel);
    const offered = [
      { id: "history", label: "history", on: true },
      { id: "curves", label: "learning curves", on: true },
    ];
    await output.show(panelWith((panel) => (panel.offered = offered)));
    const boxes = node.querySelectorAll<HTMLInputElement>(".tb-choice-list input");
    boxes[0]!.click();
    expect(sent).toEqual([{ command: "figures", figures: ["curves"], study: "digits" }]);
    await output.show(
      panelWith((panel) => {
        panel.figures.shift();
        panel.offered = [{ ...offered[0]!, on: false }, offered[1]!];
      }),
    );
    const shown = [...node.querySelectorAll<HTMLElement>("[data-figure]")];
    expect(shown.map(({ dataset }) => dataset["figure"])).toEqual(["curves"]);
  });

  it("shows the best of each objective where there are several", async () => {
    const { output, node, find } = view();
    await output.show(
      panelWith((panel) => {
        panel.bests = [
          { label: "Best loss", text: "0.06", trial: 4 },
          { label: "Best latency", text: "12", trial: 9 },
        ];
        panel.progress.cost = "642 epochs";
      }),
    );
    expect(find(".tb-each").textContent).toBe("Best loss0.06trial 4Best latency12trial 9");
    expect(node.querySelector<HTMLElement>(".tb-best > .tb-number")!.hidden).toBe(true);
    expect(find(".tb-time").textContent).toContain("642 epochs");
  });

  it("labels a figure, and changes to the panel where the next payload is one", async () => {
    const { output, node, find } = view();
    await output.show(figurePayload(20));
    expect(find("[role=img]").getAttribute("aria-label")).toBe("History of 20 trials");
    await output.show(panelPayload(20));
    expect(node.children.length).toBe(1);
    expect(find(".tunebook-panel").dataset["finished"]).toBe("20");
  });

  for (const [what, payload, said] of [
    ["no object", "text", "no Tunebook figure"],
    ["another version", { version: 9 }, "its format is 9"],
    ["no themes", { ...figurePayload(5), themes: {} }, "damaged"],
    ["an unknown kind", { ...figurePayload(5), kind: "film" }, "damaged"],
    [
      "a panel with a broken figure",
      panelWith((panel) => (panel.figures = [{} as never])),
      "damaged",
    ],
    ["a panel without its parts", { ...panelPayload(5), panel: { figures: [] } }, "not be drawn"],
  ] as const) {
    it(`says what is wrong with ${what}`, async () => {
      const { output, find } = view();
      await output.show(payload);
      expect(find(".tunebook-problem").textContent).toContain(said);
      // And the next good payload is drawn.
      await output.show(panelPayload(5));
      expect(find(".tunebook-panel").dataset["finished"]).toBe("5");
    });
  }
});

describe("a packed payload", () => {
  const packed = (payload: FigurePayload) => ({
    version: 2,
    kind: payload.kind,
    id: payload.id,
    alt: payload.alt,
    packed: gzipSync(JSON.stringify(payload)).toString("base64"),
  });

  it("is drawn as if it had come as it was", async () => {
    const payload = panelWith((panel) => (panel.message = "ä→✓".repeat(20_000)));
    const [one, other] = [view(), view()];
    await one.output.show(payload);
    await other.output.show(packed(payload));
    expect(other.node.innerHTML).toBe(one.node.innerHTML);
  });

  it("gives way to what came after it, also while it was being unpacked", async () => {
    const { output, find } = view();
    const shown = output.show(packed(panelPayload(47)));
    await Promise.all([shown, output.repaint(), output.show(panelPayload(50))]);
    expect(find(".tunebook-panel").dataset).toMatchObject({ finished: "50" });
  });

  it.each([
    ["no base64", "%%%"],
    ["no gzip", btoa("no gzip")],
    ["cut in two", gzipSync("[1, 2, 3]").subarray(0, 15).toString("base64")],
    ["no JSON", gzipSync("no JSON").toString("base64")],
    ["of more than 64 MB", gzipSync(`"${" ".repeat(65e6)}"`).toString("base64")],
  ])("that is %s says that it is damaged", async (_, content) => {
    const { node, output } = view();
    await output.show({ version: 2, kind: "figure", id: "one", alt: "", packed: content });
    expect(node.querySelector(".tunebook-problem")!.textContent).toContain("damaged");
  });
});
