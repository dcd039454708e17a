/** Choosing a part of a mark by dragging over it. */

/** What a brush asks and tells. */
export interface BrushOptions {
  /** What is brushed; undefined where nothing can be. */
  path(): string | undefined;
  /** While dragging: the part, 0…1; undefined when it ends. */
  drawn(part: readonly [number, number] | undefined): void;
  chosen(path: string, from: number, to: number): void;
  /** After a double click. */
  cleared(path: string): void;
}

/** Pixels below which a drag is a click. */
const LEAST = 4;

export function brush(node: HTMLElement, { path, drawn, chosen, cleared }: BrushOptions): void {
  let start: { path: string; at: number; x: number } | undefined;
  const placeOf = (event: PointerEvent) => {
    const { left, width } = node.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(width, 1)));
  };
  node.addEventListener("pointerdown", (event) => {
    const brushed = path();
    if (brushed === undefined || event.button !== 0) return;
    start = { path: brushed, at: placeOf(event), x: event.clientX };
    node.setPointerCapture(event.pointerId);
    // No selection of the text around.
    event.preventDefault();
  });
  node.addEventListener("pointermove", (event) => {
    if (!start) return;
    const at = placeOf(event);
    drawn([Math.min(start.at, at), Math.max(start.at, at)]);
  });
  const end = (event: PointerEvent, done: boolean) => {
    const begun = start;
    start = undefined;
    drawn(undefined);
    if (!begun || !done || Math.abs(event.clientX - begun.x) < LEAST) return;
    const at = placeOf(event);
    chosen(begun.path, Math.min(begun.at, at), Math.max(begun.at, at));
  };
  node.addEventListener("pointerup", (event) => end(event, true));
  node.addEventListener("pointercancel", (event) => end(event, false));
  node.addEventListener("dblclick", () => {
    const brushed = path();
    if (brushed !== undefined) cleared(brushed);
  });
}
