import type { MimeBundle } from "../display/host.ts";
import type { Part } from "../tensorflow/dataset.ts";
import { greyPng } from "./png.ts";

/** Screen pixels of one pixel of an image, and the white between two images. */
const SCALE = 8;
const GAP = 16;

/** A row of images, drawn as the last value of a cell. */
export class Pictures {
  readonly #part: Part;
  readonly #count: number;

  constructor(part: Part, count: number) {
    this.#part = part;
    this.#count = count;
  }

  toString(): string {
    const labels = [...this.#part.y.subarray(0, this.#count)];
    return `${this.#count} of ${this.#part.rows} images. They show: ${labels.join(", ")}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  [Symbol.for("Jupyter.display")](): MimeBundle {
    const side = Math.sqrt(this.#part.x.length / this.#part.rows);
    const height = side * SCALE;
    const width = this.#count * (height + GAP) - GAP;
    const pixels = new Uint8Array(width * height).fill(255);
    for (let image = 0; image < this.#count; image++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < height; x++) {
          const from = (image * side + Math.floor(y / SCALE)) * side + Math.floor(x / SCALE);
          const ink = this.#part.x[from]!;
          pixels[y * width + image * (height + GAP) + x] = Math.round(255 * (1 - ink));
        }
      }
    }
    return {
      "image/png": greyPng(pixels, width, height).toString("base64"),
      "text/plain": this.toString(),
    };
  }
}

/**
 * The first images of a part, for square images with values from 0 (white) to 1 (black).
 *
 * @param count how many. Default 10
 * @throws Error where the rows are no square images, or there are fewer of them
 */
export function pictures(part: Part, count = 10): Pictures {
  const side = Math.sqrt(part.x.length / part.rows);
  if (!Number.isInteger(side)) {
    throw new Error(`pictures draws square images; these rows have ${side ** 2} numbers.`);
  }
  if (!(count >= 1 && count <= part.rows)) {
    throw new Error(`count is ${count}; there are 1 to ${part.rows} images.`);
  }
  return new Pictures(part, count);
}
