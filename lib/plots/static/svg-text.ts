/** Small pieces of SVG; every text is measured with the fonts that draw it. */
import { textWidth } from "./font-metrics.ts";

/** How a text is drawn. */
export interface TextStyle {
  size?: number;
  weight?: number;
  fill: string;
  anchor?: "start" | "middle" | "end";
  spacing?: number;
}

/** Text for XML; what XML forbids is left out. */
export function xmlText(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- control characters are what XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
  );
}

/** A line of text whose baseline is at `y`. */
export function text(x: number, y: number, words: string, style: TextStyle): string {
  const { size = 13, weight = 400, fill, anchor = "start", spacing } = style;
  return (
    `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${fill}"` +
    ` text-anchor="${anchor}"${spacing === undefined ? "" : ` letter-spacing="${spacing}"`}>` +
    `${xmlText(words)}</text>`
  );
}

/** Texts one after the other on a line, each with the space that stands before it. */
export function run(
  x: number,
  y: number,
  parts: readonly { words: string; style: TextStyle; gap?: number }[],
): string {
  let at = x;
  return parts
    .map(({ words, style, gap = 0 }) => {
      const drawn = text(at + gap, y, words, style);
      at += gap + textWidth(words, style.size ?? 13, style.weight ?? 400);
      return drawn;
    })
    .join("");
}

/** The longest beginning of a text that fits, with "…" where it was cut. */
export function fitted(words: string, width: number, size: number, weight = 400): string {
  if (textWidth(words, size, weight) <= width) return words;
  const signs = [...words];
  while (signs.length > 0 && textWidth(`${signs.join("")}…`, size, weight) > width) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}

/** A filled rectangle. */
export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  radius = 0,
  more = "",
): string {
  return (
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"` +
    ` rx="${radius}" fill="${fill}" ${more}/>`
  );
}

/** Two decimals: finer than a pixel at any scale in use. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
