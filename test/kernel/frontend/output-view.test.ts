// @vitest-environment jsdom
import { beforeAll, describe, expect, it, vi } from "vitest";
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

function view(stop = () => true) {
  const node = document.createElement("div");
  document.body.append(node);
  const output = new OutputView(node, stop);
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
    const asked: unknown[] = [];
    const { output, find } = view((...call: unknown[]) => asked.push(call[1]) > 0);
    await output.show(panelPayload(47));
    const button = find(".tb-stop") as HTMLButtonElement;
    button.click();
    button.click();
    expect(asked).toEqual([{ target: "tunebook.control", study: "digits" }]);
    await output.show(panelPayload(48));
    expect([button.disabled, button.hidden]).toEqual([true, false]);
    await output.show(panelPayload(60));
    expect(button.hidden).toBe(true);
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
