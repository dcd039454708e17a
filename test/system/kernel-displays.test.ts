import { afterAll, beforeAll, expect, it } from "vitest";
import { type KernelClient, type Run, startKernel } from "./support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel?.[Symbol.asyncDispose]());

/** Data, metadata and kind of everything that a run has displayed. */
const shown = (run: Run) =>
  run.outputs
    .filter(({ header }) => header.msg_type.endsWith("display_data"))
    .map(({ header, content }) => ({ type: header.msg_type, ...content })) as unknown as {
    type: string;
    data: Record<string, unknown>;
    metadata: Record<string, unknown>;
    transient: { display_id?: string };
  }[];

const ok = async (code: string): Promise<Run> => {
  const run = await kernel.execute(code);
  expect(run.error?.traceback.join("\n")).toBeUndefined();
  return run;
};

it("shows each kind by a function of its own, typed, without an import", async () => {
  const run = await ok(`
    display.html("<b>1</b>");
    display.markdown("**2**");
    display.latex("$x_3$");
    display.svg("<svg><text>4</text></svg>");
    display.json({ five: [5] }, { expanded: true });
    display.mime({ "text/plain": "6", "application/x-six+json": { six: 6 } });
    display([{ a: 1 }, { a: 2 }]);
  `);
  const all = shown(run);
  expect(all.map(({ data }) => Object.keys(data).at(-1))).toEqual([
    "text/html",
    "text/markdown",
    "text/latex",
    "image/svg+xml",
    "application/json",
    "application/x-six+json",
    "text/html",
  ]);
  expect(all[4]).toMatchObject({
    data: { "application/json": { five: [5] }, "text/plain": "{ five: [ 5 ] }" },
    metadata: { "application/json": { expanded: true } },
  });
});

it("shows images with their size, and says what it takes", async () => {
  const run = await ok(`
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    display.image(png, { width: 40, height: 30, alt: "a dot" });
    display.image(\`data:image/png;base64,\${png.toString("base64")}\`);
    display.image("https://localhost/a.png?a=1&b=2", { alt: 'a "picture"' });
  `);
  const [sized, fromUrl, linked] = shown(run);
  const [fromBlob] = shown(
    await ok(`display.image(new Blob([png], { type: "image/png" }), { width: 7 })`),
  );
  expect(sized).toMatchObject({
    data: { "image/png": expect.stringMatching(/^iVBOR/), "text/plain": "a dot" },
    metadata: { "image/png": { width: 40, height: 30, alt: "a dot" } },
  });
  expect(fromUrl?.data["image/png"]).toBe(sized?.data["image/png"]);
  expect(fromBlob?.metadata).toEqual({ "image/png": { width: 7 } });
  expect(linked?.data["text/html"]).toBe(
    '<img src="https://localhost/a.png?a=1&#38;b=2" alt="a &#34;picture&#34;">',
  );
  const wrong = await kernel.execute(`display.image("chart.png")`);
  expect(wrong.error?.evalue).toContain('display.image(await readFile("chart.png"))');
});

it("is updated by its id from another cell, long after", async () => {
  const first = await ok(`const place = display("one", { id: "place" })`);
  expect(shown(first)).toMatchObject([
    { type: "display_data", transient: { display_id: "place" }, data: { "text/plain": "'one'" } },
  ]);
  const second = await ok(
    `place.update({ two: 2 }); display.html("<i>three</i>", { id: "place", update: true })`,
  );
  expect(shown(second)).toMatchObject([
    {
      type: "update_display_data",
      transient: { display_id: "place" },
      data: { "text/plain": "{ two: 2 }" },
    },
    {
      type: "update_display_data",
      transient: { display_id: "place" },
      data: { "text/html": "<i>three</i>" },
    },
  ]);
});

it("clears what a cell has shown", async () => {
  const run = await ok(`display(1); display.clear({ wait: true }); display(2);`);
  expect(run.outputs.map(({ header }) => header.msg_type)).toEqual([
    "display_data",
    "clear_output",
    "display_data",
  ]);
  expect(run.outputs[1]?.content).toEqual({ wait: true });
});

it("says beside the value where its own drawing failed, by the cell's line", async () => {
  const run = await ok(`class Chart {
  _repr_html_() { return "<b>good</b>"; }
  _repr_png_(): string {
    throw new RangeError("no paper");
  }
}
new Chart()`);
  expect(run.result?.["text/html"]).toBe("<b>good</b>");
  expect(run.result?.["text/plain"]).toContain(
    "drawing it failed in _repr_png_: RangeError: no paper",
  );
  expect(run.stderr).toMatch(
    /drawing it failed in _repr_png_: RangeError: no paper\n {4}at .*Cell \[\d+\]:4:11/,
  );
  expect(run.stderr).not.toMatch(/drawing\/own|<anonymous>/);
});

it("leaves out of a bundle what JSON has no word for, and says so", async () => {
  const value = `{ _repr_json_: () => ({ big: 1n }), _repr_html_: () => "<b>rest</b>" }`;
  const run = await ok(`display(${value}); (${value})`);
  for (const data of [shown(run)[0]?.data, run.result]) {
    expect(data?.["application/json"]).toBeUndefined();
    expect(data?.["text/html"]).toBe("<b>rest</b>");
    expect(data?.["text/plain"]).toContain("its application/json is not JSON");
  }
});

it("keeps the order of prints and displays, slow ones too", async () => {
  const run = await ok(`
    console.log("a");
    display({ _repr_html_: () => "b" });
    console.log("c");
    display({ _repr_html_: () => new Promise((done) => setTimeout(done, 20, "d")) }, { id: "slow" });
    display.html("e", { id: "slow", update: true });
  `);
  const order = run.outputs.map(
    ({ content }) => content["text"] ?? (content["data"] as Record<string, unknown>)["text/html"],
  );
  expect(order).toEqual(["a\n", "b", "c\n", "d", "e"]);
});

it("cuts a value of ten megabytes, and goes on", async () => {
  const run = await ok(`"x".repeat(10_000_000)`);
  expect(String(run.result?.["text/plain"]).length).toBeLessThan(110_000);
  expect(run.result?.["text/plain"]).toContain("9900000 more characters");
  const many = await ok(`Array.from({ length: 1_000_000 }, (_, at) => ({ at }))`);
  expect(many.result?.["text/html"]).toContain(
    "1000000 rows × 1 columns (shown: the first 20 rows)",
  );
});
