/** The three walls behind a scene with their grids, and the labels along its outer edges. */
import { type Range, ticksFor } from "../../common/axis.ts";
import { type Camera, type Place, placeOn, type SceneAxis } from "./projection.ts";

type Part = Record<string, unknown>;
type Refs = { xref: string; yref: string };

const X = 0;
const Y = 1;
const Z = 2;

/** Pixels from an edge to its tick labels and to its title. */
const TICK_AWAY = 12;
const TITLE_AWAY = 38;

/** Ticks of a scene's axis: its own, else round values. */
function ticksOf(axis: SceneAxis): { value: unknown; text: string }[] {
  const { tickvals, ticktext } = axis.options as { tickvals?: unknown[]; ticktext?: string[] };
  if (tickvals)
    return tickvals.map((value, i) => ({ value, text: ticktext?.[i] ?? String(value) }));
  if (axis.categories.length > 0) return axis.categories.map((text) => ({ value: text, text }));
  const range: Range = { low: Math.min(...axis.ends), high: Math.max(...axis.ends) };
  const ticks = ticksFor(axis.scale, range);
  return ticks.tickvals.map((value, i) => ({ value, text: ticks.ticktext[i] ?? "" }));
}

/** A place with one coordinate changed. */
function at(place: Place, axis: number, value: number): Place {
  return place.map((each, i) => (i === axis ? value : each)) as unknown as Place;
}

/** A polygon or a line of the box as a shape beneath all traces. */
export function outline(
  camera: Camera,
  refs: Refs,
  places: readonly Place[],
  style: Part,
  closed = true,
): Part {
  const steps = places.map((place, index) => {
    const { x, y } = camera.see(place);
    return `${index === 0 ? "M" : "L"}${x.toFixed(5)},${y.toFixed(5)}`;
  });
  return {
    type: "path",
    ...refs,
    path: steps.join("") + (closed ? "Z" : ""),
    layer: "below",
    ...style,
  };
}

/** The walls and their grid lines. */
export function walls(camera: Camera, axes: readonly SceneAxis[], refs: Refs): Part[] {
  const shapes: Part[] = [];
  for (const axis of [X, Y, Z]) {
    const [one, two] = [X, Y, Z].filter((other) => other !== axis) as [number, number];
    const corner = at([0, 0, 0], axis, camera.away[axis] as number);
    const { options } = axes[axis] as SceneAxis;
    const line = { color: options["gridcolor"] ?? "#d5dae0", width: 1 };
    shapes.push(
      outline(
        camera,
        refs,
        [corner, at(corner, one, 1), at(at(corner, one, 1), two, 1), at(corner, two, 1)],
        { fillcolor: options["backgroundcolor"] ?? "rgba(0,0,0,0)", line },
      ),
    );
    for (const [along, across] of [
      [one, two],
      [two, one],
    ] as const) {
      for (const { value } of ticksOf(axes[along] as SceneAxis)) {
        const place = placeOn(axes[along] as SceneAxis, value);
        if (!(place >= 0 && place <= 1)) continue;
        const from = at(corner, along, place);
        shapes.push(outline(camera, refs, [from, at(from, across, 1)], { line }, false));
      }
    }
  }
  return shapes;
}

/** Tick labels and titles, outside of the edges that stand free of the walls. */
export function labels(camera: Camera, axes: readonly SceneAxis[], refs: Refs): Part[] {
  const { away } = camera;
  const near = away.map((end) => 1 - end) as unknown as Place;
  const uprights = [at(away, Y, near[Y]), at(away, X, near[X])];
  const [left] = uprights.toSorted((a, b) => camera.see(a).x - camera.see(b).x) as [Place, Place];
  // Each edge by a place on it; the axis itself runs along.
  const edges: Place[] = [at(away, Y, near[Y]), at(away, X, near[X]), left];
  const centre = camera.see([0.5, 0.5, 0.5]);
  return edges.flatMap((edge, axis) => {
    const { options } = axes[axis] as SceneAxis;
    const middle = camera.see(at(edge, axis, 0.5));
    // A free edge of the floor is pushed downward, an upright one aside.
    const out = axis === Z ? { x: -1, y: 0 } : direction(middle.x - centre.x, middle.y - centre.y);
    const label = (place: number, text: string, distance: number, font: unknown): Part => {
      const { x, y } = camera.see(at(edge, axis, place));
      return {
        ...refs,
        x,
        y,
        text,
        showarrow: false,
        xanchor: out.x < -0.3 ? "right" : out.x > 0.3 ? "left" : "center",
        xshift: out.x * distance,
        yshift: out.y * distance,
        ...(font ? { font } : {}),
      };
    };
    const title = options["title"] as { text?: string; font?: Part } | undefined;
    const made = ticksOf(axes[axis] as SceneAxis).flatMap(({ value, text }) => {
      const place = placeOn(axes[axis] as SceneAxis, value);
      return place >= 0 && place <= 1 ? [label(place, text, TICK_AWAY, options["tickfont"])] : [];
    });
    if (title?.text) {
      // That of the upright axis stands above its upper end.
      const upper = (axes[Z] as SceneAxis) === axes[axis] ? 1 : 0.5;
      made.push({
        ...label(upper, title.text, axis === Z ? 0 : TITLE_AWAY, title.font),
        ...(axis === Z ? { xanchor: "center", yanchor: "bottom", yshift: 10 } : {}),
      });
    }
    return made;
  });
}

function direction(x: number, y: number): { x: number; y: number } {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}
