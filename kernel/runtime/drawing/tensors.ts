/** TensorFlow.js's tensors, known by their shape: their values as text, and a small image as a picture. */
import { escapeHtml } from "./escape.ts";
import { peek } from "./peek.ts";
import { encodePng, type Pixels } from "./png.ts";

interface Tensor {
  shape: number[];
  dtype: string;
  isDisposedInternal?: boolean;
  dataSync(): ArrayLike<number>;
  toString(verbose: boolean): string;
}

/** Sides, in pixels, between which a tensor of rank 3 is taken for an image. */
const SMALLEST = 8;
const LARGEST = 2048;
/** How far beside its range a value may lie, in parts of the range. */
const ROUNDING = 1e-3;
/** Width in CSS pixels up to which a small image is magnified. */
const SHOWN = 224;

/** Type, shape and values of a tensor, cut as TensorFlow.js cuts them; undefined for anything else. */
export function tensorText(value: unknown): string | undefined {
  if (!isTensor(value)) return undefined;
  // Its own words fail where its values are gone.
  if (value.isDisposedInternal) {
    return `Tensor ${value.dtype} [${value.shape.join(", ")}], disposed: its values are gone`;
  }
  return value.toString(true);
}

/**
 * A tensor of shape [height, width, 1, 3 or 4] that holds an image, float from 0 to 1 or integers
 * from 0 to 255, as HTML; undefined for any other.
 */
export function tensorHtml(value: unknown): string | undefined {
  if (!isTensor(value) || value.isDisposedInternal || value.shape.length !== 3) return undefined;
  const [height, width, channels] = value.shape as [number, number, number];
  const sized = (side: number) => side >= SMALLEST && side <= LARGEST;
  if (!sized(height) || !sized(width) || ![1, 3, 4].includes(channels)) return undefined;
  const highest = value.dtype === "int32" ? 255 : value.dtype === "float32" ? 1 : undefined;
  if (highest === undefined) return undefined;
  const values = value.dataSync();
  const data = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const one = values[at]!;
    // Sums of floats end a little beside their bounds.
    const share = one / highest;
    if (!(share > -ROUNDING && share < 1 + ROUNDING)) return undefined;
    data[at] = Math.min(255, Math.max(0, Math.round(share * 255)));
  }
  const png = encodePng({ width, height, channels: channels as Pixels["channels"], data });
  const scale = Math.max(1, Math.floor(SHOWN / Math.max(width, height)));
  const caption = `Tensor ${value.dtype} [${value.shape.join(", ")}]`;
  return (
    `<figure style="margin:0"><img alt="${escapeHtml(caption)}" width="${width * scale}" height="${height * scale}" ` +
    `style="image-rendering:pixelated" src="data:image/png;base64,${png.toString("base64")}">` +
    `<figcaption>${escapeHtml(caption)}</figcaption></figure>`
  );
}

function isTensor(value: unknown): value is Tensor {
  if (typeof value !== "object" || value === null) return false;
  const { dataId, dtype, shape, dataSync } = peek(value, "dataId", "dtype", "shape", "dataSync");
  return (
    dataId !== undefined &&
    typeof dtype === "string" &&
    Array.isArray(shape) &&
    typeof dataSync === "function"
  );
}
