/** Widths of text in the very fonts that pictures are drawn with (OpenType: cmap format 4, hhea, hmtx). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The weights that are bundled. */
const FILES = { 400: "Inter-Regular.otf", 500: "Inter-Medium.otf", 600: "Inter-SemiBold.otf" };

/** The paths of the bundled fonts, for the rasterizer. */
export function fontFiles(): string[] {
  return Object.values(FILES).map((name) =>
    fileURLToPath(new URL(`./fonts/${name}`, import.meta.url)),
  );
}

/** Advance widths of one font, as parts of its size. */
class FontWidths {
  readonly #view: DataView;
  readonly #tables = new Map<string, number>();
  readonly #characters: number;
  readonly #unitsPerEm: number;
  readonly #metrics: number;
  readonly #kept = new Map<number, number>();

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = this.#view.getUint16(4);
    for (let i = 0; i < count; i++) {
      const at = 12 + 16 * i;
      const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
      this.#tables.set(tag, this.#view.getUint32(at + 8));
    }
    this.#unitsPerEm = this.#view.getUint16(this.#table("head") + 18);
    this.#metrics = this.#view.getUint16(this.#table("hhea") + 34);
    this.#characters = this.#formatFour();
  }

  /** The width of a character (by its code point) at size 1. */
  width(code: number): number {
    let width = this.#kept.get(code);
    if (width === undefined) {
      const glyph = Math.min(this.#glyph(code), this.#metrics - 1);
      width = this.#view.getUint16(this.#table("hmtx") + 4 * glyph) / this.#unitsPerEm;
      this.#kept.set(code, width);
    }
    return width;
  }

  /** Whether the font can draw a character at all. */
  has(code: number): boolean {
    return this.#glyph(code) !== 0;
  }

  #table(tag: string): number {
    const offset = this.#tables.get(tag);
    if (offset === undefined) throw new Error(`The font has no table "${tag}".`);
    return offset;
  }

  #formatFour(): number {
    const cmap = this.#table("cmap");
    const count = this.#view.getUint16(cmap + 2);
    for (let i = 0; i < count; i++) {
      const offset = cmap + this.#view.getUint32(cmap + 8 + 8 * i);
      if (this.#view.getUint16(offset) === 4) return offset;
    }
    throw new Error("The font has no character map of format 4.");
  }

  /** OpenType 1.9, cmap format 4: segments of code points, each with a delta or an array of glyphs. */
  #glyph(code: number): number {
    const base = this.#characters;
    const segments = this.#view.getUint16(base + 6) / 2;
    for (let i = 0; i < segments; i++) {
      if (code > this.#view.getUint16(base + 14 + 2 * i)) continue;
      const start = this.#view.getUint16(base + 16 + 2 * segments + 2 * i);
      if (code < start) return 0;
      const delta = this.#view.getInt16(base + 16 + 4 * segments + 2 * i);
      const place = base + 16 + 6 * segments + 2 * i;
      const offset = this.#view.getUint16(place);
      if (offset === 0) return (code + delta) & 0xffff;
      const glyph = this.#view.getUint16(place + offset + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  }
}

const fonts = new Map<number, FontWidths>();

function fontOf(weight: number): FontWidths {
  const nearest = weight >= 600 ? 600 : weight >= 500 ? 500 : 400;
  let font = fonts.get(nearest);
  if (!font) {
    font = new FontWidths(
      readFileSync(fileURLToPath(new URL(`./fonts/${FILES[nearest]}`, import.meta.url))),
    );
    fonts.set(nearest, font);
  }
  return font;
}

/** The width of a text in pixels. */
export function textWidth(text: string, size: number, weight = 400): number {
  const font = fontOf(weight);
  let width = 0;
  for (const sign of text) width += font.width(sign.codePointAt(0) ?? 0);
  return width * size;
}

/** The characters of a text that the bundled fonts cannot draw: names in other scripts, for instance. */
export function missingCharacters(text: string): string[] {
  const font = fontOf(400);
  return [...new Set(text)].filter((sign) => !font.has(sign.codePointAt(0) ?? 0));
}
