/** One Plotly figure in one element, redrawn in place without losing what the user looks at. */
import type { PlotlySpec } from "../../../lib/display/host.ts";
import { element, nextFrame } from "./dom.ts";
import { releaseWebgl, withManyMarks } from "./many-marks.ts";
import { hasWebgl, type PlotElement, plotly } from "./plotly.ts";
import { type Colours, resolveTokens } from "./theme.ts";

/** What to draw. */
export interface Drawing {
  spec: PlotlySpec;
  /** In pixels; reserved before Plotly is there. */
  height: number;
  colours: Colours;
}

/** The options of Plotly's `config` that a figure may set; the rest would reach outside of it. */
const CONFIGURABLE = ["displayModeBar", "staticPlot", "scrollZoom"];

type Range = [unknown, unknown];

/**
 * Draws the newest of the drawings it is given, one at a time. While the user drags in the figure
 * nothing is redrawn; an axis that was zoomed keeps its range in every later drawing, whatever
 * range that one brings, until a double click gives the range back.
 */
export class FigureView {
  readonly node: PlotElement = element("div", "tunebook-plot");
  #drawn: Drawing | undefined;
  #next: Drawing | undefined;
  #working: Promise<void> | undefined;
  #dragging = false;
  #disposed = false;
  #listening = false;
  /** Axis name → the range that the user chose. */
  readonly #zoomed = new Map<string, Range>();
  #hover: { event: MouseEvent; subplot: string } | undefined;
  readonly #resized = new ResizeObserver(() => {
    const width = this.node.clientWidth;
    // A drawing that came while the page was hidden is due, also if the width is as it was.
    if (width > 0 && (this.#next || width !== this.#width)) void this.#again();
  });
  #width = 0;
  readonly #release = () => {
    if (!this.#dragging) return;
    // Plotly itself ends its drag in a listener of the same event.
    setTimeout(() => {
      this.#dragging = false;
      void this.#work();
    });
  };

  constructor() {
    this.node.addEventListener("pointerdown", () => (this.#dragging = true), { capture: true });
    addEventListener("pointerup", this.#release, { capture: true });
    addEventListener("pointercancel", this.#release, { capture: true });
    this.#resized.observe(this.node);
  }

  /** Resolves when this drawing, or a newer one, stands; at once while the user drags. */
  draw(drawing: Drawing): Promise<void> {
    this.node.style.height = `${drawing.height}px`;
    this.#next = drawing;
    return this.#work();
  }

  dispose(): void {
    this.#disposed = true;
    releaseWebgl(this);
    this.#resized.disconnect();
    removeEventListener("pointerup", this.#release, { capture: true });
    removeEventListener("pointercancel", this.#release, { capture: true });
    if (this.#width > 0) void plotly().then((library) => library.purge(this.node));
  }

  #again(): Promise<void> {
    this.#next ??= this.#drawn;
    return this.#work();
  }

  #work(): Promise<void> {
    if (this.#dragging) return Promise.resolve();
    this.#working ??= this.#loop().finally(() => (this.#working = undefined));
    return this.#working;
  }

  async #loop(): Promise<void> {
    while (this.#next && !this.#disposed && !this.#dragging) {
      this.#drawn = this.#next;
      // Not on the page yet, or the page is being laid out anew (as when its theme changes).
      if (this.node.clientWidth === 0) await nextFrame();
      // Hidden for longer: the observer calls when there is a width again.
      if (this.node.clientWidth === 0) return;
      const library = await plotly();
      if (!this.#next) return;
      this.#drawn = this.#next;
      this.#width = this.node.clientWidth;
      this.#next = undefined;
      const { data, layout, config } = this.#prepared(this.#drawn);
      await library.react(this.node, data, layout, config);
      this.#listen();
      this.#restoreHover(library);
    }
  }

  #prepared({ spec, height, colours }: Drawing) {
    const { data, layout } = resolveTokens({ data: spec.data, layout: spec.layout }, colours);
    for (const [axis, range] of this.#zoomed) {
      const given = (layout[axis] ?? {}) as Record<string, unknown>;
      layout[axis] = { ...given, range, autorange: false };
    }
    const config: Record<string, unknown> = { displayModeBar: false };
    for (const name of CONFIGURABLE) {
      if (spec.config && name in spec.config) config[name] = spec.config[name];
    }
    return {
      data: hasWebgl() ? withManyMarks(this, data) : data,
      layout: { ...layout, width: this.#width, height, autosize: false },
      // A double click is answered here, since Plotly would go back to the first drawing's range.
      config: { ...config, doubleClick: false, responsive: false, displaylogo: false },
    };
  }

  #listen(): void {
    if (this.#listening || !this.node.on) return;
    this.#listening = true;
    this.node.on("plotly_relayout", (changed: Record<string, unknown>) => {
      for (const [axis, range] of changedRanges(changed)) this.#zoomed.set(axis, range);
      this.node.dataset["zoomed"] = [...this.#zoomed.keys()].join(" ");
    });
    this.node.on("plotly_doubleclick", () => {
      this.#zoomed.clear();
      this.node.dataset["zoomed"] = "";
      void this.#again();
    });
    this.node.on("plotly_hover", (data: { event?: MouseEvent; points?: { xaxis?: object }[] }) => {
      if (data.event) this.#hover = { event: data.event, subplot: "xy" };
    });
    this.node.on("plotly_unhover", () => (this.#hover = undefined));
    this.node.addEventListener("pointerleave", () => (this.#hover = undefined));
  }

  #restoreHover(library: { Fx: { hover(node: HTMLElement, event: unknown, plot: string): void } }) {
    if (!this.#hover || this.node.querySelector(".hoverlayer .hovertext")) return;
    const { event, subplot } = this.#hover;
    library.Fx.hover(this.node, event, subplot);
  }
}

/** The ranges in a `plotly_relayout` event: `{ "xaxis.range[0]": 1, "xaxis.range[1]": 5 }`. */
export function changedRanges(changed: Record<string, unknown>): Map<string, Range> {
  const ranges = new Map<string, Range>();
  for (const [key, value] of Object.entries(changed)) {
    const match = /^([xy]axis\d*)\.range(?:\[([01])\])?$/.exec(key);
    if (!match) continue;
    const axis = match[1]!;
    if (match[2] === undefined) {
      if (Array.isArray(value)) ranges.set(axis, [value[0], value[1]]);
      continue;
    }
    const range = ranges.get(axis) ?? [undefined, undefined];
    range[Number(match[2]) as 0 | 1] = value;
    ranges.set(axis, range);
  }
  return ranges;
}
