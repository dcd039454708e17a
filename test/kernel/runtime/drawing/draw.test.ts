import { describe, expect, it } from "vitest";
import { draw } from "../../../../kernel/runtime/drawing/draw.ts";

const data = async (value: unknown) => (await draw(value)).data;

const boom = () => {
  throw new Error("boom");
};

describe("drawing a value", () => {
  it("is immediate for what is immediate, so that prints and displays keep their order", () => {
    expect(draw({ _repr_html_: () => "<b>" })).not.toBeInstanceOf(Promise);
    expect(draw({ _repr_html_: async () => "<b>" })).toBeInstanceOf(Promise);
    expect(draw(Promise.resolve(1))).not.toBeInstanceOf(Promise);
  });

  it("shows a promise as it stands, and never awaits it", async () => {
    expect(await data(Promise.resolve(1))).toEqual({ "text/plain": "Promise { 1 }" });
    expect(await data(new Promise(() => {}))).toEqual({ "text/plain": "Promise { <pending> }" });
    const failed = Promise.reject(new Error("odd"));
    failed.catch(() => {});
    expect((await data(failed))["text/plain"]).toMatch(/^Promise \{\s+<rejected> Error: odd/);
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
  });

  it.each([
    ["toHTML", "text/html"],
    ["toHtml", "text/html"],
    ["_toHtml", "text/html"],
    ["_toSvg", "image/svg+xml"],
    ["toSVG", "image/svg+xml"],
    ["_toPng", "image/png"],
    ["_toJpeg", "image/jpeg"],
  ])("takes %s as %s", async (method, mime) => {
    expect((await data({ [method]: () => "its own" }))[mime]).toBe("its own");
  });

  it("takes a bundle with its metadata, and a representation with its own", async () => {
    const value = {
      _repr_mimebundle_: () => [{ "image/png": "AQID" }, { "image/png": { width: 5 } }],
      _repr_svg_: () => ["<svg/>", { isolated: true }],
    };
    expect(await draw(value)).toMatchObject({
      data: { "image/png": "AQID", "image/svg+xml": "<svg/>" },
      metadata: { "image/png": { width: 5 }, "image/svg+xml": { isolated: true } },
    });
    expect(await data({ _toMime: () => ({ "text/html": "<p>" }) })).toMatchObject({
      "text/html": "<p>",
    });
  });

  it("asks nothing of a stand-in that answers to every name", async () => {
    const remote: object = new Proxy(() => {}, { get: () => () => remote, apply: boom });
    const { problem, data: shown } = await draw(remote);
    expect(problem).toBeUndefined();
    expect(Object.keys(shown)).toEqual(["text/plain"]);
    const record = new Proxy({ a: 1 }, { get: () => () => boom() });
    expect(await data(record)).toEqual({ "text/plain": "{ a: 1 }" });
  });

  it("is not troubled by getters that throw", async () => {
    class Unready {
      get svg() {
        return boom();
      }
      get columns() {
        return boom();
      }
      get outerHTML() {
        return boom();
      }
      get schema() {
        return boom();
      }
    }
    expect(await data(new Unready())).toEqual({ "text/plain": "Unready {}" });
  });
});

describe("a representation that fails", () => {
  it("is said beside the plain value, with its place", async () => {
    const { data: shown, problem } = await draw({ a: 1, _repr_html_: boom });
    expect(shown["text/plain"]).toMatch(
      /a: 1[^]*\(drawing it failed in _repr_html_: Error: boom\n {4}at .*boom /,
    );
    // The text is what is shown: nothing more to say.
    expect(problem).toBeUndefined();
    expect(
      (await data({ _repr_html_: () => Promise.reject(new Error("later")) }))["text/plain"],
    ).toContain("drawing it failed in _repr_html_: Error: later");
    expect((await data({ [Symbol.for("Jupyter.display")]: boom }))["text/plain"]).toContain(
      'failed in Symbol.for("Jupyter.display"): Error: boom',
    );
  });

  it("leaves the others, and is said apart where they would hide it", async () => {
    const { data: shown, problem } = await draw({ _repr_html_: () => "<b>", _repr_png_: boom });
    expect(shown["text/html"]).toBe("<b>");
    expect(problem).toContain("drawing it failed in _repr_png_: Error: boom");
  });

  it("is a name that is no MIME type", async () => {
    const value = { _toMime: () => ({ html: "<p>", "text/html; charset=utf-8": "<b>" }) };
    const { data: shown, problem } = await draw(value);
    expect(Object.keys(shown).toSorted()).toEqual(["text/html", "text/plain"]);
    expect(problem).toContain('"html" is no MIME type');
  });

  it("is one that no notebook can hold", async () => {
    const long = "x".repeat(51_000_000);
    const { data: shown, problem } = await draw({
      _repr_svg_: () => long,
      _repr_html_: () => "<b>",
    });
    expect(shown["image/svg+xml"]).toBeUndefined();
    expect(shown["text/html"]).toBe("<b>");
    expect(problem).toMatch(/image\/svg\+xml of 51 million characters was left out/);
  });

  it("is a bundle that is none", async () => {
    const value = { [Symbol.for("Jupyter.display")]: () => "text" };
    expect((await data(value))["text/plain"]).toContain("gave 'text', which is no bundle");
  });
});
