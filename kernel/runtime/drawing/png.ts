/** Pixels → PNG, with Node's own zlib. */
import { createRequire } from "node:module";
import type * as Zlib from "node:zlib";

const require = createRequire(import.meta.url);

/** Pixels of 8 bits in rows from the top, 1, 3 or 4 bytes each: grey, RGB or RGBA. */
export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  data: ArrayLike<number>;
}

const COLOUR_TYPES = { 1: 0, 3: 2, 4: 6 };

/** A PNG file (W3C Portable Network Graphics, sections 5 and 11). */
export function encodePng({ width, height, channels, data }: Pixels): Buffer {
  const { crc32, deflateSync } = require("node:zlib") as typeof Zlib;
  const stride = width * channels;
  const raw = Buffer.alloc((stride + 1) * height);
  for (let row = 0; row < height; row++) {
    for (let at = 0; at < stride; at++) {
      raw[row * (stride + 1) + 1 + at] = data[row * stride + at]!;
    }
  }
  const chunk = (type: string, content: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = COLOUR_TYPES[channels];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", new Uint8Array()),
  ]);
}
