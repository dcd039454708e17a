/** The little of a 2-D canvas that Plotly's heat maps need, for jsdom, which has none. */
import { encodePng } from "./png.ts";

interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue, opacity of each pixel, 0…255. */
  data: Uint8ClampedArray;
}

const surfaces = new WeakMap<HTMLCanvasElement, Pixels>();

/** Gives the canvases of a window a context that fills rectangles and takes pixels, and PNGs of it. */
export function supplyCanvas(window: Window & typeof globalThis): void {
  const canvas = window.HTMLCanvasElement.prototype;
  canvas.getContext = function (this: HTMLCanvasElement, kind: string) {
    return kind === "2d" ? new Context(this) : null;
  } as never;
  canvas.toDataURL = function (this: HTMLCanvasElement) {
    const { width, height, data } = surfaceOf(this);
    return `data:image/png;base64,${Buffer.from(encodePng(width, height, data)).toString("base64")}`;
  };
}

/** A canvas's pixels; a change of its size makes them anew, as in a browser. */
function surfaceOf(canvas: HTMLCanvasElement): Pixels {
  const { width, height } = canvas;
  let surface = surfaces.get(canvas);
  if (surface?.width !== width || surface.height !== height) {
    surface = { width, height, data: new Uint8ClampedArray(4 * width * height) };
    surfaces.set(canvas, surface);
  }
  return surface;
}

class Context {
  fillStyle = "#000000";
  font = "";
  readonly canvas: HTMLCanvasElement;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const surface = surfaceOf(this.canvas);
    const colour = colourOf(this.fillStyle);
    const right = Math.min(surface.width, Math.round(x + width));
    const bottom = Math.min(surface.height, Math.round(y + height));
    for (let row = Math.max(0, Math.round(y)); row < bottom; row++) {
      for (let column = Math.max(0, Math.round(x)); column < right; column++) {
        surface.data.set(colour, 4 * (row * surface.width + column));
      }
    }
  }

  createImageData(width: number, height: number): Pixels {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }

  putImageData(image: Pixels, left: number, top: number): void {
    const surface = surfaceOf(this.canvas);
    const width = Math.min(image.width, surface.width - left);
    for (let row = 0; row < Math.min(image.height, surface.height - top); row++) {
      const from = 4 * row * image.width;
      surface.data.set(
        image.data.subarray(from, from + 4 * width),
        4 * ((row + top) * surface.width + left),
      );
    }
  }
}

/** Plotly writes `rgba(1,2,3,0.5)`. */
function colourOf(style: string): [number, number, number, number] {
  const [red = 0, green = 0, blue = 0, opacity = 1] = (/\(([^)]*)\)/.exec(style)?.[1] ?? "")
    .split(",")
    .map(Number);
  return [red, green, blue, 255 * opacity];
}
