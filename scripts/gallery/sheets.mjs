// Puts pictures of the gallery together on sheets: all of them, some in dark, some as a person sees them
// who cannot tell red from green, and the states with too little to draw.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

/** Viénot, Brettel and Mollon (1999), "Digital video colourmaps for checking the legibility of displays by dichromats": deuteranopia, of linear RGB. */
const DEUTERANOPIA =
  "0.29275 0.70725 0 0 0  0.29275 0.70725 0 0 0  -0.02234 0.02234 1 0 0  0 0 0 1 0";

/** Width and height of a PNG, from its header. */
const sizeOf = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

/**
 * Lays pictures out in columns, each at the end of the shortest.
 *
 * @param names files without ".png"
 * @param options `paper`: the colour between them; `width` of one in pixels; `simulate`: deuteranopia
 */
export function sheet(folder, target, names, options = {}) {
  const { columns = 2, width = 760, gap = 16, paper = "#e9ecf0", simulate = false } = options;
  const heights = Array(columns).fill(gap);
  const placed = names.map((name) => {
    const bytes = readFileSync(join(folder, `${name}.png`));
    const [w, h] = sizeOf(bytes);
    const height = Math.round((h / w) * width);
    const column = heights.indexOf(Math.min(...heights));
    const [x, y] = [gap + column * (width + gap), heights[column]];
    heights[column] += height + gap;
    const href = `data:image/png;base64,${bytes.toString("base64")}`;
    return `<image x="${x}" y="${y}" width="${width}" height="${height}" href="${href}"/>`;
  });
  const [w, h] = [gap + columns * (width + gap), Math.max(...heights)];
  const filter = simulate ? ' filter="url(#seen)"' : "";
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}">` +
    `<filter id="seen" x="0" y="0" width="100%" height="100%"><feColorMatrix values="${DEUTERANOPIA}"/></filter>` +
    `<rect width="${w}" height="${h}" fill="${paper}"/><g${filter}>${placed.join("")}</g></svg>`;
  writeFileSync(join(folder, `${target}.png`), new Resvg(svg).render().asPng());
  return join(folder, `${target}.png`);
}
