import { inflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { pictures } from "../../../lib/course/index.ts";

it("draws images as a PNG whose pixels are theirs", () => {
  const part = {
    rows: 2,
    x: Float32Array.from([0, 1, 0.5, 0, 1, 1, 1, 1]),
    y: Int32Array.of(3, 7),
  };
  const shown = pictures(part, 2) as unknown as Record<symbol, () => Record<string, string>>;
  const bundle = shown[Symbol.for("Jupyter.display")]!();
  expect(bundle["text/plain"]).toBe("2 of 2 images. They show: 3, 7");
  const png = Buffer.from(bundle["image/png"]!, "base64");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([width, height]).toEqual([48, 16]);
  const start = png.indexOf("IDAT") + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  const pixel = (x: number, y: number) => rows[y * (width + 1) + 1 + x];
  expect([pixel(0, 0), pixel(8, 0), pixel(0, 8), pixel(15, 15)]).toEqual([255, 0, 128, 255]);
  expect([pixel(20, 0), pixel(32, 5)]).toEqual([255, 0]);
});

it("refuses what is no square image", () => {
  const part = { rows: 1, x: new Float32Array(6), y: Int32Array.of(0) };
  expect(() => pictures(part, 1)).toThrow("square");
  expect(() => pictures({ rows: 1, x: new Float32Array(4), y: Int32Array.of(0) }, 2)).toThrow(
    "1 to 1",
  );
});
