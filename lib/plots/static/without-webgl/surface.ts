/** A surface as a picture: its cells filled pixel by pixel, the nearest kept, a little shaded. */
import { encodePng } from "../png.ts";
import { colourTable, scaleOf } from "./colours.ts";
import { type Camera, type Place, placeOn, type SceneAxis, type View } from "./projection.ts";

type Part = Record<string, unknown>;

/** Pixels of the picture for each of the figure. */
const FINE = 2;

/** Where the light comes from, and how dark the side away from it is. */
const LIGHT = [-0.4, -0.5, 0.77] as const;
const SHADE = 0.25;

const COLOURS = 256;

/** A corner of a cell in the picture: pixels, depth, and its colour's place in the scale. */
interface Corner {
  x: number;
  y: number;
  depth: number;
  share: number;
}

interface Colouring {
  values: number[][];
  low: number;
  high: number;
}

function colouring(trace: Part): Colouring {
  const values = (trace["surfacecolor"] ?? trace["z"] ?? []) as number[][];
  let [low, high] = [Infinity, -Infinity];
  for (const value of values.flat()) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return {
    values,
    low: (trace["cmin"] as number | undefined) ?? low,
    high: (trace["cmax"] as number | undefined) ?? high,
  };
}

/** The surfaces of a scene as one image on its axes, beneath all traces; a cell with a missing corner is left open. */
export function surfaceImage(
  traces: readonly Part[],
  axes: readonly SceneAxis[],
  camera: Camera,
  view: View,
  refs: { xref: string; yref: string },
): Part {
  const canvas = new Canvas(Math.round(FINE * view.width), Math.round(FINE * view.height));
  for (const trace of traces) fillSurface(trace, axes, camera, view, canvas);
  const png = encodePng(canvas.width, canvas.height, canvas.pixels);
  return {
    ...refs,
    source: `data:image/png;base64,${Buffer.from(png).toString("base64")}`,
    x: view.x[0],
    y: view.y[1],
    sizex: view.x[1] - view.x[0],
    sizey: view.y[1] - view.y[0],
    sizing: "stretch",
    layer: "below",
  };
}

function fillSurface(
  trace: Part,
  axes: readonly SceneAxis[],
  camera: Camera,
  view: View,
  canvas: Canvas,
): void {
  const z = (trace["z"] ?? []) as unknown[][];
  const { values, low, high } = colouring(trace);
  const colours = colourTable(
    scaleOf(trace["colorscale"], trace["reversescale"] === true),
    COLOURS,
  );
  const opacity = 255 * ((trace["opacity"] as number | undefined) ?? 1);
  const at = (name: "x" | "y", row: number, column: number): unknown => {
    const given = trace[name] as unknown[] | undefined;
    const index = name === "x" ? column : row;
    if (!given) return index;
    return Array.isArray(given[row]) ? (given[row] as unknown[])[column] : given[index];
  };
  const places = z.map((cells, row) =>
    cells.map((value, column): Place => [
      placeOn(axes[0] as SceneAxis, at("x", row, column)),
      placeOn(axes[1] as SceneAxis, at("y", row, column)),
      placeOn(axes[2] as SceneAxis, value),
    ]),
  );
  const corner = (row: number, column: number): Corner => {
    const { x, y, depth } = camera.see(places[row]?.[column] ?? [Number.NaN, 0, 0]);
    return {
      x: (canvas.width * (x - view.x[0])) / (view.x[1] - view.x[0]),
      y: (canvas.height * (view.y[1] - y)) / (view.y[1] - view.y[0]),
      depth,
      share: ((values[row]?.[column] ?? Number.NaN) - low) / (high - low || 1),
    };
  };
  for (let row = 0; row + 1 < z.length; row++) {
    for (let column = 0; column + 1 < (z[row]?.length ?? 0); column++) {
      const one = corner(row, column);
      const two = corner(row, column + 1);
      const three = corner(row + 1, column + 1);
      const four = corner(row + 1, column);
      if (![one, two, three, four].every(({ depth, share }) => Number.isFinite(depth + share))) {
        continue;
      }
      const light = lightOn(
        places[row]?.[column] as Place,
        places[row]?.[column + 1] as Place,
        places[row + 1]?.[column] as Place,
      );
      for (const triangle of [
        [one, two, three],
        [one, three, four],
      ] as const) {
        canvas.fill(triangle, colours, light, opacity);
      }
    }
  }
}

/** Pixels with the depth of what is nearest in each. */
class Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
  readonly #depths: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8ClampedArray(4 * width * height);
    this.#depths = new Float32Array(width * height).fill(Infinity);
  }

  /** Fills a triangle whose depth and colour run evenly between its corners. */
  fill(
    [a, b, c]: readonly [Corner, Corner, Corner],
    colours: Uint8Array,
    light: number,
    opacity: number,
  ): void {
    const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
    if (area === 0) return;
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(a.y, b.y, c.y)));
    const right = Math.min(this.width - 1, Math.ceil(Math.max(a.x, b.x, c.x)));
    for (let y = Math.max(0, Math.floor(Math.min(a.y, b.y, c.y))); y <= bottom; y++) {
      for (let x = Math.max(0, Math.floor(Math.min(a.x, b.x, c.x))); x <= right; x++) {
        const second = ((x + 0.5 - a.x) * (c.y - a.y) - (c.x - a.x) * (y + 0.5 - a.y)) / area;
        const third = ((b.x - a.x) * (y + 0.5 - a.y) - (x + 0.5 - a.x) * (b.y - a.y)) / area;
        const first = 1 - second - third;
        // A little beyond the edges, so that no gap shows between neighbours.
        if (first < -0.01 || second < -0.01 || third < -0.01) continue;
        const index = y * this.width + x;
        const depth = first * a.depth + second * b.depth + third * c.depth;
        if (depth >= (this.#depths[index] as number)) continue;
        this.#depths[index] = depth;
        const share = first * a.share + second * b.share + third * c.share;
        const colour = 3 * Math.min(COLOURS - 1, Math.max(0, Math.round(share * (COLOURS - 1))));
        for (let channel = 0; channel < 3; channel++) {
          this.pixels[4 * index + channel] = light * (colours[colour + channel] as number);
        }
        this.pixels[4 * index + 3] = opacity;
      }
    }
  }
}

/** 1 where a cell faces the light. */
function lightOn(a: Place, b: Place, d: Place): number {
  const one = b.map((value, i) => value - (a[i] as number)) as [number, number, number];
  const two = d.map((value, i) => value - (a[i] as number)) as [number, number, number];
  const normal = [
    one[1] * two[2] - one[2] * two[1],
    one[2] * two[0] - one[0] * two[2],
    one[0] * two[1] - one[1] * two[0],
  ];
  const length = Math.hypot(...normal) || 1;
  const facing = normal.reduce((sum, part, i) => sum + (part / length) * (LIGHT[i] as number), 0);
  return 1 - SHADE * (1 - Math.abs(facing));
}

/** The colour bar, as that of a trace without points. */
export function surfaceScale(trace: Part): Part[] {
  if (trace["showscale"] === false) return [];
  const { low, high } = colouring(trace);
  const { colorscale, colorbar, reversescale } = trace;
  return [
    {
      type: "scatter",
      mode: "markers",
      x: [null],
      y: [null],
      marker: {
        color: [low],
        cmin: low,
        cmax: high,
        colorscale: scaleOf(colorscale),
        showscale: true,
        ...(colorbar ? { colorbar } : {}),
        ...(reversescale ? { reversescale } : {}),
      },
    },
  ];
}
