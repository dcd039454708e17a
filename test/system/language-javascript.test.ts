// The JavaScript kernel as front ends and converters meet it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startKernel } from "./support/kernel-client.ts";
import { cli, python, root, succeed } from "./support/run.ts";

const scratch = mkdtempSync(join(tmpdir(), "tunebook-javascript-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const javascript = {
  command: [process.execPath, join(root, "dist/kernel/entry.js"), "--language", "javascript"],
};

/** A notebook that only a sloppy script can run. */
const notebook = (cells: string[]) => ({
  cells: cells.map((source, index) => ({
    cell_type: "code",
    id: `c${index}`,
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  })),
  metadata: {
    kernelspec: {
      name: "tunebook-javascript",
      display_name: "JavaScript (Tunebook)",
      language: "javascript",
    },
  },
  nbformat: 4,
  nbformat_minor: 5,
});

it("says what it is", async () => {
  await using kernel = await startKernel(javascript);
  const { content } = await kernel.request("kernel_info_request");
  expect(content["language_info"]).toMatchObject({
    name: "javascript",
    file_extension: ".js",
    mimetype: "text/javascript",
    codemirror_mode: "javascript",
    pygments_lexer: "javascript",
    version: process.versions.node,
  });
});

it("runs cells as scripts, one realm for all, without type errors", async () => {
  await using kernel = await startKernel(javascript);
  const value = async (code: string) => {
    const run = await kernel.execute(code);
    expect(run.error?.traceback.join("\n"), code).toBeUndefined();
    return run.result?.["text/plain"];
  };
  expect(await value("x = 5")).toBe("5");
  expect(await value("var y = x.nothing; y = 'text'; const n = null + 1")).toBe("'text'");
  expect(await value("with (Math) max(x, 017) + this.x")).toBe("20");
  expect(await value("require('vm').runInThisContext('x + typeof y')")).toBe("'5string'");
  expect(await value("[typeof module, typeof exports, __dirname === process.cwd()]")).toBe(
    "[ 'object', 'object', true ]",
  );
  expect(
    await value(
      "setTimeout(() => { late = 1 }, 0); await new Promise((r) => setTimeout(r, 5)); late",
    ),
  ).toBe("1");
  expect(await value("for (x of [7, 8]) x")).toBe("8");
  const run = await kernel.execute("\n  undefinedFn()");
  expect(run.error).toMatchObject({
    ename: "ReferenceError",
    evalue: "undefinedFn is not defined",
  });
  expect(run.error?.traceback.join("\n")).toMatch(/Cell \[\d+\]:2:3/);
  expect((await kernel.execute("let t: number")).error?.ename).toBe("SyntaxError");
  const { content } = await kernel.request("complete_request", { code: "x.toFi", cursor_pos: 6 });
  expect(content["matches"]).toEqual(["toFixed"]);
});

it("after a crash nothing is left, and scripts run again", async () => {
  await using kernel = await startKernel(javascript);
  await kernel.execute("x = 5; var y = 6");
  expect((await kernel.execute("process.exit(3)")).error?.ename).toBe("RuntimeDied");
  expect((await kernel.execute("[typeof x, typeof y]")).result?.["text/plain"]).toBe(
    "[ 'undefined', 'undefined' ]",
  );
  expect((await kernel.execute("y = 1; y + 1")).result?.["text/plain"]).toBe("2");
});

it("tunebook run runs a notebook by the language of its kernelspec", async () => {
  const path = join(scratch, "sloppy.ipynb");
  writeFileSync(path, JSON.stringify(notebook(["a = 017", "with (Math) max(a, 3)"])));
  await succeed(process.execPath, [cli, "run", path]);
  const { cells, metadata } = JSON.parse(readFileSync(path, "utf8"));
  expect(cells[1].outputs[0].data["text/plain"]).toEqual(["15"]);
  expect(metadata.kernelspec.name).toBe("tunebook-javascript");
  expect(metadata.language_info).toMatchObject({ name: "javascript", file_extension: ".js" });
});

describe.skipIf(!python)("with Jupyter", () => {
  it("nbconvert --execute finds the kernel, and --to script gives a .js file", async () => {
    const home = join(scratch, "home");
    const env = {
      HOME: home,
      JUPYTER_DATA_DIR: "",
      JUPYTER_PATH: "",
      XDG_DATA_HOME: "",
      TUNEBOOK_HISTORY: "off",
    };
    await succeed(process.execPath, [cli, "install"], { env });
    const path = join(scratch, "convert.ipynb");
    writeFileSync(path, JSON.stringify(notebook(["b = 011", "b + 1"])));
    await succeed(
      python!,
      ["-m", "nbconvert", "--execute", "--inplace", "--to", "notebook", path],
      { env },
    );
    const { cells } = JSON.parse(readFileSync(path, "utf8"));
    expect([cells[1].outputs[0].data["text/plain"]].flat().join("")).toBe("10");
    await succeed(python!, ["-m", "nbconvert", "--to", "script", path], { env });
    expect(readFileSync(join(scratch, "convert.js"), "utf8")).toContain("b = 011");
  });
});
