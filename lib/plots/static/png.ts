/** Writes PNG files, after the PNG specification (W3C, second edition). */
import { deflateSync } from "node:zlib";
import type { IndexedPicture } from "./palette.ts";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** A PNG of 8-bit red, green, blue and opacity, row by row. */
export function encodePng(
  width: number,
  height: number,
  pixels: Uint8Array | Uint8ClampedArray,
): Uint8Array {
  return fileOf(width, height, 6, [["IDAT", packed(pixels, 4 * width, height)]]);
}

/** A PNG of few colours, a third of the size. */
export function encodeIndexedPng(
  width: number,
  height: number,
  { palette, indices }: IndexedPicture,
): Uint8Array {
  return fileOf(width, height, 3, [
    ["PLTE", palette],
    ["IDAT", packed(indices, width, height)],
  ]);
}

/** Rows of pixels, each behind the number of its filter: none. */
function packed(bytes: Uint8Array | Uint8ClampedArray, row: number, height: number): Uint8Array {
  const lines = Buffer.alloc((row + 1) * height);
  for (let y = 0; y < height; y++) {
    lines.set(bytes.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  }
  return deflateSync(lines, { level: 7, memLevel: 9 });
}

/** The file of 8-bit pixels of a colour type: 6 is red, green, blue, opacity; 3 a palette. */
function fileOf(
  width: number,
  height: number,
  colourType: number,
  chunks: [type: string, data: Uint8Array][],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = colourType;
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk("IHDR", header),
    ...chunks.map(([type, data]) => chunk(type, data)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const made = Buffer.alloc(12 + data.length);
  made.writeUInt32BE(data.length, 0);
  made.write(type, 4, "latin1");
  made.set(data, 8);
  made.writeUInt32BE(checksum(made.subarray(4, 8 + data.length)), 8 + data.length);
  return made;
}

const CRC = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function checksum(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (CRC[(value ^ byte) & 255] as number) ^ (value >>> 8);
  return ~value >>> 0;
}
