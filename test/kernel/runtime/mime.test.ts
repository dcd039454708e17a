import { describe, expect, it } from "vitest";
import { draw, plain } from "../../../kernel/runtime/mime.ts";
import { tableOf } from "../../../kernel/runtime/table.ts";

const data = async (value: unknown) => (await draw(value)).data;

const boom = () => {
  throw new Error("boom");
};

describe("drawing a value", () => {
  it("always has a text, as Node's console would show it, without colours", async () => {
    expect(await data({ a: [1, { b: "x" }], m: new Map([[1, 2]]) })).toEqual({
      "text/plain": "{ a: [ 1, { b: 'x' } ], m: Map(1) { 1 => 2 } }",
    });
    expect(await data("it's")).toEqual({ "text/plain": `"it's"` });
    expect(await data(null)).toEqual({ "text/plain": "null" });
    expect((await data(Array.from({ length: 1000 }, () => 0)))["text/plain"]).toContain(
      "... 900 more items",
    );
  });

  it("is immediate for what is immediate, so that prints and displays keep their order", () => {
    expect(draw({ _repr_html_: () => "<b>" })).not.toBeInstanceOf(Promise);
    expect(draw({ _repr_html_: async () => "<b>" })).toBeInstanceOf(Promise);
    expect(draw(Promise.resolve(1))).not.toBeInstanceOf(Promise);
  });

  it("asks Jupyter.display first, be it asynchronous", async () => {
    const value = {
      [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<i>", "text/plain": "mine" }),
      _repr_html_: () => "not this",
    };
    expect(await data(value)).toEqual({ "text/html": "<i>", "text/plain": "mine" });
  });

  it("draws nothing for a value that says so by an empty bundle", async () => {
    expect(await data({ [Symbol.for("Jupyter.display")]: () => ({}) })).toEqual({});
  });

  it("takes every _repr_ method, with binary as base64 and JSON as data", async () => {
    const png = new Uint8Array([1, 2, 3]);
    expect(
      await data({
        _repr_html_: () => "<b>",
        _repr_png_: () => png,
        _repr_svg_: () => "<svg/>",
        _repr_markdown_: async () => "**b**",
        _repr_latex_: () => "$x$",
        _repr_json_: () => ({ a: 1 }),
        _repr_jpeg_: () => null,
        toString: undefined,
      }),
    ).toMatchObject({
      "text/html": "<b>",
      "image/png": "AQID",
      "image/svg+xml": "<svg/>",
      "text/markdown": "**b**",
      "text/latex": "$x$",
      "application/json": { a: 1 },
      "text/plain": expect.any(String),
    });
    expect((await data({ toHTML: () => "<u>" }))["text/html"]).toBe("<u>");
  });

  it("takes a bundle with its metadata", async () => {
    const value = {
      _repr_mimebundle_: () => [{ "image/png": "AQID" }, { "image/png": { width: 5 } }],
    };
    expect(await draw(value)).toMatchObject({
      data: { "image/png": "AQID" },
      metadata: { "image/png": { width: 5 } },
    });
  });

  it("shows images that are bytes", async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
    expect((await data(png))["image/png"]).toBe(png.toString("base64"));
    expect(Object.keys(await data(new Uint8Array([1, 2])))).toEqual(["text/plain"]);
  });

  it("says that drawing failed instead of failing", async () => {
    expect((await data({ a: 1, _repr_html_: boom }))["text/plain"]).toMatch(
      /a: 1[^]*\(drawing it failed: boom\)/,
    );
    expect(
      (await data({ _repr_html_: () => Promise.reject(new Error("later")) }))["text/plain"],
    ).toContain("drawing it failed: later");
    expect(plain({ [Symbol.for("nodejs.util.inspect.custom")]: boom })).toBe(
      "<a value that cannot be shown: boom>",
    );
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect((await data(proxy))["text/plain"]).toContain("Revoked Proxy");
  });

  it("shows the stack of an error", async () => {
    expect((await data(new TypeError("odd")))["text/plain"]).toMatch(/^TypeError: odd\n {4}at /);
  });
});

describe("tables", () => {
  class DataFrame {
    columns = ["a", "<b>"];
    index = [0, "x"];
    values = [
      [1, null],
      [0.123456789, "t"],
    ];
    shape = [2, 2];
  }

  it("shows a data frame as text and HTML, escaped", async () => {
    const bundle = await data(new DataFrame());
    expect(bundle["text/plain"]).toBe(
      "          a  <b>\n0         1     \nx  0.123457    t\n\n2 rows × 2 columns",
    );
    expect(bundle["text/html"]).toContain("<th>&#60;b&#62;</th>");
    expect(bundle["text/html"]).toContain("<th>x</th><td>0.123457</td><td>t</td>");
  });

  it("shows the first rows of a long one, and says how many there are", () => {
    const frame = new DataFrame();
    frame.values = Array.from({ length: 500 }, (_, row) => [row, "r"]);
    const { text } = tableOf(frame)!;
    expect(text.split("\n").length).toBeLessThan(30);
    expect(text).toContain("500 rows × 2 columns");
  });

  it("knows danfojs' own frames and series", async () => {
    const { DataFrame: Real, Series } = await import("danfojs-node");
    expect(tableOf(new Real({ a: [1, 2], b: ["x", "y"] }))?.text).toContain("2 rows × 2 columns");
    expect(tableOf(new Series([1, 2, 3]))?.text).toContain("3 rows × 1 columns");
  });

  it("leaves other objects alone", () => {
    expect(tableOf({ columns: [], index: [], values: [], shape: [] })).toBeUndefined();
    expect(tableOf(null)).toBeUndefined();
  });
});
