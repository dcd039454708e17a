import { inflateSync } from "node:zlib";
import * as tf from "@tensorflow/tfjs";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { draw } from "../../../../kernel/runtime/drawing/draw.ts";
import { encodePng } from "../../../../kernel/runtime/drawing/png.ts";

const data = async (value: unknown) => (await draw(value)).data;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const PNG = Uint8Array.from(
  encodePng({ width: 2, height: 1, channels: 3, data: [1, 2, 3, 4, 5, 6] }),
);

describe("images", () => {
  it("are bytes that begin like one", async () => {
    const heads: [string, number[]][] = [
      ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
      ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0]],
      ["image/gif", [...Buffer.from("GIF89a")]],
      ["image/webp", [...Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1")]],
    ];
    for (const [type, bytes] of heads) {
      expect((await data(Buffer.from(bytes)))[type]).toBe(base64(Buffer.from(bytes)));
      expect((await data(new Uint8Array(bytes)))[type]).toBe(base64(Buffer.from(bytes)));
    }
    expect(Object.keys(await data(Buffer.from("RIFF....WAVE")))).toEqual(["text/plain"]);
    expect(Object.keys(await data(new Uint8Array([1, 2])))).toEqual(["text/plain"]);
  });

  it("are blobs of an image's or a page's type", async () => {
    expect((await data(new Blob([PNG], { type: "image/png" })))["image/png"]).toBe(base64(PNG));
    const page = new Blob(["<b>ä"], { type: "text/html;charset=utf-8" });
    expect((await data(page))["text/html"]).toBe("<b>ä");
    expect(Object.keys(await data(new Blob(["x"], { type: "application/zip" })))).toEqual([
      "text/plain",
    ]);
  });

  it("are canvases", async () => {
    const getContext = () => null;
    const url = `data:image/png;base64,${base64(PNG)}`;
    for (const canvas of [
      { getContext, toBuffer: () => PNG },
      { getContext, toBuffer: async () => PNG },
      { getContext, toDataURL: () => url },
      { getContext, toDataURL: async () => url },
      { getContext, convertToBlob: async () => new Blob([PNG], { type: "image/png" }) },
      { toDataURL: () => url },
    ]) {
      expect((await data(canvas))["image/png"]).toBe(base64(PNG));
    }
    // A big number that can be made bytes is no canvas.
    expect(Object.keys(await data({ toBuffer: () => PNG }))).toEqual(["text/plain"]);
  });

  it("are pixels", async () => {
    class ImageData {
      width = 2;
      height = 1;
      data = new Uint8ClampedArray([255, 0, 0, 255, 0, 0, 255, 128]);
    }
    const png = Buffer.from(String((await data(new ImageData()))["image/png"]), "base64");
    expect(png.readUInt32BE(16)).toBe(2);
    expect(png.readUInt32BE(20)).toBe(1);
    const start = png.indexOf("IDAT") + 4;
    const pixels = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
    expect([...pixels]).toEqual([0, 255, 0, 0, 255, 0, 0, 255, 128]);
  });
});

describe("tensors", () => {
  it("show type, shape and values, cut", async () => {
    const shown = await data(tf.ones([2000, 3]));
    expect(shown["text/plain"]).toMatch(/dtype: float32[^]*shape: \[2000,3\][^]*\.\.\./);
    expect(String(shown["text/plain"]).length).toBeLessThan(1000);
    const gone = tf.ones([2]);
    gone.dispose();
    expect(await data(gone)).toEqual({
      "text/plain": "Tensor float32 [2], disposed: its values are gone",
    });
  });

  it("are pictures where they are images", async () => {
    const html = String((await data(tf.ones([28, 28, 1])))["text/html"]);
    expect(html).toContain('width="224" height="224"');
    expect(html).toContain("Tensor float32 [28, 28, 1]</figcaption>");
    const png = Buffer.from(/base64,([^"]+)/.exec(html)![1]!, "base64");
    expect(png.readUInt32BE(16)).toBe(28);
    // In floats a range of steps ends a little beyond its last one.
    expect(await data(tf.linspace(0, 1, 28 * 28).reshape([28, 28, 1]))).toHaveProperty([
      "text/html",
    ]);
    for (const other of [
      tf.ones([2, 2, 3]),
      tf.ones([9, 9, 3]).mul(7),
      tf.ones([9, 9]),
      tf.ones([9, 9, 5]),
    ]) {
      expect(Object.keys(await data(other))).toEqual(["text/plain"]);
    }
  });
});

describe("specifications", () => {
  const schema = (kind: string, version: number) =>
    `https://vega.github.io/schema/${kind}/v${version}.json`;

  it("are Vega and Vega-Lite by their schema, or made by toSpec", async () => {
    const lite = { $schema: schema("vega-lite", 5), mark: "bar" };
    expect((await data(lite))["application/vnd.vegalite.v5+json"]).toEqual(lite);
    const vega = { $schema: schema("vega", 5), marks: [] };
    expect((await data(vega))["application/vnd.vega.v5+json"]).toEqual(vega);
    // Newer ones also under the type that JupyterLab draws.
    const newer = await data({ $schema: schema("vega-lite", 6), mark: "bar" });
    expect(Object.keys(newer)).toEqual([
      "text/plain",
      "application/vnd.vegalite.v6+json",
      "application/vnd.vegalite.v5+json",
    ]);
    const api = { toSpec: () => ({ mark: "point" }) };
    expect((await data(api))["application/vnd.vegalite.v5+json"]).toEqual({ mark: "point" });
  });

  it("are GeoJSON", async () => {
    for (const geo of [
      { type: "FeatureCollection", features: [] },
      { type: "Feature", geometry: null, properties: null },
      { type: "Point", coordinates: [1, 2] },
    ]) {
      expect((await data(geo))["application/geo+json"]).toEqual(geo);
    }
    expect(Object.keys(await data({ type: "Point" }))).toEqual(["text/plain"]);
    expect(Object.keys(await data({ type: "toString", coordinates: [] }))).toEqual(["text/plain"]);
  });
});

describe("markup", () => {
  it("is an element of a DOM", async () => {
    const { document } = new JSDOM("<p id=a>1 &lt; 2</p>").window;
    expect((await data(document.getElementById("a")))["text/html"]).toBe('<p id="a">1 &lt; 2</p>');
  });

  it("is an object that holds an SVG", async () => {
    const svg = '<?xml version="1.0"?>\n<!-- made by hand -->\n<svg width="1"></svg>';
    expect((await data({ svg }))["image/svg+xml"]).toBe(svg);
    expect(Object.keys(await data({ svg: "an svg" }))).toEqual(["text/plain"]);
  });

  it("is JSX, with components, and users' text escaped", async () => {
    const element = (type: unknown, props: object) => ({
      $$typeof: Symbol.for("react.transitional.element"),
      type,
      props,
    });
    const Name = ({ of }: { of: string }) => element("b", { children: of });
    const tree = element("div", {
      className: "card",
      style: { marginTop: 4, opacity: 0.5, "--x": 1 },
      hidden: true,
      title: 'say "hi"',
      onClick: () => {},
      children: ["1 < 2", null, false, 3, element(Name, { of: "<Ada>" }), element("br", {})],
    });
    expect((await data(tree))["text/html"]).toBe(
      '<div class="card" style="margin-top:4px;opacity:0.5;--x:1" hidden title="say &#34;hi&#34;">' +
        "1 &#60; 23<b>&#60;Ada&#62;</b><br></div>",
    );
    const endless: () => unknown = () => element(endless, {});
    expect((await data(element(endless, {})))["text/plain"]).toContain("nested deeper than 200");
  });
});
