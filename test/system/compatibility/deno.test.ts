/** What notebooks written for Deno's kernel do, one habit each. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";
import { notebookIn, shown } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "tunebook-deno-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "data.json"), JSON.stringify({ rows: [1, 2, 3] }));
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
writeFileSync(join(folder, "dot.png"), png);

const notebook = notebookIn("typescript", () => ({
  cwd: folder,
  env: { GREETING: "hello" },
}));

it("ends a cell with a tagged template of html, md or svg", async () => {
  const html = await notebook.run("const name = 'Ada'; Deno.jupyter.html`<b>${name}</b>${1 + 1}`");
  expect(html.result?.["text/html"]).toBe("<b>Ada</b>2");
  const md = await notebook.run("const { md, svg } = Deno.jupyter; md`# Hello, ${name}`");
  expect(md.result?.["text/markdown"]).toBe("# Hello, Ada");
  const svg = await notebook.run("svg`<svg><circle r=${5}/></svg>`");
  expect(svg.result?.["image/svg+xml"]).toBe("<svg><circle r=5/></svg>");
});

it("awaits display of values and of raw bundles, and updates them by display_id", async () => {
  const run = await notebook.run(
    "await Deno.jupyter.display(Deno.jupyter.html`<i>1</i>`);" +
      `
await Deno.jupyter.display({ "text/plain": "two", "text/html": "<i>2</i>" }, { raw: true });
await Deno.jupyter.display({ "text/plain": "0%" }, { raw: true, display_id: "progress" });
await Deno.jupyter.display({ "text/plain": "100%" }, { raw: true, display_id: "progress", update: true });`,
  );
  expect(shown(run)).toMatchObject([
    { type: "display_data", data: { "text/html": "<i>1</i>" } },
    { type: "display_data", data: { "text/plain": "two", "text/html": "<i>2</i>" } },
    { type: "display_data", data: { "text/plain": "0%" }, id: "progress" },
    { type: "update_display_data", data: { "text/plain": "100%" }, id: "progress" },
  ]);
});

it('shows classes by Symbol.for("Jupyter.display"), also under its name in Deno.jupyter', async () => {
  const plain = await notebook.run(`class Card {
  [Symbol.for("Jupyter.display")]() { return { "text/html": "<p>card</p>" }; }
}
new Card()`);
  expect(plain.result?.["text/html"]).toBe("<p>card</p>");
  const named = await notebook.run(`class Temperature {
  constructor(public celsius: number) {}
  async [Deno.jupyter.$display]() { return { "text/plain": this.celsius + " C" }; }
}
new Temperature(21)`);
  expect(named.result).toEqual({ "text/plain": "21 C" });
});

it("shows images by path and by bytes", async () => {
  const base64 = png.toString("base64");
  const path = await notebook.run(`Deno.jupyter.image("./dot.png")`);
  expect(path.result?.["image/png"]).toBe(base64);
  const bytes = await notebook.run(`Deno.jupyter.image(Deno.readFileSync("dot.png"))`);
  expect(bytes.result?.["image/png"]).toBe(base64);
  const value = await notebook.run(`await Deno.readFile("dot.png")`);
  expect(value.result?.["image/png"]).toBe(base64);
});

it("broadcasts messages itself", async () => {
  const run = await notebook.run(`await Deno.jupyter.broadcast("display_data", {
  data: { "text/html": "<u>sent</u>" }, metadata: {}, transient: { display_id: "own" },
});
await Deno.jupyter.broadcast("update_display_data", {
  data: { "text/html": "<u>again</u>" }, metadata: {}, transient: { display_id: "own" },
});
await Deno.jupyter.broadcast("comm_open", { comm_id: "c1", target_name: "nobody", data: { a: 1 } },
  { buffers: [new Uint8Array([7])] });
await Deno.jupyter.broadcast("clear_output", { wait: true });`);
  expect(run.outputs.map(({ header }) => header.msg_type)).toEqual([
    "display_data",
    "update_display_data",
    "comm_open",
    "clear_output",
  ]);
  const comm = run.outputs[2]!;
  expect(comm.content).toMatchObject({ comm_id: "c1", target_name: "nobody", data: { a: 1 } });
  expect([...comm.buffers[0]!]).toEqual([7]);
  expect(
    (await notebook.fails(`await Deno.jupyter.broadcast("execute_reply", {})`)).evalue,
  ).toContain('was given "execute_reply"');
});

it("formats a value to its bundle", async () => {
  const run = await notebook.run(
    "(await Deno.jupyter.format(Deno.jupyter.md`**x**`))['text/markdown']",
  );
  expect(run.result?.["text/plain"]).toBe("'**x**'");
});

it("reads and writes files, the environment, arguments and versions", async () => {
  const run = await notebook.run(`await Deno.writeTextFile("note.txt", "first\\n");
await Deno.writeTextFile("note.txt", "second\\n", { append: true });
Deno.writeFileSync("bytes.bin", new Uint8Array([1, 2]));
const names: string[] = [];
for await (const entry of Deno.readDir(".")) if (entry.isFile) names.push(entry.name);
[await Deno.readTextFile("note.txt"), Deno.readFileSync("bytes.bin").length, names.sort().join(),
 Deno.env.get("GREETING"), Deno.env.get("NOT_THERE"), Deno.args, Deno.cwd() === process.cwd(),
 typeof Deno.version.v8, typeof Deno.build.os]`);
  expect(run.result?.["text/plain"]).toBe(`[
  'first\\nsecond\\n',
  2,
  'bytes.bin,data.json,dot.png,note.txt',
  'hello',
  undefined,
  [],
  true,
  'string',
  'string'
]`);
});

it("imports JSON with an attribute, and modules with their extension", async () => {
  const run = await notebook.run(`import data from "./data.json" with { type: "json" };
await Deno.writeTextFile("area.ts", "export const area = (side: number): number => side * side;\\n");
data.rows.length`);
  expect(run.result?.["text/plain"]).toBe("3");
  const module = await notebook.run(`import { area } from "./area.ts";\narea(3)`);
  expect(module.result?.["text/plain"]).toBe("9");
});

it("fetches, and awaits at the top", async () => {
  const server = createServer((_, response) => response.end('{"served":true}')).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    const run = await notebook.run(
      `const answer = await fetch("http://127.0.0.1:${port}/");\nawait answer.json()`,
    );
    expect(run.result?.["text/plain"]).toBe("{ served: true }");
  } finally {
    server.close();
  }
});

it("asks by prompt and confirm", async () => {
  const onInput = (prompt: string) => (prompt.startsWith("Name") ? "Ada" : "y");
  const run = await notebook.run(`[prompt("Name"), confirm("Sure?")]`, { onInput });
  expect(run.result?.["text/plain"]).toBe("[ 'Ada', true ]");
});

it("imports packages by npm:, with and without a version", async () => {
  const own = join(folder, "node_modules", "shapes");
  mkdirSync(own, { recursive: true });
  writeFileSync(
    join(own, "package.json"),
    JSON.stringify({
      name: "shapes",
      version: "1.2.3",
      type: "module",
      main: "index.js",
      types: "index.d.ts",
    }),
  );
  writeFileSync(join(own, "index.js"), "export const square = (side) => side * side;\n");
  writeFileSync(join(own, "index.d.ts"), "export declare function square(side: number): number;\n");
  const run = await notebook.run(`import { square } from "npm:shapes@1.2.3";
import * as shapes from "npm:shapes";
[square(3), shapes.square === square]`);
  expect(run.result?.["text/plain"]).toBe("[ 9, true ]");
  expect((await notebook.fails(`square("three")`)).ename).toBe("TypeCheckError");
  expect((await notebook.fails(`import "npm:@tunebook-test/not-installed@2"`)).evalue).toContain(
    "%install @tunebook-test/not-installed@2",
  );
  expect((await notebook.fails(`import "jsr:@std/not-there@1"`)).evalue).toContain(
    "npx jsr add @std/not-there@1",
  );
  expect((await notebook.fails(`import * as d3 from "https://esm.sh/d3@7"`)).evalue).toContain(
    '%install d3, then import from "d3"',
  );
});

it("draws JSX", async () => {
  const run = await notebook.run(`const Name = ({ of }: { of: string }) => <b>{of}</b>;
<p className="card">Hello, <Name of="<Ada>" /></p>`);
  expect(run.result?.["text/html"]).toBe('<p class="card">Hello, <b>&#60;Ada&#62;</b></p>');
});

it("draws tables of records, Vega-Lite and elements of a DOM", async () => {
  const run = await notebook.run(`({
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  mark: "bar", data: { values: [{ a: 1 }] }, encoding: {},
})`);
  expect(run.result).toHaveProperty(["application/vnd.vegalite.v5+json"]);
});

it("says by what in Node another name is to be replaced", async () => {
  expect((await notebook.fails(`Deno.serve(() => new Response("hi"))`)).evalue).toBe(
    'Deno.serve is not here, since this kernel runs on Node. Node has createServer of "node:http".',
  );
  expect((await notebook.fails(`new Deno.Command("ls")`)).evalue).toContain("node:child_process");
  expect((await notebook.fails(`Deno.somethingElse`)).evalue).toContain("a package of npm");
});

it("is seen by cells alone, so that packages know where they run", async () => {
  const run = await notebook.run(
    `["Deno" in globalThis, typeof Deno, typeof Deno.jupyter.display]`,
  );
  expect(run.result?.["text/plain"]).toBe("[ false, 'object', 'function' ]");
  expect((await notebook.run(`const Deno = { mine: true }; Deno`)).result?.["text/plain"]).toBe(
    "{ mine: true }",
  );
});
