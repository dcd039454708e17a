/** What notebooks written for tslab do, one habit each. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../support/run.ts";
import { notebookIn, shown } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "tunebook-tslab-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PNG = `Buffer.from("iVBORw0KGgo=", "base64")`;

describe("in an empty folder", () => {
  const notebook = notebookIn("typescript");

  it("imports tslab at the top and shows by each function of its display", async () => {
    const run = await notebook.run(`import * as tslab from "tslab";
tslab.display.html("<b>html</b>");
tslab.display.markdown("**markdown**");
tslab.display.latex("$x$");
tslab.display.svg("<svg/>");
tslab.display.javascript("void 0");
tslab.display.text("text");
tslab.display.png(${PNG});
tslab.display.jpeg(new Uint8Array([255, 216, 255]));
tslab.display.gif(Buffer.from("GIF89a"));
tslab.display.pdf(Buffer.from("%PDF-"));`);
    expect(shown(run).map(({ data }) => Object.entries(data)[0])).toEqual([
      ["text/html", "<b>html</b>"],
      ["text/markdown", "**markdown**"],
      ["text/latex", "$x$"],
      ["image/svg+xml", "<svg/>"],
      ["text/javascript", "void 0"],
      ["text/plain", "text"],
      ["image/png", "iVBORw0KGgo="],
      ["image/jpeg", "/9j/"],
      ["image/gif", Buffer.from("GIF89a").toString("base64")],
      ["application/pdf", Buffer.from("%PDF-").toString("base64")],
    ]);
  });

  it("uses the import of an earlier cell, and imports display by its name over the global one", async () => {
    expect(shown(await notebook.run(`tslab.display.html("later")`))[0]?.data).toEqual({
      "text/html": "later",
    });
    const named = await notebook.run(
      `import { display, newDisplay } from "tslab"; display.text("named")`,
    );
    expect(shown(named)[0]?.data).toEqual({ "text/plain": "named" });
  });

  it("shows any MIME type by raw, and bars by a Vega-Lite bundle", async () => {
    const run = await notebook.run(
      `tslab.display.raw("application/vnd.example", "{}"); tslab.display.raw("audio/wav", new Uint8Array([1, 2]));`,
    );
    expect(shown(run).map(({ data }) => data)).toEqual([
      { "application/vnd.example": "{}" },
      { "audio/wav": "AQI=" },
    ]);
  });

  it("redraws one place with newDisplay, from a timer and from a later cell", async () => {
    const run = await notebook.run(`const place = tslab.newDisplay();
place.text("0%");
for (const percent of [50, 100]) {
  await new Promise((done) => setTimeout(done, 5));
  place.html(\`<progress value="\${percent}"></progress>\`);
}`);
    const all = shown(run);
    expect(all.map(({ type }) => type)).toEqual([
      "display_data",
      "update_display_data",
      "update_display_data",
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    const later = shown(await notebook.run(`place.text("done")`));
    expect(later).toMatchObject([{ type: "update_display_data", id: all[0]!.id }]);
  });

  it("reads the versions", async () => {
    const run = await notebook.run(
      `Object.keys(tslab.versions).join() + " " + tslab.versions.node`,
    );
    expect(run.result?.["text/plain"]).toBe(`'tslab,typescript,node ${process.version}'`);
  });

  it("requires it as well", async () => {
    const run = await notebook.run(`require("tslab").display.text("required")`);
    expect(shown(run)[0]?.data).toEqual({ "text/plain": "required" });
  });

  it("is told by the type check what tslab's display has not", async () => {
    expect((await notebook.fails(`tslab.display.video("x")`)).evalue).toContain("video");
  });

  it("echoes the last expression, and console.log prints above it", async () => {
    const run = await notebook.run(`console.log("printed");\nlet x = { a: [1, 2] };\nx`);
    expect(run.stdout).toBe("printed\n");
    expect(run.result?.["text/plain"]).toBe("{ a: [ 1, 2 ] }");
    expect((await notebook.run(`const y = 1`)).result).toBeUndefined();
  });

  it("declares const, class and interface again in a later cell", async () => {
    await notebook.run(`const z = 1; class Point { x = 1 } interface Shape { area: number }`);
    const run =
      await notebook.run(`const z = "two"; class Point { y = 2 } interface Shape { name: string }
const shape: Shape = { name: z }; [new Point().y, shape.name]`);
    expect(run.result?.["text/plain"]).toBe("[ 2, 'two' ]");
  });

  it("awaits at the top, and shows a promise that is not awaited", async () => {
    const run = await notebook.run(
      `const sum = async (a: number, b: number) => a + b;\nawait sum(1, 2)`,
    );
    expect(run.result?.["text/plain"]).toBe("3");
    expect((await notebook.run(`sum(1, 2)`)).result?.["text/plain"]).toBe("Promise { 3 }");
  });

  it("imports Node's modules in both ways, and by require", async () => {
    const run = await notebook.run(`import * as fs from "fs";
import { join } from "node:path";
const os = require("os");
[typeof fs.readFileSync, join("a", "b"), typeof os.cpus]`);
    expect(run.result?.["text/plain"]).toContain("'function'");
  });

  it("imports a module written beside the notebook, without an extension", async () => {
    await notebook.run(`import { writeFileSync } from "fs";
writeFileSync("helpers.ts", "export const twice = (x: number): number => 2 * x;\\n")`);
    const run = await notebook.run(`import { twice } from "./helpers";\ntwice(21)`);
    expect(run.result?.["text/plain"]).toBe("42");
  });

  it("prints from timers after the cell has ended", async () => {
    const running = notebook.kernel.start(`setTimeout(() => console.log("late"), 20); "now"`);
    const run = await running.done;
    expect(run.result?.["text/plain"]).toBe("'now'");
    await running.message(({ content }) => content["text"] === "late\n");
  });
});

describe("where tslab is installed", () => {
  const notebook = notebookIn("typescript", () => {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "node_modules", "tslab"), join(folder, "node_modules", "tslab"), "dir");
    writeFileSync(join(folder, "package.json"), "{}");
    return { cwd: folder };
  });

  it.each([
    ["import", `import * as tslab from "tslab";`],
    ["require", `const tslab = require("tslab");`],
  ])("shows through this kernel by the package itself (%s)", async (_, line) => {
    const run = await notebook.run(`${line}
tslab.display.html("<b>own</b>");
const place = tslab.newDisplay();
place.text("one");
place.text("two");
require.resolve("tslab")`);
    const [html, one, two, path] = shown(run);
    expect(html?.data).toEqual({ "text/html": "<b>own</b>" });
    expect([one?.type, two?.type]).toEqual(["display_data", "update_display_data"]);
    expect(two?.id).toBe(one?.id);
    expect(path?.data["text/plain"]).toMatch(/node_modules\/tslab\/dist\/public\.js'$/);
  });
});
