/**
 * Few colours for a picture, by median cut (Heckbert, "Color image quantization for frame buffer display",
 * SIGGRAPH 1982): a chart has a dozen, and the shades between them along every edge.
 */

/** A picture in at most 256 colours. */
export interface IndexedPicture {
  /** Red, green, blue of each colour. */
  palette: Uint8Array;
  /** The colour of each pixel. */
  indices: Uint8Array;
  /** The largest difference of a channel between a pixel and its colour, 0…255. */
  error: number;
}

interface Box {
  /** Packed colours, and how many pixels have each. */
  colours: number[];
  pixels: number;
  /** The channel that varies most, and by how much. */
  shift: number;
  span: number;
}

/** Reduces opaque pixels (red, green, blue, opacity) to `limit` colours. */
export function indexed(pixels: Uint8Array, limit = 256): IndexedPicture {
  const words = new Uint32Array(pixels.length / 4);
  const counts = new Map<number, number>();
  for (let i = 0; i < words.length; i++) {
    const at = 4 * i;
    words[i] =
      ((pixels[at] as number) << 16) |
      ((pixels[at + 1] as number) << 8) |
      (pixels[at + 2] as number);
  }
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);

  const boxes = [boxOf([...counts.keys()], counts)];
  while (boxes.length < limit) {
    // The box in which most is wrong: many pixels, far apart.
    let widest: Box | undefined;
    for (const box of boxes) {
      if (box.span > 0 && (!widest || weight(box) > weight(widest))) widest = box;
    }
    if (!widest) break;
    boxes.splice(boxes.indexOf(widest), 1, ...halves(widest, counts));
  }

  const palette = new Uint8Array(3 * boxes.length);
  const chosen = new Map<number, number>();
  let error = 0;
  for (const [index, box] of boxes.entries()) {
    const mean = meanOf(box, counts);
    palette.set(mean, 3 * index);
    for (const colour of box.colours) {
      chosen.set(colour, index);
      for (const [channel, value] of mean.entries()) {
        error = Math.max(error, Math.abs(((colour >> (16 - 8 * channel)) & 255) - value));
      }
    }
  }
  const indices = new Uint8Array(words.length);
  let last = -1;
  let index = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    if (word !== last) index = chosen.get((last = word)) as number;
    indices[i] = index;
  }
  return { palette, indices, error };
}

/** A span of a channel that could be seen; boxes beyond it are parted first, however few their pixels. */
const SEEN = 40;

/** By the root: the few pixels of a thin line must not lose their colour to a large area's shades. */
function weight(box: Box): number {
  return box.span > SEEN ? box.span * 1e6 : box.span * Math.sqrt(box.pixels);
}

function boxOf(colours: number[], counts: Map<number, number>): Box {
  const low = [255, 255, 255];
  const high = [0, 0, 0];
  let pixels = 0;
  for (const colour of colours) {
    pixels += counts.get(colour) as number;
    for (let channel = 0; channel < 3; channel++) {
      const value = (colour >> (16 - 8 * channel)) & 255;
      low[channel] = Math.min(low[channel] as number, value);
      high[channel] = Math.max(high[channel] as number, value);
    }
  }
  const spans = low.map((value, channel) => (high[channel] as number) - value);
  const span = Math.max(...spans);
  return { colours, pixels, span, shift: 16 - 8 * spans.indexOf(span) };
}

/** Two boxes, parted in the middle of the channel that varies most. */
function halves({ colours, shift }: Box, counts: Map<number, number>): [Box, Box] {
  const value = (colour: number) => (colour >> shift) & 255;
  let low = 255;
  let high = 0;
  for (const colour of colours) {
    low = Math.min(low, value(colour));
    high = Math.max(high, value(colour));
  }
  const middle = (low + high) / 2;
  return [
    boxOf(
      colours.filter((colour) => value(colour) <= middle),
      counts,
    ),
    boxOf(
      colours.filter((colour) => value(colour) > middle),
      counts,
    ),
  ];
}

function meanOf({ colours, pixels }: Box, counts: Map<number, number>): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (const colour of colours) {
    const count = counts.get(colour) as number;
    sum[0] += count * ((colour >> 16) & 255);
    sum[1] += count * ((colour >> 8) & 255);
    sum[2] += count * (colour & 255);
  }
  return sum.map((total) => Math.round(total / pixels)) as [number, number, number];
}
