import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath, type JupyterWindow, type NotebookPage } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";

const helper = [
  "function grow(n: number): number {",
  "  const twice = n * 2;",
  "  return twice;",
  "}",
];
const main = [
  "const words = ['a', 'b'];",
  "const ages = new Map([['Ann', 3]]);",
  "let total = 1;",
  "total += grow(20);",
  "await new Promise((resolve) => setTimeout(resolve, 1));",
  "total",
];

/** What `watchRequests` needs of a message that the page sends to the kernel or hears from it. */
interface Heard {
  msg: { header: { msg_type: string; msg_id: string }; parent_header: { msg_id?: string } };
}
interface Kernel {
  anyMessage: { connect(listener: (kernel: unknown, heard: Heard) => void): void };
}

/** Writes down which of the debugger's requests the page still waits for. */
const watchRequests = (notebook: NotebookPage) =>
  notebook.page.evaluate(() => {
    const { jupyterapp } = globalThis as JupyterWindow;
    const { sessionContext } = jupyterapp!.shell.currentWidget!;
    const open = new Set<string>();
    Object.assign(globalThis, { openRequests: open });
    (sessionContext.session!.kernel as unknown as Kernel).anyMessage.connect((_kernel, { msg }) => {
      if (msg.header.msg_type === "debug_request") open.add(msg.header.msg_id);
      if (msg.header.msg_type === "debug_reply") open.delete(msg.parent_header.msg_id!);
    });
  });

/**
 * Resolves when the page waits for no answer and asks for nothing more in three frames. Where the focus moves,
 * JupyterLab asks anew where the program stands; what it is told of that after "continue" it marks for ever.
 */
const settled = (notebook: NotebookPage) =>
  notebook.page.waitForFunction(async () => {
    const { openRequests } = globalThis as never as { openRequests: Set<string> };
    for (let frame = 0; frame < 3 && openRequests.size === 0; frame++)
      await new Promise(requestAnimationFrame);
    return openRequests.size === 0;
  });

describe.skipIf(!python || !browserPath)("JupyterLab's debugger", () => {
  const jupyter = installedJupyter();
  let notebook: NotebookPage;
  beforeAll(async () => {
    notebook = await jupyter.open("debugged.ipynb", [helper.join("\n"), main.join("\n")]);
    await watchRequests(notebook);
  });

  const cell = (index: number): Locator => notebook.cell(index);
  /** The line that JupyterLab marks as the one where the program stands. */
  const line = (text: string | RegExp) =>
    notebook.page.locator(".jp-DebuggerEditor-highlight", { hasText: text });
  const variable = (name: string) =>
    notebook.page.locator(".jp-DebuggerVariables-body jp-tree-item", {
      has: notebook.page.locator(".jp-DebuggerVariables-name", {
        hasText: new RegExp(`^${name}$`),
      }),
    });
  /** Waits until a variable is shown with this value: what is shown before a step is there for a while after it. */
  const value = (name: string, text: string) =>
    expect
      .poll(() =>
        variable(name).first().locator(".jp-DebuggerVariables-detail").first().textContent(),
      )
      .toBe(text);
  /** Clicks into the gutter beside a line, 1-based. */
  const breakAt = async (index: number, number: number) => {
    const gutter = cell(index).locator(".cm-breakpoint-gutter .cm-gutterElement");
    // The first one only gives the gutter its width.
    await gutter.nth(number).click();
    await gutter.nth(number).locator(".cm-breakpoint-icon").waitFor();
  };

  const frame = () => notebook.page.locator(".jp-DebuggerCallstackFrame-name");
  const button = (command: string) =>
    notebook.page.locator(`#jp-debugger-sidebar [data-command="debugger:${command}"]`);
  const picture = (name: string) => notebook.picture(`debugger-${name}`);
  /**
   * Presses the bug, once JupyterLab has found that it may be pressed, which its title says. While it still
   * looks at the notebook's kernel it forgets a press now and then: then a user presses again.
   */
  const turn = async (before: string, after: string) => {
    const bug = notebook.page.locator(".jp-NotebookPanel-toolbar");
    const timeout = 10_000;
    for (let presses = 1; ; presses++) {
      // There is nothing to press any more where an earlier press was only slow.
      const press = bug.getByTitle(`${before} Debugger`).click({ timeout });
      await press.catch(() => undefined);
      const turned = bug.getByTitle(`${after} Debugger`).waitFor({ timeout });
      const isTurned = await turned.then(
        () => true,
        () => false,
      );
      if (isTurned) return;
      if (presses === 5) throw new Error(`"${after} Debugger" never came.`);
    }
  };

  it("stops, shows variables, steps, evaluates, and goes on to the cell's end", async () => {
    await turn("Enable", "Disable");
    await breakAt(1, 4);

    const run = notebook.startAll();
    await line("total += grow(20)").waitFor();
    await frame()
      .filter({ hasText: /^Cell \[/ })
      .waitFor();
    await variable("words").waitFor();
    await picture("stopped");
    // Its value, not only its type.
    await value("words", 'Array(2) ["a", "b"]');
    await value("total", "1");

    // An object opens to its parts.
    await variable("ages").first().click();
    await notebook.page
      .locator(".jp-DebuggerVariables-detail", { hasText: /^\{"Ann" => 3\}$/ })
      .waitFor();

    await button("stepIn").click();
    await line("const twice = n * 2").waitFor();
    await frame().filter({ hasText: "grow" }).waitFor();
    await value("n", "20");
    await picture("stepped-in");
    await button("next").click();
    await line("return twice").waitFor();
    await button("stepOut").click();
    await line("await new Promise").waitFor();
    await value("total", "41");

    // Over the await, to where the cell's value is made.
    await button("next").click();
    await line(/^total$/).waitFor();

    await button("evaluate").click();
    const prompt = notebook.page.locator(".jp-CodeConsole-promptCell .cm-content");
    await prompt.click();
    await prompt.pressSequentially("total = total + words.length");
    await prompt.press("Shift+Enter");
    await notebook.page
      .locator(".jp-CodeConsole .jp-OutputArea-output", { hasText: "43" })
      .waitFor();
    await variable("total").filter({ hasText: "43" }).waitFor();
    await picture("evaluated");

    await settled(notebook);
    await button("continue").click();
    await run.done;
    await cell(1).locator(".jp-OutputArea-output", { hasText: "43" }).waitFor();
    await expect.poll(() => notebook.page.locator(".jp-DebuggerEditor-highlight").count()).toBe(0);
  });

  it("shows the notebook's variables while nothing is stopped", async () => {
    // JupyterLab asks for them when something ran; what it asks while it still takes the cell for stopped is lost.
    await expect
      .poll(
        async () => {
          await notebook.evaluate("0");
          return variable("total").filter({ hasText: "43" }).count();
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBeGreaterThan(0);
    await variable("grow").waitFor();
    expect(
      await notebook.page.locator(".jp-DebuggerVariables-name").allTextContents(),
    ).not.toContain("display");
  });

  it("is turned off by its button, and cells run through", async () => {
    await turn("Disable", "Enable");
    await notebook.runAll();
    await cell(1).locator(".jp-OutputArea-output", { hasText: "41" }).waitFor();
    expect(notebook.errors.filter((error) => /debug/i.test(error))).toEqual([]);
  });
});
