/** Widgets and rich displays as JupyterLab draws them, in a real browser. */
import { describe, expect, it } from "vitest";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath, type NotebookPage } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";

const SLIDER = `const slider = widget({
  esm: \`export default { render({ model, el }) {
    const input = document.createElement("input");
    input.type = "range";
    input.value = model.get("value");
    const label = document.createElement("output");
    label.className = "reading";
    const draw = () => { input.value = model.get("value"); label.textContent = " value " + model.get("value"); };
    input.oninput = () => { model.set("value", input.valueAsNumber); model.save_changes(); };
    model.on("change:value", draw);
    model.on("msg:custom", (content, buffers) => { label.title = content.say + buffers[0].byteLength; });
    draw();
    el.append(input, label);
  } }\`,
  css: ".reading { color: rgb(10, 120, 60); font-weight: bold }",
  state: { value: 20 },
});
slider.on("change:value", (value) => display("kernel has " + value, { id: "heard", update: true }));
display("kernel has nothing", { id: "heard" });
slider`;

const DISPLAYS = [
  `[{ name: "Ada", born: 1815 }, { name: "<Grace>", born: 1906 }]`,
  `({ $schema: "https://vega.github.io/schema/vega-lite/v5.json", data: { values: [{ a: "x", b: 3 }, { a: "y", b: 5 }] },
  mark: "bar", encoding: { x: { field: "a", type: "nominal" }, y: { field: "b", type: "quantitative" } } })`,
  `import * as tf from "@tensorflow/tfjs";
tf.tidy(() => tf.linspace(0, 1, 28 * 28).reshape([28, 28, 1]))`,
  `display.latex("$$\\\\sum_i x_i^2$$"); display.markdown("**bold** and a [link](#x)");
display.svg('<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><circle cx="30" cy="30" r="25" fill="teal"/></svg>');
display.json({ deep: { list: [1, 2, 3] } }, { expanded: true });`,
  `class Chart { _repr_html_() { return "<b id=good>good</b>"; } _repr_png_(): string { throw new RangeError("no paper"); } }
new Chart()`,
];

describe.skipIf(!python || !browserPath)("in JupyterLab", () => {
  const jupyter = installedJupyter();
  let notebook: NotebookPage;

  it("a slider moved on the page changes the value in the kernel, and back", async () => {
    notebook = await jupyter.open("widgets.ipynb", [SLIDER, ""]);
    await notebook.runAll();
    const { page } = notebook;
    const slider = page.locator("input[type=range]");
    const label = page.locator("output");
    await slider.waitFor();
    expect(await label.textContent()).toBe(" value 20");
    await expect
      .poll(() => label.evaluate((node) => getComputedStyle(node).color))
      .toBe("rgb(10, 120, 60)");

    // As a hand does it: to the right end, then a click somewhere on its left half.
    await slider.press("End");
    await page.getByText("kernel has 100").waitFor();
    const box = (await slider.boundingBox())!;
    await slider.click({ position: { x: box.width / 4, y: box.height / 2 } });
    await page.getByText(/kernel has [1-4]\d'/).waitFor();
    await expect
      .poll(() => notebook.evaluate("", "slider.state.value"))
      .toBe(await slider.inputValue());

    await notebook.evaluate("slider.state.value = 42;");
    await page.getByText("value 42").waitFor();
    expect(await slider.inputValue()).toBe("42");
    await notebook.evaluate(`slider.send({ say: "bytes " }, [new Uint8Array(3)]);`);
    await page.locator('output[title="bytes 3"]').waitFor();
    await notebook.picture("widget");
    expect(notebook.errors).toEqual([]);
  });

  it("a page that is reloaded shows the widget as it stands", async () => {
    await notebook.save();
    await notebook.reload();
    const { page } = notebook;
    await page.getByText("value 42").waitFor();
    await page.locator("input[type=range]").press("Home");
    await page.getByText("value 0").waitFor();
    await expect.poll(() => notebook.evaluate("", "slider.state.value")).toBe("0");
    await notebook.close();
  });

  it("draws tables, Vega-Lite, tensors, formulas, drawings and JSON, and says what failed", async () => {
    const viewport = { width: 1200, height: 2000 };
    notebook = await jupyter.open("displays.ipynb", DISPLAYS, { viewport });
    await notebook.runAll();
    const { page } = notebook;
    await page.locator("table.dataframe").getByText("<Grace>").waitFor();
    await page.locator(".vega-embed .marks").waitFor();
    const tensor = page.locator('img[alt="Tensor float32 [28, 28, 1]"]');
    await tensor.waitFor();
    await expect
      .poll(() => tensor.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(28);
    await page.locator("mjx-container, .MathJax").first().waitFor();
    await page.locator("strong", { hasText: "bold" }).waitFor();
    await page.locator(".jp-RenderedSVG img, .jp-RenderedSVG svg").first().waitFor();
    await page.locator(".jp-RenderedJSON").getByText("deep").waitFor();
    await page.locator("#good").waitFor();
    await page.getByText("drawing it failed in _repr_png_: RangeError: no paper").waitFor();
    await notebook.picture("displays");
    await notebook.close();
  });
});
