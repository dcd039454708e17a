/** Colours by number, as Plotly gives them to lines and surfaces. */

type Rgb = [number, number, number];

/** Stops of a colour scale: place from 0 to 1, colour as `#rrggbb` or `rgb(…)`. */
export type ColourScale = readonly (readonly [number, string])[];

/** Plotly's default scale where a trace names none that is known here. */
const VIRIDIS: ColourScale = [
  [0, "#440154"],
  [0.25, "#3b528b"],
  [0.5, "#21918c"],
  [0.75, "#5ec962"],
  [1, "#fde725"],
];

/** A trace's `colorscale`; a name stands for Viridis. */
export function scaleOf(value: unknown, reversed = false): ColourScale {
  const stops = Array.isArray(value) && value.length > 1 ? (value as ColourScale) : VIRIDIS;
  return reversed ? stops.map(([at, colour]) => [1 - at, colour] as const).toReversed() : stops;
}

/** The colour at a place from 0 to 1; beyond the ends that of the end. */
export function colourAt(scale: ColourScale, place: number): string {
  return `rgb(${mixed(scale, place).join(",")})`;
}

/** Red, green, blue at even places from 0 to 1. */
export function colourTable(scale: ColourScale, count: number): Uint8Array {
  return Uint8Array.from(
    Array.from({ length: count }, (_, index) => mixed(scale, index / (count - 1))).flat(),
  );
}

function mixed(scale: ColourScale, place: number): number[] {
  const at = Math.min(1, Math.max(0, Number.isFinite(place) ? place : 0));
  const after = Math.max(
    1,
    scale.findIndex(([stop]) => stop >= at),
  );
  const [from, low] = scale[after - 1] as readonly [number, string];
  const [to, high] = scale[after] as readonly [number, string];
  const share = to > from ? Math.min(1, Math.max(0, (at - from) / (to - from))) : 1;
  const [a, b] = [channels(low), channels(high)];
  return a.map((value, i) => Math.round(value + share * ((b[i] as number) - value)));
}

function channels(colour: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
  if (hex) return hex.slice(1).map((part) => Number.parseInt(part, 16)) as Rgb;
  const numbers = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  return [numbers[0] ?? 128, numbers[1] ?? 128, numbers[2] ?? 128];
}
