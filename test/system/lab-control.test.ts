// JupyterLab's and Notebook 7's control of a kernel, by the buttons that a user presses.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type InstalledJupyter, installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";

const LOOP = `console.log("loops"); while (true) {}`;

function stops(jupyter: InstalledJupyter): void {
  it("Stop ends a loop that never pauses, and one that waits; what was defined stays", async () => {
    const notebook = await jupyter.open("stop.ipynb", [
      `const kept = { answer: 42 };`,
      LOOP,
      `console.log("waits"); await new Promise(() => {});`,
      `kept.answer`,
    ]);
    await notebook.start(0);
    await notebook.prompts(0, "[1]:");
    for (const [index, word] of [
      [1, "loops"],
      [2, "waits"],
    ] as const) {
      await notebook.start(index);
      await notebook.shows(index, word);
      await notebook.press("interrupt");
      expect(await notebook.shows(index, "Interrupted")).toContain("is still there");
      await notebook.prompts(index, `[${index + 1}]:`);
    }
    await notebook.start(3);
    expect(await notebook.shows(3, "42")).toBe("42");
    await notebook.close();
  });
}

function restarts(jupyter: InstalledJupyter): void {
  it("Restart forgets variables and types, and numbers from one again", async () => {
    const notebook = await jupyter.open("restart.ipynb", [
      `interface Trial { rate: number }\nlet trial: Trial = { rate: 1 };`,
      `trial.rate`,
      `const other: Trial = { rate: 2 };`,
    ]);
    await notebook.runAll();
    expect(await notebook.shows(1, "1")).toBe("1");
    await notebook.prompts(2, "[3]:");
    await notebook.press("restart");
    await notebook.accept();
    // A kernel that restarts takes the cells that are run meanwhile once it is there.
    await notebook.start(1);
    expect(await notebook.shows(1, "Cannot find name")).toContain("trial");
    await notebook.prompts(1, "[1]:");
    await notebook.start(2);
    expect(await notebook.shows(2, "Cannot find name")).toContain("Trial");
    await notebook.close();
  });
}

describe.skipIf(!python || !browserPath)("control of the kernel in JupyterLab", () => {
  const jupyter = installedJupyter();
  stops(jupyter);
  restarts(jupyter);

  it("Restart and run all runs every cell anew, in order", async () => {
    const notebook = await jupyter.open("again.ipynb", [
      `let count = 0;`,
      `count += 1; console.log("count", count);`,
      `count * 10`,
    ]);
    await notebook.runAll();
    await notebook.start(1);
    await notebook.shows(1, "count 2");
    await notebook.start(2);
    // So that nothing of this is what the run after the restart shows.
    await notebook.prompts(2, "[5]:");
    await notebook.shows(2, "20");
    await notebook.press("restart-and-run");
    await notebook.accept();
    for (const [index, prompt] of ["[1]:", "[2]:", "[3]:"].entries())
      await notebook.prompts(index, prompt);
    expect(await notebook.shows(1, "count 1")).not.toContain("count 2");
    expect(await notebook.shows(2, "10")).toBe("10");
    const cells = await notebook.save();
    expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3]);
    await notebook.close();
  });

  it("Stop in a queue of cells aborts those that wait, and they can be run after it", async () => {
    const notebook = await jupyter.open("queue.ipynb", [
      LOOP,
      `console.log("second")`,
      `console.log("third")`,
    ]);
    const running = notebook.startAll();
    await notebook.shows(0, "loops");
    await notebook.press("interrupt");
    await notebook.shows(0, "Interrupted");
    await running.done;
    const cells = await notebook.cells();
    expect(cells.slice(1).map(({ outputs }) => outputs)).toEqual([[], []]);
    await notebook.start(2);
    expect(await notebook.shows(2, "third")).toContain("third");
    await notebook.close();
  });

  it("a cell that asks has its box in the page, and goes on with what is typed there", async () => {
    const notebook = await jupyter.open("asks.ipynb", [
      `const answer = prompt("your name:"); console.log("hello", answer);`,
    ]);
    await notebook.start(0);
    const box = notebook.page.locator(".jp-Stdin-input");
    await box.waitFor();
    expect(await notebook.cell(0).locator(".jp-Stdin").innerText()).toContain("your name:");
    await box.fill("Grace");
    await box.press("Enter");
    await notebook.shows(0, "hello Grace");
    await notebook.close();
  });

  it("a notebook that is closed and opened again finds its kernel, and what that still runs", async () => {
    const sources = [
      `import { existsSync, writeFileSync } from "node:fs";\nconst kept = "kept";`,
      `while (!existsSync("go-on")) await new Promise((done) => setTimeout(done, 20));\nwriteFileSync("finished", kept);`,
      `kept`,
    ];
    const first = await jupyter.open("closed.ipynb", sources);
    await first.start(0);
    await first.prompts(0, "[1]:");
    await first.start(1);
    await first.prompts(1, "[*]:");
    await first.save();
    await first.close();
    const second = await jupyter.server.open("closed.ipynb");
    await second.start(2);
    await second.prompts(2, "[*]:");
    expect(existsSync(join(jupyter.server.root, "finished"))).toBe(false);
    writeFileSync(join(jupyter.server.root, "go-on"), "");
    expect(await second.shows(2, "kept")).toContain("kept");
    expect(existsSync(join(jupyter.server.root, "finished"))).toBe(true);
    await second.close();
  });

  it("a notebook that is renamed while a cell runs keeps its kernel and its output", async () => {
    const notebook = await jupyter.open("before.ipynb", [
      `import { existsSync } from "node:fs";\nconsole.log("begun");\nwhile (!existsSync("renamed")) await new Promise((done) => setTimeout(done, 20));\nconsole.log("ended");`,
      `1 + 1`,
    ]);
    await notebook.start(0);
    await notebook.shows(0, "begun");
    await notebook.save();
    const asked = notebook.command("docmanager:rename");
    const dialog = notebook.page.locator(".jp-Dialog");
    await dialog.locator("input").fill("after.ipynb");
    await notebook.accept();
    await asked;
    await dialog.waitFor({ state: "detached" });
    expect(existsSync(join(jupyter.server.root, "after.ipynb"))).toBe(true);
    writeFileSync(join(jupyter.server.root, "renamed"), "");
    await notebook.shows(0, "ended");
    await notebook.start(1);
    await notebook.prompts(1, "[2]:");
    expect(await notebook.shows(1, "2")).toContain("2");
    await notebook.save();
    await notebook.close();
  });

  it("a cell whose runtime is killed says so, and the next cell runs without a restart", async () => {
    const notebook = await jupyter.open("killed.ipynb", [
      `const lost = 1;`,
      `console.log("last words"); process.kill(process.pid, "SIGKILL"); while (true) {}`,
      `%check off\ntypeof lost`,
    ]);
    await notebook.start(0);
    await notebook.prompts(0, "[1]:");
    await notebook.start(1);
    await notebook.shows(1, "SIGKILL");
    await notebook.shows(1, "last words");
    await notebook.start(2);
    expect(await notebook.shows(2, "undefined")).toContain("undefined");
    // Nothing asked whether to restart: to JupyterLab the kernel never went away.
    expect(await notebook.page.locator(".jp-Dialog").count()).toBe(0);
    await notebook.close();
  });
});

describe.skipIf(!python || !browserPath)("control of the kernel in Notebook 7", () => {
  const jupyter = installedJupyter({ app: "notebook" });
  stops(jupyter);
  restarts(jupyter);
});
