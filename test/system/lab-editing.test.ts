// What JupyterLab and Notebook 7 ask the kernel while a cell is written: completion and tooltip, by keyboard.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  browserPath,
  type JupyterBrowser,
  type NotebookPage,
  notebookOf,
  startJupyter,
} from "./support/jupyter-lab.ts";
import { cli, python, succeed } from "./support/run.ts";

const SOURCES = [
  `interface Trial {
  /** Step of the descent, above 0. */
  learningRate: number;
  layers: string[];
  label(): string;
}
const trial: Trial = { learningRate: 0.1, layers: ["a", "b"], label: () => "😀" };`,
  `"😀" + trial.l`,
  `trial.layers.map`,
  `import { existsSync } from "node:fs";
console.log("loops");
while (!existsSync("go")) {}`,
];

describe.skipIf(!python || !browserPath).each(["lab", "notebook"] as const)(
  "writing a cell in %s",
  (app) => {
    const scratch = mkdtempSync(join(tmpdir(), "tunebook-editing-"));
    let server: JupyterBrowser;
    let notebook: NotebookPage;

    beforeAll(async () => {
      await succeed(process.execPath, [cli, "install", "--prefix", scratch]);
      server = await startJupyter({ app, prefixes: [scratch] });
      writeFileSync(join(server.root, "editing.ipynb"), notebookOf("tunebook", SOURCES));
      notebook = await server.open("editing.ipynb");
      await notebook.start(0);
      await notebook.prompts(0, "[1]:");
    });

    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
      rmSync(scratch, { recursive: true, force: true });
    });

    const complete = async () => {
      await notebook.edit(1);
      await notebook.page.keyboard.press("Tab");
      const items = notebook.page.locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item");
      await items.first().waitFor();
      return items;
    };
    const text = async (index: number) => [(await notebook.cells())[index]!.source].flat().join("");

    it("Tab lists what TypeScript knows, each with its kind, and Enter puts it in", async () => {
      const items = await complete();
      const names = await items.locator(".jp-Completer-match").allInnerTexts();
      const kinds = await items
        .locator(".jp-Completer-typeExtended")
        .evaluateAll((nodes) => nodes.map((node) => node.textContent));
      expect(Object.fromEntries(names.map((name, index) => [name, kinds[index]]))).toEqual({
        label: "method",
        layers: "field",
        learningRate: "field",
      });
      await notebook.page.keyboard.press("ArrowDown");
      await notebook.page.keyboard.press("ArrowDown");
      await notebook.page.keyboard.press("Enter");
      await items.first().waitFor({ state: "hidden" });
      expect(await text(1)).toBe(`"😀" + trial.learningRate`);
      await notebook.start(1);
      await notebook.shows(1, "😀0.1");
    });

    it("Shift+Tab shows the type and the documentation", async () => {
      await notebook.edit(1);
      await notebook.page.keyboard.press("Shift+Tab");
      const tooltip = notebook.page.locator(".jp-Tooltip-content");
      await tooltip.filter({ hasText: "learningRate: number" }).waitFor();
      expect(await tooltip.innerText()).toContain("Step of the descent, above 0.");
      await notebook.page.keyboard.press("Escape");
      await tooltip.waitFor({ state: "detached" });
    });

    it("both work while a cell computes without a pause", async () => {
      await notebook.start(3);
      await notebook.shows(3, "loops");
      await notebook.edit(2);
      await notebook.page.keyboard.press("Shift+Tab");
      const tooltip = notebook.page.locator(".jp-Tooltip-content");
      await tooltip.filter({ hasText: "map<" }).waitFor();
      await notebook.page.keyboard.press("Escape");
      await tooltip.waitFor({ state: "detached" });
      await notebook.edit(2);
      await notebook.page.keyboard.type("; trial.lab");
      await notebook.page.waitForFunction(() =>
        document.activeElement?.textContent?.includes("; trial.lab"),
      );
      await notebook.page.keyboard.press("Tab");
      const item = notebook.page.locator(".jp-Completer-item");
      await item.filter({ hasText: "label" }).waitFor();
      await notebook.page.keyboard.press("Enter");
      await item.waitFor({ state: "hidden" });
      expect(await text(2)).toBe("trial.layers.map; trial.label");
      expect(await notebook.cell(3).locator(".jp-InputPrompt").innerText()).toContain("*");
      writeFileSync(join(server.root, "go"), "");
      await notebook.prompts(3, "[3]:");
    });
  },
);
