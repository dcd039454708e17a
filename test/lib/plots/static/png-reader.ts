/** Reads the PNGs that this project writes (no filters), independently of how it writes them. */
import { crc32, inflateSync } from "node:zlib";

export interface ReadPng {
  width: number;
  height: number;
  /** Red, green, blue, opacity of a pixel. */
  at(x: number, y: number): number[];
}

/** Decodes a PNG of 8-bit colours or palette indices; checks every checksum. */
export function readPng(bytes: Uint8Array): ReadPng {
  const file = Buffer.from(bytes);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    chunks.set(type, file.subarray(at + 8, at + 8 + length));
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== file.readUInt32BE(at + 8 + length)) {
      throw new Error(`The checksum of ${type} is wrong.`);
    }
    at += 12 + length;
  }
  const header = chunks.get("IHDR")!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const lines = inflateSync(chunks.get("IDAT")!);
  const palette = chunks.get("PLTE");
  const size = palette ? 1 : 4;
  const row = width * size + 1;
  for (let y = 0; y < height; y++) {
    if (lines[y * row] !== 0) throw new Error("This reader knows no filters.");
  }
  return {
    width,
    height,
    at(x, y) {
      const from = y * row + 1 + x * size;
      if (!palette) return [...lines.subarray(from, from + 4)];
      const colour = 3 * lines[from]!;
      return [...palette.subarray(colour, colour + 3), 255];
    },
  };
}
