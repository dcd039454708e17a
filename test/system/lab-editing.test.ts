// What JupyterLab and Notebook 7 ask the kernel while a cell is written: completion and tooltip, by keyboard.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath, type NotebookPage } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";

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
    const jupyter = installedJupyter({ app });
    let notebook: NotebookPage;

    beforeAll(async () => {
      notebook = await jupyter.open("editing.ipynb", SOURCES);
      await notebook.start(0);
      await notebook.prompts(0, "[1]:");
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
      // The first is drawn before the others.
      await expect
        .poll(() =>
          items.evaluateAll((nodes) =>
            nodes.map((node) =>
              [".jp-Completer-match", ".jp-Completer-typeExtended"].map(
                (part) => node.querySelector(part)?.textContent,
              ),
            ),
          ),
        )
        .toEqual([
          ["label", "method"],
          ["layers", "field"],
          ["learningRate", "field"],
        ]);
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
      await tooltip.filter({ hasText: "Step of the descent, above 0." }).waitFor();
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
      writeFileSync(join(jupyter.server.root, "go"), "");
      await notebook.prompts(3, "[3]:");
    });
  },
);
