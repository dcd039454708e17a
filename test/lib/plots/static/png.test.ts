import { describe, expect, test } from "vitest";
import { indexed } from "../../../../lib/plots/static/palette.ts";
import { encodeIndexedPng, encodePng } from "../../../../lib/plots/static/png.ts";
import { readPng } from "./png-reader.ts";

/** Opaque pixels of a picture by a function of place. */
function pixelsOf(width: number, height: number, colour: (x: number, y: number) => number[]) {
  const pixels = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set([...colour(x, y), 255], 4 * (y * width + x));
  }
  return pixels;
}

test("a PNG holds the pixels that it was made of", () => {
  const pixels = new Uint8Array([1, 2, 3, 4, 250, 251, 252, 253]);
  const read = readPng(encodePng(1, 2, pixels));
  expect([read.width, read.height]).toEqual([1, 2]);
  expect(read.at(0, 0)).toEqual([1, 2, 3, 4]);
  expect(read.at(0, 1)).toEqual([250, 251, 252, 253]);
});

describe("a palette", () => {
  test("of up to 256 colours loses nothing", () => {
    const pixels = pixelsOf(16, 16, (x, y) => [x * 16, y * 16, x ^ y]);
    const few = indexed(pixels);
    expect(few.error).toBe(0);
    const read = readPng(encodeIndexedPng(16, 16, few));
    for (const [x, y] of [
      [0, 0],
      [15, 3],
      [7, 12],
    ] as const) {
      expect(read.at(x, y)).toEqual([x * 16, y * 16, x ^ y, 255]);
    }
  });

  test("of more says how wrong the worst pixel is, and is no worse", () => {
    // A scale of colours between two ends, as a heat map has it: 1024 shades.
    const shade = (x: number) => [x / 4, 255 - x / 8, 100 + x / 16].map(Math.floor);
    const few = indexed(pixelsOf(1024, 2, shade));
    const read = readPng(encodeIndexedPng(1024, 2, few));
    expect(few.error).toBeGreaterThan(0);
    expect(few.error).toBeLessThanOrEqual(2);
    for (let x = 0; x < 1024; x++) {
      const wrong = read.at(x, 1).map((value, i) => Math.abs(value - (shade(x)[i] ?? 255)));
      expect(Math.max(...wrong)).toBeLessThanOrEqual(few.error);
    }
  });

  test("a thin line keeps its colour beside a large area of shades", () => {
    const pixels = pixelsOf(600, 400, (x, y) =>
      y === 200 ? [221, 122, 10] : [x % 251, (x * 7 + y) % 251, y % 251],
    );
    const few = indexed(pixels);
    const read = readPng(encodeIndexedPng(600, 400, few));
    for (const [i, value] of [221, 122, 10].entries()) {
      expect(Math.abs(read.at(300, 200)[i]! - value)).toBeLessThanOrEqual(few.error);
    }
  });

  test("no colour is lost to many shades, however few its pixels", () => {
    // A ramp of 500 shades, and in its corner a pixel each of 64 colours from all over.
    const few = indexed(
      pixelsOf(500, 300, (x, y) =>
        y === 0 && x < 64
          ? [85 * (x >> 4), 85 * ((x >> 2) & 3), 85 * (x & 3)]
          : [x >> 1, 200 - (x >> 2), 90],
      ),
    );
    expect(few.error).toBeLessThanOrEqual(20);
  });
});
